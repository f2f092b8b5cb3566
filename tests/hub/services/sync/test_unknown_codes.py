"""Changes of sign-ups by codes that nobody knows: the honest come before their sign-up, the others are guesses."""

from datetime import timedelta

import pytest

from hub.services.activities import activities
from hub.services.house import kiosks
from hub.services.keeping import retention
from hub.services.sync import reopening, unknown_codes
from hub.store.base import Store
from shared.activity import change_prompt
from shared.seal import UnsealKey
from shared.submission import Submission, from_utc
from tests.builders import an_activity, receipt_code
from tests.fakes import NOON
from tests.hub_builders import BY, DeliveringKiosk, a_submission
from tests.sign_up_builders import a_change, a_sign_up, give, publish, state, states

OTHER_KEY = UnsealKey(b"\xff" * 16)


def guesses(kiosk: DeliveringKiosk, count: int) -> list[Submission]:
    return [a_change(kiosk, a_submission(), n % 2) for n in range(count)]


@pytest.fixture
def thief(store: Store, kiosk: DeliveringKiosk) -> DeliveringKiosk:
    """A kiosk that has left as many places as it may."""
    publish(store, seats=9)
    given = guesses(kiosk, unknown_codes.MOST)
    assert kiosk.deliver(*given).accepted == [one.id for one in given]
    return kiosk


def test_guesses_beyond_a_kiosks_bound_wait_on_it_and_leave_nothing_here(store: Store, thief: DeliveringKiosk) -> None:
    more, idea = guesses(thief, 3), thief.make()

    receipt = thief.deliver(*more, idea)

    assert receipt.accepted == [idea.id]
    assert (receipt.refused, receipt.erased, receipt.lacking) == ([], [], [])
    assert store.sign_ups.unknown_codes() == {thief.id: unknown_codes.MOST}
    assert set(store.submissions.known([one.id for one in more])) == set()


def test_kiosk_that_guesses_takes_no_room_from_another(store: Store, thief: DeliveringKiosk) -> None:
    other = DeliveringKiosk(store, "k2")
    early = a_sign_up(thief, 2)
    change = a_change(other, early, 0)

    assert other.deliver(change).accepted == [change.id]

    thief.deliver(early)
    assert states(store, early) == ["cancelled"]


def test_change_of_a_sign_up_that_is_here_is_taken_however_many_codes_wait(
    store: Store, thief: DeliveringKiosk
) -> None:
    before, together = give(thief, 3), a_sign_up(thief, 3)

    thief.deliver(a_change(thief, before, 2), together, a_change(thief, together, 1))

    assert [state(store, one).persons for one in (before, together)] == [2, 1]


def test_what_waited_is_taken_when_its_sign_up_is_here(store: Store, thief: DeliveringKiosk) -> None:
    other = DeliveringKiosk(store, "k2")
    early = a_sign_up(other, 2)
    change = a_change(thief, early, 1)
    assert thief.deliver(change).accepted == []
    other.deliver(early)

    assert thief.deliver(change).accepted == [change.id]

    assert state(store, early).persons == 1


def test_place_of_a_code_is_free_again_when_its_sign_up_has_come(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=9)
    other = DeliveringKiosk(store, "k2")
    early = a_sign_up(other, 2)
    kiosk.deliver(a_change(kiosk, early, 1), *guesses(kiosk, unknown_codes.MOST - 1))
    (last,) = guesses(kiosk, 1)
    assert kiosk.deliver(last).accepted == []

    other.deliver(early)

    assert state(store, early).persons == 1
    assert kiosk.deliver(last).accepted == [last.id]


def test_kiosk_that_is_shut_out_leaves_no_place_of_a_code(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=90)
    honest = DeliveringKiosk(store, "k2")
    guessed, changed = a_sign_up(honest, 2), a_sign_up(honest, 2)
    kiosk.deliver(a_change(kiosk, guessed, 0))
    honest.deliver(a_change(honest, changed, 0))

    kiosks.revoke(store, kiosk.id, **BY)
    honest.deliver(guessed, changed)

    assert states(store, guessed, changed) == ["confirmed", "cancelled"]


def test_places_of_codes_go_when_their_activity_is_over(store: Store, kiosk: DeliveringKiosk) -> None:
    soup = publish(store, seats=9)
    stays = give(kiosk)
    kiosk.deliver(*guesses(kiosk, 2))
    end = from_utc(soup.ends_at)

    retention.purge(store, end - timedelta(seconds=1))
    before = store.sign_ups.unknown_codes()
    retention.purge(store, end + timedelta(seconds=1))

    assert (before, store.sign_ups.unknown_codes()) == ({kiosk.id: 2}, {})
    assert [one.id for one in store.sign_ups.of("soup")] == [stays.id]


def set_aside(store: Store, kiosk: DeliveringKiosk) -> Submission:
    """A guess for an activity that this hub does not have yet."""
    answer = {"activity": "soup", "code": receipt_code(a_submission().id), "persons": 0}
    one = kiosk.make(answer, kind="change", prompt=change_prompt(an_activity()))
    assert kiosk.deliver(one).accepted == [one.id]
    return one


def test_guess_that_was_set_aside_is_counted_with_the_others_when_it_is_taken(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    early = set_aside(store, kiosk)
    publish(store, seats=9)
    kiosk.cursor = store.revisions.newest()
    kiosk.deliver(*guesses(kiosk, unknown_codes.MOST))

    kiosk.cursor = 0
    kiosk.deliver()

    assert store.sign_ups.unknown_codes() == {kiosk.id: unknown_codes.MOST}
    assert [one.submission.id for one in store.submissions.unasked(kiosk.id, 9)] == [early.id]


def test_what_opens_later_of_a_kiosk_that_is_shut_out_leaves_no_place(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=9)
    activity = activities.read(store, "soup")
    answer = {"activity": "soup", "code": receipt_code(a_submission().id), "persons": 0}
    kiosk.deliver(kiosk.make(answer, kind="change", prompt=change_prompt(activity), key=OTHER_KEY))
    kiosks.revoke(store, kiosk.id, **BY)

    assert reopening.open_again(store, OTHER_KEY, now=NOON) == 0

    assert store.sign_ups.unknown_codes() == {}

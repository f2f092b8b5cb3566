"""Somebody with the token of one kiosk, who says to the hub whatever numbers he likes: nobody else is harmed."""

import itertools
from dataclasses import replace
from typing import Any

import pytest

from hub.marks import Marks
from hub.model import Told
from hub.services.activities import seats
from hub.services.house import kiosks, prompts
from hub.services.restoring import own_hand, recount
from hub.services.sync import books
from hub.store.base import Store
from hub.web.house import kiosk_health
from shared.activity import Activity
from shared.errors import BadMessage
from shared.notice import ReceiptState
from shared.protocol import LeaseReport, Receipt
from shared.submission import Submission
from tests.builders import HUB_KEY, a_prompt, a_slip, an_activity
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk
from tests.sign_up_builders import a_change, a_sign_up, give, lease, marked, publish, state, states, write_in

MOST = 2**53
AHEAD = 50


class Thief(DeliveringKiosk):
    """Whoever has taken a kiosk: he brings the mark of the last receipt he got, or another, to any claim of his."""

    mark = ""

    def deliver(self, *submissions: Submission, lost: bool = False, **over: Any) -> Receipt:
        receipt = super().deliver(*submissions, lost=lost, **{"mark": self.mark, **over})
        self.mark = self.mark if lost else receipt.mark
        return receipt


@pytest.fixture
def thief(store: Store) -> Thief:
    return Thief(store, "k2")


def everybody_syncs(store: Store, *honest: DeliveringKiosk) -> None:
    """Staff change something, and each of the others delivers an answer and hears of it."""
    changed = a_prompt("poll", revision=2)
    prompts.save(store, changed, by=KARI, now=NOON)
    for kiosk in honest:
        given = kiosk.make()
        receipt = kiosk.deliver(given)
        assert receipt.accepted == [given.id]
        assert "poll" in [prompt.id for prompt in receipt.news.prompts]
        assert kiosk.cursor == store.revisions.newest()
        assert not kiosk.paired.copied


def forged_word(sign_up: str, *, order: int) -> str:
    """That this sign-up is cancelled, as a hub would write it that has another key."""
    return a_word("cancelled", sign_up, order, MOST, Marks([b"the key of a thief"]))


def proven_word(sign_up: str, *, order: int) -> str:
    """That this sign-up has its seat, in the hub's own hand."""
    return a_word("confirmed", sign_up, order, AHEAD, Marks(HUB_KEY.secrets))


def a_word(state: str, sign_up: str, order: int, revision: int, marks: Marks) -> str:
    slip, seated = a_slip(sign_up), int(state == "confirmed")
    told = ReceiptState(slip.code, state, activity="soup", persons=1, seated=seated, order=order)
    return own_hand.sign_up(Told(revision, slip.finder, slip.pair, told, slip), marks)


def shut_out(store: Store, thief: DeliveringKiosk) -> None:
    kiosks.revoke(store, thief.id, by=KARI, now=NOON)


@pytest.mark.parametrize("ahead", [1, AHEAD, None])
def test_cursor_that_the_hub_never_gave_moves_nothing(
    store: Store, kiosk: DeliveringKiosk, thief: Thief, ahead: int | None
) -> None:
    publish(store, seats=4)
    kiosk.deliver()
    thief.deliver()
    revision = store.revisions.newest()
    claim = MOST if ahead is None else revision + ahead

    answers = [thief.deliver(cursor=claim), thief.deliver(cursor=claim, told=[]), thief.deliver(cursor=claim)]

    assert [(one.news.full, one.news.cursor <= revision + 3, one.wants_told) for one in answers] == [
        (True, True, False)
    ] * 3
    assert not store.recalled.recount().is_on
    assert store.revisions.newest() <= revision + 3  # seats went out to him, no more
    everybody_syncs(store, kiosk)
    shut_out(store, thief)
    everybody_syncs(store, kiosk)
    assert store.high_water.read() == store.revisions.newest() < revision + 10


def test_forged_word_of_sign_ups_cancels_nobody(store: Store, kiosk: DeliveringKiosk, thief: Thief) -> None:
    publish(store, seats=90)
    thief.deliver()
    confirmed = [give(kiosk) for _ in range(6)]
    claim = store.revisions.newest() + AHEAD
    forged = [forged_word(one.id, order=n) for n, one in enumerate(confirmed, 1)]

    thief.deliver(cursor=claim)
    thief.deliver(cursor=claim, told=forged)
    kiosk.deliver(told=[])
    kiosk.deliver()
    thief.deliver(cursor=claim, told=forged)
    shut_out(store, thief)

    assert states(store, *confirmed) == ["confirmed"] * 6
    assert [state(store, one).seated for one in confirmed] == [1] * 6
    assert not store.recalled.recount().is_on
    everybody_syncs(store, kiosk)


def test_told_without_proof_is_not_heard_in_a_count(store: Store, kiosk: DeliveringKiosk, thief: Thief) -> None:
    publish(store, seats=9)
    confirmed = give(kiosk)
    thief.deliver()
    kiosk.deliver()
    revision = store.revisions.newest()
    with store.atomic():
        recount.begin(store, NOON)
    forged = forged_word(confirmed.id, order=1)

    thief.deliver(cursor=MOST, told=[forged])
    thief.deliver(cursor=MOST)
    kiosk.deliver(told=[])
    kiosk.deliver()

    assert not store.recalled.recount().is_on
    assert states(store, confirmed) == ["confirmed"]
    assert store.revisions.newest() < revision + 10
    everybody_syncs(store, kiosk)


@pytest.mark.parametrize("thief_last", [False, True])
def test_thief_who_was_told_nothing_takes_no_seat_that_others_prove(
    store: Store, kiosk: DeliveringKiosk, thief: Thief, thief_last: bool
) -> None:
    publish(store, seats=9)
    kiosk.deliver()
    prompts.save(store, a_prompt("poll", revision=2), by=KARI, now=NOON)
    thief.deliver()
    assert thief.cursor > kiosk.cursor, "he has heard more than everybody else"
    with store.atomic():
        recount.begin(store, NOON)
    words = [proven_word(name, order=n) for n, name in enumerate(("Ada", "Bo", "Siv"), 1)]

    for one, told in sorted([(kiosk, words), (thief, [])], key=lambda said: (said[0] is thief) == thief_last):
        one.deliver(told=told)
        one.deliver()

    assert not store.recalled.recount().is_on
    assert [(one.state, one.seated) for one in store.sign_ups.of("soup")] == [("confirmed", 1)] * 3


def test_words_of_different_receipts_prove_nothing_together(store: Store, thief: Thief, kiosk: DeliveringKiosk) -> None:
    receipts = [thief.deliver()]
    for n in range(2):
        prompts.save(store, a_prompt("idea", revision=2 + n), by=KARI, now=NOON)
        receipts.append(thief.deliver())
    others = kiosk.deliver()
    words = [(one.lineage, one.news.cursor, one.mark) for one in (*receipts, others)]
    marks = Marks(HUB_KEY.secrets)

    for whole in itertools.product(*zip(*words, strict=True)):
        lineage, cursor, mark = whole
        said = thief.delivery(lineage=lineage, cursor=cursor, mark=mark)
        proven = books.believed(marks, thief.paired, said).cursor == cursor
        assert proven == (whole in words[:-1])


def test_staff_are_told_of_a_kiosk_that_claims_what_the_hub_never_said(store: Store, thief: Thief) -> None:
    thief.deliver()
    assert kiosk_health.troubles(thief.paired, now=NOON) == []

    thief.deliver(cursor=MOST)

    assert kiosk_health.COPIED in kiosk_health.troubles(thief.paired, now=NOON)


def test_what_was_written_on_a_kiosk_that_lies_is_taken_like_any_other(store: Store, thief: Thief) -> None:
    given = thief.make()

    assert thief.deliver(given, cursor=MOST, mark="0" * 32).accepted == [given.id]


def test_old_word_begins_one_count_and_no_second(store: Store, kiosk: DeliveringKiosk, thief: Thief) -> None:
    publish(store, seats=9)
    forgotten = thief.delivery(lineage="of before the backup", cursor=store.revisions.newest() + AHEAD)
    kiosk.deliver()

    thief.receive(forgotten)
    assert store.recalled.recount().is_on
    recount.go_on_without(store, thief.id, by=KARI, now=NOON, reason="stolen")
    kiosk.deliver(told=[])
    kiosk.deliver()
    thief.receive(forgotten)

    assert not store.recalled.recount().is_on
    kiosk.deliver()
    everybody_syncs(store, kiosk)


# Seats


def reports(granted: int, returned: int, promised: int, mark: str = "") -> list[LeaseReport]:
    return [LeaseReport("soup", granted, returned, promised, mark)]


def test_seats_that_were_never_granted_leave_nobody_waiting(store: Store, kiosk: DeliveringKiosk, thief: Thief) -> None:
    publish(store, seats=9)
    held = lease(thief)
    assert held is not None

    thief.deliver(leases=reports(1_000, 0, 1_000, held.mark))
    thief.deliver(leases=reports(1_000, 0, 0, marked(kiosk, 1_000)))
    there = seats.overview(store, an_activity(seats=9))
    shut_out(store, thief)
    seats.free_silent(store, "soup", thief.id, by=KARI, now=NOON, reason="stolen")
    written_in = [store.sign_ups.read(write_in(store, 1)) for _ in range(9)]

    assert (there.out + there.free, there.extra) == (9, 0)
    assert [one and one.state for one in written_in] == ["confirmed"] * 9


@pytest.mark.parametrize("said", [(0, MOST, 0), (0, 0, MOST), (0, MOST, MOST), (MOST, MOST, MOST)])
def test_no_word_of_a_lease_gives_away_more_than_was_granted(
    store: Store, kiosk: DeliveringKiosk, thief: Thief, said: tuple[int, int, int]
) -> None:
    publish(store, seats=9)
    lease(kiosk)
    held = lease(thief)
    assert held is not None

    for _ in range(3):
        lease(thief, leases=reports(*said, held.mark))

    account = store.leases.read("soup", thief.id)
    assert account.granted <= 9 + account.returned
    assert 0 <= account.returned + account.arrived <= account.granted
    assert 0 <= account.promised <= account.granted - account.returned
    assert seats.overview(store, an_activity(seats=9)).extra == 0


def test_promise_without_a_seat_passes_nobody_who_waits(store: Store, kiosk: DeliveringKiosk, thief: Thief) -> None:
    publish(store, seats=3)
    write_in(store, 1)
    family = give(kiosk, 3)
    forged = a_sign_up(thief)

    thief.deliver(forged, promised=[forged.id])

    assert states(store, family, forged) == ["waiting", "waiting"]
    assert state(store, forged).flagged


@pytest.mark.parametrize("field", ["granted", "returned", "promised"])
@pytest.mark.parametrize("number", [-1, -MOST, MOST + 1])
def test_lease_of_numbers_that_cannot_be_is_no_message(store: Store, thief: Thief, field: str, number: int) -> None:
    publish(store, seats=9)
    thief.deliver()

    with pytest.raises(BadMessage):
        thief.deliver(leases=[replace(*reports(0, 0, 0), **{field: number})])


def test_hub_that_forgot_a_lease_takes_it_from_the_kiosk_that_proves_it(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=9)
    kiosk.deliver()
    recount.begin(store, NOON)

    kiosk.deliver(leases=reports(7, 1, 5, marked(kiosk, 7)))

    account = store.leases.read("soup", kiosk.id)
    assert (account.granted, account.returned, account.promised, account.outstanding) == (7, 1, 5, 6)


def test_change_of_a_sign_up_that_never_was_takes_no_seat_and_no_place(
    store: Store, kiosk: DeliveringKiosk, thief: Thief
) -> None:
    publish(store, seats=12)
    never = [a_sign_up(thief, 3) for _ in range(6)]

    thief.deliver(*(a_change(thief, one, 2) for one in never))
    first, second = give(kiosk, 2), give(kiosk, 1)

    assert states(store, first, second) == ["confirmed", "confirmed"]
    overview = seats.overview(store, an_activity_of(store))
    assert (overview.confirmed, overview.waiting) == (3, 0)


def an_activity_of(store: Store) -> Activity:
    found = store.activities.read("soup")
    assert found is not None
    return found

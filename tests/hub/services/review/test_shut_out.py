"""What came from a kiosk that is shut out: set aside, put back and cancelled as a whole, each with one act."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from hub.lists import Unread
from hub.model import State, Tell
from hub.services.activities import sign_ups
from hub.services.house import kiosks
from hub.services.review import inbox, review, shut_out
from hub.store.base import Store
from shared.errors import IllegalMove, NotFound
from shared.slip import NO_PAIR
from shared.submission import utc
from tests.builders import a_slip
from tests.fakes import NOON
from tests.hub_builders import BY, KARI, By, DeliveringKiosk, a_hub_store
from tests.sign_up_builders import a_change, give, publish, state, states, write_in

LATER = NOON + timedelta(hours=3)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = a_hub_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def stolen(store: Store) -> DeliveringKiosk:
    return DeliveringKiosk(store, "k1")


def shut(store: Store) -> None:
    kiosks.revoke(store, "k1", **BY)


def in_state(store: Store, *ids: str) -> list[State]:
    return [inbox.read(store, one).state for one in ids]


def acts(store: Store) -> list[tuple[str, str]]:
    return [(line.move, line.detail) for line in store.history.about("kiosk k1") if line.move.endswith("-together")]


# Answers


def test_unread_answers_of_a_moment_leave_the_inbox_with_one_act(store: Store, stolen: DeliveringKiosk) -> None:
    before = stolen.give()
    stolen.now = LATER
    read, *rest = (stolen.give() for _ in range(4))
    other = DeliveringKiosk(store, "k2", now=LATER).give()
    review.keep(store, read, **BY)
    shut(store)

    seen = shut_out.came(store, "k1", since=utc(LATER), now=LATER).unread
    n = review.set_aside_together(store, "k1", since=utc(LATER), **BY)

    assert seen == Unread(3, utc(LATER), utc(LATER))
    assert n == 3
    assert in_state(store, *rest) == [State.SET_ASIDE] * 3
    assert in_state(store, before, read, other) == [State.NEW, State.KEPT, State.NEW]
    assert inbox.counts(store)[State.SET_ASIDE] == 3
    assert acts(store) == [("set_aside-together", f"3 {utc(LATER)}")]
    assert [line.move for line in inbox.history(store, rest[0])] == ["set_aside"]


def test_nobody_is_told_that_staff_have_read_what_nobody_looked_at(store: Store, stolen: DeliveringKiosk) -> None:
    given = stolen.give()
    shut(store)

    review.set_aside_together(store, "k1", since="", **BY)

    assert DeliveringKiosk(store, "k2").deliver().news.receipts == []
    assert inbox.read(store, given).revision == 0


def test_what_was_set_aside_together_is_put_back_but_nothing_else(store: Store, stolen: DeliveringKiosk) -> None:
    alone, together, again = (stolen.give() for _ in range(3))
    review.set_aside(store, alone, **BY)
    shut(store)
    review.set_aside_together(store, "k1", since="", **BY)
    for move in (review.reopen, review.set_aside):
        move(store, again, **BY)

    assert shut_out.came(store, "k1", since="", now=NOON).put_together == 1
    assert review.put_back_together(store, "k1", **BY) == 1

    assert in_state(store, alone, together, again) == [State.SET_ASIDE, State.NEW, State.SET_ASIDE]
    assert acts(store) == [("set_aside-together", "2"), ("reopen-together", "1")]
    assert store.submissions.put_together() == {}
    assert inbox.counts(store)[State.NEW] == 1


def test_many_are_set_aside_in_several_transactions_and_are_one_line_of_history(
    store: Store, stolen: DeliveringKiosk
) -> None:
    many = 2 * review.TOGETHER + 7
    for start in range(0, many, review.TOGETHER):
        stolen.deliver(*(stolen.make() for _ in range(min(review.TOGETHER, many - start))))
    shut(store)
    begun = store.revisions.newest()

    assert review.set_aside_together(store, "k1", since="", **BY) == many
    assert review.put_back_together(store, "k1", **BY) == many

    assert acts(store) == [("set_aside-together", str(many)), ("reopen-together", str(many))]
    assert inbox.counts(store)[State.NEW] == many
    assert store.revisions.newest() == begun + 2


def test_nothing_to_set_aside_leaves_no_line(store: Store, stolen: DeliveringKiosk) -> None:
    shut(store)

    assert review.set_aside_together(store, "k1", since="", **BY) == 0
    assert acts(store) == []


def test_only_what_came_from_a_kiosk_that_is_shut_out_goes_together(store: Store, stolen: DeliveringKiosk) -> None:
    given = stolen.give()

    with pytest.raises(IllegalMove):
        review.set_aside_together(store, "k1", since="", **BY)
    with pytest.raises(IllegalMove):
        shut_out.cancel_sign_ups(store, "k1", since="", tell=False, **BY)
    with pytest.raises(NotFound):
        review.set_aside_together(store, "nobody", since="", **BY)
    with pytest.raises(NotFound):
        shut_out.came(store, "nobody", since="", now=NOON)
    assert in_state(store, given) == [State.NEW]


# Sign-ups


def test_its_sign_ups_are_cancelled_and_whoever_waits_moves_up(store: Store, stolen: DeliveringKiosk) -> None:
    publish(store, seats=6)
    honest = give(stolen, 2)
    stolen.now = LATER
    bogus = [give(stolen, 2), give(stolen, 3)]
    waits = give(DeliveringKiosk(store, "k2", now=LATER), 2)
    assert states(store, honest, *bogus, waits) == ["confirmed", "confirmed", "waiting", "waiting"]
    shut(store)

    seen = shut_out.came(store, "k1", since=utc(LATER), now=LATER)
    n = shut_out.cancel_sign_ups(store, "k1", since=utc(LATER), tell=False, by=KARI, now=LATER)

    assert [(one.activity.slug, one.sign_ups, one.seats) for one in seen.coming] == [("soup", 2, 2)]
    assert (seen.sign_ups, seen.seats) == (2, 2)
    assert n == 2
    assert states(store, honest, *bogus, waits) == ["confirmed", "cancelled", "cancelled", "confirmed"]
    assert acts(store) == [("cancel-together", f"2 nobody {utc(LATER)}")]
    assert [line.move for line in store.history.about(bogus[0].id)] == ["cancel"]


def test_those_of_it_who_wait_get_none_of_the_seats_that_become_free(store: Store, stolen: DeliveringKiosk) -> None:
    publish(store, seats=2)
    give(stolen, 2)
    behind = give(stolen, 2)
    shut(store)

    shut_out.cancel_sign_ups(store, "k1", since="", tell=True, **BY)

    assert state(store, behind).tell == Tell.CANCELLED, "never told of a seat"


@pytest.mark.parametrize(("tell", "called"), [(False, []), (True, [Tell.CANCELLED] * 2)])
def test_staff_say_whether_anybody_is_to_be_told(
    store: Store, stolen: DeliveringKiosk, tell: bool, called: list[Tell]
) -> None:
    publish(store, seats=1)
    write_in(store, 1)
    give(stolen)
    give(stolen)
    shut(store)

    shut_out.cancel_sign_ups(store, "k1", since="", tell=tell, **BY)

    assert [one.tell for one in sign_ups.to_tell(store, "soup")] == called


def test_what_is_over_is_not_cancelled(store: Store, stolen: DeliveringKiosk) -> None:
    activity = publish(store, seats=9)
    past = give(stolen)
    shut(store)
    over: By = {"by": KARI, "now": NOON + timedelta(days=400)}

    assert shut_out.came(store, "k1", since="", now=over["now"]).coming == ()
    assert shut_out.cancel_sign_ups(store, "k1", since="", tell=False, **over) == 0
    assert states(store, past) == ["confirmed"], activity.ends_at
    assert acts(store) == []


def test_no_sign_up_of_it_takes_part_in_the_look_up_by_words_any_more(store: Store, stolen: DeliveringKiosk) -> None:
    publish(store, seats=9)
    stays = give(DeliveringKiosk(store, "k2"))
    active, own = give(stolen), give(stolen)
    stolen.deliver(a_change(stolen, own, 0))
    shut(store)
    hall = DeliveringKiosk(store, "k3")
    before = {one.finder: one.pair for one in hall.deliver().news.receipts}
    assert shut_out.came(store, "k1", since="", now=NOON).in_look_up == 2

    shut_out.cancel_sign_ups(store, "k1", since="", tell=False, **BY)

    told = {one.finder: (one.pair, one.state) for one in hall.deliver().news.receipts}
    finders = {a_slip(one.id).finder for one in (active, own)}
    assert NO_PAIR not in before.values()
    assert told == dict.fromkeys(finders, (NO_PAIR, "cancelled"))
    assert state(store, stays).pair != NO_PAIR
    assert shut_out.came(store, "k1", since="", now=NOON).in_look_up == 0

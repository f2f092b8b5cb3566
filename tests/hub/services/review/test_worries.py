"""Worries: handed over by whoever reads, dealt with by those alone who safeguard, held as long as is said."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from hub.lists import InboxFilter
from hub.model import Role, Staff, State
from hub.services.house import kiosks
from hub.services.keeping import retention
from hub.services.review import board, inbox, review, worries
from hub.store.base import Store
from shared.errors import Held, IllegalMove, NoHoldEnd, NoReason, NotAllowed
from shared.notice import Status
from shared.submission import utc
from tests.fakes import NOON
from tests.hub_builders import BY, KARI, DeliveringKiosk

OLA = Staff(2, "Ola", frozenset({Role.REVIEWER, Role.ADMIN}))
SAFE = Staff(3, "Siri", frozenset({Role.SAFEGUARDING}))
DAY = NOON.date()


@pytest.fixture
def given(store: Store, kiosk: DeliveringKiosk) -> str:
    """What Ola handed over."""
    one = kiosk.give({"text": "noe vondt", "cards": []})
    worries.mark(store, one, by=OLA, now=NOON)
    return one


def test_whoever_reads_may_hand_over_and_then_reads_it_no_more(store: Store, given: str) -> None:
    stored = inbox.read(store, given)

    assert stored.state is State.WORRY
    assert not inbox.may_read(stored, OLA)
    assert inbox.may_read(stored, SAFE)
    assert inbox.page(store, InboxFilter(words="vondt"), by=OLA).rows == ()
    assert [row.id for row in inbox.worries(store, SAFE, 5)] == [given]
    assert inbox.worries(store, OLA, 5) == []
    assert [(line.staff, line.move, line.detail) for line in store.history.about(given)] == [("Ola", "worry", "")]


def test_what_is_on_the_board_leaves_it(store: Store, kiosk: DeliveringKiosk) -> None:
    one = kiosk.give({"text": "noe vondt", "cards": []})
    review.publish(store, one, status=Status.HEARD, replies={}, **BY)

    worries.mark(store, one, by=OLA, now=NOON)

    assert board.notices(store) == []


@pytest.mark.parametrize(
    "move",
    [
        lambda store, one: review.publish(store, one, status=Status.HEARD, replies={}, **BY),
        lambda store, one: review.keep(store, one, **BY),
        lambda store, one: review.set_aside(store, one, **BY),
        lambda store, one: review.reopen(store, one, **BY),
        lambda store, one: review.answer(store, one, replies={"nb": "Takk"}, **BY),
        lambda store, one: review.erase(store, one, **BY),
        lambda store, one: worries.mark(store, one, **BY),
    ],
)
def test_worry_takes_no_other_move(store: Store, given: str, move: Callable[[Store, str], object]) -> None:
    with pytest.raises(IllegalMove):
        move(store, given)

    assert inbox.read(store, given).state is State.WORRY


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SAFEGUARDING])
def test_only_those_who_safeguard_deal_with_it(store: Store, given: str, role: Role) -> None:
    other = Staff(4, "Per", frozenset({role}))

    moves: list[Callable[[], None]] = [
        lambda: worries.calm(store, given, by=other, now=NOON),
        lambda: worries.erase(store, given, reason="sak 1", by=other, now=NOON),
        lambda: worries.hold(store, given, until=DAY + timedelta(days=9), reason="sak 1", by=other, now=NOON),
        lambda: worries.end_hold(store, given, by=other, now=NOON),
    ]
    for move in moves:
        with pytest.raises(NotAllowed):
            move()

    assert inbox.read(store, given).state is State.WORRY


def test_mark_is_taken_off_and_it_is_new_again(store: Store, given: str) -> None:
    worries.calm(store, given, by=SAFE, now=NOON)

    assert inbox.read(store, given).state is State.NEW
    assert store.worries.read(given) is None
    assert inbox.counts(store)[State.NEW] == 1


def test_erasing_needs_a_reason_which_stands_in_the_history(store: Store, given: str) -> None:
    with pytest.raises(NoReason):
        worries.erase(store, given, reason=" \n", by=SAFE, now=NOON)

    worries.erase(store, given, reason="sak 12 er avsluttet", by=SAFE, now=NOON)

    assert store.submissions.read(given) is None
    assert (store.history.about(given)[-1].move, store.history.about(given)[-1].detail) == (
        "erase", "sak 12 er avsluttet",
    )  # fmt: skip


def test_hold_stops_retention_until_its_day_is_over(store: Store, given: str) -> None:
    years = timedelta(days=4 * 365)
    worries.hold(store, given, until=DAY + years, reason="sak 1", by=SAFE, now=NOON)

    retention.purge(store, NOON + years - timedelta(days=1))
    assert inbox.read(store, given).payload is not None

    retention.purge(store, NOON + years + timedelta(days=2))
    assert store.submissions.read(given) is None


def test_held_is_neither_erased_nor_handed_back_before_the_hold_ends(store: Store, given: str) -> None:
    worries.hold(store, given, until=DAY + timedelta(days=30), reason="sak 1", by=SAFE, now=NOON)
    moves: list[Callable[[], None]] = [
        lambda: worries.erase(store, given, reason="ferdig", by=SAFE, now=NOON),
        lambda: worries.calm(store, given, by=SAFE, now=NOON),
    ]
    for move in moves:
        with pytest.raises(Held):
            move()

    worries.end_hold(store, given, by=SAFE, now=NOON)
    worries.erase(store, given, reason="ferdig", by=SAFE, now=NOON)

    assert [line.move for line in store.history.about(given)] == ["worry", "hold", "end-hold", "erase"]


@pytest.mark.parametrize("until", [DAY, DAY - timedelta(days=1), DAY + worries.HELD_AT_MOST + timedelta(days=1)])
def test_hold_ends_on_a_day_to_come_within_five_years(store: Store, given: str, until: date) -> None:
    with pytest.raises(NoHoldEnd):
        worries.hold(store, given, until=until, reason="sak 1", by=SAFE, now=NOON)


def test_held_anew_it_is_to_the_other_day(store: Store, given: str) -> None:
    for days in (30, 10):
        worries.hold(store, given, until=DAY + timedelta(days=days), reason="sak 1", by=SAFE, now=NOON)

    worry = worries.read(store, given)
    assert worry is not None
    assert worries.last_day_held(store, worry, NOON) == DAY + timedelta(days=10)
    assert worries.last_day_held(store, worry, NOON + timedelta(days=12)) is None


def test_what_is_cleared_up_of_a_kiosk_leaves_worries_alone(store: Store, kiosk: DeliveringKiosk, given: str) -> None:
    other = kiosk.give({"text": "noe annet", "cards": []})
    kiosks.revoke(store, kiosk.id, **BY)

    assert review.set_aside_together(store, kiosk.id, since="", **BY) == 1
    assert review.put_back_together(store, kiosk.id, **BY) == 1

    assert inbox.read(store, given).state is State.WORRY
    assert inbox.read(store, other).state is State.NEW


def test_mark_is_there_when_the_hub_starts_again(store: Store, given: str) -> None:
    worry = store.worries.read(given)

    assert worry is not None
    assert (worry.by, worry.at) == ("Ola", utc(NOON))
    assert KARI.name != worry.by


def test_whoever_safeguards_is_told_how_many_there_are_and_which_hold_ends_within_a_week(
    store: Store, kiosk: DeliveringKiosk, given: str
) -> None:
    soon, later = (kiosk.give({"text": "noe vondt", "cards": []}) for _ in range(2))
    for one, days in ((soon, 7), (later, 8)):
        worries.mark(store, one, by=OLA, now=NOON)
        worries.hold(store, one, until=DAY + timedelta(days=days), reason="sak", by=SAFE, now=NOON)

    found = worries.stand(store, by=SAFE, now=NOON)

    assert (found.many, found.held) == (3, 2)
    assert [(one.id, one.last_day) for one in found.ending] == [(soon, DAY + timedelta(days=7))]
    assert found.ending[0].deleted_on == inbox.deleted_on(inbox.read(store, soon))
    assert worries.stand(store, by=OLA, now=NOON) == worries.Stand()


def test_what_is_past_its_date_is_deleted_the_day_after_its_hold(store: Store, given: str) -> None:
    date_of_it = inbox.deleted_on(inbox.read(store, given))
    until = date_of_it + timedelta(days=3)
    worries.hold(store, given, until=until, reason="sak", by=SAFE, now=NOON)

    (found,) = worries.stand(store, by=SAFE, now=NOON + (until - DAY)).ending

    assert found.deleted_on == until + timedelta(days=1)

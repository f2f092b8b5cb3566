"""Ticks at the door of codes that nobody knows: the honest come before their sign-up, the others are made up."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from hub.services.activities import sign_ups
from hub.services.sync import unknown_codes
from hub.store.base import Store
from shared.activity import Activity, Occasion, attendance_prompt
from shared.submission import Submission, new_submission_id, utc
from tests.builders import receipt_code, slip_of
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk
from tests.sign_up_builders import a_sign_up, give, publish

START, NEXT = (utc(NOON + timedelta(days=days)) for days in (5, 12))
TWICE = [Occasion(start, utc(NOON + timedelta(days=days, hours=2))) for start, days in ((START, 5), (NEXT, 12))]
"""Twice, because sign-ups are for all dates of an activity and ticks for one."""


@pytest.fixture
def soup(store: Store) -> Activity:
    return publish(store, seats=500, dates=TWICE)


def a_tick(kiosk: DeliveringKiosk, soup: Activity, codes: Sequence[str], date: str = START) -> Submission:
    answer = {"activity": "soup", "date": date, "ticks": dict.fromkeys(codes, 1), "tally": {}}
    return kiosk.make(answer, kind="attendance", prompt=attendance_prompt(soup))


def made_up(count: int) -> list[str]:
    return [receipt_code(new_submission_id()) for _ in range(count)]


def guests(sign_ups: Sequence[Submission]) -> list[str]:
    return [slip_of(receipt_code(one.id)).guest for one in sign_ups]


def ids(*submissions: Submission) -> list[str]:
    return [one.id for one in submissions]


@pytest.fixture
def thief(store: Store, soup: Activity) -> DeliveringKiosk:
    """A kiosk that stands at no door, and has made up as many codes of one date as it may."""
    thief = DeliveringKiosk(store, "k2")
    codes = made_up(unknown_codes.MOST_TICKS)
    given = [a_tick(thief, soup, codes[:-1]), a_tick(thief, soup, codes[-1:])]
    assert thief.deliver(*given).accepted == ids(*given)
    return thief


def test_ticks_beyond_a_kiosks_bound_wait_on_it_and_travel_to_no_door(
    store: Store, thief: DeliveringKiosk, soup: Activity
) -> None:
    before = store.doors.noted("soup")
    more, idea = [a_tick(thief, soup, made_up(n)) for n in (1, 1000)], thief.make()

    receipt = thief.deliver(*more, idea)

    assert (receipt.accepted, receipt.refused, receipt.erased, receipt.lacking) == ([idea.id], [], [], [])
    assert store.doors.noted("soup") == before
    assert len(before[START].ticks) == unknown_codes.MOST_TICKS


def test_all_who_signed_up_are_ticked_whatever_another_kiosk_has_made_up(
    store: Store, kiosk: DeliveringKiosk, thief: DeliveringKiosk, soup: Activity
) -> None:
    people = [a_sign_up(kiosk) for _ in range(unknown_codes.MOST_TICKS + 20)]
    kiosk.deliver(*people)
    ticks = [a_tick(kiosk, soup, [code], date) for date in (START, NEXT) for code in guests(people)]

    assert kiosk.deliver(*ticks).accepted == ids(*ticks)

    assert {date: len(noted.ticks) for date, noted in store.doors.noted("soup").items()} == {
        START: len(people) + unknown_codes.MOST_TICKS,
        NEXT: len(people),
    }


def test_tick_that_came_long_before_its_sign_up_is_taken_after_it(
    store: Store, kiosk: DeliveringKiosk, soup: Activity
) -> None:
    people = [a_sign_up(kiosk) for _ in range(unknown_codes.MOST_TICKS + 1)]
    *first, last = [a_tick(kiosk, soup, [code]) for code in guests(people)]
    assert kiosk.deliver(*first, last).accepted == ids(*first)

    kiosk.deliver(*people)

    assert kiosk.deliver(last).accepted == [last.id]
    assert set(store.doors.noted("soup")[START].ticks) == set(guests(people))


def test_kiosk_beyond_its_bound_still_corrects_its_ticks_and_counts_heads(
    store: Store, thief: DeliveringKiosk, soup: Activity
) -> None:
    publish(store, id="a2", slug="cake", seats=9)
    moved = give(thief)
    thief.deliver(a_tick(thief, soup, guests([moved])))
    sign_ups.move(store, moved.id, "cake", by=KARI, now=NOON)
    answer = {"activity": "soup", "date": START, "ticks": {}, "tally": {"any": 2}}
    heads = thief.make(answer, kind="attendance", prompt=attendance_prompt(soup))
    again, other = a_tick(thief, soup, guests([moved])), a_tick(thief, soup, made_up(1))

    assert thief.deliver(again, heads, other).accepted == ids(again, heads)

"""Steps of the clock that are each small add up, whatever is between them; and one kiosk that is off stops nothing."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.services.house.reckoning import LEAP, WHILE, Doubt
from hub.services.house.timekeeping import UNPROVEN_FOR
from hub.services.keeping import retention
from tests.fakes import NOON, FrozenClock
from tests.hub.services.house.clocked import Library
from tests.hub_builders import KARI, a_hub_store

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STEP = timedelta(days=3.9)
SLOW = timedelta(minutes=11)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Library]:
    """A new library: nothing has agreed with its clock yet."""
    with closing(a_hub_store(tmp_path)) as store:
        opened = Library(store, FrozenClock())
        opened.keeper.look()
        yield opened


@pytest.fixture
def library(fresh: Library) -> Library:
    """A library whose clock was right, and proven."""
    fresh.say(NOON, 1, 2, 3)
    return fresh


def sleep(library: Library, off: timedelta) -> None:
    """Switch the computer off for so long; its clock goes on."""
    library.keeper.look()
    library.clock.set_to(library.clock.at + off)
    library.restart()


def test_clock_that_goes_out_and_comes_back_further_on_adds_nothing(library: Library) -> None:
    true = NOON
    for turn in range(20):
        for off in (turn * STEP + 2 * LEAP, (turn + 1) * STEP):
            library.clock.pass_s(600)
            true += timedelta(seconds=600)
            library.clock.set_to(true + off)
            certain = library.keeper.certain()
            assert certain is None or certain <= true + LEAP
            assert library.keeper.now() <= true + LEAP


def test_clock_that_is_further_back_at_each_start_dates_nothing_earlier_than_a_leap(library: Library) -> None:
    for turn in range(1, 20):
        library.clock.set_to(NOON - turn * STEP)
        library.restart()
        assert library.keeper.now() >= NOON - LEAP


@pytest.mark.parametrize("out", [timedelta(), 2 * LEAP])
def test_clock_that_is_further_on_at_each_start_deletes_nothing_early(library: Library, out: timedelta) -> None:
    library.receive()
    for turn in range(1, 40):
        if out:
            library.clock.set_to(NOON + turn * STEP + out)
            library.restart()
        library.clock.set_to(NOON + turn * STEP)
        library.restart()
        certain = library.keeper.certain()
        assert certain is None or certain <= NOON + LEAP + HOUR
    assert library.doubt in (Doubt.UNHEARD, Doubt.AHEAD)


DAYS = st.floats(-40, 40, allow_nan=False).map(lambda days: timedelta(days=round(days, 3)))
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("run"), st.integers(1, 20).map(lambda days: timedelta(days=days))),
        st.tuples(st.just("off"), st.integers(0, 240).map(lambda hours: timedelta(hours=hours))),
        st.tuples(st.just("set"), DAYS),
        st.tuples(st.just("step"), st.sampled_from([STEP, -STEP, 2 * LEAP, -2 * LEAP])),
    ),
    max_size=30,
)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library for many examples."""
    with closing(a_hub_store(tmp_path_factory.mktemp("hub"))) as store:
        yield Library(store, FrozenClock())


@given(moves=MOVES)
@settings(max_examples=60, deadline=None)
def test_nothing_is_deleted_by_a_time_that_nothing_agrees_with(
    lasting: Library, moves: list[tuple[str, timedelta]]
) -> None:
    library = lasting
    library.store.settings.save({"clock": ""})
    library.clock.set_to(NOON)
    library.keeper.look()
    library.keeper.confirm(by=KARI)
    true = NOON
    for move, by in moves:
        if move in ("run", "off"):
            true += by
            library.clock.at += by
        if move == "run":
            library.clock.seconds += by.total_seconds()
        if move == "off":
            library.restart()
        if move == "set":
            library.clock.set_to(true + by)
        if move == "step":
            library.clock.at += by
        certain = library.keeper.certain()
        assert certain is None or certain <= true + LEAP


def test_hub_that_is_off_each_night_is_in_no_doubt_while_kiosks_call(library: Library) -> None:
    for _ in range(120):
        library.clock.pass_s(10 * 3600)
        sleep(library, 14 * HOUR)
        library.say(library.clock.at, 1, 2)

        assert library.doubt is None
        assert library.keeper.certain() == library.clock.at


def test_hub_that_is_off_each_night_takes_one_kiosk_when_the_other_is_off(library: Library) -> None:
    library.store.kiosks.revoke("k3", now="2026-11-22T12:00:00.000Z")
    for day in range(120):
        for _ in range(10):
            library.clock.pass_s(3600)
            library.say(library.clock.at, 1)
            library.say(library.clock.at - SLOW, 2)
        sleep(library, (14 if day % 7 < 5 else 62) * HOUR)

        assert library.doubt is None
        assert library.keeper.certain() == library.clock.at


def test_hub_that_nobody_agrees_with_for_months_tells_the_time_and_deletes_later(library: Library) -> None:
    one = library.receive()
    _, ends = library.dates(one)
    for _ in range(60):
        library.clock.pass_s(10 * 3600)
        sleep(library, 14 * HOUR)

    assert library.keeper.now() == library.clock.at
    doubted = library.keeper.doubted()
    assert doubted is not None
    assert (doubted.why, doubted.is_trouble) == (Doubt.UNHEARD, True)
    certain = library.keeper.certain()
    assert certain == NOON + 60 * 10 * HOUR + LEAP
    assert certain < ends

    library.keeper.confirm(by=KARI)
    assert library.doubt is None
    assert library.keeper.certain() == library.clock.at
    assert library.dates(one)[1] == ends


def test_what_came_while_the_clock_went_on_each_night_keeps_its_dates_after_a_long_silence(library: Library) -> None:
    sleep(library, 14 * HOUR)
    one = library.receive()
    before = library.dates(one)
    for _ in range(2):
        library.clock.pass_s(10 * 3600)
        sleep(library, 14 * HOUR)
    sleep(library, 90 * DAY)

    library.keeper.confirm(by=KARI)

    assert library.dates(one) == before


def test_hub_off_for_six_weeks_is_certain_once_a_kiosk_agrees_and_another_has_the_day_right(library: Library) -> None:
    library.store.kiosks.revoke("k3", now="2026-11-22T12:00:00.000Z")
    sleep(library, 42 * DAY)
    library.say(library.clock.at, 1)
    library.say(library.clock.at - SLOW, 2)
    assert library.keeper.certain() is None

    library.clock.pass_s(WHILE.total_seconds())
    library.say(library.clock.at, 1)

    assert library.keeper.certain() == library.clock.at


def test_one_kiosk_moves_no_leap_however_long_it_says_so(library: Library) -> None:
    sleep(library, 3 * 365 * DAY)
    for _ in range(30):
        library.clock.pass_s(86_400)
        library.say(library.clock.at, 1)

    assert library.keeper.certain() is None


def test_one_kiosk_alone_adds_up_no_steps_where_another_says_that_it_is_earlier(library: Library) -> None:
    true = NOON
    for turn in range(1, 30):
        library.clock.set_to(true + turn * STEP)
        library.restart()
        for _ in range(12):
            library.clock.pass_s(3600)
            true += HOUR
            library.say(library.clock.at, 1)
            library.say(true, 2)
        certain = library.keeper.certain()
        assert certain is None or certain <= true + LEAP


def test_kiosk_agrees_with_one_start_of_the_clock_and_not_with_the_next(library: Library) -> None:
    library.clock.set_to(NOON + HOUR)
    library.restart()
    library.say(library.clock.at, 1)
    for turn in (1, 2, 3):
        library.clock.set_to(NOON + turn * STEP)
        library.restart()
        library.say(library.clock.at, 2)
        library.keeper.look()

    certain = library.keeper.certain()
    assert certain is None or certain <= NOON + LEAP + HOUR


def test_kiosks_agree_one_after_the_other_also_before_the_hub_has_looked(library: Library) -> None:
    for boot in ("second", "third"):
        library.clock.set_to(library.clock.at + 14 * HOUR)
        library.clock.boot = boot
        library.say(library.clock.at, 1)
    library.say(library.clock.at, 2)
    library.clock.set_to(library.clock.at + STEP)
    library.restart()

    assert library.keeper.certain() == library.clock.at


def test_what_came_since_the_computer_started_with_an_old_time_is_dated_anew(library: Library) -> None:
    sleep(library, timedelta())
    library.clock.pass_s(60)
    one = library.receive()
    days = library.dates(one)[1] - library.dates(one)[0]
    library.clock.pass_s(30)
    library.keeper.look()

    library.clock.set_to(NOON + 30 * DAY)  # the network tells it: it stood still while it was off
    library.say(library.clock.at, 1, 2)

    assert library.keeper.certain() == library.clock.at
    received, ends = library.dates(one)
    assert abs(received - library.clock.at) < timedelta(minutes=2)
    assert ends - received == days


@pytest.mark.parametrize("off", [-SLOW, SLOW, -DAY / 2, datetime(1970, 1, 1, tzinfo=NOON.tzinfo) - NOON, 365 * DAY])
def test_new_hub_with_one_kiosk_that_is_off_is_certain_after_a_while(fresh: Library, off: timedelta) -> None:
    fresh.store.kiosks.revoke("k3", now="2026-11-22T12:00:00.000Z")
    for _ in range(5):
        fresh.clock.pass_s(2 * 3600)
        fresh.say(fresh.clock.at, 1)
        fresh.say(fresh.clock.at + off, 2)

    assert fresh.keeper.certain() == fresh.clock.at


def test_new_hub_calls_staff_when_nothing_agrees_for_days(fresh: Library) -> None:
    for _ in range(48):
        doubted = fresh.keeper.doubted()
        assert doubted is not None
        assert not doubted.is_trouble
        fresh.clock.pass_s(3600)
        fresh.say(fresh.clock.at, 1)
        fresh.say(fresh.clock.at - 20 * DAY, 2)
    assert timedelta(hours=48) == UNPROVEN_FOR

    doubted = fresh.keeper.doubted()
    assert doubted is not None
    assert doubted.is_trouble
    assert fresh.keeper.certain() is None


def test_new_hub_calls_staff_at_once_when_something_is_past_its_date(fresh: Library) -> None:
    fresh.kiosks[0].now = NOON - 400 * DAY
    fresh.kiosks[0].give()

    doubted = fresh.keeper.doubted()

    assert doubted is not None
    assert (doubted.why, doubted.is_trouble) == (Doubt.UNPROVEN, True)


def test_new_hub_deletes_on_the_date_though_one_of_two_kiosks_is_slow(fresh: Library) -> None:
    fresh.receive()
    for _ in range(400 * 3):
        fresh.clock.pass_s(8 * 3600)
        fresh.say(fresh.clock.at, 1)
        fresh.say(fresh.clock.at - SLOW, 2)
    certain = fresh.keeper.certain()

    assert certain is not None
    assert retention.purge(fresh.store, certain) == 1

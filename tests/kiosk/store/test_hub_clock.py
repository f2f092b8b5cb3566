"""What time it is by the hub on a tablet that starts without it, with whatever its own clock says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.store import KioskStore
from kiosk.store.hub_clock import LONGEST_SILENT
from tests.builders import a_receipt, a_store
from tests.fakes import NOON, FrozenClock

DAY = timedelta(days=1)


def started(folder: Path, at: datetime, *, skew: timedelta = timedelta()) -> tuple[KioskStore, FrozenClock]:
    """A tablet that heard the hub at noon, by a clock that was off by ``skew``, and starts with this time."""
    clock = FrozenClock(NOON + skew)
    store = a_store(folder, clock)
    store.take_receipt(a_receipt(hub_time=NOON))
    store.close()
    clock.boot, clock.seconds = "second boot", 10.0
    clock.set_to(at)
    return KioskStore.open(folder, clock), clock


@pytest.mark.parametrize("year", [1970, 2015, 2025])
def test_tablet_that_starts_in_the_past_goes_on_from_the_last_word_of_the_hub(tmp_path: Path, year: int) -> None:
    store, clock = started(tmp_path, datetime(year, 1, 1, tzinfo=UTC))

    assert store.now() == NOON
    clock.pass_s(86_400)
    assert store.now() == NOON + DAY


@pytest.mark.parametrize("skew", [timedelta(), 3 * DAY, -365 * DAY])
def test_tablet_that_was_off_for_weeks_tells_the_time(tmp_path: Path, skew: timedelta) -> None:
    store, _ = started(tmp_path, NOON + skew + 42 * DAY, skew=skew)

    assert store.now() == NOON + 42 * DAY


@pytest.mark.parametrize("ahead", [LONGEST_SILENT + DAY, 365 * DAY, 60 * 365 * DAY])
def test_tablet_that_starts_years_ahead_goes_on_from_the_last_word_of_the_hub(tmp_path: Path, ahead: timedelta) -> None:
    store, clock = started(tmp_path, NOON + ahead)

    assert store.now() == NOON
    clock.pass_s(86_400)
    assert store.now() == NOON + DAY
    store.take_receipt(a_receipt(hub_time=NOON + 50 * DAY))
    assert store.now() == NOON + 50 * DAY


def test_tablet_that_never_heard_a_hub_has_its_own_time(tmp_path: Path) -> None:
    clock = FrozenClock()

    assert a_store(tmp_path, clock).now() == clock.at


def test_tablet_that_stays_on_for_a_year_without_the_hub_counts_on(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store(tmp_path, clock)
    store.take_receipt(a_receipt(hub_time=NOON))
    clock.pass_s(365 * 86_400.0)
    clock.set_to(datetime(1970, 1, 1, tzinfo=UTC))

    assert store.now() == NOON + 365 * DAY

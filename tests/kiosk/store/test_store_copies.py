"""Sealed copies on the kiosk go after thirty days, and no clock that jumps makes them go sooner."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.store import KioskStore
from shared.notice import ReceiptState
from shared.submission import utc
from tests.builders import a_receipt, a_store, change, receipt_code, save, sign_up, slip_of
from tests.fakes import NOON, FrozenClock

DAY_S = 86_400.0


def delivered_long_ago(folder: Path, clock: FrozenClock) -> tuple[KioskStore, list[str]]:
    store = a_store(folder, clock)
    ids = [save(store) for _ in range(3)]
    store.take_receipt(a_receipt(hub_time=clock.utc(), accepted=ids))
    clock.pass_s(31 * DAY_S)
    return store, ids


def test_copies_are_pruned_after_thirty_days_when_two_receipts_agree(tmp_path: Path) -> None:
    clock = FrozenClock()
    store, ids = delivered_long_ago(tmp_path, clock)

    first = store.prune(utc(clock.utc()))
    clock.pass_s(1_800)
    too_soon = store.prune(utc(clock.utc()))
    clock.pass_s(1_800)
    pruned = store.prune(utc(clock.utc()))

    assert (first, too_soon, pruned) == (0, 0, 3)
    assert store.retained() is None
    assert (store.status().created, store.status().on_hub) == (3, 3)
    assert store.receipts(slip_of(receipt_code(ids[0]))) == [ReceiptState(receipt_code(ids[0]), "received")]
    save(store)
    assert store.waiting().submissions[0].seq == 4


def test_change_the_hub_never_speaks_of_is_forgotten_with_its_copy(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store(tmp_path, clock)
    given = sign_up(store)[0]
    slip = slip_of(receipt_code(given))
    sent = [change(store, receipt_code(given), 0)]
    store.take_receipt(a_receipt(hub_time=clock.utc(), accepted=[given, *sent]))
    clock.pass_s(31 * DAY_S)
    before = store.receipts(slip)

    store.prune(utc(clock.utc()))
    sent.append(change(store, receipt_code("another"), 0))
    clock.pass_s(3_600)
    store.prune(utc(clock.utc()))

    assert [one.state for one in (*before, *store.receipts(slip))] == ["cancelled", "received"]
    assert store._database.read(lambda c: c.execute("SELECT id FROM changes").fetchall()) == [(sent[1],)]


def test_what_was_erased_leaves_no_row_for_ever_and_stays_in_the_books(tmp_path: Path) -> None:
    clock = FrozenClock()
    store, ids = delivered_long_ago(tmp_path, clock)
    store.take_receipt(a_receipt(hub_time=clock.utc(), erased=ids[1:]))
    store.prune(utc(clock.utc()))
    before = store.status()

    clock.pass_s(3_600)
    assert store.prune(utc(clock.utc())) == 1

    assert (before.created, before.on_hub, before.erased) == (3, 1, 2)
    assert replace(store.status(), free_bytes=0) == replace(before, free_bytes=0)
    assert store._database.read(lambda c: c.execute("SELECT count(*) FROM submissions").fetchone()) == (0,)
    save(store)
    assert store.waiting().submissions[0].seq == 4


@pytest.mark.parametrize("year", [1970, 2038, 2099])
def test_hub_clock_that_jumps_prunes_nothing(tmp_path: Path, year: int) -> None:
    clock = FrozenClock()
    store = a_store(tmp_path, clock)
    ids = [save(store) for _ in range(3)]
    store.take_receipt(a_receipt(hub_time=clock.utc(), accepted=ids))
    store.prune(utc(clock.utc()))

    clock.pass_s(7_200)
    store.prune(utc(datetime(year, 1, 20, tzinfo=UTC)))
    for hour in range(4):
        clock.pass_s(3_600)
        store.prune(utc(datetime(year, 1, 20, hour, tzinfo=UTC)))

    assert store.retained_ids() == ids


@pytest.mark.parametrize("year", [1970, 2038, 2099])
def test_kiosk_clock_that_jumps_changes_no_row_and_no_order(tmp_path: Path, year: int) -> None:
    clock = FrozenClock()
    store = a_store(tmp_path, clock)
    ids = [save(store) for _ in range(3)]
    store.take_receipt(a_receipt(hub_time=clock.utc(), accepted=ids[:1]))

    for _ in range(3):
        clock.set_to(datetime(year, 1, 20, tzinfo=UTC))
        clock.pass_s(7_200)
        store.prune(utc(NOON + timedelta(seconds=clock.seconds)))
    ids.append(save(store))

    assert store.retained_ids() == ids[:1]
    assert [(s.id, s.seq) for s in store.waiting().submissions] == [(ids[1], 2), (ids[2], 3), (ids[3], 4)]


def test_copies_are_not_pruned_across_a_restart_of_the_tablet(tmp_path: Path) -> None:
    clock = FrozenClock()
    store, ids = delivered_long_ago(tmp_path, clock)
    store.prune(utc(clock.utc()))

    clock.boot = "second boot"
    clock.pass_s(7_200)
    store.prune(utc(clock.utc()))

    assert store.retained_ids() == ids


def test_pruning_leaves_no_gap_below_what_is_kept(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store(tmp_path, clock)
    ids = [save(store) for _ in range(3)]
    store.take_receipt(a_receipt(hub_time=clock.utc(), accepted=[ids[0], ids[2]]))
    clock.pass_s(31 * DAY_S)
    store.take_receipt(a_receipt(hub_time=clock.utc(), accepted=[ids[1]]))

    store.prune(utc(clock.utc()))
    clock.pass_s(3_600)
    store.prune(utc(clock.utc()))

    assert store.retained_ids() == ids[1:]


def test_copies_of_a_hub_that_once_was_years_ahead_are_pruned_thirty_days_after_its_clock_is_right(
    tmp_path: Path,
) -> None:
    clock = FrozenClock()
    store = a_store(tmp_path, clock)
    ids = [save(store)]
    store.take_receipt(a_receipt(hub_time=clock.utc() + timedelta(days=3 * 365), accepted=ids))
    found: list[int] = []
    for _ in range(32):
        for _ in range(2):
            clock.pass_s(DAY_S / 2)
            store.take_receipt(a_receipt(hub_time=clock.utc()))
            found.append(store.prune(utc(clock.utc())))

    assert sum(found) == 1
    assert found.index(1) > 2 * 30
    assert store.retained() is None


def test_time_of_the_hub_that_is_not_sound_sets_no_copy_back(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store(tmp_path, clock)
    ids = [save(store)]
    store.take_receipt(a_receipt(hub_time=clock.utc(), accepted=ids))
    before = utc(clock.utc())
    for _ in range(4):
        clock.pass_s(7_200)
        store.prune(utc(clock.utc() - timedelta(days=60)))

    assert store._database.read(lambda c: c.execute("SELECT delivered_at FROM standing").fetchall()) == [(before,)]


@pytest.mark.parametrize("said", [datetime(9999, 12, 31, 23, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)])
def test_kiosk_that_once_heard_a_time_that_cannot_be_still_tells_the_time(tmp_path: Path, said: datetime) -> None:
    clock = FrozenClock()
    store = a_store(tmp_path, clock)
    store.take_receipt(a_receipt(hub_time=said))
    clock.pass_s(7_200)

    assert store.now() == clock.at

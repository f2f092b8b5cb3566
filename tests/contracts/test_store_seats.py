"""What every store promises about seats that are out, and about what was noted at the door."""

from dataclasses import replace

from hub.model import Attendance, DoorKeys, LeaseAccount
from hub.store.base import Store
from shared.submission import utc
from tests.fakes import NOON
from tests.seating import an_evening, keep

ONE, TWO = "2026-12-01T17:00:00.000Z", "2026-12-08T17:00:00.000Z"


def test_account_is_empty_until_it_is_saved(store: Store) -> None:
    assert store.leases.read("soup", "k1") == LeaseAccount("soup", "k1")
    assert store.leases.of("soup") == []

    account = LeaseAccount("soup", "k1", 9, 1, 2, 3, 4, recalled=True, heard_at=utc(NOON))
    store.leases.save(account)

    assert store.leases.read("soup", "k1") == account


def test_accounts_are_told_by_activity_and_by_kiosk(store: Store) -> None:
    for slug in ("soup", "tea", "film"):
        keep(store, an_evening(slug))
    b, a, tea = LeaseAccount("soup", "b", 1), LeaseAccount("soup", "a", 2), LeaseAccount("tea", "a", 3)
    store.leases.save(b, a, tea)
    store.leases.save(replace(b, granted=5))

    assert store.leases.of("soup") == [a, replace(b, granted=5)]
    assert store.leases.of_kiosk("a", ["tea", "film", "soup", "never"]) == [LeaseAccount("film", "a"), a, tea]


def test_accounts_are_told_of_what_is_coming(store: Store) -> None:
    for slug, day in (("over", 1), ("next", 3), ("gone", 4)):
        keep(store, an_evening(slug, day))
    store.activities.withdraw("gone", changed=9)
    store.leases.save(*(LeaseAccount(slug, "a", 3) for slug in ("over", "next", "gone")))

    assert store.leases.coming("2026-12-02T12:00:00.000Z") == [LeaseAccount("next", "a", 3)]


def test_door_keys_are_those_saved_last(store: Store) -> None:
    assert store.doors.keys("k1") == DoorKeys()

    store.doors.save_keys("k1", DoorKeys(pending="old"))
    store.doors.save_keys("k1", DoorKeys("old", "new", "odd"))

    assert (store.doors.keys("k1"), store.doors.keys("k2")) == (DoorKeys("old", "new", "odd"), DoorKeys())


def test_kiosks_whose_door_asks_are_those_with_a_key_that_waits(store: Store) -> None:
    for kiosk in ("k1", "k2", "k3"):
        store.kiosks.pair(kiosk, kiosk, kiosk * 32, now=utc(NOON))
    store.doors.save_keys("k2", DoorKeys(pending="new"))
    store.doors.save_keys("k1", DoorKeys("old", "new"))
    store.doors.save_keys("k3", DoorKeys("old", refused="new"))

    assert store.doors.asking() == ["k1", "k2"]


def test_newest_tick_counts_in_whatever_order_ticks_come(store: Store) -> None:
    for kiosk, seq, n in (("k1", 5, 2), ("k1", 3, 1), ("k2", 5, 4), ("k1", 5, 3)):
        store.doors.note("soup", ONE, kiosk=kiosk, seq=seq, ticks={"ABC": n}, tally={})
    store.doors.note("soup", ONE, kiosk="k1", seq=1, ticks={"XYZ": 0}, tally={})

    assert store.doors.attendance("soup", ONE) == Attendance({"ABC": 4, "XYZ": 0}, {})


def test_code_is_ticked_by_the_kiosk_whose_tick_counts(store: Store) -> None:
    for kiosk, seq, code in (("k1", 1, "ABC"), ("k1", 2, "XYZ"), ("k2", 3, "ABC"), ("k1", 2, "ABC")):
        store.doors.note("soup", ONE, kiosk=kiosk, seq=seq, ticks={code: 1}, tally={"adult": 1})
    store.doors.note("soup", TWO, kiosk="k1", seq=4, ticks={"DEF": 1}, tally={})

    assert [store.doors.ticked("soup", ONE, kiosk=kiosk) for kiosk in ("k1", "k2", "k3")] == [{"XYZ"}, {"ABC"}, set()]


def test_tallies_add_up_by_date_and_band(store: Store) -> None:
    store.doors.note("soup", ONE, kiosk="k1", seq=1, ticks={}, tally={"adult": 3, "child": 2})
    store.doors.note("soup", ONE, kiosk="k2", seq=1, ticks={}, tally={"adult": -1})
    store.doors.note("soup", TWO, kiosk="k1", seq=2, ticks={}, tally={"adult": 7})

    assert store.doors.attendance("soup", ONE) == Attendance({}, {"adult": 2, "child": 2})
    assert store.doors.attendance("soup", TWO) == Attendance({}, {"adult": 7})
    assert store.doors.attendance("tea", ONE) == Attendance({}, {})
    assert store.doors.noted("soup") == {date: store.doors.attendance("soup", date) for date in (ONE, TWO)}
    assert store.doors.noted("tea") == {}


def test_tick_without_a_number_is_newer_than_what_is_known(store: Store) -> None:
    def tick(kiosk: str, seq: int | None, n: int) -> int:
        store.doors.note("soup", ONE, kiosk=kiosk, seq=seq, ticks={"ABC": n}, tally={})
        return store.doors.attendance("soup", ONE).ticks["ABC"]

    assert tick("", None, 1) == 1
    assert tick("k1", 7, 2) == 2
    assert tick("", None, 3) == 3
    assert tick("k1", 6, 4) == 3
    assert tick("k1", 8, 5) == 5

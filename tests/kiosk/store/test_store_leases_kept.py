"""Leases through any order of events, broken databases, lost memories and other hubs."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store import HubPairing, KioskStore, LastWord
from shared.notice import ReceiptState
from tests.builders import a_news, a_pairing, a_receipt, an_activity, sign_up
from tests.fakes import NOON, FrozenClock
from tests.leasing import CONFIRMED, REQUESTED, TERM_S, a_lease, a_store_with_seats, account, leased, left

MOVES = st.one_of(
    st.tuples(st.just("visitors"), st.integers(1, 5)),
    st.tuples(st.just("grant"), st.integers(0, 20), st.integers(0, 5)),
    st.tuples(st.just("time"), st.sampled_from([60, TERM_S])),
    st.tuples(st.just("date"), st.sampled_from([1970, 2099])),
    st.tuples(st.just("boot")),
    st.tuples(st.just("withdraw")),
    st.tuples(st.just("offer")),
)


@given(moves=st.lists(MOVES, max_size=25))
def test_in_any_order_promised_and_returned_stay_within_what_was_granted(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[Any, ...]]
) -> None:
    folder, clock = tmp_path_factory.mktemp("kiosk"), FrozenClock()
    store, granted, confirmed, before = a_store_with_seats(folder, 0, clock), 0, 0, (0, 0, 0)
    for move, *values in moves:
        match move, values:
            case "visitors", [persons]:
                confirmed += persons * (sign_up(store, persons)[1] == CONFIRMED)
            case "grant", [number, keep]:
                granted = max(granted, number)
                store.take_receipt(a_receipt(clock.utc(), leases=[a_lease(number, keep)]))
            case "time", [seconds]:
                clock.pass_s(seconds)
            case "date", [year]:
                clock.set_to(datetime(year, 6, 1, tzinfo=UTC))
            case "boot", _:
                store.close()
                clock.boot, clock.seconds = f"{clock.boot}'", 1.0
                store = KioskStore.open(folder, clock)
            case "withdraw", _:
                store.take_receipt(a_receipt(news=a_news(withdrawn_activities=["soup"])))
            case "offer", _:
                store.take_receipt(a_receipt(news=a_news(activities=[an_activity()])))
        now = next(((r.granted, r.returned, r.promised) for r in store.lease_reports()), before)
        assert all(new >= old for new, old in zip(now, before, strict=True))
        assert now[0] >= now[1] + now[2]
        before = now
    store.take_receipt(a_receipt(news=a_news(activities=[an_activity()])))
    assert account(store)[::2] == (granted, confirmed)
    store.close()


# Broken databases, lost memories, other hubs


def test_promises_outlive_a_database_that_breaks(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 5)
    ids = [sign_up(store)[0] for _ in range(3)]
    path = tmp_path / "kiosk.db"
    with closing(sqlite3.connect(path)) as raw:
        root = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'leases'").fetchone()[0]
    store.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff")

    store = KioskStore.open(tmp_path, FrozenClock())
    store.check()
    store.take_receipt(leased(5))

    assert store.status().salvages == 1
    assert store.waiting().promised == ids
    # Nobody knows what else was promised from a lease whose account is lost.
    assert account(store) == (5, 0, 5)
    assert sign_up(store)[1] == REQUESTED


def test_account_that_was_salvaged_is_used_on(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 5)
    sign_up(store, 2)
    path = tmp_path / "kiosk.db"
    find = "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_submissions_1'"
    with closing(sqlite3.connect(path)) as raw:
        root = raw.execute(find).fetchone()[0]
    store.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff")

    store = KioskStore.open(tmp_path, FrozenClock())
    store.check()

    assert store.status().salvages == 1
    assert account(store) == (5, 0, 2)
    assert [sign_up(store, 3)[1], sign_up(store)[1]] == [CONFIRMED, REQUESTED]


def test_kiosk_that_lost_its_database_uses_no_seat_it_may_have_promised_and_the_next_ones_freely(
    tmp_path: Path,
) -> None:
    store = a_store_with_seats(tmp_path, 5)
    sign_up(store, 4)
    store.close()
    os.remove(tmp_path / "kiosk.db")

    store = KioskStore.open(tmp_path, FrozenClock())
    store.take_receipt(leased(5))
    asked, old = sign_up(store)
    store.take_receipt(leased(7, accepted=[asked]))

    assert old == REQUESTED
    assert [sign_up(store, 2)[1], sign_up(store)[1]] == [CONFIRMED, REQUESTED]


def test_kiosk_that_lost_its_database_while_the_hub_counts_seats_sells_none_of_them_twice(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 5)
    sign_up(store, 4)
    store.close()
    os.remove(tmp_path / "kiosk.db")

    store = KioskStore.open(tmp_path, FrozenClock())
    store.take_receipt(a_receipt(news=a_news(cursor=0)))
    store.take_receipt(leased(5))

    assert sign_up(store)[1] == REQUESTED


def test_another_hub_has_other_activities_and_the_first_one_finds_its_account_as_it_was(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 5)
    sign_up(store, 2)

    store.keep_pairing(a_pairing(hub_id="hub2"))
    elsewhere = (store.activities(NOON), store.lease_reports(), sign_up(store)[1])
    store.take_receipt(leased(1))
    there = account(store)
    store.keep_pairing(a_pairing())
    store.take_receipt(leased(5))

    assert elsewhere == ([], [], REQUESTED)
    assert there == (1, 0, 0)
    assert account(store) == (5, 3, 2)


def test_pairing_anew_with_the_same_hub_keeps_activities_and_seats(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 5)
    pairing: HubPairing = a_pairing(token="another token")

    store.keep_pairing(pairing)

    assert left(store) == 5


def test_hub_that_was_put_back_hears_what_we_know_before_we_hear_its_news(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 5)
    said = ReceiptState("ABCDEFGH", "waiting", activity="soup", persons=2, order=7)
    store.take_receipt(a_receipt(news=a_news(cursor=40, receipts=[said, ReceiptState("HGFEDCBA", "read")])))

    store.take_receipt(a_receipt(wants_told=True, lineage="counting", mark="m2", news=a_news(cursor=40, full=True)))
    told = (store.last_word(), store.told().words)
    store.take_receipt(a_receipt(news=a_news(cursor=3, full=True)))

    assert told == (LastWord(40, "counting", "m2"), ["told ABCDEFGH"])
    assert (store.last_word().cursor, store.told().words) == (3, [])


def test_mark_of_the_largest_lease_is_kept_and_said(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 1)

    said = []
    for granted, mark in ((5, "five"), (3, "three"), (5, "five by another key"), (9, "nine")):
        store.take_receipt(a_receipt(leases=[a_lease(granted, mark=mark)]))
        said += [(one.granted, one.mark) for one in store.lease_reports()]

    assert said == [(5, "five"), (5, "five"), (5, "five by another key"), (9, "nine")]

"""Seats on the kiosk: promised with the record, never more than are left, handed back before anything is reported."""

import os
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store import HubPairing, KeepFree, KioskStore
from shared.activity import sign_up_prompt
from shared.errors import DiskFull
from shared.notice import ReceiptState, SignUpState
from shared.protocol import Lease, LeaseReport, Receipt, SeatCount
from shared.submission import new_submission_id, receipt_code, utc
from tests.builders import a_news, a_pairing, a_receipt, a_store, an_activity, change, sign_up
from tests.fakes import NOON, FrozenClock

TERM_S = 24 * 3600
KEEP = 10_000
CONFIRMED, REQUESTED = SignUpState.CONFIRMED, SignUpState.REQUESTED


def a_lease(granted: int, keep: int = KEEP, **over: Any) -> Lease:
    return Lease(**{"activity": "soup", "granted": granted, "keep": keep, "term_s": TERM_S, **over})


def leased(granted: int, keep: int = KEEP, **over: Any) -> Receipt:
    """A receipt that leases seats of the soup."""
    return a_receipt(**{"leases": [a_lease(granted, keep)], "news": a_news(activities=[an_activity()]), **over})


def a_store_with_seats(folder: Path, granted: int = 3, clock: FrozenClock | None = None, **over: Any) -> KioskStore:
    store = a_store(folder, clock, **over)
    store.take_receipt(leased(granted))
    return store


def account(store: KioskStore) -> tuple[int, int, int]:
    """Granted, returned, promised, as the hub is told."""
    [report] = store.lease_reports()
    return report.granted, report.returned, report.promised


def left(store: KioskStore) -> int:
    [here] = store.activities(store.now())
    return here.left


# Promising


def test_sign_up_is_confirmed_from_the_lease_as_long_as_all_of_its_persons_fit(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 5)

    told = [sign_up(store, persons)[1] for persons in (2, 4, 3, 1)]

    assert told == [CONFIRMED, REQUESTED, CONFIRMED, REQUESTED]
    assert account(store) == (5, 0, 5)
    assert left(store) == 0


def test_promise_travels_with_its_record_each_time_that_is_sent(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 2)
    confirmed, _ = sign_up(store, 2)
    requested, _ = sign_up(store, 1)

    first, again = store.waiting(), store.waiting()
    store.take_receipt(a_receipt(accepted=[confirmed, requested]))
    store.take_receipt(a_receipt(lacking=[confirmed]))

    assert first.promised == again.promised == store.waiting().promised == {confirmed: 2}


def test_sign_up_saved_again_under_its_id_promises_once_and_is_told_the_same(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 3)
    first, told = sign_up(store, 2)
    store.take_receipt(leased(3, keep=0))

    again = sign_up(store, 2, id=first)

    assert again == (first, told) == (first, CONFIRMED)
    assert account(store) == (3, 1, 2)


def test_sign_up_that_could_not_be_saved_promises_nothing(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 3)
    full = KioskStore.open(tmp_path, FrozenClock(), KeepFree(0, 10**18))

    with pytest.raises(DiskFull):
        sign_up(full, 2)

    assert account(store) == (3, 0, 0)


def test_save_that_breaks_in_the_middle_promises_nothing(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 3)
    # Room for the account to be written, but not for the record.
    store._database.read(
        lambda c: c.execute(f"PRAGMA max_page_count={c.execute('PRAGMA page_count').fetchone()[0]}").fetchall()
    )
    prompt = sign_up_prompt(an_activity())

    with pytest.raises(DiskFull):
        store.save(new_submission_id(), prompt, "nb", b"x" * 100_000, seats=2)

    assert account(store) == (3, 0, 0)


@pytest.mark.parametrize(
    "over",
    [
        {"cancelled": True},
        {"closes_at": utc(NOON)},
        {"opens_at": utc(NOON + timedelta(seconds=1))},
        {"seats": None},
    ],
)
def test_nothing_is_promised_of_an_activity_that_takes_no_sign_ups(tmp_path: Path, over: dict[str, Any]) -> None:
    store = a_store_with_seats(tmp_path, 3)
    store.take_receipt(a_receipt(news=a_news(activities=[an_activity(revision=2, **over)])))

    _, told = sign_up(store)

    assert told == REQUESTED
    assert account(store) == (3, 0, 0)


def test_nothing_is_promised_of_an_activity_that_was_withdrawn_until_it_is_back(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 3)
    store.take_receipt(a_receipt(news=a_news(withdrawn_activities=["soup"])))

    gone, reports = sign_up(store), store.lease_reports()
    store.take_receipt(a_receipt(news=a_news(activities=[an_activity(revision=3)])))

    assert (gone[1], reports) == (REQUESTED, [])
    assert sign_up(store)[1] == CONFIRMED
    assert account(store) == (3, 0, 1)


def test_what_is_open_is_decided_by_the_clock_of_the_hub(tmp_path: Path) -> None:
    clock = FrozenClock(datetime(1970, 1, 1, tzinfo=UTC))
    store = a_store(tmp_path, clock)
    closes = NOON + timedelta(hours=1)
    store.take_receipt(leased(3, news=a_news(activities=[an_activity(closes_at=utc(closes))])))

    before = sign_up(store)[1]
    clock.set_to(datetime(2099, 1, 1, tzinfo=UTC))
    still = sign_up(store)[1]
    clock.pass_s(3_600)

    assert (before, still, sign_up(store)[1]) == (CONFIRMED, CONFIRMED, REQUESTED)
    assert store.now() == closes


# Hearing of leases


def test_lease_heard_twice_late_or_shrunken_changes_nothing(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 3)
    sign_up(store, 2)

    for granted in (3, 3, 1, 0):
        store.take_receipt(leased(granted))

    assert account(store) == (3, 0, 2)
    assert left(store) == 1


def test_lease_hands_back_what_it_may_not_keep_and_never_what_is_promised(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 10)
    sign_up(store, 4)

    store.take_receipt(leased(10, keep=2))
    some = account(store)
    store.take_receipt(leased(10, keep=0))
    store.take_receipt(leased(10, keep=0))

    assert some == (10, 4, 4)
    assert account(store) == (10, 6, 4)
    assert sign_up(store)[1] == REQUESTED


def test_lease_grows_again_after_it_was_handed_back(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 3)
    store.take_receipt(leased(3, keep=0))

    store.take_receipt(leased(5))

    assert left(store) == 2
    assert [sign_up(store)[1] for _ in range(3)] == [CONFIRMED, CONFIRMED, REQUESTED]


def test_receipt_that_names_no_leases_takes_none_away(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 3)

    store.take_receipt(a_receipt(news=a_news(more=True)))

    assert left(store) == 3


def test_each_activity_has_an_account_of_its_own(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 1)
    talk = an_activity(slug="talk", id="a2")
    store.take_receipt(a_receipt(leases=[a_lease(2, activity="talk")], news=a_news(activities=[talk])))

    sign_up(store)
    sign_up(store, activity=talk)

    assert store.lease_reports() == [LeaseReport("soup", 1, 0, 1), LeaseReport("talk", 2, 0, 1)]


# Terms


def test_lease_that_is_over_confirms_nothing_and_is_handed_back_whole_for_good(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store_with_seats(tmp_path, 5, clock)
    sign_up(store, 2)

    clock.pass_s(TERM_S - 1)
    before = sign_up(store)[1]
    clock.pass_s(1)
    over = sign_up(store)[1]
    clock.seconds -= 3_600

    assert (before, over) == (CONFIRMED, REQUESTED)
    assert account(store) == (5, 2, 3)
    assert sign_up(store)[1] == REQUESTED


def test_every_word_of_the_hub_begins_the_term_anew(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store_with_seats(tmp_path, 5, clock)
    clock.pass_s(TERM_S - 1)
    store.take_receipt(a_receipt())

    clock.pass_s(TERM_S - 1)

    assert sign_up(store)[1] == CONFIRMED


def test_kiosk_that_comes_back_after_its_term_hands_back_before_it_hears_of_new_seats(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store_with_seats(tmp_path, 5, clock)
    sign_up(store, 2)
    clock.pass_s(TERM_S)

    store.take_receipt(leased(9))

    assert account(store) == (9, 3, 2)
    assert left(store) == 4


@pytest.mark.parametrize(
    ("passed_s", "told"), [(0, CONFIRMED), (TERM_S - 1, CONFIRMED), (TERM_S, REQUESTED), (-1, REQUESTED)]
)
def test_after_a_restart_of_the_tablet_the_clock_of_the_day_counts_and_the_past_is_over(
    tmp_path: Path, passed_s: int, told: SignUpState
) -> None:
    clock = FrozenClock()
    store = a_store_with_seats(tmp_path, 5, clock)
    clock.boot, clock.seconds = "second boot", 3.0
    clock.set_to(NOON + timedelta(seconds=passed_s))

    assert sign_up(store)[1] == told
    assert account(store)[1] == (0 if told == CONFIRMED else 5)


def test_date_set_on_a_running_tablet_neither_ends_nor_prolongs_a_lease(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store_with_seats(tmp_path, 5, clock)

    clock.set_to(datetime(2031, 1, 1, tzinfo=UTC))
    later = sign_up(store)[1]
    clock.pass_s(TERM_S)
    clock.set_to(NOON)

    assert (later, sign_up(store)[1]) == (CONFIRMED, REQUESTED)


def test_hand_back_is_on_the_disk_before_it_is_reported(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store_with_seats(tmp_path, 5, clock)
    clock.pass_s(TERM_S)

    reported = store.lease_reports()
    shutil.copytree(tmp_path, tmp_path / "after the plug was pulled")

    assert reported == [LeaseReport("soup", 5, 5, 0)]
    clock.seconds = 1_000.0
    survivor = KioskStore.open(tmp_path / "after the plug was pulled", clock)
    assert survivor.lease_reports() == reported
    assert sign_up(survivor)[1] == REQUESTED


# Any order of all this

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
    root = sqlite3.connect(path).execute("SELECT rootpage FROM sqlite_master WHERE name = 'leases'").fetchone()[0]
    store.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff")

    store = KioskStore.open(tmp_path, FrozenClock())
    store.check()
    store.take_receipt(leased(5))

    assert store.status().salvages == 1
    assert store.waiting().promised == dict.fromkeys(ids, 1)
    # Nobody knows what else was promised from a lease whose account is lost.
    assert account(store) == (5, 0, 5)
    assert sign_up(store)[1] == REQUESTED


def test_account_that_was_salvaged_is_used_on(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 5)
    sign_up(store, 2)
    path = tmp_path / "kiosk.db"
    find = "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_submissions_1'"
    root = sqlite3.connect(path).execute(find).fetchone()[0]
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
    old = sign_up(store)[1]
    store.take_receipt(leased(7))

    assert old == REQUESTED
    assert [sign_up(store, 2)[1], sign_up(store)[1]] == [CONFIRMED, REQUESTED]


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

    store.take_receipt(a_receipt(wants_told=True, news=a_news(cursor=0, full=True)))
    told = (store.cursor(), store.told())
    store.take_receipt(a_receipt(news=a_news(cursor=3, full=True)))

    assert told == (40, [said])
    assert (store.cursor(), store.told()) == (3, [])


# What is shown of seats


def test_free_seats_are_the_hubs_and_ours_as_last_heard(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store(tmp_path, clock)
    fresh = store.take_receipt(leased(3, seats=[SeatCount("soup", 4, 0)]))
    clock.pass_s(600)
    sign_up(store, 2)
    [later] = store.activities(store.now())
    same = store.take_receipt(a_receipt(clock.utc(), seats=[SeatCount("soup", 4, 0)]))
    other = store.take_receipt(a_receipt(clock.utc(), seats=[SeatCount("soup", 0, 6)]))

    [now] = store.activities(store.now())
    assert (fresh, same, other) == (True, False, True)
    assert (later.left, later.free, later.waiting, later.known_at) == (1, 5, 0, utc(NOON))
    assert (now.left, now.free, now.waiting, now.known_at) == (1, 1, 6, utc(clock.utc()))


# Receipt codes


def test_own_sign_up_is_told_as_promised_until_the_hub_has_spoken(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 2)
    confirmed, requested = (sign_up(store, 2)[0] for _ in range(2))
    codes = [receipt_code(one) for one in (confirmed, requested)]

    here = [store.receipts(code=code) for code in codes]
    store.take_receipt(a_receipt(accepted=[confirmed, requested]))
    delivered = [store.receipts(code=code) for code in codes]
    word = ReceiptState(codes[1], "waiting", activity="soup", persons=2, order=4)
    store.take_receipt(a_receipt(news=a_news(receipts=[word])))

    assert here == delivered
    assert here == [
        [ReceiptState(codes[0], "confirmed", activity="soup", persons=2, seated=2)],
        [ReceiptState(codes[1], "requested", activity="soup", persons=2)],
    ]
    assert store.receipts(code=codes[1]) == [word]


def test_place_counts_those_that_wait_of_the_same_activity_up_to_ones_own_turn(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path)
    said = [
        ReceiptState("00000001", "confirmed", activity="soup", persons=1, order=1),
        ReceiptState("00000002", "waiting", activity="soup", persons=1, order=2),
        ReceiptState("00000003", "waiting", activity="talk", persons=1, order=3),
        ReceiptState("00000004", "cancelled", activity="soup", persons=1, order=4),
        ReceiptState("00000005", "waiting", activity="soup", persons=1, order=5),
        ReceiptState("00000006", "waiting", activity="soup", persons=1, order=6),
    ]

    store.take_receipt(a_receipt(news=a_news(receipts=said)))

    assert [store.place(said[n]) for n in (1, 4, 5, 2)] == [1, 2, 3, 1]


def test_change_shows_at_once_and_until_the_hub_has_spoken_after_it_has_it(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path)
    said = ReceiptState("ABCDEFGH", "told", activity="soup", persons=3, seated=3, order=1)
    store.take_receipt(a_receipt(news=a_news(receipts=[said])))

    sent = [change(store, said.code, 2)]
    fewer = store.receipts(code=said.code)
    store.take_receipt(a_receipt(news=a_news(receipts=[said])))
    not_heard_yet = store.receipts(code=said.code)
    sent += [change(store, said.code, 0)]
    none = store.receipts(code=said.code)
    signed_up = store.signed_up(said.code)
    store.take_receipt(a_receipt(accepted=sent))
    on_the_hub = store.receipts(code=said.code)
    back = ReceiptState(said.code, "confirmed", activity="soup", persons=3, seated=3, order=9)
    store.take_receipt(a_receipt(news=a_news(receipts=[back])))

    assert [(one.state, one.persons, one.seated) for [one] in (fewer, not_heard_yet)] == [("told", 2, 2)] * 2
    assert [(one.state, one.seated) for [one] in (none, on_the_hub)] == [("cancelled", 0)] * 2
    assert signed_up is None
    assert store.receipts(code=said.code) == [back]


def test_change_of_an_own_sign_up_that_waits_here_shows_too_and_frees_no_seat_here(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 3)
    code = receipt_code(sign_up(store, 3)[0])

    change(store, code, 1)

    [told] = store.receipts(code=code)
    assert (told.state, told.persons, told.seated) == ("confirmed", 1, 1)
    assert account(store) == (3, 0, 3)


def test_sign_up_can_be_changed_until_its_activity_is_over(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store_with_seats(tmp_path, 3, clock)
    code = receipt_code(sign_up(store, 3)[0])

    before = store.signed_up(code)
    clock.pass_s(4 * TERM_S)

    assert before is not None
    assert (before.activity, before.persons) == (an_activity(), 3)
    assert store.signed_up(code) is None
    assert store.signed_up("ZZZZZZZZ") is None


def test_erased_sign_up_leaves_its_seat_counted(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 3)
    erased, _ = sign_up(store, 2)

    store.take_receipt(a_receipt(erased=[erased]))

    assert store.receipts(code=receipt_code(erased)) == []
    assert account(store) == (3, 0, 2)

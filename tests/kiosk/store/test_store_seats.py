"""Seats on the kiosk: promised with the record, never more than are left, handed back before anything is reported."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.store import KeepFree, KioskStore
from kiosk.store.outbox import MAX_TRIES
from shared.activity import sign_up_prompt
from shared.errors import DiskFull
from shared.notice import SignUpState
from shared.protocol import LeaseReport, Refusal, SeatCount
from shared.submission import new_submission_id, utc
from tests.builders import a_news, a_receipt, a_store, an_activity, change, receipt_code, sign_up
from tests.fakes import NOON, FrozenClock
from tests.leasing import CONFIRMED, REQUESTED, TERM_S, a_lease, a_store_with_seats, account, leased, left

WITHOUT_A_LINE = a_news(activities=[an_activity(waiting_list=False)])


def test_sign_up_is_confirmed_from_the_lease_as_long_as_all_of_its_persons_fit(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    store.take_receipt(leased(5, news=WITHOUT_A_LINE))

    told = [sign_up(store, persons)[1] for persons in (2, 4, 3, 1)]

    assert told == [CONFIRMED, REQUESTED, CONFIRMED, REQUESTED]
    assert account(store) == (5, 0, 5)
    assert left(store) == 0


def test_nobody_passes_who_waits_here_for_the_hub_to_hear_of_them(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    store.take_receipt(leased(5, seats=[SeatCount("soup", 4, 0)]))

    (_, first), (family, asks), (couple, after) = (sign_up(store, persons) for persons in (2, 4, 1))
    [meanwhile] = store.activities(store.now())
    store.take_receipt(leased(5, accepted=[family, couple]))
    [heard] = store.activities(store.now())

    assert (first, asks, after) == (CONFIRMED, REQUESTED, REQUESTED)
    assert (meanwhile.left, meanwhile.free, meanwhile.waiting) == (0, 7, 2)
    assert (heard.left, heard.free, heard.waiting) == (3, 7, 0)
    assert sign_up(store, 3)[1] == CONFIRMED


def test_who_has_cancelled_or_cannot_be_delivered_holds_up_nobody(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 3)
    cancelled, refused = (sign_up(store, 4)[0] for _ in range(2))

    change(store, receipt_code(cancelled), 0)
    still = sign_up(store)
    store.take_receipt(a_receipt(accepted=[still[0]]))
    for _ in range(MAX_TRIES):
        store.refuse([Refusal(refused, "record-damaged")])

    assert (still[1], sign_up(store)[1]) == (REQUESTED, CONFIRMED)


def test_who_waits_for_one_activity_holds_up_nobody_at_another(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 3)
    talk = an_activity(id="a2", slug="talk")
    store.take_receipt(a_receipt(leases=[a_lease(3, activity="talk")], news=a_news(activities=[talk])))
    sign_up(store, 4)

    assert [sign_up(store, 1, activity=talk)[1], sign_up(store)[1]] == [CONFIRMED, REQUESTED]


def test_promise_travels_with_its_record_each_time_that_is_sent(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 2)
    confirmed, _ = sign_up(store, 2)
    requested, _ = sign_up(store, 1)

    first, again = store.waiting(), store.waiting()
    store.take_receipt(a_receipt(accepted=[confirmed, requested]))
    store.take_receipt(a_receipt(lacking=[confirmed]))

    assert first.promised == again.promised == store.waiting().promised == [confirmed]


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
    store.take_receipt(a_receipt(accepted=[gone[0]], news=a_news(activities=[an_activity(revision=3)])))

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

"""What every store promises about sign-ups: numbers that stay, and words about persons that do not."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.lists import SlipFilter
from hub.model import Attendance, MailTry, SignUp, State, Tell, Told
from hub.store.base import Store
from shared.errors import StoreError
from shared.notice import ReceiptState, SignUpState
from shared.slip import Slip
from shared.submission import utc
from tests.builders import a_slip, receipt_code
from tests.fakes import NOON
from tests.hub_builders import a_submission, an_arrival
from tests.seating import LATER, SOON, a_detail, a_sign_up, an_evening, keep


def waiting(id: str, order: int, **over: object) -> SignUp:
    """A sign-up that waits."""
    return a_sign_up(id, order, state=SignUpState.WAITING, seated=0, **over)


def test_sign_up_comes_back_as_it_was_kept(store: Store) -> None:
    sign_up = a_sign_up(
        "s1", persons=3, ages={"adult": 1, "child": 2}, seated=2, leased=1, split=True, tell=Tell.CONFIRMED,
        told_at=utc(NOON), flagged=True, revision=4, **on(a_slip("s1")),
    )  # fmt: skip
    store.sign_ups.add([sign_up], [])

    assert store.sign_ups.read("s1") == sign_up
    assert store.sign_ups.read("s2") is None


def test_sign_ups_are_added_all_or_none(store: Store) -> None:
    store.sign_ups.add([a_sign_up("s1", 1)], [])

    with pytest.raises(StoreError):
        store.sign_ups.add([a_sign_up("s2", 2), a_sign_up("s1", 3)], [a_detail("s2")])

    assert [one.id for one in store.sign_ups.of("soup")] == ["s1"]
    assert store.sign_ups.details(["s2"]) == []


def test_sign_up_is_found_by_code_within_its_activity(store: Store) -> None:
    mine, other = a_sign_up("s1", 1, code="ABC"), a_sign_up("s2", 2, code="ABC", activity="tea")
    store.sign_ups.add([mine, other], [])

    assert store.sign_ups.by_code("soup", "ABC") == mine
    assert store.sign_ups.by_code("tea", "ABC") == other
    assert store.sign_ups.by_code("soup", "XYZ") is None


def test_sign_up_is_found_by_code_in_the_activity_it_was_moved_to(store: Store) -> None:
    moved = a_sign_up("s1", 1, code="ABC", activity="tea")
    store.sign_ups.add([moved], [])

    assert store.sign_ups.by_code("soup", "ABC") == moved


def test_sign_ups_are_told_in_their_order(store: Store) -> None:
    second, first, elsewhere = waiting("a", 7), a_sign_up("b", 3, persons=4, seated=4), waiting("c", 1, activity="tea")
    store.sign_ups.add([second, first, elsewhere], [])

    assert store.sign_ups.of("soup") == [first, second]
    assert store.sign_ups.waiting("soup") == [second]
    assert (store.sign_ups.seated("soup"), store.sign_ups.seated("tea"), store.sign_ups.seated("none")) == (4, 0, 0)
    assert list(store.sign_ups.every()) == [first, second, elsewhere]


def test_people_to_tell_are_counted_while_their_activity_is_listed_and_not_over(store: Store) -> None:
    for slug, day in (("soup", 1), ("tea", 4), ("film", 5)):
        keep(store, an_evening(slug, day))
        told = {"activity": slug, "tell": Tell.CONFIRMED}
        store.sign_ups.add([a_sign_up(f"{slug} 1", 1, **told), a_sign_up(f"{slug} 2", 2, activity=slug)], [])
    with store.atomic():
        store.activities.withdraw("film", changed=store.revisions.take())

    assert [store.sign_ups.to_tell(f"2026-12-0{day}T00:00:00.000Z") for day in (1, 2, 5)] == [2, 1, 0]
    assert store.sign_ups.to_tell_of(["film", "soup", "never"]) == {"film": 1, "soup": 1}


def test_every_sign_up_is_told_however_many_there_are(store: Store) -> None:
    kept = [a_sign_up(f"s{n}", n, activity=f"a{n % 3}") for n in range(1, 1_204)]
    store.sign_ups.add(kept, [])

    assert list(store.sign_ups.every()) == sorted(kept, key=lambda one: (one.activity, one.order))


def test_order_rises_by_one_and_is_never_lowered(store: Store) -> None:
    def next_two() -> tuple[int, int]:
        with store.atomic():
            return store.sign_ups.next_order(), store.sign_ups.next_order()

    assert next_two() == (1, 2)
    store.sign_ups.raise_order(9)
    assert next_two() == (10, 11)
    store.sign_ups.raise_order(5)
    assert next_two() == (12, 13)


def test_saved_sign_up_is_written_whole(store: Store) -> None:
    store.sign_ups.add([waiting("s1", 1)], [])
    seated = a_sign_up("s1", 1, tell=Tell.CONFIRMED, revision=2)
    store.sign_ups.save(seated)

    assert store.sign_ups.read("s1") == seated
    assert store.sign_ups.waiting("soup") == []


def test_removed_sign_up_leaves_nothing(store: Store) -> None:
    store.sign_ups.add([a_sign_up("s1", 1), a_sign_up("s2", 2)], [a_detail("s1"), a_detail("s2")])
    store.sign_ups.remove("s1")

    assert [one.id for one in store.sign_ups.of("soup")] == ["s2"]
    assert [detail.sign_up for detail in store.sign_ups.details(["s1", "s2"])] == ["s2"]


def test_receipts_tell_changed_sign_ups_with_what_a_place_is_counted_by(store: Store) -> None:
    one, two = a_slip("s1"), a_slip("s2")
    unchanged, early = a_sign_up("s0", 9, **on(a_slip("s0"))), a_sign_up("s2", 2, revision=4, **on(two))
    late = waiting("s1", 1, persons=3, revision=5, **on(one))
    store.sign_ups.add([unchanged, late, early], [])

    seated = ReceiptState(two.code, "confirmed", activity="soup", persons=1, seated=1, order=2)
    waits = ReceiptState(one.code, "waiting", activity="soup", persons=3, seated=0, order=1)
    assert store.receipts.of_sign_ups(0, 10) == [
        Told(4, two.finder, two.pair, seated, two, early.kiosk),
        Told(5, one.finder, one.pair, waits, one, late.kiosk),
    ]
    assert [told.changed for told in store.receipts.of_sign_ups(4, 10)] == [5]
    assert [told.changed for told in store.receipts.of_sign_ups(0, 1)] == [4]


def test_sign_up_whose_slip_is_not_known_is_told_to_no_kiosk(store: Store) -> None:
    store.sign_ups.add([a_sign_up("s1", 1, revision=1)], [])
    assert store.receipts.of_sign_ups(0, 10) == []

    store.sign_ups.save(a_sign_up("s1", 1, revision=2, **on(a_slip("s1"))))

    assert [told.slip for told in store.receipts.of_sign_ups(0, 10)] == [a_slip("s1")]


def test_sign_ups_of_a_kiosk_are_counted_since_a_day_and_with_those_known_again(store: Store) -> None:
    old, new = (a_sign_up(f"s{n}", n, received_at=f"2026-11-{n}T12:00:00.000Z", kiosk="k7") for n in (10, 20))
    again, other = a_sign_up("s3", 3, received_at="", kiosk="k7"), a_sign_up("s4", 4, kiosk="k1")
    store.sign_ups.add([old, new, again, other], [])

    assert store.sign_ups.made_on("k7", since="2026-11-15T00:00:00.000Z") == {"soup": 2}


def test_code_of_which_only_a_change_is_known_is_found_for_nobody(store: Store) -> None:
    slip = a_slip("s2")
    store.sign_ups.add([a_sign_up("s1", 1, code="ABC", received_at=""), a_sign_up("s2", 2, **on(slip))], [])

    assert store.sign_ups.of_slip(SlipFilter("ABC"), 9) == []
    assert [one.id for one in store.sign_ups.of_slip(SlipFilter(slip.code), 9)] == ["s2"]


def on(slip: Slip) -> dict[str, Any]:
    """The fields of a sign-up with this slip."""
    return {"code": slip.code, "pair": slip.pair, "root": slip.root}


def test_details_are_kept_by_name_and_replaced(store: Store) -> None:
    contact, food = a_detail(), a_detail(name="food", value="vegetar", delete_at=SOON)
    store.sign_ups.add([a_sign_up("s1")], [contact, food])
    changed = replace(contact, value="+47 99 99 99 99")
    store.sign_ups.save_details([changed])

    assert store.sign_ups.details(["s1", "s2"]) == [changed, food]
    assert store.sign_ups.details([]) == []


def test_each_detail_is_deleted_on_its_own_date(store: Store) -> None:
    store.sign_ups.add([a_sign_up("s1", 1), a_sign_up("s2", 2)], [])
    contact = a_detail("s1")
    store.sign_ups.save_details(
        [contact, a_detail("s1", "food", delete_at=SOON), a_detail("s1", "access", delete_at=SOON)]
    )
    store.sign_ups.save_details([a_detail("s2", "food", delete_at=SOON)])

    assert store.sign_ups.delete_details("2026-11-26T13:59:59.999Z") == []
    assert store.sign_ups.delete_details(SOON) == ["s1", "s2"]
    assert store.sign_ups.details(["s1", "s2"]) == [contact]
    assert store.sign_ups.delete_details(LATER) == ["s1"]


def test_forgetting_takes_the_words_and_leaves_the_numbers(store: Store) -> None:
    store.sign_ups.add([a_sign_up("s1", 1), a_sign_up("s2", 2)], [a_detail("s1"), a_detail("s2")])
    store.sign_ups.forget("s1")

    assert store.sign_ups.details(["s1", "s2"]) == [a_detail("s2")]
    assert store.sign_ups.read("s1") == a_sign_up("s1", 1)


def test_filed_submission_keeps_no_content_and_stands_in_no_list(store: Store) -> None:
    filed, idea = an_arrival(payload=None, state=State.FILED, gist="", words=""), an_arrival()
    store.submissions.add([filed, idea])

    kept = store.submissions.read(filed.submission.id)
    assert kept is not None
    assert (kept.state, kept.payload, kept.submission.sealed) == (State.FILED, None, "")
    assert kept.submission.sha256 == filed.submission.sha256
    assert store.inbox.states() == {State.NEW: 1, State.KEPT: 0, State.PUBLISHED: 0, State.SET_ASIDE: 0}
    assert store.inbox.arrived_since(0) == 1


def test_filed_submission_is_known_and_told_as_no_receipt(store: Store) -> None:
    filed = an_arrival(a_submission(), payload=None, state=State.FILED, gist="", words="")
    one = filed.submission.id
    store.submissions.add([filed])
    store.submissions.move(one, state=State.FILED, status=None, replies={}, notice_id=None, revision=1)
    assert store.submissions.known([one]) == {one: filed.submission.sha256}
    assert store.receipts.of_submissions(0, 10) == []

    store.submissions.remove([one], now=utc(NOON))

    assert store.receipts.of_submissions(0, 10) == []
    assert store.submissions.known([one]) == {one: None}


def test_removing_the_submission_of_a_sign_up_forgets_its_words(store: Store) -> None:
    filed = an_arrival(payload=None, state=State.FILED, gist="", words="")
    one = filed.submission.id
    by_kiosk, by_staff = a_sign_up(one, 1, code=receipt_code(one)), a_sign_up("by staff", 2, kiosk="")
    store.submissions.add([filed])
    store.sign_ups.add([by_kiosk, by_staff], [a_detail(one), a_detail("by staff")])

    store.submissions.remove([one, "by staff"], now=utc(NOON))

    assert store.sign_ups.details([one, "by staff"]) == []
    assert store.sign_ups.of("soup") == [by_kiosk, by_staff]


def test_answers_get_new_dates_by_name_and_the_record_goes_with_its_first(store: Store) -> None:
    filed, elsewhere, wordless = (
        an_arrival(payload=None, state=State.FILED, gist="", words="", delete_at=SOON) for _ in range(3)
    )
    ids = [arrival.submission.id for arrival in (filed, elsewhere, wordless)]
    store.submissions.add([filed, elsewhere, wordless])
    store.sign_ups.add(
        [a_sign_up(ids[0], 1), a_sign_up(ids[1], 2, activity="tea"), a_sign_up(ids[2], 3)],
        [a_detail(ids[0]), a_detail(ids[0], "food", delete_at=SOON, days=1), a_detail(ids[1], delete_at=SOON)],
    )
    food_at, contact_at = "2027-01-02T00:00:00.000Z", "2027-01-11T00:00:00.000Z"

    store.sign_ups.redate("soup", datetime(2027, 1, 1, tzinfo=UTC), {"food": 9, "contact": 10, "note": 1})

    dates = {(one.sign_up, one.name): one.delete_at for one in store.sign_ups.details(ids)}
    assert dates == {(ids[0], "contact"): contact_at, (ids[0], "food"): food_at, (ids[1], "contact"): SOON}
    assert store.submissions.due(SOON, 10) == [ids[1], ids[2]]
    assert store.submissions.due(food_at, 10) == [ids[1], ids[2], ids[0]]


def test_numbers_of_activities_that_ended_long_ago_are_deleted(store: Store) -> None:
    for slug, day in (("soup", 1), ("tea", 2)):
        keep(store, an_evening(slug, day))
        store.doors.note(slug, SOON, kiosk="k1", seq=1, ticks={"ABC": 1}, tally={"adult": 2})
    store.sign_ups.add([a_sign_up("s1", 1), a_sign_up("s2", 2, activity="tea")], [a_detail("s1"), a_detail("s2")])

    assert store.sign_ups.delete_ended("2026-12-02T00:00:00.000Z") == 1

    assert [one.id for one in store.sign_ups.every()] == ["s2"]
    assert [one.sign_up for one in store.sign_ups.details(["s1", "s2"])] == ["s2"]
    assert store.doors.attendance("soup", SOON) == Attendance({}, {})
    assert store.doors.attendance("tea", SOON) == Attendance({"ABC": 1}, {"adult": 2})
    assert store.activities.read("soup") is not None


def test_deleted_words_stand_in_no_file(store: Store, tmp_path: Path) -> None:
    def files_with(words: bytes) -> list[str]:
        return [path.name for path in tmp_path.rglob("*") if path.is_file() and words in path.read_bytes()]

    secret = "kari.ost@example.org"
    for n in range(40):
        one = f"s{n}"
        store.sign_ups.add([a_sign_up(one, n + 1)], [a_detail(one, value=f"{n} {secret} {'x' * 900}")])
    assert files_with(secret.encode())

    store.sign_ups.delete_details(LATER)
    store.scour()

    assert files_with(secret.encode()) == []


def test_last_try_of_a_letter_is_known(store: Store) -> None:
    first = MailTry("s1", Tell.CONFIRMED, 1, utc(NOON), "mail-unsent")
    second = replace(first, tell=Tell.CANCELLED, tries=2, reason="mail-refused")
    store.mails.save(first)
    store.mails.save(second)

    assert store.mails.tried(["s1", "s2"]) == {"s1": second}
    assert store.mails.tried([]) == {}


def test_sign_up_is_found_by_its_turn(store: Store) -> None:
    first, second = a_sign_up("s1", 1), a_sign_up("s2", 2)
    store.sign_ups.add([first, second], [])

    assert [store.sign_ups.by_order(slug, 2) for slug in ("soup", "cake")] == [second, None]
    assert store.sign_ups.by_order("soup", 3) is None

"""What every store promises about activities and who looks after them."""

from dataclasses import replace

from hub.model import ActivityCare, LeaseAccount, SeatFigures
from hub.store.base import Store
from shared.activity import activity_from_json, activity_json
from shared.notice import SignUpState
from tests.seating import a_sign_up, an_evening, keep


def test_activity_comes_back_as_it_was_saved(store: Store) -> None:
    activity = an_evening("soup", series="autumn", tags={"of": "biblioteket"}, exit_kiosks=["k1"], listed=False)
    keep(store, activity)

    assert store.activities.read("soup") == activity
    assert store.activities.read("other") is None


def test_activities_are_listed_by_start_and_only_while_not_withdrawn(store: Store) -> None:
    late, early, gone = an_evening("late", 9), an_evening("early", 2), an_evening("gone", 1)
    for activity in (late, early, gone):
        keep(store, activity)
    store.activities.withdraw("gone", changed=4)

    assert store.activities.every() == [early, late]
    assert store.activities.read("gone") == gone


def test_what_is_coming_is_told_by_start_with_its_seats(store: Store) -> None:
    over, gone, drop_in = an_evening("over", 1), an_evening("gone", 4), an_evening("drop-in", 9, seats=None)
    full = an_evening("full", 3, seats=5)
    for activity in (over, gone, drop_in, full):
        keep(store, activity)
    store.activities.withdraw("gone", changed=5)
    waits = a_sign_up("s2", 2, activity="full", state=SignUpState.WAITING, persons=4, seated=1)
    store.sign_ups.add([a_sign_up("s1", 1, activity="full", persons=2, seated=2), waits], [])
    store.sign_ups.add([a_sign_up("s3", 3, activity="over", state=SignUpState.WAITING)], [])
    store.leases.save(LeaseAccount("full", "k1", 9, 1, 2, 3, 3), LeaseAccount("full", "k2", 1, 0, 0, 0, 4))
    now = "2026-12-01T19:00:00.000Z"

    assert store.activities.coming(now) == [full, drop_in]
    assert store.activities.seats_coming(now) == [SeatFigures(full, 3, 1, 3), SeatFigures(drop_in, 0, 0, 0)]
    assert [one.free for one in store.activities.seats_coming(now)] == [-1, 0]
    assert store.sign_ups.waiting_of(["full", "empty"]) == {"full": [waits]}


def test_what_is_over_is_told_a_few_at_a_time_the_last_to_end_first(store: Store) -> None:
    a, b, c, gone, coming = (an_evening(slug, day) for slug, day in zip("abcgz", (2, 3, 3, 4, 9), strict=True))
    for activity in (a, b, c, gone, coming):
        keep(store, activity)
    store.activities.withdraw("g", changed=9)
    store.sign_ups.add([a_sign_up("s1", 1, activity="c", seated=1)], [])
    now = "2026-12-08T12:00:00.000Z"

    assert store.activities.seats_past(now, 2) == [SeatFigures(c, 1, 0, 0), SeatFigures(b, 0, 0, 0)]
    assert store.activities.seats_past(now, 2, before="b") == [SeatFigures(a, 0, 0, 0)]
    assert store.activities.seats_past(now, 2, before="a") == []
    assert store.activities.count_past(now) == 3


def test_times_are_compared_as_moments_however_an_activity_writes_them(store: Store) -> None:
    spans = [{"starts_at": "20261201T170000Z", "ends_at": "20261201T190000Z"}]
    odd = activity_from_json({**activity_json(an_evening("odd")), "dates": spans})
    keep(store, odd)

    assert store.activities.coming("2026-12-01T18:59:59.000Z") == [odd]
    assert store.activities.coming("2026-12-01T19:00:00.000Z") == []


def test_retired_activity_is_told_as_gone_and_can_come_back(store: Store) -> None:
    first, last = an_evening("first", 1), an_evening("last", 5)
    keep(store, first)
    keep(store, last)
    assert store.activities.to_retire("2026-12-02T00:00:00.000Z") == {"first": True}

    store.activities.retire("first", changed=3)

    assert store.activities.since(2, 10) == [(3, "first")]
    assert store.activities.to_retire("2026-12-02T00:00:00.000Z") == {}
    assert store.activities.to_retire("2026-11-02T00:00:00.000Z") == {"first": False}
    assert (store.activities.read("first"), store.activities.every()) == (first, [first, last])

    store.activities.retire("first", changed=4, retired=False)
    assert store.activities.since(2, 10) == [(4, first)]

    store.activities.retire("first", changed=5)
    keep(store, replace(first, revision=2))
    assert store.activities.since(2, 10) == [(3, replace(first, revision=2))]


def test_saving_brings_a_withdrawn_activity_back(store: Store) -> None:
    keep(store, an_evening("soup"))
    store.activities.withdraw("soup", changed=2)
    again = an_evening("soup", 3, revision=2)
    keep(store, again)

    assert store.activities.every() == [again]


def test_each_revision_stays_readable_and_an_unknown_one_is_the_newest(store: Store) -> None:
    first = an_evening("soup")
    second = replace(first, revision=2, seats=30)
    keep(store, first)
    keep(store, second)
    store.activities.withdraw("soup", changed=3)

    assert [store.activities.asked("soup", revision) for revision in (1, 2, 7)] == [first, second, second]
    assert store.activities.asked("other", 1) is None
    assert list(store.activities.revisions("soup")) == [second, first]


def test_activities_since_tells_changes_in_order_and_withdrawals_by_slug(store: Store) -> None:
    a, b = an_evening("a"), an_evening("b")
    for activity in (a, b, replace(a, revision=2)):
        keep(store, activity)
    store.activities.withdraw("b", changed=4)

    assert store.activities.since(0, 10) == [(3, replace(a, revision=2)), (4, "b")]
    assert store.activities.since(3, 10) == [(4, "b")]
    assert store.activities.since(0, 1) == [(3, replace(a, revision=2))]


def test_desk_is_empty_until_somebody_takes_it(store: Store) -> None:
    assert store.activities.care("soup") == ActivityCare()

    store.activities.save_care("soup", ActivityCare((1, 3), "k1"))
    store.activities.save_care("soup", ActivityCare((1, 3, 2), "k2"))

    assert store.activities.care("soup") == ActivityCare((1, 3, 2), "k2")
    assert store.activities.care("other") == ActivityCare()


def test_activities_at_a_door_are_told_until_they_ended(store: Store) -> None:
    first, last, other = an_evening("first", 1), an_evening("last", 5), an_evening("other", 5)
    for activity, door in ((first, "k1"), (last, "k1"), (other, "k2")):
        keep(store, activity)
        store.activities.save_care(activity.slug, ActivityCare((), door))

    assert store.activities.at_door("k1", "2026-12-01T18:00:00.000Z") == [first, last]
    assert store.activities.at_door("k1", "2026-12-01T19:00:00.000Z") == [last]
    assert store.activities.at_door("k3", "2026-12-01T18:00:00.000Z") == []

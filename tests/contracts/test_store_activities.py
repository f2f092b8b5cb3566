"""What every store promises about activities and who looks after them."""

from dataclasses import replace

from hub.model import ActivityDesk
from hub.store.base import Store
from tests.seating import an_evening, keep


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


def test_activities_since_tells_changes_in_order_and_withdrawals_by_slug(store: Store) -> None:
    a, b = an_evening("a"), an_evening("b")
    for activity in (a, b, replace(a, revision=2)):
        keep(store, activity)
    store.activities.withdraw("b", changed=4)

    assert store.activities.since(0, 10) == [(3, replace(a, revision=2)), (4, "b")]
    assert store.activities.since(3, 10) == [(4, "b")]
    assert store.activities.since(0, 1) == [(3, replace(a, revision=2))]


def test_desk_is_empty_until_somebody_takes_it(store: Store) -> None:
    assert store.activities.desk("soup") == ActivityDesk()

    store.activities.save_desk("soup", ActivityDesk((1, 3), "k1"))
    store.activities.save_desk("soup", ActivityDesk((1, 3, 2), "k2"))

    assert store.activities.desk("soup") == ActivityDesk((1, 3, 2), "k2")
    assert store.activities.desk("other") == ActivityDesk()
    assert (store.doors.of_kiosk("k1"), store.doors.of_kiosk("k2")) == ([], ["soup"])

"""What every store promises about activities and who looks after them."""

from dataclasses import replace

from hub.model import ActivityDesk
from hub.store.base import Store
from shared.activity import Activity, activity_from_json
from shared.submission import utc
from tests.fakes import NOON


def an_activity(slug: str = "soup", day: int = 1, **over: object) -> Activity:
    """An activity with seats."""
    return activity_from_json(
        {
            "slug": slug,
            "title": {"nb": "Demokratisuppe på øya", "da": "Demokratisuppe"},
            "starts_at": f"2026-12-{day:02}T17:00:00.000Z",
            "ends_at": f"2026-12-{day:02}T19:00:00.000Z",
            "seats": 20,
            "fields": ["contact", {"name": "food", "reasons": {"nb": "Så alle får mat"}}],
            **over,
        }
    )


def save(store: Store, activity: Activity) -> int:
    """Keep an activity; return the revision of the change."""
    with store.atomic():
        changed = store.outgoing.next_revision()
        store.activities.save(activity, changed=changed, now=utc(NOON))
    return changed


def test_activity_comes_back_as_it_was_saved(store: Store) -> None:
    activity = an_activity(series="autumn", tags={"of": "biblioteket"}, exit_kiosks=["k1"], listed=False)
    save(store, activity)

    assert store.activities.read("soup") == activity
    assert store.activities.read("other") is None


def test_activities_are_listed_by_start_and_only_while_not_withdrawn(store: Store) -> None:
    late, early, gone = an_activity("late", 9), an_activity("early", 2), an_activity("gone", 1)
    for activity in (late, early, gone):
        save(store, activity)
    store.activities.withdraw("gone", changed=4)

    assert store.activities.every() == [early, late]
    assert store.activities.read("gone") == gone


def test_saving_brings_a_withdrawn_activity_back(store: Store) -> None:
    save(store, an_activity())
    store.activities.withdraw("soup", changed=2)
    again = an_activity(day=3, revision=2)
    save(store, again)

    assert store.activities.every() == [again]


def test_each_revision_stays_readable_and_an_unknown_one_is_the_newest(store: Store) -> None:
    first = an_activity()
    second = replace(first, revision=2, seats=30)
    save(store, first)
    save(store, second)
    store.activities.withdraw("soup", changed=3)

    assert [store.activities.asked("soup", revision) for revision in (1, 2, 7)] == [first, second, second]
    assert store.activities.asked("other", 1) is None


def test_activities_since_tells_changes_in_order_and_withdrawals_by_slug(store: Store) -> None:
    a, b = an_activity("a"), an_activity("b")
    for activity in (a, b, replace(a, revision=2)):
        save(store, activity)
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

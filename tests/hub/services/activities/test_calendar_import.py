"""Taking a calendar file in, once and again: found by UID, whatever it is called now; nobody is left untold."""

from dataclasses import replace
from datetime import datetime

import pytest

from hub.model import Tell
from hub.services.activities import activities, calendar_import, sign_ups
from hub.services.activities.calendar_import import AT_ONCE, Taken
from hub.store.base import Store
from shared.activity import Activity, AskedField
from tests.fakes import NOON
from tests.hub_builders import KARI
from tests.seating import a_sign_up

ZONE = "TZID=Europe/Oslo"


def event(*lines: str, uid: str = "w@x", title: str = "Språkkafé", day: str = "20270105") -> list[str]:
    """Return an event of an evening."""
    times = [f"DTSTART;{ZONE}:{day}T180000", f"DTEND;{ZONE}:{day}T193000"]
    return ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *times, *lines, "END:VEVENT"]


def take(
    store: Store, *parts: list[str], head: str = "METHOD:PUBLISH", agreed: str | None = None, now: datetime = NOON
) -> Taken:
    """Take a file in, with a yes to whatever it changes."""
    return calendar_import.take(store, calendar_file(*parts, head=head), by=KARI, now=now, agreed=agreed)


def calendar_file(*parts: list[str], head: str = "METHOD:PUBLISH") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", head, *(line for part in parts for line in part), "END:VCALENDAR"]
    return "\r\n".join(lines).encode()


def only(store: Store) -> Activity:
    (activity,) = activities.listed(store)
    return activity


def signed_up(store: Store) -> Activity:
    """Let somebody have signed up for the only activity."""
    activity = activities.save(store, replace(only(store), seats=20), by=KARI, now=NOON)
    store.sign_ups.add([replace(a_sign_up("s1", 1), activity=activity.slug)], [])
    return activity


@pytest.mark.parametrize(
    ("head", "lines", "title"),
    [
        ("METHOD:CANCEL", ["SEQUENCE:1"], "Språkkafé"),
        ("METHOD:PUBLISH", ["STATUS:CANCELLED"], "Språkkafé"),
        ("METHOD:PUBLISH", ["STATUS:CANCELLED"], "AVLYST: Språkkafé"),
    ],
)
def test_event_called_off_elsewhere_is_called_off_here_and_who_signed_up_is_to_be_told(
    store: Store, head: str, lines: list[str], title: str
) -> None:
    take(store, event("DESCRIPTION:Kom"))
    before = signed_up(store)

    taken = take(store, event(*lines, title=title), head=head)

    after = only(store)
    assert (after.id, after.slug, after.cancelled) == (before.id, before.slug, True)
    assert (after.texts["nb"].title, taken.left) == (title, [])
    assert [(one.id, one.tell) for one in sign_ups.to_tell(store, after.slug)] == [("s1", Tell.CANCELLED)]


def test_event_that_was_renamed_and_moved_is_the_same_activity_with_what_staff_added(store: Store) -> None:
    take(store, event())
    first = only(store)
    activities.save(store, replace(first, seats=20, fields=[AskedField("contact", 14)]), by=KARI, now=NOON)

    take(store, event(title="Språk og kaffe", day="20270106"))

    again = only(store)
    assert (again.slug, again.revision, again.seats, again.asks) == (first.slug, 3, 20, ("contact",))
    assert (again.texts["nb"].title, again.starts_at) == ("Språk og kaffe", "2027-01-06T17:00:00.000Z")


def test_events_of_one_title_are_two_activities(store: Store) -> None:
    take(store, event(uid="1"), event(uid="2", day="20270106"))

    assert len(activities.listed(store)) == 2


def test_changed_date_that_comes_alone_changes_its_series(store: Store) -> None:
    take(store, event("RRULE:FREQ=WEEKLY;COUNT=3"))

    take(store, event(f"RECURRENCE-ID;{ZONE}:20270112T180000", day="20270113"))

    assert [one.starts_at[:10] for one in only(store).dates] == ["2027-01-05", "2027-01-13", "2027-01-19"]


def test_date_called_off_alone_leaves_its_series_and_the_last_one_calls_it_off(store: Store) -> None:
    take(store, event("RRULE:FREQ=WEEKLY;COUNT=2"))

    take(store, event(f"RECURRENCE-ID;{ZONE}:20270112T180000", "STATUS:CANCELLED", day="20270112"))
    left = only(store)
    take(store, event(f"RECURRENCE-ID;{ZONE}:20270105T180000", "STATUS:CANCELLED"))

    assert ([one.starts_at[:10] for one in left.dates], left.cancelled) == (["2027-01-05"], False)
    assert only(store).cancelled


def test_dates_that_were_stay_where_people_were_counted(store: Store) -> None:
    weekly = event("RRULE:FREQ=WEEKLY;COUNT=3", day="20261117")
    take(store, event(day="20261201"))
    activity = only(store)
    past = replace(activity.dates[0], starts_at="2026-11-03T17:00:00.000Z", ends_at="2026-11-03T18:00:00.000Z")
    activities.save(store, replace(activity, dates=[past, *activity.dates]), by=KARI, now=NOON)

    take(store, weekly)

    assert [one.starts_at[:10] for one in only(store).dates] == ["2026-11-03", "2026-11-24", "2026-12-01"]


def test_event_that_cannot_be_taken_stops_no_other_and_is_said(store: Store) -> None:
    taken = take(store, event(title=""), event(uid="2"), event(uid="3", day="20200105"))

    assert [one.texts["nb"].title for one in taken.activities] == ["Språkkafé"]
    assert [(one.says, one.error) for one in taken.left] == [("It has no title.", "invalid-activity: title")]
    assert len(taken.over) == 1


def test_second_import_tells_new_changed_and_unchanged_apart(store: Store) -> None:
    first = take(store, event(uid="1", title="A"), event(uid="2", title="B", day="20270106"))

    moved = event(uid="2", title="B", day="20270107")
    again = take(store, event(uid="1", title="A"), moved, event(uid="3", title="C", day="20270108"))

    assert [len(some) for some in (first.new, first.changed, first.unchanged)] == [2, 0, 0]
    assert [[one.slug[0] for one in some] for some in (again.new, again.changed, again.unchanged)] == [
        ["c"],
        ["b"],
        ["a"],
    ]


def test_nothing_that_is_here_changes_before_somebody_agrees(store: Store) -> None:
    take(store, event(uid="1"), event(uid="2", title="B", day="20270106"))
    before, revision = activities.listed(store), store.revisions.newest()
    moved = [event(uid="1", day="20270112"), event("STATUS:CANCELLED", uid="2", title="B", day="20270106")]

    asked = take(store, *moved, agreed="")

    assert [one.before for one in asked.waiting] == before
    assert (activities.listed(store), store.revisions.newest()) == (before, revision)
    assert take(store, moved[0], agreed=asked.mark).waiting != []
    assert activities.listed(store) == before
    assert len(take(store, *moved, agreed=asked.mark).changed) == 2
    assert [one.cancelled for one in activities.listed(store)] == [True, False]


def test_what_is_new_comes_though_what_would_change_waits(store: Store) -> None:
    take(store, event())

    taken = take(store, event(day="20270112"), event(uid="2", title="Ny"), agreed="")

    assert [len(some) for some in (taken.new, taken.changed, taken.waiting)] == [1, 0, 1]


def test_event_that_is_as_before_makes_no_revision(store: Store) -> None:
    take(store, event())
    revision = store.revisions.newest()

    assert len(take(store, event(), agreed="").unchanged) == 1

    assert (only(store).revision, store.revisions.newest()) == (1, revision)


def test_withdrawn_activity_comes_back_only_when_somebody_saw_it(store: Store) -> None:
    take(store, event())
    activities.withdraw(store, only(store).slug, by=KARI, now=NOON)

    asked = take(store, event(), agreed="")

    assert [one.withdrawn for one in asked.waiting] == [True]
    assert activities.listed(store) == []
    take(store, event(), agreed=asked.mark)
    assert len(activities.listed(store)) == 1


@pytest.mark.parametrize(
    ("stamp", "older"),
    [
        ("LAST-MODIFIED:20261122T115959Z", True),
        ("LAST-MODIFIED:20261122T120000Z", False),
        ("DTSTAMP:20261122T115959Z", True),
        ("DTSTAMP:20261122T120001Z", False),
        ("CREATED:20261101T120000Z", False),
    ],
)
def test_file_from_before_the_last_change_here_is_called_older(store: Store, stamp: str, older: bool) -> None:
    take(store, event())

    (change,) = take(store, event(stamp, title="Språk"), agreed="").waiting

    assert change.older is older


def test_what_would_change_tells_how_many_count_on_coming(store: Store) -> None:
    take(store, event())
    signed_up(store)

    (change,) = take(store, event(day="20270112"), agreed="").waiting

    assert change.sign_ups == 1
    assert store.sign_ups.of(only(store).slug)[0].active


def test_series_with_dates_that_change_one_by_one_is_looked_at_as_a_whole(store: Store) -> None:
    take(store, event("RRULE:FREQ=WEEKLY;COUNT=3"))
    moved = [event(f"RECURRENCE-ID;{ZONE}:202701{day}T180000", day=f"202701{day + 1}") for day in (12, 19)]

    asked = take(store, *moved, agreed="")
    take(store, *moved, agreed=asked.mark)

    assert [one.starts_at[:10] for one in only(store).dates] == ["2027-01-05", "2027-01-13", "2027-01-20"]


@pytest.mark.parametrize("portions", range(9))
def test_file_that_is_ended_between_two_portions_leaves_whole_activities_and_says_which(
    store: Store, portions: int
) -> None:
    known = [event(uid=f"k{n}", title=f"K {n}") for n in range(AT_ONCE + 1)]
    take(store, *known)
    was = {one.slug: one for one in activities.listed(store)}
    moved = [[line.replace("180000", "181500") for line in one] for one in known]
    file = calendar_file(*(event(uid=f"n{n}", title=f"N {n}") for n in range(AT_ONCE + 1)), *moved)

    taking = calendar_import.portions(store, file, by=KARI, now=NOON, agreed=None)
    told = [next(taking) for _ in range(portions)]
    with pytest.raises((StopIteration, GeneratorExit)) as ended:
        taking.throw(GeneratorExit)

    many = 2 * (AT_ONCE + 1)
    steps = [0, AT_ONCE, AT_ONCE + 1, AT_ONCE + 1, 2 * AT_ONCE + 1, many, many, many]
    assert told == [(done, many) for done in steps][:portions]
    here = {one.slug: one for one in activities.listed(store)}
    taken = ended.value.value if isinstance(ended.value, StopIteration) else Taken()
    assert {one.slug for one in taken.new} == here.keys() - was.keys()
    assert {one.slug for one in taken.changed} == {slug for slug, one in was.items() if here[slug] != one}
    assert (len(taken.changed), taken.waiting) == ({7: AT_ONCE, 8: AT_ONCE + 1}.get(portions, 0), [])
    again = calendar_import.take(store, file, by=KARI, now=NOON, agreed=None)  # nothing of it stands in the way
    assert (len(taken.new + again.new), len(taken.changed + again.changed)) == (AT_ONCE + 1, AT_ONCE + 1)


def test_what_somebody_changes_after_it_was_looked_at_waits_once_more(store: Store) -> None:
    take(store, event())
    file = calendar_file(event(day="20270106"))
    mark = calendar_import.take(store, file, by=KARI, now=NOON).mark

    taking = calendar_import.portions(store, file, by=KARI, now=NOON, agreed=mark)
    for _ in range(3):
        next(taking)
    mine = activities.save(store, replace(only(store), seats=20), by=KARI, now=NOON)
    next(taking)
    with pytest.raises(StopIteration) as ended:
        next(taking)

    taken = ended.value.value
    assert (taken.changed, [one.before for one in taken.waiting]) == ([], [mine])
    assert only(store) == mine

"""Activities as iCalendar (RFC 5545) and JSON, out and in again without loss.

Every calendar shows title, description, place and dates in the time zone of the activity. Ours also reads what no
calendar has a word for: it travels as base64 of JSON in X-SAMSKAP-ACTIVITY, but for the library's own business.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vBinary

from hub.services.activities.calendars import events, sheets
from hub.services.activities.calendars.definitions import definition
from hub.services.activities.calendars.events import Found
from hub.services.activities.calendars.left_out import LeftOut
from shared.activity import DEFAULT_ZONE, Activity, Occasion, activity_from_json, activity_json
from shared.dates import whole_days
from shared.errors import InvalidActivity
from shared.languages import DEFAULT_LANGUAGE
from shared.submission import from_utc

CONTENT = "X-SAMSKAP-ACTIVITY"
WEEK = timedelta(weeks=1)
OWN_BUSINESS = frozenset({"exit_kiosks"})
"""What of an activity no calendar tells: it names the library's kiosks."""
REFRESH = timedelta(hours=1)
"""How often a calendar that follows the feed should look again."""


def to_ical(activities: Sequence[Activity], *, library: str, now: datetime, language: str = DEFAULT_LANGUAGE) -> bytes:
    """Return these activities as one calendar named after the library, with words in this language.

    An activity is an event; a weekly series has a rule, other dates are named, and a date that lasts longer or shorter
    than the first one stands as an exception. The definition of each time zone goes with it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Samskap//Samskap//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", library)
    calendar.add("name", library)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for activity in activities:
        for event in _events(activity, language, now):
            calendar.add_component(event)
    if activities:
        first = min(from_utc(activity.starts_at).year for activity in activities)
        last = max(from_utc(activity.ends_at).year for activity in activities)
        for zone in sorted(calendar.get_missing_tzids(), reverse=True):
            calendar.subcomponents.insert(0, definition(zone, first, last))
    return bytes(calendar.to_ical())


@dataclass(frozen=True)
class Reading:
    """What was found in a calendar file, and what was left out."""

    found: list[Found]
    left: list[LeftOut]

    @property
    def activities(self) -> list[Activity]:
        """The activities alone."""
        return [one.activity for one in self.found]


def from_ical(
    data: bytes, *, since: datetime | None = None, zone: str = DEFAULT_ZONE, language: str = DEFAULT_LANGUAGE
) -> Reading:
    """Return the activities of a calendar file, checked by nobody yet, and all that was left out, with the reasons.

    Ours come back as they were; where another program changed title, place, dates or status, its change counts.
    Others become drop-in activities with title, place and dates; of a rule so many dates are taken as an activity may
    have, those that end after ``since``. Whole days, and times without a zone, are in ``zone``. Raises
    NotACalendar when it is none.
    """
    found: list[Found] = []
    left: list[LeftOut] = []
    for sheet in sheets.opened(data, (since or datetime.now(UTC)).year):
        left += sheet.left
        terms = events.Terms(since, zone, language, called_off=sheet.heads.get("METHOD", "").upper() == "CANCEL")
        for series in events.grouped(sheet.standard(left), left):
            own = _own(series.whole)
            if own is None:
                one = events.read(series, terms, left)
            else:
                shown = events.read(series, replace(terms, since=None, zone=own.zone), [])
                one = Found(own if shown is None else _changed(own, shown.activity), revision=own.revision)
            if one is not None:
                found.append(replace(one, stamp=max(map(events.stamp, (series.whole, *series.exceptions)))))
    return Reading(found, left)


def as_json(activities: Sequence[Activity]) -> dict[str, Any]:
    """Return these activities in the form ``add-activity`` reads, without what is the library's own business."""
    return {"activities": [{**_told(activity), "starts_at": activity.starts_at} for activity in activities]}


def _told(activity: Activity) -> dict[str, Any]:
    """Return all of an activity but what is the library's own business."""
    return {name: value for name, value in activity_json(activity).items() if name not in OWN_BUSINESS}


def _events(activity: Activity, language: str, now: datetime) -> list[Event]:
    """Return the event of an activity, and an event for each date that lasts longer or shorter than the first."""
    spans = _spans(activity)
    whole = _event(activity, *spans[0], language, now)
    odd = [span for span in spans[1:] if _lasts(*span) != _lasts(*spans[0])]
    if len(spans) > 1 and _is_weekly([starts for starts, _ in spans]):
        whole.add("rrule", {"freq": "weekly", "count": len(spans)})
    elif len(spans) > 1:
        # A rule of one date: without it some programs show only what is named, and named, it would stay where it was
        # when somebody moves it. What is odd and in UTC is not named: they would not see that the exception is meant.
        whole.add("rrule", {"freq": "daily", "count": 1})
        named = [span[0] for span in spans[1:] if span not in odd or getattr(span[0], "tzinfo", None) is not UTC]
        if named:
            whole.add("rdate", named)
    content = json.dumps(_told(activity), ensure_ascii=False, separators=(",", ":")).encode()
    whole.add(CONTENT, vBinary(content))
    exceptions = []
    for starts, ends in odd:
        exceptions.append(_event(activity, starts, ends, language, now))
        exceptions[-1].add("recurrence-id", starts)
    return [whole, *exceptions]


def _spans(activity: Activity) -> list[tuple[Any, Any]]:
    """Return when each date begins and ends: as days, on the clocks of its zone, or in UTC.

    In UTC where one of them is in the hour that comes twice in autumn: a clock on the wall cannot say which it is.
    """
    days = [whole_days(date, activity.zone) for date in activity.dates]
    if all(days):
        return [(first, last + timedelta(days=1)) for first, last in filter(None, days)]
    here = ZoneInfo(activity.zone)
    spans = [
        (from_utc(one.starts_at).astimezone(here), from_utc(one.ends_at).astimezone(here)) for one in activity.dates
    ]
    if any(at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset() for span in spans for at in span):
        return [(starts.astimezone(UTC), ends.astimezone(UTC)) for starts, ends in spans]
    return spans


def _lasts(starts: Any, ends: Any) -> tuple[timedelta, ...]:
    """Return how long a date lasts, by the clocks on the wall and by one nobody sets: programs count in both ways."""
    if not isinstance(starts, datetime):
        return (ends - starts,)
    return (ends.replace(tzinfo=None) - starts.replace(tzinfo=None), ends.astimezone(UTC) - starts.astimezone(UTC))


def _event(activity: Activity, starts: date, ends: date, language: str, now: datetime) -> Event:
    text = activity.text(language)
    spoken = next((code for code, one in activity.texts.items() if one == text), language)
    event = Event()
    event.add("uid", f"{activity.id}@samskap")
    event.add("dtstamp", now)
    event.add("sequence", activity.revision - 1)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", text.title, parameters={"LANGUAGE": spoken})
    if text.description or text.price:
        event.add("description", "\n\n".join(filter(None, (text.description, text.price))))
    if activity.place:
        event.add("location", activity.place)
    event.add("status", "CANCELLED" if activity.cancelled else "CONFIRMED")
    return event


def _is_weekly(starts: Sequence[date]) -> bool:
    return all(after - before == WEEK for before, after in pairwise(starts))


def _own(event: Event) -> Activity | None:
    """Return the activity that travels in an event; None when there is none, or none that can be read."""
    content = event.get(CONTENT)
    if content is None:
        return None
    try:
        return activity_from_json(json.loads(base64.b64decode(content.to_ical())))
    except (ValueError, TypeError, AttributeError, RecursionError, InvalidActivity):
        return None


def _changed(own: Activity, shown: Activity | None) -> Activity:
    """Return the activity with what another program changed about it."""
    if shown is None:
        return own
    ((language, text),) = shown.texts.items()
    texts = dict(own.texts)
    if language in texts and text.title not in {_plain(one.title) for one in texts.values()}:
        texts[language] = replace(texts[language], title=text.title)
    return replace(
        own,
        texts=texts,
        dates=own.dates if _moments(own.dates) == _moments(shown.dates) else shown.dates,
        place=own.place if _plain(own.place) == shown.place else shown.place,
        cancelled=shown.cancelled,
    )


def _plain(line: str) -> str:
    """Return a line as calendars keep it."""
    return " ".join(line.split())


def _moments(dates: Sequence[Occasion]) -> list[tuple[int, int]]:
    """Return dates in whole seconds: finer is nothing in a calendar."""
    return [(int(from_utc(one.starts_at).timestamp()), int(from_utc(one.ends_at).timestamp())) for one in dates]

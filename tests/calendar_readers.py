"""Other people's readers of calendars: what each makes of a file, as pairs of when a date begins and ends, in UTC."""

from datetime import UTC, date, datetime
from typing import Any

import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

Span = tuple[str, str]


def recurring(data: bytes, until: date = date(2060, 1, 1)) -> list[Span]:
    """Read a file as recurring-ical-events does."""
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(date(2000, 1, 1), until)
    return sorted(_span(one["DTSTART"].dt, one["DTEND"].dt) for one in found)


def home_assistant(data: bytes) -> list[Span]:
    """Read a file as ``ical`` does, which Home Assistant uses."""
    timeline = IcsCalendarStream.calendar_from_ics(data.decode()).timeline
    return sorted(_span(one.start, one.end) for one in timeline)


def radicale(data: bytes) -> list[Span]:
    """Read a file as ``vobject`` does, which Radicale uses: exceptions are put in the place of their dates here."""
    events = [event for calendar in vobject.readComponents(data.decode()) for event in calendar.vevent_list]
    changed = {_said(one.recurrence_id.value): one for one in events if hasattr(one, "recurrence_id")}
    spans: list[Span] = []
    for event in (one for one in events if not hasattr(one, "recurrence_id")):
        starts, lasts = event.dtstart.value, event.dtend.value - event.dtstart.value
        for at in [starts] if event.rruleset is None else event.getrruleset(addRDate=True):
            begins = at if isinstance(starts, datetime) else at.date() if isinstance(at, datetime) else at
            other = changed.pop(_said(begins), None)
            spans.append(_span(other.dtstart.value, other.dtend.value) if other else _span(begins, begins + lasts))
    return sorted([*spans, *(_span(one.dtstart.value, one.dtend.value) for one in changed.values())])


READERS = (recurring, home_assistant, radicale)


def _span(starts: Any, ends: Any) -> Span:
    return _said(starts), _said(ends)


def _said(at: Any) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}" if isinstance(at, datetime) else f"{at:%Y-%m-%d}"

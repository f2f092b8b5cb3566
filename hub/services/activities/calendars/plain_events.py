"""Events in plain lines, as nearly all are: made without icalendar's parser, which looks at every letter of a line.

What comes of it is what the parser would have made, less the lines that nobody here reads. Whatever is unusual about
an event is the parser's: a line by itself where that is enough, or else the whole event.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from icalendar import Event
from icalendar.parser import Parameters, unescape_backslash
from icalendar.prop import vDDDTypes, vInt, vText
from icalendar.timezone import tzp

_NAME = re.compile(r"[A-Z-]+(?=[;:])")
_TEXT = re.compile(r"(UID|SUMMARY|DESCRIPTION|LOCATION|STATUS|CLASS)(?:;LANGUAGE=([A-Za-z-]+))?:(.*)", re.DOTALL)
_TIME = re.compile(
    r"(DTSTART|DTEND|DTSTAMP|LAST-MODIFIED)(?:;TZID=([A-Za-z][A-Za-z0-9/_+-]*))?:([0-9]{8}T[0-9]{6})(Z?)"
)
_DAY = re.compile(r"(DTSTART|DTEND);VALUE=DATE:([0-9]{8})")
_NUMBER = re.compile(r"SEQUENCE:([0-9]{1,9})")
_MADE = re.compile(r"CREATED:[0-9]{8}T[0-9]{6}Z")
_UNREAD = re.compile(
    r"(?:ATTENDEE|ORGANIZER|CATEGORIES|COMMENT|CONTACT|TRANSP|URL|PRIORITY|X-(?!SAMSKAP-)[A-Z0-9-]+)"
    r'((?:;[A-Z0-9-]+=(?:[\w./@:+-]+|"[\w ./@:+-]*"))*):'
)
_PARAMETER = re.compile(r';([A-Z0-9-]+)=(?:"[^"]*"|[^";:]*)')
_FAULTS = (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, OverflowError)
_UTC = tzp.localize_utc(datetime(2000, 1, 1)).tzinfo
_UNSURE = object()
"""The date of an exception on no clock: only the zone of the calendar tells whether it is the same as another."""


def read(lines: Sequence[str]) -> Event | None:
    """Return the event of these lines, BEGIN and END among them; None where the parser has to read all of it."""
    values: list[tuple[str, Any]] = []
    unusual: list[str] = []
    for line in lines[1:-1]:
        name = _NAME.match(line)
        if name is None or name[0] in ("BEGIN", "END"):
            return None
        if _is_unread(line):
            continue
        value = _value(line)
        if value is None:
            unusual.append(line)
        else:
            values.append((name[0], value))
    try:
        event = Event.from_ical("\r\n".join([lines[0], *unusual, lines[-1]])) if unusual else Event()
    except _FAULTS:
        return None
    if not isinstance(event, Event) or event.errors:
        return None
    for key, value in values:
        if key in event:
            return None
        event[key] = value
    return event


def doubtful(events: Sequence[Event]) -> Iterator[int]:
    """Yield the places of events that may be another's double: those are compared with what nobody reads, too."""
    named: dict[str, dict[object, list[int]]] = {}
    for place, event in enumerate(events):
        uid = str(event.get("UID", "")).strip()
        if uid:
            named.setdefault(uid, {}).setdefault(_which(event), []).append(place)
    for dates in named.values():
        for places in dates.values():
            if len(places) > 1 or (_UNSURE in dates and len(dates) > 1):
                yield from places


def _which(event: Event) -> object:
    """Return which date of its series an exception is about, "" for what is no exception."""
    named = getattr(event.get("RECURRENCE-ID"), "dt", None)
    if not isinstance(named, datetime):
        return named if isinstance(named, date) else ""
    try:
        return named.astimezone(UTC) if named.tzinfo is not None else _UNSURE
    except (OverflowError, ValueError):
        return _UNSURE


def _is_unread(line: str) -> bool:
    found = _UNREAD.match(line)
    if found is None:
        return _MADE.fullmatch(line) is not None
    names = _PARAMETER.findall(found[1])
    return "VALUE" not in names and len(set(names)) == len(names)


def _value(line: str) -> Any:
    """Return what a plain line says, as the parser would; None where it is not plain."""
    if found := _TEXT.fullmatch(line):
        value = found[3]
        text = vText(unescape_backslash(value) if "\\" in value else value)
        if found[2]:
            text.params = Parameters({"LANGUAGE": found[2]})
        return text
    if found := _TIME.fullmatch(line):
        return _moment(found[3], found[2], is_utc=bool(found[4]))
    if found := _DAY.fullmatch(line):
        return _dated(found[2], "", None)
    if found := _NUMBER.fullmatch(line):
        return vInt(int(found[1]))
    return None


def _moment(digits: str, tzid: str | None, *, is_utc: bool) -> vDDDTypes | None:
    if is_utc:
        return None if tzid else _dated(digits[:8], digits[9:], _UTC)
    zone = tzp.timezone(tzid) if tzid else None
    return None if tzid and zone is None else _dated(digits[:8], digits[9:], zone)


def _dated(day: str, time: str, zone: tzinfo | None) -> vDDDTypes | None:
    year, month, at = int(day[:4]), int(day[4:6]), int(day[6:])
    try:
        if not time:
            return vDDDTypes(date(year, month, at))
        moment = datetime(year, month, at, int(time[:2]), int(time[2:4]), int(time[4:]))
        return vDDDTypes(tzp.localize(moment, zone) if zone else moment)
    except _FAULTS:
        return None

"""Events of any calendar as drop-in activities: what a library has in its calendar already need not be typed again."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr
from icalendar import Event

from shared.activity import (
    DEFAULT_ZONE,
    MAX_DATES,
    MAX_DESCRIPTION,
    MAX_LINE,
    MAX_TITLE,
    Activity,
    ActivityText,
    Occasion,
)
from shared.i18n import LANGUAGES
from shared.submission import utc

PREFIX = "ical-"
"""Ids of activities that came from another calendar begin like this."""
LASTS = timedelta(hours=1)
"""How long an event lasts that does not say so."""
MOST_STEPS = 20_000
"""So far a rule is followed: 54 years of days."""
_OFTEN = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)", re.IGNORECASE)
_UNTIL = re.compile(r"UNTIL=(\d{8}T\d{6})Z")
_NORDIC = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "þ": "th", "ð": "d", "ŋ": "n", "đ": "d", "ŧ": "t"})


@dataclass(frozen=True)
class Span:
    """From when to when, as the clock on the wall shows it, and in which time zone."""

    starts: datetime
    ends: datetime
    zone: tzinfo

    def at(self, starts: datetime) -> "Span":
        """Return the same span beginning at another time."""
        return Span(starts, starts + (self.ends - self.starts), self.zone)

    @property
    def occasion(self) -> Occasion:
        """The span as a date of an activity."""
        return Occasion(*(utc(at.replace(tzinfo=self.zone).astimezone(UTC)) for at in (self.starts, self.ends)))


def grouped(events: Sequence[Event]) -> Iterator[tuple[Event, list[Event]]]:
    """Yield each event with its exceptions, in the order of the file."""
    exceptions: dict[str, list[Event]] = {}
    for event in events:
        if "RECURRENCE-ID" in event:
            exceptions.setdefault(str(event.get("UID", "")), []).append(event)
    for event in events:
        if "RECURRENCE-ID" not in event:
            yield event, exceptions.get(str(event.get("UID", "")), [])


def activity(event: Event, exceptions: Sequence[Event], *, since: datetime | None, language: str) -> Activity | None:
    """Return an event as a drop-in activity; None when it has no date that can be read."""
    try:
        return _activity(event, exceptions, since, language)
    except (ValueError, OverflowError):  # icalendar raises a ValueError where a broken property is read
        return None


def _activity(event: Event, exceptions: Sequence[Event], since: datetime | None, language: str) -> Activity | None:
    first = _span(event)
    if first is None:
        return None
    spans = _repeated(event, first, since)
    for exception in exceptions:
        _apply(exception, spans, first.zone)
    dates = sorted({span.occasion for span in spans.values()}, key=lambda one: one.starts_at)[:MAX_DATES]
    if not dates:
        return None
    title = _line(event, "SUMMARY", MAX_TITLE)
    spoken = str(getattr(event.get("SUMMARY"), "params", {}).get("LANGUAGE", ""))[:2].lower()
    text = ActivityText(title, _text(event, "DESCRIPTION")[:MAX_DESCRIPTION])
    uid = hashlib.sha256(f"{event.get('UID') or f'{title} {dates[0].starts_at}'}".encode()).hexdigest()
    return Activity(
        id=f"{PREFIX}{uid[:27]}",
        slug=f"{_slug(title)}-{uid[:6]}",
        revision=1,
        texts={spoken if spoken in LANGUAGES else language: text},
        dates=dates,
        zone=_name(first.zone),
        place=_line(event, "LOCATION", MAX_LINE),
        cancelled=_text(event, "STATUS").upper() == "CANCELLED",
    )


def _span(event: Event) -> Span | None:
    begins = getattr(event.get("DTSTART"), "dt", None)
    if not isinstance(begins, date):
        return None
    ends, lasts = getattr(event.get("DTEND"), "dt", None), getattr(event.get("DURATION"), "dt", None)
    whole_day = not isinstance(begins, datetime)
    zone, starts = _on_the_wall(begins)
    if isinstance(ends, date):
        until = (
            ends.astimezone(zone).replace(tzinfo=None) if isinstance(ends, datetime) and ends.tzinfo else _naive(ends)
        )
    else:
        until = starts + (lasts if isinstance(lasts, timedelta) else timedelta(days=1) if whole_day else LASTS)
    return Span(starts, until, zone)


def _on_the_wall(at: date) -> tuple[tzinfo, datetime]:
    """Return the time zone of a moment, and the moment as its clocks show it; the usual zone where none is named."""
    zone = at.tzinfo if isinstance(at, datetime) else None
    return zone or ZoneInfo(DEFAULT_ZONE), _naive(at)


def _name(zone: tzinfo) -> str:
    """Return the name of a zone; the usual one in place of bare UTC, or of a zone that only the file knows."""
    key = str(getattr(zone, "key", "UTC"))
    try:
        return DEFAULT_ZONE if key.upper() in ("UTC", "ETC/UTC") else ZoneInfo(key).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return DEFAULT_ZONE


def _naive(at: date) -> datetime:
    return at.replace(tzinfo=None) if isinstance(at, datetime) else datetime.combine(at, time())


def _repeated(event: Event, first: Span, since: datetime | None) -> dict[datetime, Span]:
    """Return the dates of an event by their start on the wall."""
    starts = [first.starts, *_ruled(event, first)]
    starts += [_wall_of(at, first.zone) for at in _listed(event, "RDATE")]
    gone = {_wall_of(at, first.zone) for at in _listed(event, "EXDATE")}
    spans = {at: first.at(at) for at in dict.fromkeys(starts) if at not in gone}
    if since is None or len(spans) == 1:
        return spans
    return {at: span for at, span in spans.items() if span.ends.replace(tzinfo=first.zone) > since} or spans


def _ruled(event: Event, first: Span) -> list[datetime]:
    rule = event.get("RRULE")
    if rule is None:
        return []
    said = (rule[0] if isinstance(rule, list) else rule).to_ical().decode()
    if _OFTEN.search(said):
        return []
    try:
        said = _UNTIL.sub(lambda found: _until(found[1], first.zone), said)
        return list(islice(rrulestr(said, dtstart=first.starts), MOST_STEPS))
    except (ValueError, TypeError, OverflowError):
        return []


def _until(last: str, zone: tzinfo) -> str:
    """Return the end of a rule, which is told in UTC, as the clocks of the zone show it."""
    at = datetime.strptime(last, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return f"UNTIL={at.astimezone(zone):%Y%m%dT%H%M%S}"


def _listed(event: Event, name: str) -> Iterator[Any]:
    """Yield the moments of RDATE or EXDATE, which may stand several times with several each."""
    given = event.get(name, [])
    for several in given if isinstance(given, list) else [given]:
        for one in getattr(several, "dts", []):
            yield one.dt[0] if isinstance(one.dt, tuple) else one.dt


def _wall_of(at: date, zone: tzinfo) -> datetime:
    if isinstance(at, datetime) and at.tzinfo is not None:
        return at.astimezone(zone).replace(tzinfo=None)
    return _naive(at)


def _apply(exception: Event, spans: dict[datetime, Span], zone: tzinfo) -> None:
    """Put the changed date in the place of the one it names."""
    named, changed = getattr(exception.get("RECURRENCE-ID"), "dt", None), _span(exception)
    if not isinstance(named, date):
        return
    before = spans.pop(_wall_of(named, zone), None)
    if before is not None and changed is not None and _text(exception, "STATUS").upper() != "CANCELLED":
        spans[changed.starts] = changed


def _text(event: Event, name: str) -> str:
    given = event.get(name, "")
    return str(given[0] if isinstance(given, list) else given).strip()


def _line(event: Event, name: str, most: int) -> str:
    text = " ".join(_text(event, name).split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.lower().translate(_NORDIC)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "activity"

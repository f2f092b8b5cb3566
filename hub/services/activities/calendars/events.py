"""Events of other calendars as activities: which event is which activity, and what of it is public."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Event

from hub.folding import as_id
from hub.services.activities.calendars import series
from hub.services.activities.calendars.left_out import NO_TITLE, PRIVATE_EVENT, LeftOut, UnreadableEvent
from hub.services.activities.calendars.plain_words import plain, plain_line
from shared.activity import MAX_DESCRIPTION, MAX_LINE, MAX_TITLE, Activity, ActivityText
from shared.errors import InvalidActivity
from shared.languages import N_, known_as
from shared.submission import utc

PREFIX = "ical-"
"""Ids of activities that came from another calendar begin like this."""
OVER = N_("It is over already.")
"""Why most of a calendar is left out; it is nobody's loss."""
_PRIVATE = N_("It is private in that calendar. A date or an event that shall be public has to say so there.")
_TWICE = N_("Another event in the file has the same identity, and neither says which is newer. The last one was taken.")
_UNTITLED = N_("It has no title.")
_OVERLAP = N_("Two dates lie in each other, or one of them is over before it begins.")


@dataclass(frozen=True)
class Series:
    """An event, and its exceptions: the events that say what is different about one of its dates."""

    whole: Event
    exceptions: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Found:
    """An activity that was found in a calendar.

    ``series`` is the id of the activity it would be a date of, where the file has one changed date alone, and
    ``instead_of`` is when that date began before. ``stamp`` is when its calendar wrote it down, "" where it does not
    say; ``revision`` which one of ours it was made of, 0 for what is another calendar's.
    """

    activity: Activity
    series: str = ""
    instead_of: str = ""
    stamp: str = ""
    revision: int = 0

    def is_older(self, revision: int, saved_at: str) -> bool:
        """Tell whether it is older than what is here: this revision, saved at this time."""
        # A calendar counts in whole seconds.
        return 0 < self.revision < revision or "" < self.stamp[:19] < saved_at[:19]


@dataclass(frozen=True)
class Terms:
    """How a calendar is read: dates that end after ``since``, whole days in ``zone``, words in ``language``."""

    since: datetime | None
    zone: str
    language: str
    called_off: bool = False


def grouped(events: Sequence[Event], left: list[LeftOut]) -> Iterator[Series]:
    """Yield each event with its exceptions, in the order of the file; exceptions without an event one by one.

    Of events with one UID the one with the highest SEQUENCE counts, then the newest.
    """
    wholes: dict[str, Event] = {}
    exceptions: dict[str, dict[str, Event]] = {}
    for number, event in enumerate(events):
        uid = str(event.get("UID", "")).strip() or f"\0{number}"
        named = getattr(event.get("RECURRENCE-ID"), "dt", None)
        same = exceptions.setdefault(uid, {}) if isinstance(named, date) else wholes
        name = _instant(named) if isinstance(named, date) else uid
        if name not in same or _version(event) >= _version(same[name]):
            if name in same and _version(event) == _version(same[name]) and event != same[name]:
                left.append(LeftOut(_title(same[name]), _TWICE))
            same[name] = event
    for uid, event in wholes.items():
        yield Series(event, tuple(exceptions.pop(uid, {}).values()))
    for alone in exceptions.values():
        for event in alone.values():
            yield Series(event)


def read(one: Series, terms: Terms, left: list[LeftOut]) -> Found | None:
    """Return an event as a drop-in activity; None where it was left out, and why stands in ``left`` then."""
    if not _is_public(one.whole):
        left.append(LeftOut(PRIVATE_EVENT, _PRIVATE))
        return None
    left += [LeftOut(PRIVATE_EVENT, _PRIVATE) for exception in one.exceptions if not _is_public(exception)]
    try:
        return _read(one, terms, left)
    except UnreadableEvent as error:
        left.append(LeftOut(_title(one.whole), error.says, error=f"{InvalidActivity.code}: {error.field}"))
        return None


def _read(one: Series, terms: Terms, left: list[LeftOut]) -> Found | None:
    event, title = one.whole, _title(one.whole)
    begins = getattr(event.get("DTSTART"), "dt", None) or getattr(event.get("RECURRENCE-ID"), "dt", None)
    zone = zone_of(begins, terms.zone)
    exceptions = [exception if _is_public(exception) else _hidden(exception) for exception in one.exceptions]
    found = series.dates(event, exceptions, since=terms.since, zone=zone)
    if found.over:
        left.append(LeftOut(title, OVER))
        return None
    left += [LeftOut(title, says, what) for says, what in found.notes]
    if title == NO_TITLE:
        raise UnreadableEvent(_UNTITLED, "title")
    dates = found.coming or found.called_off
    if any(after.starts_at < before.ends_at for before, after in pairwise(dates)):
        raise UnreadableEvent(_OVERLAP)
    spoken = known_as(str(getattr(event.get("SUMMARY"), "params", {}).get("LANGUAGE", "")))
    words = ActivityText(_cut(title, MAX_TITLE), plain(_text(event, "DESCRIPTION"))[:MAX_DESCRIPTION])
    uid, whole, named = _identity(event)
    return Found(
        Activity(
            id=f"{PREFIX}{uid[:27]}",
            slug=f"{as_id(title, 40) or 'activity'}-{uid[:6]}",
            revision=1,
            texts={spoken or terms.language: words},
            dates=dates,
            zone=zone.key,
            place=_cut(_line(event, "LOCATION"), MAX_LINE),
            cancelled=terms.called_off or _text(event, "STATUS").upper() == "CANCELLED" or not found.coming,
        ),
        series=f"{PREFIX}{whole[:27]}" if named else "",
        instead_of=named,
    )


def zone_of(begins: object, usual: str) -> ZoneInfo:
    """Return the zone people read a date in; the usual one for whole days, bare UTC and zones only a file knows."""
    zone = begins.tzinfo if isinstance(begins, datetime) else None
    if isinstance(zone, ZoneInfo) and zone.key and zone.key.upper() not in ("UTC", "ETC/UTC"):
        return zone
    return ZoneInfo(usual)


def _identity(event: Event) -> tuple[str, str, str]:
    """Return the digest that names an event for ever, that of its series, and the date of the series it changes."""
    uid = str(event.get("UID", "")).strip()
    begins = getattr(event.get("DTSTART"), "dt", None)
    whole = uid or f"{_title(event)} {begins}"
    named = getattr(event.get("RECURRENCE-ID"), "dt", None)
    instant = _instant(named) if isinstance(named, date) else ""
    return _digest(f"{whole} {instant}" if instant else whole), _digest(whole), instant


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _instant(named: date) -> str:
    """Return a date in one form, whatever zone it is told in."""
    if isinstance(named, datetime) and named.tzinfo is not None:
        with suppress(OverflowError, ValueError):  # in the first and the last hours of the calendar
            return utc(named.astimezone(UTC))
    return named.isoformat()


def _version(event: Event) -> tuple[int, str]:
    given = event.get("SEQUENCE", -1)
    return (given if isinstance(given, int) else -1, stamp(event))


def stamp(event: Event) -> str:
    """Return when an event was last changed, or else written down; "" where it says neither."""
    stamps = (getattr(event.get(name), "dt", None) for name in ("LAST-MODIFIED", "DTSTAMP"))
    return next((_instant(at) for at in stamps if isinstance(at, date)), "")


def _is_public(event: Event) -> bool:
    return _text(event, "CLASS").upper() in ("", "PUBLIC")


def _hidden(event: Event) -> Event:
    hidden: Event = event.copy()
    hidden["STATUS"] = series.HIDDEN
    return hidden


def _text(event: Event, name: str) -> str:
    given = event.get(name, "")
    return str(given[0] if isinstance(given, list) else given).strip()


def _line(event: Event, name: str) -> str:
    return " ".join(plain_line(_text(event, name)).split())


def _title(event: Event) -> str:
    return _line(event, "SUMMARY") or NO_TITLE


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"

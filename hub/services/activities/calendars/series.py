"""When an event is: its rule, its other dates and its exceptions, followed by recurring-ical-events.

What the library would trip over, or read in another way than the programs that wrote it, is put right first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from icalendar import Calendar, Event, vRecur
from icalendar.prop import vDDDTypes
from recurring_ical_events import CalendarQuery

from hub.services.activities.calendars import rules
from hub.services.activities.calendars.left_out import UnreadableEvent
from shared.activity import MAX_DATES, YEARS, Occasion
from shared.languages import N_
from shared.submission import utc

LASTS = timedelta(hours=1)
"""How long an event lasts that does not say so."""
WINDOWS = tuple(timedelta(days=days) for days in (63, 62 * 7, 5 * 366))
"""So far ahead the dates of a rule are looked for, the next span only where one before had too few."""
_READ = range(1900, YEARS[-1])
"""Years whose days can always be counted on and back; a rule that began before would be followed for too long."""
_FIRST = datetime(YEARS[0], 1, 1, tzinfo=UTC)
_LAST = datetime(YEARS[-1], 1, 1, tzinfo=UTC)
_FAULTS = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)
"""What dateutil raises over rules it cannot follow."""
MOST_RULES = 4
"""An event with more rules than this is no event of a library."""

HIDDEN = "X-HIDDEN"
"""The status of a changed date that is nobody's business: it is as if it were not there."""

NO_DATE = N_("It has no date that can be read.")
BACKWARDS = N_("It ends before it begins.")
BEYOND = N_("Its dates are too far away.")
RULE = N_("Its rule cannot be followed ({what}). Only the dates that stand there by themselves were taken.")
ODD_DATE = N_("One of its dates cannot be read ({what}).")


@dataclass
class Dates:
    """The dates of an event: those that come, and those that were called off by themselves.

    ``over``: it had dates, but none that ends after the moment asked about. ``notes`` are pairs of a message id and
    what it is about.
    """

    coming: list[Occasion] = field(default_factory=list)
    called_off: list[Occasion] = field(default_factory=list)
    over: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)


def dates(whole: Event, exceptions: Sequence[Event], *, since: datetime | None, zone: tzinfo) -> Dates:
    """Return when an event is, at most ``MAX_DATES`` dates, and of a rule at most five years ahead.

    Dates that end before ``since`` are passed over; a time without a zone, and a whole day, is in ``zone``. Raises
    UnreadableEvent.
    """
    found = Dates()
    if not exceptions and not any(name in whole for name in ("RRULE", "RDATE", "EXDATE")):
        # Nothing to expand: most events of a large calendar are like this.
        begins, ends = (_moment(at, zone) for at in _span(whole, zone))
        first = max(moment for moment in (begins, since, _FIRST) if moment is not None)
        found.coming = [Occasion(utc(begins), utc(ends))] if ends > first else []
        found.over = not found.coming
        return found
    core = _settled(whole, None, zone, found)
    others = [_settled(one, core, zone, found) for one in exceptions]
    begins = min(_moment(at, zone) for event in (core, *others) for at in _starts(event))
    first = max(moment for moment in (begins, since, _FIRST) if moment is not None)
    _add_rules(core, whole, first + WINDOWS[-1], zone, found)
    query: CalendarQuery | None
    try:
        query = _query([core, *others])
    except _FAULTS as exc:
        if not _rules(core):
            raise UnreadableEvent(NO_DATE) from exc
        found.notes += [(RULE, rules.said(rule)) for rule in _rules(whole)]
        del core["RRULE"]
        query = None
    try:
        query = query or _query([core, *others])
        _fill(found, query, first.astimezone(zone), [first + span for span in WINDOWS] if _rules(core) else [_LAST])
    except _FAULTS as exc:
        raise UnreadableEvent(NO_DATE) from exc
    found.over = not found.coming and not found.called_off
    return found


def _query(events: Sequence[Event]) -> CalendarQuery:
    calendar = Calendar()
    for event in events:
        calendar.add_component(event)
    return CalendarQuery(calendar)


def _fill(found: Dates, query: CalendarQuery, first: datetime, ends: Sequence[datetime]) -> None:
    zone = first.tzinfo
    assert zone is not None
    coming: set[Occasion] = set()
    called_off: set[Occasion] = set()
    for end in ends:
        for one in query.between(first, end.astimezone(zone)):
            status = str(one.get("STATUS", "")).upper()
            if status != HIDDEN:
                occasion = Occasion(*(utc(_moment(one[name].dt, zone)) for name in ("DTSTART", "DTEND")))
                (called_off if status == "CANCELLED" else coming).add(occasion)
        if len(coming) >= MAX_DATES:
            break
    found.coming, found.called_off = (
        sorted(those, key=lambda one: (one.starts_at, one.ends_at))[:MAX_DATES] for those in (coming, called_off)
    )


def _settled(event: Event, core: Event | None, zone: tzinfo, found: Dates) -> Event:
    """Return what matters about an event, with every moment in a zone, every rule bounded, and an end."""
    begins, ends = _span(event, zone)
    settled = Event()
    for name in ("UID", "SEQUENCE", "STATUS"):
        for value in _several(event, name)[:1]:  # an empty one, and one that stands twice, come as a list
            settled[name] = value
    settled["DTSTART"] = vDDDTypes(begins)
    settled["DTEND"] = vDDDTypes(ends)
    if core is not None:
        named = _dt(event, "RECURRENCE-ID")
        if named is None:
            raise UnreadableEvent(NO_DATE)
        settled["RECURRENCE-ID"] = vDDDTypes(_like(named, _begins(core), zone))
        settled["RECURRENCE-ID"].params = event["RECURRENCE-ID"].params
        return settled
    for name in ("RDATE", "EXDATE"):
        moments = list(_listed(event, name))
        whole = [at for at in moments if _is_readable(at, name, zone)]
        found.notes += [(ODD_DATE, f"{name} {at}") for at in moments if not _is_readable(at, name, zone)]
        if whole:
            settled.add(name, [_period(at, zone) if isinstance(at, tuple) else _zoned(at, zone) for at in whole])
    return settled


def _add_rules(core: Event, whole: Event, horizon: datetime, zone: tzinfo, found: Dates) -> None:
    followed: list[vRecur] = []
    for number, rule in enumerate(_rules(whole)):
        if number < MOST_RULES and rules.gives_dates(rule, _begins(core)):
            followed.append(_bounded(rule, _begins(core), horizon, zone))
        else:
            found.notes.append((RULE, rules.said(rule)))
    if followed:
        core["RRULE"] = followed if len(followed) > 1 else followed[0]


def _span(event: Event, zone: tzinfo) -> tuple[date, date]:
    """Return when an event begins and ends, in a zone where it is no whole day. Raises UnreadableEvent."""
    begins = _dt(event, "DTSTART") or _dt(event, "RECURRENCE-ID")
    if begins is None:
        raise UnreadableEvent(NO_DATE)
    if not all(at.year in _READ for at in (begins, _dt(event, "DTEND"), _dt(event, "RECURRENCE-ID")) if at):
        raise UnreadableEvent(BEYOND)
    begins = _zoned(begins, zone)
    return begins, _end(event, begins, zone)


def _end(event: Event, begins: date, zone: tzinfo) -> date:
    whole_day = not isinstance(begins, datetime)
    ends, lasts = _dt(event, "DTEND"), getattr(event.get("DURATION"), "dt", None)
    if ends is None and isinstance(lasts, timedelta):
        ends = _longer(begins, lasts)
    if ends is None:
        return _longer(begins, timedelta(days=1) if whole_day else LASTS)
    if whole_day and isinstance(ends, datetime):
        ends = _zoned(ends, zone)
        ends = ends.date() + timedelta(days=0 if ends.time() == time() else 1)
    elif isinstance(begins, datetime):
        ends = _zoned(ends if isinstance(ends, datetime) else datetime.combine(ends, time()), begins.tzinfo or zone)
    past = _moment(ends, zone) - _moment(begins, zone)
    if past < timedelta():
        raise UnreadableEvent(BACKWARDS)
    return ends if past else _longer(begins, timedelta(days=1) if whole_day else LASTS)


def _longer(at: date, lasts: timedelta) -> date:
    """Return a moment so much later, by a clock nobody sets; of a day the day."""
    try:
        if isinstance(at, datetime):
            return (at.astimezone(UTC) + lasts).astimezone(at.tzinfo)
        return at + max(lasts, timedelta(days=1))
    except (OverflowError, ValueError) as exc:
        raise UnreadableEvent(BEYOND) from exc


def _bounded(rule: vRecur, begins: date, horizon: datetime, zone: tzinfo) -> vRecur:
    """Return a rule that ends, and ends where its writer meant: at the horizon, except one that counts its dates.

    A day as the end includes that day, and an end in no zone is on the clock of the event.
    """
    until = next(iter(rule.get("UNTIL", [])), None)
    if until is None and "COUNT" in rule:
        return rule
    until = until if until is None or until.year in _READ else None
    here = (begins.tzinfo if isinstance(begins, datetime) else None) or zone
    if until is None:
        last = horizon
    elif isinstance(until, datetime):
        last = min(horizon, _moment(until, here))
    else:
        last = min(horizon, _moment(datetime.combine(until, time(23, 59, 59)), here))
    bounded = vRecur(rule)
    bounded["UNTIL"] = [last if isinstance(begins, datetime) else last.astimezone(here).date()]
    return bounded


def _several(event: Event, name: str) -> list[Any]:
    """Return what stands under a name: none, one or several."""
    given = event.get(name, [])
    return given if isinstance(given, list) else [given]


def _rules(event: Event) -> list[vRecur]:
    return [one for one in _several(event, "RRULE") if isinstance(one, vRecur)]


def _listed(event: Event, name: str) -> Iterator[Any]:
    """Yield the moments of RDATE or EXDATE, which may stand several times with several each."""
    for several in _several(event, name):
        for one in getattr(several, "dts", []):
            yield one.dt


def _is_readable(at: Any, name: str, zone: tzinfo) -> bool:
    if not isinstance(at, tuple):
        return isinstance(at, date) and at.year in _READ
    if name != "RDATE" or not isinstance(at[0], datetime) or not _is_readable(at[0], name, zone):
        return False
    begins, ends = _period(at, zone)
    if isinstance(ends, datetime):
        return _is_readable(ends, name, zone) and bool(begins < ends)
    return isinstance(ends, timedelta) and timedelta() < ends < timedelta(days=366)


def _period(at: tuple[Any, Any], zone: tzinfo) -> tuple[Any, Any]:
    begins, ends = at
    return _zoned(begins, zone), ends if isinstance(ends, timedelta) else _zoned(ends, zone)


def _starts(event: Event) -> Iterator[date]:
    yield _begins(event)
    for at in _listed(event, "RDATE"):
        yield at[0] if isinstance(at, tuple) else at


def _like(named: date, begins: date, zone: tzinfo) -> date:
    """Return the name of a date in the kind its series is told in: moments, or days."""
    if isinstance(begins, datetime) and not isinstance(named, datetime):
        return datetime.combine(named, begins.time(), begins.tzinfo)
    if isinstance(named, datetime):
        there: datetime = _zoned(named, zone)
        return there if isinstance(begins, datetime) else there.date()
    return named


def _begins(event: Event) -> date:
    at = _dt(event, "DTSTART")
    assert at is not None, "every settled event begins"
    return at


def _dt(event: Event, name: str) -> date | None:
    value = event.get(name)
    at = getattr(value[0] if isinstance(value, list) else value, "dt", None)
    return at if isinstance(at, date) else None


def _zoned(at: date, zone: tzinfo) -> Any:
    return at.replace(tzinfo=zone) if isinstance(at, datetime) and at.tzinfo is None else at


def _moment(at: date, zone: tzinfo) -> datetime:
    """Return a moment in UTC; a day begins at midnight in the zone. Raises UnreadableEvent."""
    try:
        there = at if isinstance(at, datetime) else datetime.combine(at, time())
        return (there if there.tzinfo else there.replace(tzinfo=zone)).astimezone(UTC)
    except (OverflowError, ValueError) as exc:
        raise UnreadableEvent(BEYOND) from exc

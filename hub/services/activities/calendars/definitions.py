"""Time zones as calendars define them (VTIMEZONE): by rules that hold for ever, not by a list of dates that ends."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

CYCLE = 28
"""So many years show every day on which a rule can fall: then weekdays come again on the same dates."""
_FURTHEST = 40
_DAY = timedelta(days=1)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Change(NamedTuple):
    """A moment when the clocks are set: as they showed it before, and what is true after."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def kind(self) -> tuple[object, ...]:
        """What changes of one rule have in common."""
        return (self.onset.month, self.onset.weekday(), self.onset.time(), *self[1:])


def definition(name: str, first: int, last: int) -> Timezone:
    """Return the definition of a zone for events from the year ``first`` to ``last``; the rule then holds for ever."""
    zone = Timezone()
    zone.add("tzid", name)
    for run, is_open in _runs(name, first, last):
        zone.add_component(_observance(run, is_open=is_open))
    return zone


@lru_cache(maxsize=64)
def _runs(name: str, first: int, last: int) -> tuple[tuple[tuple[Change, ...], bool], ...]:
    """Return changes of one rule in years that follow each other, and whether the rule still holds at the end."""
    begins, ends = first - 1, min(last, first + _FURTHEST) + CYCLE
    changes = list(_changes(ZoneInfo(name), begins, ends))
    kinds: dict[tuple[object, ...], list[list[Change]]] = {}
    for change in changes:
        alike = kinds.setdefault(change.kind, [])
        if alike and alike[-1][-1].onset.year == change.onset.year - 1:
            alike[-1].append(change)
        else:
            alike.append([change])
    runs = [run for several in kinds.values() for run in several]
    # What follows no rule of weeks, as clocks that are set by the moon, stands change by change.
    runs = [part for run in runs for part in ([run] if _which(run) else [[change] for change in run])]
    found = [(tuple(run), len(run) > 1 and run[-1].onset.year >= ends) for run in runs]
    found = [one for one in found if one[0][0].onset.year <= last + 1]
    if not any(run[0].onset.year < first for run, _ in found):
        found.insert(0, ((_at(ZoneInfo(name), datetime(begins, 1, 1, tzinfo=UTC)),), False))
    return tuple(sorted(found, key=lambda one: one[0][0].onset))


def _changes(zone: ZoneInfo, begins: int, ends: int) -> Iterator[Change]:
    days = (datetime(begins, 1, 1, tzinfo=UTC) + _DAY * day for day in range((ends - begins + 1) * 366))
    for low, high in pairwise(days):
        if low.year > ends or low.astimezone(zone).utcoffset() == high.astimezone(zone).utcoffset():
            continue
        before = low.astimezone(zone).utcoffset()
        while high - low > timedelta(seconds=1):
            middle = low + (high - low) / 2
            low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
        yield _at(zone, high.replace(microsecond=0), before)


def _at(zone: ZoneInfo, moment: datetime, before: timedelta | None = None) -> Change:
    there = moment.astimezone(zone)
    after = there.utcoffset() or timedelta()
    before = after if before is None else before
    return Change((moment + before).replace(tzinfo=None), before, after, there.tzname() or "", bool(there.dst()))


def _observance(run: Sequence[Change], *, is_open: bool) -> TimezoneDaylight | TimezoneStandard:
    first, last = run[0], run[-1]
    shown = TimezoneDaylight() if first.is_summer else TimezoneStandard()
    shown.add("tzname", first.name)
    shown.add("dtstart", first.onset)
    shown.add("tzoffsetfrom", first.before)
    shown.add("tzoffsetto", first.after)
    if len(run) > 1:
        rule = {"freq": "yearly", "bymonth": first.onset.month, **_which(run)}
        if not is_open:
            # A day later: some programs read it on the clock on the wall, and the next change is a year away.
            rule["until"] = (last.onset - last.before + _DAY).replace(tzinfo=UTC)
        shown.add("rrule", rule)
    return shown


def _which(run: Sequence[Change]) -> dict[str, object]:
    """Return on which day of the month it is: the last Sunday, the second, the one in certain days; {} for no rule."""
    weekday, days = _DAYS[run[0].onset.weekday()], {change.onset.day for change in run}
    if all((change.onset + 7 * _DAY).month != change.onset.month for change in run):
        return {"byday": f"-1{weekday}"}
    if len({(day - 1) // 7 for day in days}) == 1:
        return {"byday": f"{(min(days) - 1) // 7 + 1}{weekday}"}
    if max(days) - min(days) < 7:
        return {"byday": weekday, "bymonthday": list(range(min(days), max(days) + 1))}
    return {}

"""Which rules of other calendars can be followed, and at what cost."""

from datetime import date, datetime, time

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # it has no types
from icalendar import vRecur

_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")
MOST_A_DAY = 4
"""A rule with more dates a day is no rule of a library."""
MOST_PARTS = 800
"""So many numbers and names a rule may have: twice each day of a year, and some."""
_CYCLE = 400
"""After so many years each date falls on the same day of the week, in a leap year as before."""
_NEVER = 150
"""A rule that gives no date for so many years gives none that anybody will come to."""
_FAULTS = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)
"""What dateutil raises over rules it cannot follow."""


def gives_dates(rule: vRecur, begins: date) -> bool:
    """Tell whether a rule gives dates a library could mean: few enough a day, and any at all.

    dateutil looks for the next date until the year 9999, whatever the rule says about its end. So it is asked about
    the same days of the calendar some thousands of years later, where that is only 150 to 550 years away.
    """
    if _is_too_often(rule) or sum(len(_parts(rule, name)) for name in rule) > MOST_PARTS:
        return False
    if any(not isinstance(step, int) or step < 1 for step in _parts(rule, "INTERVAL")):
        return False
    years = (datetime.max.year - _NEVER - begins.year) // _CYCLE * _CYCLE
    late = datetime.combine(begins, begins.time() if isinstance(begins, datetime) else time())
    open_rule = vRecur({name: value for name, value in rule.items() if name not in ("COUNT", "UNTIL")})
    try:
        return any(True for _ in rrulestr(said(open_rule), dtstart=late.replace(year=begins.year + years)))
    except _FAULTS:
        return True  # it is said when it is followed


def said(rule: vRecur) -> str:
    """Return a rule as it stands in a file."""
    words: str = rule.to_ical().decode()  # type: ignore[no-untyped-call]  # icalendar's is untyped
    return words


def _is_too_often(rule: vRecur) -> bool:
    often = 1
    for name in _TIMES:
        often *= max(1, len(_parts(rule, name)))
    return often > MOST_A_DAY or any(str(one).upper() in _OFTEN for one in _parts(rule, "FREQ"))


def _parts(rule: vRecur, name: str) -> list[object]:
    given = rule.get(name, [])
    return given if isinstance(given, list) else [given]

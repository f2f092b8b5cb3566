"""Dates of activities as days: which are whole days, and how many."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from shared.activity import Occasion
from shared.submission import from_utc


def whole_days(occasion: Occasion, zone: str) -> tuple[date, date] | None:
    """Return the first and the last day of a date that lasts from midnight to midnight in its zone, else None."""
    starts, ends = (from_utc(at).astimezone(ZoneInfo(zone)) for at in (occasion.starts_at, occasion.ends_at))
    if starts.time() != time() or ends.time() != time() or starts.date() >= ends.date():
        return None
    return starts.date(), ends.date() - timedelta(days=1)

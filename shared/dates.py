"""Moments on the clock of a place, dates of activities as whole days, and days in words.

Kiosks, pages, letters, calendars and paper ask here, so that they say the same.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.activity import Occasion
from shared.languages import N_, Translate
from shared.submission import from_utc

MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
ALL_DAY, ALL_OF = N_("all day"), N_("{day}, all day")
_LONG = timedelta(hours=12)
"""What goes past midnight and is shorter is still called an evening."""


def local(at: str, zone: str) -> datetime:
    """Return a moment (ISO 8601 UTC) as the clock on the wall shows it there."""
    return from_utc(at).astimezone(ZoneInfo(zone))


def whole_days(occasion: Occasion, zone: str) -> tuple[date, date] | None:
    """Return the first and the last day of a date that lasts from midnight to midnight in its zone, else None."""
    starts, ends = local(occasion.starts_at, zone), local(occasion.ends_at, zone)
    if starts.time() != time() or ends.time() != time() or starts.date() >= ends.date():
        return None
    return starts.date(), ends.date() - timedelta(days=1)


def many_days(occasion: Occasion, zone: str) -> tuple[date, date] | None:
    """Return the first and the last day of a date that lasts over night and longer than an evening, else None."""
    starts, ends = local(occasion.starts_at, zone), local(occasion.ends_at, zone)
    if ends.date() == starts.date() or from_utc(occasion.ends_at) - from_utc(occasion.starts_at) <= _LONG:
        return None
    last = (ends - timedelta(microseconds=1)).date()
    return (starts.date(), last) if last > starts.date() else None


def last_whole_day(closes_at: str, zone: str) -> date | None:
    """Return the last day of what closes at midnight there, which people call "to and including" it; else None.

    Whoever says a deadline asks this first, so that paper, pages and kiosks name the same day.
    """
    there = local(closes_at, zone)
    return there.date() - timedelta(days=1) if there.time() == time() else None


def date_words(day: date, tr: Translate) -> str:
    """Return "4 December": for what comes soon after."""
    return tr(N_("{day} {month}")).format(day=day.day, month=tr(MONTHS[day.month - 1]))


def days_words(first: date, last: date, year: int, tr: Translate) -> str:
    """Return "1–28 February" for the days from the first to the last, with the year when it is another than this."""
    if first.year != last.year:
        ends = [_date_and_year(day, tr) for day in (first, last)]
        return tr(N_("{first} – {last}")).format(first=ends[0], last=ends[1])
    if first.month == last.month:
        pattern = N_("{first}–{last} {month}") if last.year == year else N_("{first}–{last} {month} {year}")
        month = tr(MONTHS[first.month - 1])
        return tr(pattern).format(first=first.day, last=last.day, month=month, year=first.year)
    end = date_words(last, tr) if last.year == year else _date_and_year(last, tr)
    return tr(N_("{first} – {last}")).format(first=date_words(first, tr), last=end)


def _date_and_year(day: date, tr: Translate) -> str:
    return tr(N_("{day} {month} {year}")).format(day=day.day, month=tr(MONTHS[day.month - 1]), year=day.year)

"""Dates of activities in words, as the leaflet and letters say them, always in the activity's own time zone."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton

from shared.activity import Activity, Occasion
from shared.dates import ALL_DAY, ALL_OF, days_words, last_whole_day, local, many_days, whole_days
from shared.languages import LANGUAGES, N_, translator
from shared.submission import from_utc, utc

_YEAR = re.compile(r",?\s*y+$")
"""The end of the pattern of a date in all languages."""


class Date(NamedTuple):
    """A date of an activity; ``time`` is from when to when, in words."""

    day: date
    time: str


def coming(activity: Activity, now: datetime) -> list[Occasion]:
    """Return the dates that are not over; all of them when it is over."""
    return [one for one in activity.dates if from_utc(one.ends_at) > now] or activity.dates


def read(occasion: Occasion, zone: str) -> Date:
    """Return a date as the clocks of its zone show it: ``18:00–20:00``; midnight ends the day before."""
    starts, ends = (from_utc(at).astimezone(ZoneInfo(zone)) for at in (occasion.starts_at, occasion.ends_at))
    days = (ends.date() - starts.date()).days
    if ends.time() == time() and days == 1:
        return Date(starts.date(), f"{starts:%H:%M}–24:00")
    return Date(starts.date(), f"{starts:%H:%M}–{ends:%H:%M}")


def words(occasion: Occasion, zone: str, language: str, now: datetime) -> tuple[str, str]:
    """Return the day and the times of a date in words; whole days are told as days, and what lasts for days as one."""
    tr, days = translator(language), whole_days(occasion, zone)
    if days and days[0] == days[1]:
        return full(days[0], language, now), tr(ALL_DAY)
    if days:
        return days_words(*days, now.year, tr), ""
    if many_days(occasion, zone):
        starts, ends = local(occasion.starts_at, zone), local(occasion.ends_at, zone)
        both = [f"{full(at.date(), language, now)} {at:%H:%M}" for at in (starts, ends)]
        return " – ".join(both), ""
    one = read(occasion, zone)
    return full(one.day, language, now), one.time


def line(occasion: Occasion, zone: str, language: str, now: datetime) -> str:
    """Return a date in one line: ``torsdag 16. april 09:30–12:00``, ``lørdag 6. februar, hele dagen``."""
    day, times = words(occasion, zone, language, now)
    if times == translator(language)(ALL_DAY):
        return translator(language)(ALL_OF).format(day=day)
    return f"{day} {times}".strip()


def moment(at: str, zone: str, language: str) -> str:
    """Return a moment in words."""
    there = from_utc(at).astimezone(ZoneInfo(zone))
    return f"{long(there.date(), language)} {there:%H:%M}"


def deadline(at: str, zone: str, language: str) -> str:
    """Return in words when something closes; what closes at midnight is open to and including the day before."""
    last = last_whole_day(at, zone)
    if last is None:
        return moment(at, zone, language)
    return translator(language)(N_("to and including {date}")).format(date=long(last, language))


def full(day: date, language: str, now: datetime) -> str:
    """Return a day with its weekday; the year only where it is another one."""
    locale = LANGUAGES[language].locale
    pattern = Locale.parse(locale).date_formats["full"].pattern
    return format_date(day, _YEAR.sub("", pattern) if day.year == now.year else pattern, locale=locale)


def short(day: date, language: str) -> str:
    """Return a day in few letters."""
    return format_skeleton("MMMd", datetime.combine(day, time()), locale=LANGUAGES[language].locale)


def long(day: date, language: str) -> str:
    """Return a day with its month and year."""
    return format_date(day, "long", locale=LANGUAGES[language].locale)


def each_week(first: Occasion, weeks: int, zone: str) -> list[Occasion]:
    """Return so many weekly dates; the time of day stays as the clock on the wall shows it."""
    here = ZoneInfo(zone)
    starts, ends = (from_utc(at).astimezone(here) for at in (first.starts_at, first.ends_at))
    steps = [timedelta(weeks=week) for week in range(weeks)]
    return [Occasion(utc(starts + step), utc(ends + step)) for step in steps]

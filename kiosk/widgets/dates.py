"""Dates and times in the words of the visitor's language, in the time zone of the activity. Knows no Kivy."""

from datetime import datetime

from shared.activity import Activity, Occasion
from shared.dates import (
    ALL_DAY,
    ALL_OF,
    MONTHS,
    date_words,
    days_words,
    last_whole_day,
    local,
    many_days,
    whole_days,
)
from shared.languages import N_, Translate
from shared.submission import from_utc

WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip


def day_words(day: datetime, now: datetime, tr: Translate) -> str:
    """Return "Friday 4 December", with the year when it is another than the present one."""
    here = now.astimezone(day.tzinfo)
    pattern = N_("{weekday} {day} {month}") if day.year == here.year else N_("{weekday} {day} {month} {year}")
    weekday, month = tr(WEEKDAYS[day.weekday()]), tr(MONTHS[day.month - 1])
    return _begin(tr(pattern).format(weekday=weekday, day=day.day, month=month, year=day.year))


def deadline_words(closes_at: str, zone: str, tr: Translate) -> str:
    """Return until when one can sign up; what closes at midnight is open to and including the day before."""
    last = last_whole_day(closes_at, zone)
    if last is not None:
        return tr(N_("Sign up to and including {date}")).format(date=date_words(last, tr))
    at = local(closes_at, zone)
    return tr(N_("Sign up before {time}")).format(time=f"{date_words(at, tr)} {clock_words(at)}")


def near_words(day: datetime, now: datetime, tr: Translate) -> str:
    """Return "today" or "tomorrow" where that is shorter, else the day."""
    days = (day.date() - now.astimezone(day.tzinfo).date()).days
    if days in (0, 1):
        return _begin(tr(N_("Tomorrow") if days else N_("Today")))
    return day_words(day, now, tr)


def card_words(date: Occasion, zone: str, now: datetime, tr: Translate) -> tuple[str, str]:
    """Return day and time of a date in few words: "Tomorrow" and "18:00–20:00", "1–28 February" and "all day"."""
    starts, days, many = local(date.starts_at, zone), whole_days(date, zone), many_days(date, zone)
    day = near_words(starts, now, tr) if many is None else days_words(*many, now.astimezone(starts.tzinfo).year, tr)
    if days:
        return day, _begin(tr(ALL_DAY))
    if many is None:
        return day, times_words(date, zone, tr)
    return day, _begin(tr(N_("from {time}")).format(time=clock_words(starts)))


def occasion_words(date: Occasion, zone: str, now: datetime, tr: Translate) -> str:
    """Return day and times of a date: "Friday 4 December, 18:00–20:00", or "1–28 February" for whole days."""
    starts, ends = local(date.starts_at, zone), local(date.ends_at, zone)
    days = whole_days(date, zone)
    if days and days[0] == days[1]:
        return tr(ALL_OF).format(day=day_words(starts, now, tr))
    if days:
        return days_words(*days, now.astimezone(starts.tzinfo).year, tr)
    if many_days(date, zone):
        pattern = tr(N_("{start_day}, {start_time} – {end_day}, {end_time}"))
        return pattern.format(
            start_day=day_words(starts, now, tr),
            start_time=clock_words(starts),
            end_day=day_words(ends, now, tr),
            end_time=clock_words(ends),
        )
    pattern = tr(N_("{day}, {start}–{end}"))  # times_words is no part of it: some languages join the two with a word
    return pattern.format(day=day_words(starts, now, tr), start=clock_words(starts), end=clock_words(ends))


def when_and_where(activity: Activity, now: datetime, tr: Translate) -> str:
    """Return its next date and its place on one line: "Friday 4 December, 18:00–20:00 · The hall"."""
    when = occasion_words(next_date(activity, now), activity.zone, now, tr)
    return " · ".join(filter(None, (when, activity.place)))


def times_words(date: Occasion, zone: str, tr: Translate) -> str:
    """Return the times of a date alone: "18:00–20:00"."""
    starts, ends = local(date.starts_at, zone), local(date.ends_at, zone)
    return tr(N_("{start}–{end}")).format(start=clock_words(starts), end=clock_words(ends))


def clock_words(at: datetime) -> str:
    """Return the time of day as all five languages read it: "18:00"."""
    return f"{at:%H:%M}"


def next_date(activity: Activity, now: datetime) -> Occasion:
    """Return the date that comes next or is going on; the last one when all are over."""
    return next((date for date in activity.dates if from_utc(date.ends_at) > now), activity.dates[-1])


def _begin(words: str) -> str:
    """Begin with a capital: most of our languages write weekdays and months small."""
    return words[:1].upper() + words[1:]

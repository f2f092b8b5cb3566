"""The dates of an activity: as rows of a form and back, and in words, always in the activity's own time zone."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from babel.dates import format_skeleton, format_time

from hub.services.activities import dates
from hub.web.page.times import zone_of
from shared.activity import MAX_DATES, Activity, Occasion
from shared.dates import ALL_OF, days_words, many_days, whole_days
from shared.languages import LANGUAGES, N_, Translate, translator
from shared.submission import from_utc, utc

ROW = ("day", "from", "to", "was")
"""The fields of a row. ``was`` holds the moments a row was filled with, which may be finer than minutes."""

NO_DAY = N_("Choose a day, and when it begins and ends.")
GONE = N_("This date is over already.")
OVERLAP = N_("Two dates lie in each other, or one of them is over before it begins.")


def row_of(occasion: Occasion, zone: str) -> dict[str, str]:
    """Return a date as a row of the form."""
    starts, ends = (from_utc(at).astimezone(zone_of(zone)) for at in (occasion.starts_at, occasion.ends_at))
    was = f"{occasion.starts_at} {occasion.ends_at}"
    return {"day": starts.date().isoformat(), "from": f"{starts:%H:%M}", "to": f"{ends:%H:%M}", "was": was}


def occasion_of(row: dict[str, str], zone: str) -> Occasion | None:
    """Return the date a row describes, None when it describes none. What ends before it begins ends the next day."""
    starts_at, _, ends_at = row["was"].partition(" ")
    try:
        if ends_at and {**row, "was": ""} == {**row_of(Occasion(starts_at, ends_at), zone), "was": ""}:
            return Occasion(starts_at, ends_at)
    except (ValueError, OverflowError):
        pass
    try:
        day, begins, ends = date.fromisoformat(row["day"]), _clock(row["from"]), _clock(row["to"])
        last = day if begins < ends else day + timedelta(days=_nights(row, zone))
        moments = [datetime.combine(day, begins, zone_of(zone)), datetime.combine(last, ends, zone_of(zone))]
        return Occasion(utc(moments[0]), utc(moments[1])) if begins != ends or begins == time() else None
    except (ValueError, OverflowError):
        return None


def _nights(row: dict[str, str], zone: str) -> int:
    """Return over how many midnights a row goes: one, or as many as its whole days had before somebody moved them."""
    starts_at, _, ends_at = row["was"].partition(" ")
    try:
        days = whole_days(Occasion(starts_at, ends_at), zone) if ends_at else None
    except (ValueError, OverflowError):
        return 1
    return (days[1] - days[0]).days + 1 if days and row["from"] == row["to"] == "00:00" else 1


def _clock(typed: str) -> time:
    at = time.fromisoformat(typed)
    if at.tzinfo is not None:
        raise ValueError("a clock has no zone")
    return at


def is_empty(row: dict[str, str]) -> bool:
    """Tell whether no day was chosen in a row: it is left out then."""
    return not row["day"]


def weekly(rows: Sequence[dict[str, str]], times: int) -> list[dict[str, str]]:
    """Return the rows with their last date so many times more, a week apart each."""
    found = [row for row in rows if not is_empty(row)]
    for _ in range(min(times, MAX_DATES - len(found)) if found else 0):
        try:
            day = date.fromisoformat(found[-1]["day"]) + timedelta(weeks=1)
        except (ValueError, OverflowError):
            break
        found.append({**found[-1], "day": day.isoformat(), "was": ""})
    return found or list(rows)


def span(occasion: Occasion, zone: str, language: str, now: datetime) -> str:
    """Return a date in words: ``torsdag 16. april 09:30–12:00``; the year only where it is another one."""
    return dates.line(occasion, zone, language, now)


def first_in_words(rows: Sequence[dict[str, str]], zone: str, language: str, now: datetime) -> str:
    """Return the first date that rows describe, in words; "" where none of them describes one."""
    found = [date for row in rows if not is_empty(row) and (date := occasion_of(row, zone))]
    return span(min(found, key=lambda date: date.starts_at), zone, language, now) if found else ""


def opening(at: str, zone: str, language: str) -> str:
    """Return a moment something begins at, in words; what begins at midnight begins with the day."""
    there = from_utc(at).astimezone(zone_of(zone))
    return dates.long(there.date(), language) if there.time() == time.min else dates.moment(at, zone, language)


def upcoming(activity: Activity, now: datetime) -> Occasion:
    """Return the date that is on or comes next; of what is over the last."""
    return next((one for one in activity.dates if from_utc(one.ends_at) > now), activity.dates[-1])


def is_today(activity: Activity, now: datetime) -> bool:
    """Tell whether it is on at some time of this day, on its own clocks."""
    zone = zone_of(activity.zone)
    today, date = now.astimezone(zone).date(), upcoming(activity, now)
    return from_utc(date.starts_at).astimezone(zone).date() <= today <= from_utc(date.ends_at).astimezone(zone).date()


def short(activity: Activity, language: str, now: datetime) -> str:
    """Return when it is next, in few words: ``tor. 16. apr. 09:30``; the year only where it is another one."""
    date = upcoming(activity, now)
    many = many_days(date, activity.zone)
    if many:
        return days_words(*many, now.astimezone(zone_of(activity.zone)).year, translator(language))
    starts = from_utc(date.starts_at).astimezone(zone_of(activity.zone))
    skeleton = "MMMEd" if starts.year == now.astimezone(zone_of(activity.zone)).year else "yMMMEd"
    day = format_skeleton(skeleton, starts, locale=LANGUAGES[language].locale)
    if whole_days(date, activity.zone):
        return translator(language)(ALL_OF).format(day=day)
    return f"{day} {format_time(starts, 'HH:mm', locale=LANGUAGES[language].locale)}"


def series(activity: Activity, tr: Translate, language: str, now: datetime) -> str:
    """Return how many dates are still to come of several, "" for one date alone."""
    if len(activity.dates) == 1:
        return ""
    coming = sum(from_utc(one.ends_at) > now for one in activity.dates)
    return tr("{n} of {all} dates to come").format(n=coming, all=len(activity.dates))

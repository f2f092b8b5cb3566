"""Times as staff read them: in the library's own time zone, in their language."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_time, format_timedelta

from shared.activity import DEFAULT_ZONE
from shared.languages import LANGUAGES, Translate
from shared.submission import from_utc, one_shape, utc


@cache
def zone_of(name: str) -> ZoneInfo:
    """Return a time zone; the usual one for a name nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(DEFAULT_ZONE)


def local(text: str, zone: str) -> datetime:
    """Return an ISO 8601 moment on the clocks of a zone.

    In any shape: what a kiosk once claimed in a record is never rewritten.
    """
    return from_utc(one_shape(text)).astimezone(ZoneInfo(zone))


def moment(text: str, zone: str, language: str, tr: Translate, now: datetime) -> str:
    """Return a moment in words: today and yesterday by name, other days by date."""
    at = local(text, zone)
    clock = format_time(at, "HH:mm", locale=LANGUAGES[language].locale)
    days = (now.astimezone(at.tzinfo).date() - at.date()).days
    if days == 0:
        return tr("today {time}").format(time=clock)
    if days == 1:
        return tr("yesterday {time}").format(time=clock)
    return dated(text, zone, language)


def dated(text: str, zone: str, language: str) -> str:
    """Return a moment in words, with its date whatever day it is."""
    at = local(text, zone)
    return f"{day(at.date(), language)} {format_time(at, 'HH:mm', locale=LANGUAGES[language].locale)}"


def day(at: date, language: str) -> str:
    """Return a date in words."""
    return format_date(at, "long", locale=LANGUAGES[language].locale)


def ago(text: str, language: str, tr: Translate, now: datetime) -> str:
    """Return how long ago a moment was, to one unit: ``4 min ago``."""
    passed = now - from_utc(text)
    if passed < timedelta(minutes=1):
        return tr("just now")
    locale = LANGUAGES[language].locale
    return format_timedelta(-passed, "minute", threshold=1.2, add_direction=True, format="short", locale=locale)


def lasts(seconds: float, language: str) -> str:
    """Return a length of time to one unit, without direction."""
    return format_timedelta(timedelta(seconds=abs(seconds)), threshold=1.2, locale=LANGUAGES[language].locale)


def first_moment(at: date, zone: str) -> str:
    """Return the moment a day begins in a zone, as ISO 8601 UTC."""
    return utc(datetime.combine(at, time.min, ZoneInfo(zone)))


def last_day(closes_at: str, zone: str) -> date:
    """Return the last day in a zone that lies wholly or partly before a closing moment."""
    return (from_utc(closes_at) - timedelta(milliseconds=1)).astimezone(ZoneInfo(zone)).date()


def utc_iso(text: str) -> str:
    """Return the moment for a ``datetime`` attribute."""
    return from_utc(one_shape(text)).astimezone(UTC).isoformat(timespec="seconds")


def moment_field(at: str | None, zone: str) -> str:
    """Return a moment as ``datetime-local`` fields hold it, "" for none."""
    return f"{from_utc(at).astimezone(zone_of(zone)):%Y-%m-%dT%H:%M}" if at else ""


def read_moment(typed: str, zone: str) -> str | None:
    """Return the moment of a ``datetime-local`` field, None for an empty one. Raises ValueError."""
    return one_shape(typed.strip(), zone_of(zone)) if typed.strip() else None

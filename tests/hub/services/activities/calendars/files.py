"""Calendar files as other programs write them, and what is read of them, for tests."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hub.services.activities import calendar
from hub.services.activities.calendar import Reading
from shared.activity import check_activity

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
FOUR = ("DTSTART;TZID=Europe/Oslo:20270105T180000", "DTEND;TZID=Europe/Oslo:20270105T193000")


def event(*lines: str, uid: str = "w@x", title: str = "Språkkafé") -> list[str]:
    """Return the lines of an event."""
    return ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT"]


def instead(named: str, starts: str, ends: str, *lines: str) -> list[str]:
    """Return an exception of the series, on the clock of Oslo."""
    zone = "TZID=Europe/Oslo"
    return event(f"RECURRENCE-ID;{zone}:{named}", f"DTSTART;{zone}:{starts}", f"DTEND;{zone}:{ends}", *lines)


def file(*parts: list[str], head: tuple[str, ...] = ()) -> bytes:
    """Return a calendar file of these."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", *head, *(line for part in parts for line in part)]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(*parts: list[str], head: tuple[str, ...] = ()) -> Reading:
    return calendar.from_ical(file(*parts, head=head), since=NOW)


def begins(reading: Reading, zone: str = "Europe/Oslo") -> list[str]:
    """Return when the dates of the only activity begin, on the clocks of a zone; it can be saved as it is."""
    (activity,) = reading.activities
    check_activity(activity)
    return [
        f"{datetime.fromisoformat(one.starts_at).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" for one in activity.dates
    ]


def reasons(reading: Reading) -> list[str]:
    return [f"{one.name(str)}: {one.why(str)}" for one in reading.left]


def europe(name: str) -> list[str]:
    """Return the definition of a zone like Oslo's under another name, as Outlook writes it."""
    rule = "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH="
    return ["BEGIN:VTIMEZONE", f"TZID:{name}", "BEGIN:STANDARD", "DTSTART:16010101T030000", "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100", f"{rule}10", "END:STANDARD", "BEGIN:DAYLIGHT", "DTSTART:16010101T020000",
            "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", f"{rule}3", "END:DAYLIGHT", "END:VTIMEZONE"]  # fmt: skip

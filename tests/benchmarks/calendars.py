"""Calendars of other programs: series without end, many events, many exceptions, against a plain parse of the same."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from icalendar import Calendar

from hub.services.activities import calendar
from hub.services.activities.calendars.events import OVER
from tests.benchmarks.figures import Figure, rounds

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
SERIES, EVENTS, EXCEPTIONS, ROUNDS = 50, 5_000, 1_500, 5
ZONE = "Vest-Europa (normaltid)"
"""A zone that only the file knows: Outlook names them like this, and each program has to work out what it means."""
DEFINED = f"""BEGIN:VTIMEZONE
TZID:{ZONE}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def measure() -> list[Figure]:
    """Read each file with everything, and parse it plainly, in turn: in seconds of the processor."""
    figures = []
    for name, data, goal in (
        (f"calendar of {SERIES} endless weekly events", _endless(), 40.0),
        ("calendar of 1.6 MB", _large(2027), 0.8),
        ("calendar of 1.6 MB, all of it over", _large(2023), 0.8),
        (f"calendar of {EXCEPTIONS} exceptions", _changed(), 2.0),
    ):
        ours, plain = rounds(ROUNDS, partial(_cpu, partial(_read, data)), partial(_parse, data))
        how = f"read and expanded in {ours:.2f} s, parsed by icalendar alone in {plain:.3f} s; {len(data):,} bytes"
        figures.append(Figure(name, ours / plain, goal, how))
    return figures


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _read(data: bytes) -> None:
    reading = calendar.from_ical(data, since=NOW)
    over = [one for one in reading.left if one.says == OVER]
    assert bool(reading.activities) != bool(over), "nothing was read"
    assert reading.left == over, "something was left out"


def _parse(data: bytes) -> float:
    return _cpu(lambda: Calendar.from_ical(data))


def _endless() -> bytes:
    return _file([f"{_event(n, datetime(2024, 1, 2, 8 + n % 10))}\nRRULE:FREQ=WEEKLY" for n in range(SERIES)])


def _changed() -> bytes:
    """Return series in which every other date is moved by an hour."""
    events = []
    for number in range(EXCEPTIONS // 30):
        first = datetime(2027, 1, 4, 8)
        events.append(f"{_event(number, first)}\nRRULE:FREQ=WEEKLY;COUNT=60")
        for week in range(0, 60, 2):
            named = first + timedelta(weeks=week)
            moved = _event(number, named + timedelta(hours=1))
            events.append(f"{moved}\nRECURRENCE-ID;TZID={ZONE}:{named:%Y%m%dT%H%M%S}")
    return _file(events)


def _large(year: int) -> bytes:
    first = datetime(year, 1, 1, 10)
    words = "DESCRIPTION:" + "Kom og bli med. " * 6
    return _file([f"{_event(n, first + timedelta(hours=3 * n))}\n{words}" for n in range(EVENTS)])


def _event(number: int, starts: datetime) -> str:
    ends = starts + timedelta(minutes=30)
    times = f"DTSTART;TZID={ZONE}:{starts:%Y%m%dT%H%M%S}\nDTEND;TZID={ZONE}:{ends:%Y%m%dT%H%M%S}"
    return f"UID:{number}@example.org\nDTSTAMP:20261101T120000Z\nSUMMARY:Aktivitet {number}\nLOCATION:Salen\n{times}"


def _file(events: list[str]) -> bytes:
    parts = "\n".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\n{DEFINED}\n{parts}\nEND:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()

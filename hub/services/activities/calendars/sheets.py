"""A calendar file as it lies on the disk: its bytes become events, and whatever cannot be read costs itself alone."""

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

import x_wr_timezone
from icalendar import Calendar, Event
from icalendar.prop import vBroken

from hub.services.activities.calendars import plain_events, zones
from hub.services.activities.calendars.left_out import NO_TITLE, LeftOut
from shared.errors import NotACalendar
from shared.languages import N_

_FOLD = re.compile(rb"(?:\r\n|\r|\n)[ \t]")
_BREAK = re.compile(rb"\r\n|\r|\n")
_COLON = re.compile(r'((?:[^":]|"[^"]*")*):(.*)', re.DOTALL)
_PROPERTY = re.compile(r"[A-Za-z0-9-]+[ \t]*[;:]")
_DATED = re.compile(r"(?:DTSTART|DTEND|RECURRENCE-ID|RDATE|EXDATE)[^:\"]*;TZID=", re.IGNORECASE)
_LISTED = re.compile(r"[ \t]*(?:RDATE|EXDATE)[ \t]*[;:]", re.IGNORECASE)
_TZID = re.compile(r";TZID=(\"[^\"]*\"|[^;:\"]*)", re.IGNORECASE)
_FAULTS = (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, OverflowError)
"""What icalendar raises over broken lines."""
MATTERS = (
    "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
    "SUMMARY", "DESCRIPTION", "STATUS", "LOCATION", "CLASS", "SEQUENCE", "UID",
)  # fmt: skip
"""What of an event is read; a broken line about anything else is nobody's loss."""
MOST_NAMED = 4_000
"""So many dates an event may name or call off, each by itself: every day of ten years, and some."""
MOST_ZONES = 24
"""So many time zones that only the file knows are worked out; another one is a zone nobody knows."""
SHOWN = 60
"""So much of a line that could not be read is shown."""

_LINE = N_("This line could not be read: {what}")
_CUT = N_("It has no end: the file was cut off, or something is missing in it.")
_BROKEN = N_("It is broken and cannot be read.")
_LETTERS = N_("This line is in letters nobody can read: {what}")
_ZONE = N_("The time zone {what} is not known here. Its times are read in the library's own time zone.")


@dataclass(eq=False)
class Sheet:
    """One VCALENDAR: its events, what stands over all of them, and what could not be read."""

    heads: dict[str, str] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)

    def standard(self, left: list[LeftOut]) -> list[Event]:
        """Return its events with the time zone of the whole calendar, where it names one (X-WR-TIMEZONE)."""
        usual = self.heads.get("X-WR-TIMEZONE", "")
        if not usual:
            return self.events
        zone = zones.known(usual)
        if zone is None:
            left.append(LeftOut("", _ZONE, usual[:SHOWN]))
            return self.events
        return [_on_clock(event, ZoneInfo(zone)) for event in self.events]


def _on_clock(event: Event, zone: ZoneInfo) -> Event:
    calendar = Calendar()
    calendar.subcomponents = [event]
    try:
        (moved,) = x_wr_timezone.to_standard(calendar, timezone=zone).events
    except (OverflowError, ValueError):  # in the first and the last hours of the calendar
        return event
    assert isinstance(moved, Event)
    return moved


def opened(data: bytes, year: int) -> list[Sheet]:
    """Return the calendars of a file; ``year`` is about which year its time zones matter.

    Letters are UTF-8, or else Windows-1252, line by line. Alarms, tasks and journals are nothing to us. Raises
    NotACalendar when it is none.
    """
    reading = _Reading()
    for line in _lines(data, reading.unplaced):
        reading.take(line)
    reading.end()
    if not reading.sheets or (reading.cut and not reading.events and not any(one.left for one in reading.sheets)):
        raise NotACalendar("no calendar")
    names = _named(reading.definitions, year)
    for sheet, several in groupby(reading.events, key=itemgetter(0)):
        _read_all(sheet, [[_in_zone(line, names) for line in lines] for _, lines in several])
    first = reading.sheets[0]
    first.left[:0] = reading.unplaced
    first.left += [LeftOut("", _ZONE, tzid[:SHOWN]) for tzid, name in names.items() if name is None]
    return reading.sheets


def _named(definitions: dict[str, list[str]], year: int) -> dict[str, str | None]:
    """Return by which name each time zone is known; no more are worked out than any calendar has."""
    names = {tzid: zones.known(tzid) for tzid in definitions}
    for tzid in [tzid for tzid, name in names.items() if name is None][:MOST_ZONES]:
        names[tzid] = zones.defined(definitions[tzid], year)
    return names


class _Reading:
    """Lines become blocks: an event without what stands in it, a time zone with all of it."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.events: list[tuple[Sheet, list[str]]] = []
        self.definitions: dict[str, list[str]] = {}
        self.unplaced: list[LeftOut] = []
        self.cut = False
        self._inside: list[str] = []
        self._depths: dict[str, int] = {}
        self._block: list[str] = []

    def take(self, line: str) -> None:
        """Take the next line."""
        word, _, name = line.partition(":")
        word, name = word.strip().upper(), name.strip().upper()
        if word == "BEGIN" and name == "VCALENDAR":
            self._close()
            self.sheets.append(Sheet())
            self._inside = [name]
        elif not self._inside:
            self.unplaced.append(_unread(line))
        elif word == "BEGIN":
            self._begin(name)
        elif word == "END" and name == "VCALENDAR":
            self._close()
            self._inside = []
        elif word == "END":
            self._end(name)
        elif len(self._inside) == 1:
            _head(self.sheets[-1], line)
        elif self._is_read:
            self._block.append(line)

    def end(self) -> None:
        """Hear that there is no more."""
        self.cut = bool(self._inside)
        self._close()

    @property
    def _is_read(self) -> bool:
        return len(self._inside) == 2 or self._inside[1:2] == ["VTIMEZONE"]

    def _begin(self, name: str) -> None:
        if name == "VEVENT":
            self._close()
        self._depths.setdefault(name, len(self._inside))
        self._inside.append(name)
        if self._is_read:
            self._block.append(f"BEGIN:{name}")

    def _end(self, name: str) -> None:
        if name not in self._depths:
            return
        whole = self._inside[1]
        self._leave(self._depths[name])
        if len(self._inside) == 1 or whole == "VTIMEZONE":
            self._block.append(f"END:{name}")
        if len(self._inside) == 1:
            if whole == "VEVENT":
                self.events.append((self.sheets[-1], self._block))
            elif whole == "VTIMEZONE":
                self._define(self._block)
            self._block = []

    def _define(self, lines: list[str]) -> None:
        names = [line for line in lines if line.upper().startswith(("TZID:", "TZID;"))]
        self.sheets[-1].left += [_unread(line) for line in names[1:]]
        if names:
            tzid = names[0].partition(":")[2].strip()
            self.definitions.setdefault(tzid, [line for line in lines if line not in names[1:]])

    def _close(self) -> None:
        """Say of an event that has no end that it has none."""
        if self._block and self._block[0] == "BEGIN:VEVENT":
            self.sheets[-1].left.append(LeftOut(_title(self._block), _CUT))
        self._block = []
        self._leave(1)

    def _leave(self, depth: int) -> None:
        for name in self._inside[depth:]:
            if self._depths.get(name, 0) >= depth:
                del self._depths[name]
        del self._inside[depth:]


def _lines(data: bytes, left: list[LeftOut]) -> Iterator[str]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeDecodeError as exc:
            raise NotACalendar("no calendar") from exc
    for raw in _BREAK.split(_FOLD.sub(b"", data.removeprefix(codecs.BOM_UTF8))):
        if not raw.strip():
            continue
        for letters in ("utf-8", "cp1252"):
            try:
                yield raw.decode(letters)
                break
            except UnicodeDecodeError:
                continue
        else:
            left.append(LeftOut("", _LETTERS, raw.decode("ascii", "ignore")[:SHOWN]))


def _unread(line: str) -> LeftOut:
    return LeftOut("", _LINE, line if len(line) <= SHOWN else line[:SHOWN] + "…")


def _head(sheet: Sheet, line: str) -> None:
    if not _PROPERTY.match(line):
        sheet.left.append(_unread(line))
        return
    head, value = _parted(line)
    sheet.heads.setdefault(head.partition(";")[0].strip().upper(), value.strip())


def _in_zone(line: str, names: dict[str, str | None]) -> str:
    """Return a line with a time zone everybody knows in place of one that only the file, or a vendor, knows."""
    if not _DATED.match(line):
        return line

    def name(found: re.Match[str]) -> str:
        tzid = found[1].strip('"')
        if tzid not in names:
            names[tzid] = zones.known(tzid)
        return f";TZID={names[tzid]}" if names[tzid] else ""

    head, value = _parted(line)
    return f"{_TZID.sub(name, head)}:{value}"


def _parted(line: str) -> tuple[str, str]:
    """Return what stands before and after the colon; what stands in quotes parts nothing."""
    found = _COLON.match(line)
    return (found[1], found[2]) if found else (line, "")


def _read_all(sheet: Sheet, blocks: Sequence[list[str]]) -> None:
    plain: dict[int, list[str]] = {}
    for block in blocks:
        lines = _bearable(sheet, block)
        event = plain_events.read(lines)
        if event is None:
            _read(sheet, lines)
        else:
            plain[len(sheet.events)] = lines
            sheet.events.append(event)
    for place in plain_events.doubtful(sheet.events):
        if place in plain:
            sheet.events[place] = _event(plain[place])


def _bearable(sheet: Sheet, lines: list[str]) -> list[str]:
    """Return the lines of an event, less those that name dates when it has more of them than anybody reads."""
    named = [line for line in lines if _LISTED.match(line)]
    if not named or sum(1 + line.count(",") for line in named) <= MOST_NAMED:
        return lines
    sheet.left.append(LeftOut(_title(lines), _LINE, named[0][:SHOWN] + "…"))
    return [line for line in lines if not _LISTED.match(line)]


def _read(sheet: Sheet, lines: list[str]) -> None:
    """Read one event; where that fails, line by line."""
    try:
        event = _event(lines)
        if not any(name is None for name, _ in event.errors):
            _tell_broken(sheet, event)
            return
    except _FAULTS:
        pass
    whole = [line for line in lines[1:-1] if _reads(line)]
    sheet.left += [_unread(line) for line in lines[1:-1] if not _reads(line)]
    try:
        _tell_broken(sheet, _event([lines[0], *whole, lines[-1]]))
    except _FAULTS:
        sheet.left.append(LeftOut(_title(lines), _BROKEN))


def _tell_broken(sheet: Sheet, event: Event) -> None:
    for name, _ in event.errors:
        if name in MATTERS:
            value = event.pop(name, "")
            for one in value if isinstance(value, list) else [value]:
                if not isinstance(one, vBroken):
                    event.add(name, one, encode=False)
                elif name != "DTSTART":  # without it there is no event, and that is said of the whole
                    sheet.left.append(
                        LeftOut(str(event.get("SUMMARY", "")) or NO_TITLE, _LINE, f"{name}:{one}"[:SHOWN])
                    )
    sheet.events.append(event)


def _event(lines: list[str]) -> Event:
    event = Event.from_ical("\r\n".join(lines))
    assert isinstance(event, Event)
    for name, _ in event.errors:
        if name is not None and name not in MATTERS:
            event.pop(name, None)
    return event


def _reads(line: str) -> bool:
    try:
        return not any(name is None for name, _ in _event(["BEGIN:VEVENT", line, "END:VEVENT"]).errors)
    except _FAULTS:
        return False


def _title(lines: list[str]) -> str:
    for line in lines:
        if line.upper().startswith(("SUMMARY:", "SUMMARY;")):
            return line.partition(":")[2].strip()[:SHOWN] or NO_TITLE
    return NO_TITLE

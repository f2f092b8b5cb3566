"""What plain lines say is what icalendar's parser reads in them: with and without it a file gives the same."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Event, vDDDTypes

from hub.services.activities import calendar
from hub.services.activities.calendars import plain_events
from shared.errors import InvalidActivity
from tests.hub.services.activities.calendars.files import FOUR, NOW, event, file

ZONES = (
    "Europe/Oslo",
    "Europe/Stockholm",
    "Etc/UTC",
    "Nowhere/Land",
    "W. Europe Standard Time",
    "Mine",
    "/x/Europe/Oslo",
)
DIGITS = (
    "20260101T100000", "20261127T235900", "20261128T115959", "20261129T100000", "20270105T180000", "20270106T180000",
    "20270328T023000", "20271031T023000", "20279999T000000", "18990101T100000", "20990101T100000", "99991231T235959",
    "00010101T000000", "20270105T18", "20270105", "20270105t180000", "٢٠270105T180000",
)  # fmt: skip
WORDS = (
    "Språkkafé", "Kom\\, kom", "a\\nb\\\\n\\;", "", " ", "to: tre", "<b>fet</b> &amp\\; mer", '"', "x" * 300, "PUBLIC",
    "PRIVATE", "CANCELLED", "1", "%2C", "\t", "slutt\\",
)  # fmt: skip
ODD = (
    "RRULE:FREQ=WEEKLY;COUNT=3", "RRULE:FREQ=DAILY;INTERVAL=0", "RRULE:FREQ=NEVER", "RDATE:20270301T100000Z",
    "EXDATE:20270105T180000Z", "EXDATE:", "DURATION:PT2H", "DURATION:-P1D", "SEQUENCE:2", "SEQUENCE:x",
    "SEQUENCE;X=1:3",
    "DTSTAMP:20260101T000000Z", "DTSTAMP:20269901T000000Z", "LAST-MODIFIED:20260201T000000Z", "CREATED:never",
    "ATTENDEE;CN=Kari:mailto:k@x", 'ATTENDEE;CN="Kari, N";ROLE=CHAIR:mailto:k@x', "ATTENDEE;CN=a;CN=b:mailto:k@x",
    'ORGANIZER;CN="Kari N:mailto:k@x', "X-A:b", "X-A;VALUE=DATE:b", "X-A;B:c", "X-A;B=:c", "x-a:b", "X-:", "X-A",
    "CATEGORIES:a,b", "PRIORITY:high", "GEO:1", "URL;VALUE=DATE:1", "TRANSP:OPAQUE", "ATTACH:x", "BEGIN;X=1:VALARM",
    "BEGIN:VALARM", "END:VALARM", "END:X", "BEGIN:VEVENT", "Sendt fra min iPhone", " folded", "STATUS;X=Y:CANCELLED",
    "CLASS:PRIVATE", "CLASS;LANGUAGE=nb:PUBLIC", "STATUS:CANCELLED", "X-SAMSKAP-ACTIVITY:e30=", "UID;X=1:w@x",
    "summary:liten", "SUMMARY ;X=1:rom", "SUMMARY;LANGUAGE=sv:Språkcafé", "SUMMARY;LANGUAGE=sv;LANGUAGE=nb:To",
    "SUMMARY;ALTREP=\"cid:x\":Tre", "ATTENDEE;CN=K\\:mailto:k@x", "ATTENDEE;CN=^n:mailto:k@x", ":", ";", "DTSTART",
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(WORDS), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=8)
)


@st.composite
def moments(draw: st.DrawFn, names: tuple[str, ...] = ("DTSTART", "DTEND", "RECURRENCE-ID")) -> str:
    """Draw a line that tells a time, in a zone or none, right or wrong."""
    name, digits = draw(st.sampled_from(names)), draw(st.sampled_from(DIGITS))
    how = draw(st.sampled_from(["", "Z", "zone", "zone", "day", "zone Z", "named day"]))
    if how in ("zone", "zone Z"):
        return f"{name};TZID={draw(st.sampled_from(ZONES))}:{digits}{'Z' if how == 'zone Z' else ''}"
    if how == "day":
        return f"{name};VALUE=DATE:{digits[:8]}"
    return f"{name}{';VALUE=DATE' if how == 'named day' else ''}:{digits}{'Z' if how == 'Z' else ''}"


@st.composite
def blocks(draw: st.DrawFn) -> list[str]:
    """Draw an event: mostly a usual one, with something odd here and there, its lines in any order."""
    lines = [draw(moments(("DTSTART",)))] if draw(st.integers(0, 9)) else []
    lines += [f"UID:{draw(st.sampled_from(['w@x', 'w@x ', '1', '2', '3', '']))}"] if draw(st.integers(0, 9)) else []
    lines += [f"SUMMARY:{draw(VALUES)}"] if draw(st.integers(0, 9)) else []
    lines += draw(st.lists(moments(), max_size=2))
    named = st.sampled_from(["DESCRIPTION", "LOCATION", "STATUS", "CLASS", "COMMENT", "X-ALT-DESC;FMTTYPE=text/html"])
    lines += [f"{draw(named)}:{draw(VALUES)}" for _ in range(draw(st.integers(0, 2)))]
    lines += draw(st.lists(st.sampled_from(ODD), max_size=2))
    return ["BEGIN:VEVENT", *draw(st.permutations(lines)), "END:VEVENT"]


MINE = ["BEGIN:VTIMEZONE", "TZID:Mine", "BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0133",
        "TZOFFSETTO:+0133", "END:STANDARD", "END:VTIMEZONE"]  # fmt: skip
HEADS = st.sampled_from([(), ("X-WR-TIMEZONE:Europe/Stockholm",), ("X-WR-TIMEZONE:Nowhere",), ("METHOD:CANCEL",)])


def told(data: bytes) -> object:
    """Return what is read in a file, or that it is none."""
    try:
        return calendar.from_ical(data, since=NOW)
    except InvalidActivity as error:
        return str(error)


def with_alarm(lines: list[str]) -> list[str]:
    """Return the event with an alarm, which nobody reads: only the parser knows what to make of it."""
    return [*lines[:-1], "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "DESCRIPTION:x", "END:VALARM", lines[-1]]


@settings(max_examples=120, deadline=None)
@given(st.lists(blocks(), min_size=1, max_size=5), HEADS)
def test_file_gives_the_same_with_and_without_the_parser(events: list[list[str]], head: tuple[str, ...]) -> None:
    assert told(file(MINE, *events, head=head)) == told(file(MINE, *map(with_alarm, events), head=head))


@pytest.mark.filterwarnings("ignore::icalendar.error.GloballyUniqueTZIDGuessed")
@settings(max_examples=100, deadline=None)
@given(blocks())
def test_plain_event_has_what_the_parser_finds_in_it(lines: list[str]) -> None:
    plain = plain_events.read(lines)

    if plain is not None:
        whole = Event.from_ical("\r\n".join(lines))
        assert isinstance(whole, Event)
        assert {name: (type(value), value) for name, value in plain.items()} == {
            name: (type(whole[name]), whole[name]) for name in plain
        }
        assert getattr(plain.get("SUMMARY"), "params", {}) == getattr(whole.get("SUMMARY"), "params", {})


def test_usual_event_is_read_without_the_parser() -> None:
    lines = event(*FOUR, "DESCRIPTION:Kom\\, og bli med", "ATTENDEE;CN=Kari;ROLE=CHAIR:mailto:k@x", "SEQUENCE:2")

    read = plain_events.read(lines)

    assert read is not None
    assert plain_events.read(with_alarm(lines)) is None
    starts = read["DTSTART"]
    assert isinstance(starts, vDDDTypes)
    assert isinstance(starts.dt, datetime)
    assert starts.dt.astimezone(UTC) == datetime(2027, 1, 5, 17, tzinfo=UTC)
    assert (read["DESCRIPTION"], "ATTENDEE" in read) == ("Kom, og bli med", False)


def test_doubles_that_differ_in_what_nobody_reads_are_said_as_before() -> None:
    found = calendar.from_ical(file(event(*FOUR, "TRANSP:OPAQUE"), event(*FOUR)), since=NOW)

    assert ["same identity" in one.says for one in found.left] == [True]

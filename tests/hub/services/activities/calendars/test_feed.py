"""The feed as other people's programs read it: the same dates in each, today and in years."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from hub.services.activities import calendar
from hub.services.activities.calendars.definitions import definition
from hub.services.activities.dates import each_week
from shared.activity import Activity, Occasion
from shared.dates import whole_days
from shared.submission import from_utc, utc
from tests.builders import an_activity
from tests.calendar_readers import READERS, Span, recurring
from tests.fakes import NOON

OSLO = "Europe/Oslo"


def evening(starts: str, ends: str, zone: str = OSLO) -> Occasion:
    """Return a date from its times on the wall."""
    here = ZoneInfo(zone)
    return Occasion(*(utc(datetime.fromisoformat(at).replace(tzinfo=here)) for at in (starts, ends)))


def meant(activity: Activity) -> list[Span]:
    """Return the dates of an activity as a reader should say them."""
    days = [whole_days(one, activity.zone) for one in activity.dates]
    if all(days):
        return [(f"{first}", f"{last + timedelta(days=1)}") for first, last in filter(None, days)]
    return [(one.starts_at[:16], one.ends_at[:16]) for one in activity.dates]


CASES = {
    "once": [evening("2027-07-01T18:00", "2027-07-01T20:00")],
    "weekly over the change of the clock": each_week(evening("2027-10-20T18:00", "2027-10-20T20:00"), 4, OSLO),
    "chosen dates, one longer": [
        evening("2027-03-01T18:00", "2027-03-01T20:00"),
        evening("2027-04-02T18:00", "2027-04-02T21:00"),
        evening("2028-07-02T18:00", "2028-07-02T20:00"),
    ],
    "nights that are an hour longer": each_week(evening("2027-10-23T22:00", "2027-10-24T04:00"), 3, OSLO),
    "the hour that comes twice": [Occasion("2027-10-31T00:30:00.000Z", "2027-10-31T01:15:00.000Z")],
    "among others": [
        evening("2027-10-01T18:00", "2027-10-01T20:00"),
        Occasion("2027-10-31T00:45:00.000Z", "2027-10-31T01:45:00.000Z"),
    ],
    "a whole day": [evening("2027-02-06", "2027-02-07")],
    "a month": [evening("2027-02-01", "2027-03-01")],
    "whole days apart": [evening("2027-02-01", "2027-03-01"), evening("2027-05-02", "2027-05-03")],
    "whole days each week over the change": each_week(evening("2027-03-27", "2027-03-28"), 3, OSLO),
    "a whole day and an evening": [
        evening("2027-02-01", "2027-02-02"),
        evening("2027-02-03T18:00", "2027-02-03T20:00"),
    ],
}


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: str(reader.__name__))
@pytest.mark.parametrize("dates", CASES.values(), ids=CASES)
def test_feed_says_the_same_dates_to_every_reader(reader: Callable[[bytes], list[Span]], dates: list[Occasion]) -> None:
    activity = an_activity(dates=dates)

    data = calendar.to_ical([activity], library="Holmlia", now=NOON)

    assert reader(data) == meant(activity)
    assert calendar.from_ical(data).activities == [activity]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: str(reader.__name__))
@pytest.mark.parametrize("zone", ["Europe/Oslo", "Europe/Helsinki", "Atlantic/Reykjavik", "America/Nuuk"])
def test_feed_is_right_in_years_and_in_every_zone(reader: Callable[[bytes], list[Span]], zone: str) -> None:
    days = [date(year, month, 15) for year in (2026, 2027, 2031) for month in (1, 4, 7, 10, 11)]
    dates = [evening(f"{day}T18:00", f"{day}T19:30", zone) for day in days]
    activity = an_activity(dates=dates, zone=zone)

    assert reader(calendar.to_ical([activity], library="Holmlia", now=NOON)) == meant(activity)


def test_several_activities_share_the_definitions_of_their_zones() -> None:
    here, there = an_activity(), an_activity(id="a2", slug="b", zone="Europe/Helsinki")

    data = calendar.to_ical([here, there, an_activity(id="a3", slug="c")], library="Holmlia", now=NOON)

    assert [str(zone["TZID"]) for zone in Calendar.from_ical(data).walk("VTIMEZONE")] == ["Europe/Helsinki", OSLO]


def test_event_of_whole_days_has_days_and_no_clock() -> None:
    (event,) = Calendar.from_ical(
        calendar.to_ical([an_activity(dates=CASES["a month"])], library="Holmlia", now=NOON)
    ).walk("VEVENT")

    assert (event["DTSTART"].to_ical(), event["DTEND"].to_ical()) == (b"20270201", b"20270301")
    assert event["DTSTART"].params["VALUE"] == "DATE"


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        ("Europe/Oslo", ["FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"]),
        ("America/New_York", ["FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"]),
        ("Atlantic/Reykjavik", []),
    ],
)
def test_zone_is_defined_by_its_rules(zone: str, rules: list[str]) -> None:
    parts = definition(zone, 2026, 2027).subcomponents

    found: list[Any] = [part["RRULE"] for part in parts if "RRULE" in part]
    assert [rule.to_ical().decode() for rule in found] == rules


@pytest.mark.parametrize(
    "zone", ["Europe/Oslo", "America/Nuuk", "America/New_York", "Australia/Sydney", "Africa/Casablanca", "Asia/Tehran"]
)
@pytest.mark.parametrize("year", [2004, 2022, 2026])
def test_definition_shows_what_the_clocks_show(zone: str, year: int) -> None:
    shown = definition(zone, year, year + 2).to_tz(lookup_tzid=False)

    noons = [datetime(year, 1, 1, 12) + timedelta(days=day) for day in range(3 * 365)]
    assert [noon.replace(tzinfo=shown).utcoffset() for noon in noons] == [
        noon.replace(tzinfo=ZoneInfo(zone)).utcoffset() for noon in noons
    ]


@st.composite
def foreign_series(draw: st.DrawFn) -> bytes:
    """Draw a series as other programs write it: a rule, dates more and less, one moved."""
    day = draw(st.dates(date(2026, 12, 1), date(2028, 12, 31)))
    zone = draw(st.sampled_from([";TZID=Europe/Oslo", ";TZID=Europe/London", ";TZID=America/New_York"]))
    rule = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "WEEKLY;BYDAY=MO,TH", "MONTHLY;BYDAY=-1FR",
                                 "MONTHLY;BYMONTHDAY=31", "WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU"]))  # fmt: skip
    ends = draw(st.sampled_from(["", ";COUNT=7", f";UNTIL={day + timedelta(days=90):%Y%m%d}T120000Z"]))
    lines = [f"DTSTART{zone}:{day:%Y%m%d}T100000", f"DTEND{zone}:{day:%Y%m%d}T113000", f"RRULE:FREQ={rule}{ends}"]
    steps = draw(st.lists(st.integers(1, 60), max_size=4, unique=True))
    days = [day + timedelta(days=step) for step in steps]
    lines += [f"EXDATE{zone}:{one:%Y%m%d}T100000" for one in days[:2]]
    lines += [f"RDATE{zone}:{one:%Y%m%d}T160000" for one in days[2:]]
    parts = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:1", "SUMMARY:Te", *lines]
    if draw(st.booleans()):
        moved = day + timedelta(days=draw(st.integers(1, 9)))
        reach = draw(st.sampled_from(["", ";RANGE=THISANDFUTURE"]))
        parts += ["END:VEVENT", "BEGIN:VEVENT", "UID:1", "SUMMARY:Te",
                  f"RECURRENCE-ID{zone}{reach}:{day + timedelta(days=7):%Y%m%d}T100000",
                  f"DTSTART{zone}:{moved:%Y%m%d}T130000", f"DTEND{zone}:{moved:%Y%m%d}T140000"]  # fmt: skip
    return "\r\n".join([*parts, "END:VEVENT", "END:VCALENDAR", ""]).encode()


@given(foreign_series())
@settings(max_examples=150, deadline=None)
def test_series_of_other_programs_lose_no_date(data: bytes) -> None:
    (activity,) = calendar.from_ical(data, since=datetime(2026, 11, 28, tzinfo=UTC)).activities

    found = [(one.starts_at[:16], one.ends_at[:16]) for one in activity.dates]

    until = from_utc(activity.starts_at).date() + timedelta(days=5 * 366 - 30)
    expected = sorted(set(recurring(data, until)))
    assert found[: len(expected)] == expected[:60]
    assert all(one[0] >= f"{until - timedelta(days=1)}" for one in found[len(expected) :])

"""No calendar, however odd or hostile, costs more than its length: what is too much is said, and the rest is read."""

import base64
from datetime import date

import pytest
from icalendar import vRecur

from hub.services.activities.calendars import rules, series, sheets
from hub.services.activities.calendars.plain_words import MOST_READ, plain
from tests.hub.services.activities.calendars.files import FOUR, begins, europe, event, instead, read, reasons


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("RDATE;VALUE=TIME:083000", "One of its dates cannot be read (RDATE 08:30:00)."),
        ("RDATE:nonsense", "This line could not be read: RDATE:nonsense"),
        ("RRULE:FREQ=NEVER", "This line could not be read: RRULE:FREQ=NEVER"),
        ("RRULE:FREQ=SECONDLY", "Its rule cannot be followed (FREQ=SECONDLY)."),
        ("RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2", "Its rule cannot be followed"),
        ("RRULE:FREQ=DAILY;INTERVAL=0", "Its rule cannot be followed (FREQ=DAILY;INTERVAL=0)."),
        ("RRULE:FREQ=DAILY;INTERVAL=-1", "Its rule cannot be followed (FREQ=DAILY;INTERVAL=-1)."),
    ],
)
def test_rule_that_cannot_be_followed_costs_itself_alone_and_is_said(rule: str, said: str) -> None:
    found = read(event(*FOUR, rule), event(*FOUR, uid="2"))

    assert [len(one.dates) for one in found.activities] == [1, 1]
    (why,) = reasons(found)
    assert why.startswith(f"Språkkafé: {said}")


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;COUNT=5;BYMONTHDAY=30;BYMONTH=2",
        "FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2",
        "FREQ=DAILY;UNTIL=20280101T000000Z;BYMONTHDAY=31;BYMONTH=4",
        "FREQ=DAILY;COUNT=5;BYSETPOS=366",
        "FREQ=DAILY;INTERVAL=7;BYDAY=WE",
        "FREQ=MINUTELY;COUNT=5;BYMONTHDAY=30;BYMONTH=2",
    ],
)
def test_rule_that_never_gives_a_date_is_said_and_not_followed_for_ever(rule: str) -> None:
    found = read(event(*FOUR, f"RRULE:{rule}"))

    assert begins(found) == ["2027-01-05 18:00"]
    assert reasons(found)[0].startswith(f"Språkkafé: Its rule cannot be followed ({rule.partition(';')[0]}")


@pytest.mark.parametrize("year", [1900, 1950, 1999, 2000, 2027, 2098])
@pytest.mark.parametrize("rule", ["FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYWEEKNO=53"])
def test_rule_that_seldom_gives_a_date_is_followed(rule: str, year: int) -> None:
    assert rules.gives_dates(vRecur.from_ical(rule), date(year, 1, 31))


def test_rule_of_a_leap_day_is_followed_from_a_leap_day() -> None:
    assert rules.gives_dates(vRecur.from_ical("FREQ=YEARLY;COUNT=3"), date(2028, 2, 29))


def test_of_more_rules_than_any_event_has_the_rest_is_said() -> None:
    found = read(event(*FOUR, *["RRULE:FREQ=WEEKLY;COUNT=2"] * (series.MOST_RULES + 3)))

    assert begins(found) == ["2027-01-05 18:00", "2027-01-12 18:00"]
    assert len(found.left) == 3


def test_more_named_dates_than_anybody_reads_cost_themselves_alone_and_are_said() -> None:
    many = [f"RDATE:{','.join(['20270301T100000Z'] * sheets.MOST_NAMED)}", "RDATE:20270401T100000Z"]

    found = read(event(*FOUR, *many), event(*FOUR, "RDATE:20270401T170000Z", uid="2"))

    assert [len(one.dates) for one in found.activities] == [1, 2]
    assert reasons(found)[0].startswith("Språkkafé: This line could not be read: RDATE:2027")


def test_no_more_zones_are_worked_out_than_any_file_has() -> None:
    zones = [europe(f"Zone {number}") for number in range(sheets.MOST_ZONES + 2)]

    found = read(*zones, event("DTSTART;TZID=Zone 0:20270105T180000", uid="2"))

    assert begins(found) == ["2027-01-05 18:00"]
    assert reasons(found)[0].startswith(f": The time zone Zone {sheets.MOST_ZONES} is not known here.")
    assert len(found.left) == 2


def test_parts_as_deep_as_they_like_hide_no_event_behind_them() -> None:
    deep = [f"BEGIN:X-{number}" for number in range(9_000)]

    found = read(event(*FOUR, *deep, "END:X-5", *deep[:9], "END:X-0"), event(*FOUR, uid="2"))

    assert (len(found.activities), found.left) == (2, [])


def test_content_of_another_samskap_as_deep_as_it_likes_counts_for_nothing() -> None:
    deep = base64.b64encode(b"[" * 50_000).decode()

    found = read(event(*FOUR, f"X-SAMSKAP-ACTIVITY;VALUE=BINARY;ENCODING=BASE64:{deep}"))

    assert begins(found) == ["2027-01-05 18:00"]


def test_exception_of_the_first_hour_of_all_is_left_out_and_stops_nothing() -> None:
    found = read(event(*FOUR), instead("00010101T000000", "20270113T180000", "20270113T190000"))

    assert (len(found.left), len(found.activities)) == (1, 0)


def test_of_html_without_an_end_only_the_beginning_is_read() -> None:
    words = plain("<p>Velkommen</p>" + "<![CDATA[" * 200_000)

    assert words.startswith("Velkommen")
    assert len(words) <= MOST_READ

"""Whole days and many days: recognised in the zone of the activity, and said in five languages."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from shared.activity import Occasion
from shared.dates import days_words, many_days, whole_days
from shared.languages import translator
from shared.submission import utc


def occasion(starts: str, ends: str, zone: str = "Europe/Oslo") -> Occasion:
    """Return a date from its times on the wall."""
    return Occasion(*(utc(datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone))) for at in (starts, ends)))


@pytest.mark.parametrize(
    ("starts", "ends", "whole", "many"),
    [
        ("2027-02-06", "2027-02-07", (6, 6), None),
        ("2027-02-01", "2027-03-01", (1, 28), (1, 28)),
        ("2027-03-28", "2027-03-29", (28, 28), None),  # an hour is missing in this day
        ("2027-02-06T18:00", "2027-02-08T12:00", None, (6, 8)),
        ("2027-02-06T22:00", "2027-02-07T02:00", None, None),
        ("2027-02-06T18:00", "2027-02-06T20:00", None, None),
        ("2027-02-06T10:00", "2027-02-07", None, None),
    ],
)
def test_days_are_those_of_the_zone(
    starts: str, ends: str, whole: tuple[int, int] | None, many: tuple[int, int] | None
) -> None:
    one = occasion(starts, ends)

    found = [
        days and (days[0].day, days[1].day) for days in (whole_days(one, "Europe/Oslo"), many_days(one, "Europe/Oslo"))
    ]

    assert found == [whole, many]


def test_whole_day_of_one_zone_is_none_of_another() -> None:
    assert whole_days(occasion("2027-02-06", "2027-02-07"), "Europe/Helsinki") is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", ["1.–28. februar", "1.–28. februar 2028", "30. april – 2. mai", "31. desember 2027 – 1. januar 2028"]),
        ("nn", ["1.–28. februar", "1.–28. februar 2028", "30. april – 2. mai", "31. desember 2027 – 1. januar 2028"]),
        ("sv", ["1–28 februari", "1–28 februari 2028", "30 april – 2 maj", "31 december 2027 – 1 januari 2028"]),
        ("da", ["1.–28. februar", "1.–28. februar 2028", "30. april – 2. maj", "31. december 2027 – 1. januar 2028"]),
        ("en", ["1–28 February", "1–28 February 2028", "30 April – 2 May", "31 December 2027 – 1 January 2028"]),
    ],
)
def test_days_are_said_as_people_there_say_them(language: str, said: list[str]) -> None:
    tr = translator(language)
    spans = [
        (date(2027, 2, 1), date(2027, 2, 28)),
        (date(2028, 2, 1), date(2028, 2, 28)),
        (date(2027, 4, 30), date(2027, 5, 2)),
        (date(2027, 12, 31), date(2028, 1, 1)),
    ]

    assert [days_words(first, last, 2027, tr) for first, last in spans] == said

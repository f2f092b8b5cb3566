"""Dates in the words of five languages, in the zone of the activity."""

from datetime import timedelta

import pytest

from kiosk.widgets.dates import card_words, day_words, deadline_words, near_words, next_date, occasion_words
from shared.activity import Occasion
from shared.dates import local
from shared.languages import translator
from shared.submission import from_utc, utc
from tests.builders import an_activity
from tests.fakes import NOON

SOUP = Occasion("2026-12-04T17:00:00.000Z", "2026-12-04T19:00:00.000Z")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "Fredag 4. desember kl. 18:00–20:00"),
        ("nn", "Fredag 4. desember kl. 18:00–20:00"),
        ("sv", "Fredag 4 december kl. 18:00–20:00"),
        ("da", "Fredag 4. december kl. 18:00–20:00"),
        ("en", "Friday 4 December, 18:00–20:00"),
    ],
)
def test_a_date_is_said_as_people_there_say_it(language: str, said: str) -> None:
    assert occasion_words(SOUP, "Europe/Oslo", NOON, translator(language)) == said


def test_summer_time_is_that_of_the_place() -> None:
    july = local("2027-07-01T16:00:00.000Z", "Europe/Oslo")

    assert (july.hour, day_words(july, NOON, translator("en"))) == (18, "Thursday 1 July 2027")


def test_today_and_tomorrow_are_those_of_the_place_not_of_utc() -> None:
    late = from_utc("2026-12-03T23:30:00.000Z")  # half past midnight on the fourth in Oslo
    starts = local(SOUP.starts_at, "Europe/Oslo")
    tr = translator("en")

    assert near_words(starts, late, tr) == "Today"
    assert near_words(starts, late - timedelta(hours=2), tr) == "Tomorrow"
    assert near_words(starts, late - timedelta(days=3), tr) == "Friday 4 December"


def test_what_lasts_for_days_tells_both() -> None:
    camp = Occasion(SOUP.starts_at, "2026-12-06T11:00:00.000Z")

    said = occasion_words(camp, "Europe/Oslo", NOON, translator("en"))

    assert said == "Friday 4 December, 18:00 – Sunday 6 December, 12:00"


@pytest.mark.parametrize(
    ("starts", "ends", "said", "card"),
    [
        (
            "2026-12-05T23:00",
            "2026-12-06T23:00",
            "Søndag 6. desember, hele dagen",
            ("Søndag 6. desember", "Hele dagen"),
        ),
        ("2027-01-31T23:00", "2027-02-28T23:00", "1.–28. februar 2027", ("1.–28. februar 2027", "Hele dagen")),
        (
            "2026-12-04T17:00",
            "2026-12-06T11:00",
            "Fredag 4. desember kl. 18:00 – Søndag 6. desember kl. 12:00",
            ("4.–6. desember", "Fra kl. 18:00"),
        ),
    ],
)
def test_whole_days_and_many_days_are_said_as_days(starts: str, ends: str, said: str, card: tuple[str, str]) -> None:
    days, tr = Occasion(f"{starts}:00.000Z", f"{ends}:00.000Z"), translator("nb")

    assert occasion_words(days, "Europe/Oslo", NOON, tr) == said
    assert card_words(days, "Europe/Oslo", NOON, tr) == card


def test_the_next_date_of_a_series_is_the_one_not_over_yet() -> None:
    spans = [NOON - timedelta(days=7), NOON - timedelta(minutes=5), NOON + timedelta(days=7)]
    dates = [Occasion(utc(start), utc(start + timedelta(hours=1))) for start in spans]

    assert next_date(an_activity(dates=dates), NOON) == dates[1]
    assert next_date(an_activity(dates=dates[:1]), NOON) == dates[0]


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("nb", "Meld deg på til og med 14. april", "Meld deg på før 14. april 18:00"),
        ("nn", "Meld deg på til og med 14. april", "Meld deg på før 14. april 18:00"),
        ("sv", "Anmäl dig till och med 14 april", "Anmäl dig före 14 april 18:00"),
        ("da", "Tilmeld dig til og med 14. april", "Tilmeld dig før 14. april 18:00"),
        ("en", "Sign up to and including 14 April", "Sign up before 14 April 18:00"),
    ],
)
def test_deadline_at_midnight_names_the_last_day_and_any_other_its_time(language: str, day: str, moment: str) -> None:
    said = translator(language)

    assert deadline_words("2027-04-14T22:00:00.000Z", "Europe/Oslo", said) == day
    assert deadline_words("2027-04-14T16:00:00.000Z", "Europe/Oslo", said) == moment
    assert deadline_words("2027-04-14T22:00:00.000Z", "Atlantic/Reykjavik", said) != day

"""The form of an activity: nothing lost on the way there and back, and every mistake with its words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hub.services.activities import templates
from hub.web.activities.activity_dates import GONE, occasion_of, row_of
from hub.web.activities.activity_form import (
    SAYS,
    ActivityForm,
    blank,
    filled,
    mistakes,
    rearranged,
    to_activity,
    undated,
)
from shared.activity import Activity, ActivityText, Occasion
from shared.errors import ActivityOver, SignUpTooLarge
from shared.languages import LANGUAGES

DAY = date(2026, 10, 20)
NOW = datetime(2026, 10, 1, tzinfo=UTC)
ROW = {"day": "2026-10-20", "from": "17:00", "to": "19:30", "was": ""}


def a_form(*rows: dict[str, str], **values: str) -> ActivityForm:
    """The form of an empty activity with a title and a date."""
    form = blank()
    return ActivityForm(form.values | {"title-nb": "Suppe"} | values, rows or (ROW,))


def made_of(form: ActivityForm) -> Activity:
    return to_activity(form, "id", "suppe")


def wrong(form: ActivityForm) -> dict[str, str]:
    return mistakes(form, made_of(form), now=NOW)


@pytest.mark.parametrize("template", [template.id for template in templates.listed()])
def test_form_of_an_activity_gives_the_same_activity_back(template: str) -> None:
    before = templates.activity(templates.read(template), slug=template, first_day=DAY, zone="Europe/Stockholm")

    assert to_activity(filled(before), before.id, before.slug, before) == before
    assert mistakes(filled(before), before, now=NOW) == {}


def test_moments_finer_than_minutes_and_dates_of_days_stay_until_they_are_changed() -> None:
    dates = [Occasion("2026-10-20T15:00:00.123Z", "2026-10-23T10:00:00.000Z")]
    before = replace(made_of(a_form()), dates=dates, opens_at="2026-10-01T10:00:30.000Z")
    form = filled(before)

    kept = to_activity(form, before.id, before.slug, before)
    later = to_activity(replace(form, rows=({**form.rows[0], "from": "18:00"},)), before.id, before.slug, before)

    assert kept == before
    assert later.dates == [Occasion("2026-10-20T16:00:00.000Z", "2026-10-21T10:00:00.000Z")]


def test_dates_are_read_in_the_zone_of_the_activity_also_across_the_change_to_winter_time() -> None:
    form = rearranged(a_form(ROW, times="1"), "weekly")

    assert [date.starts_at for date in made_of(form).dates] == ["2026-10-20T15:00:00.000Z", "2026-10-27T16:00:00.000Z"]
    assert made_of(replace(form, values=form.values | {"zone": "Atlantic/Reykjavik"})).starts_at == (
        "2026-10-20T17:00:00.000Z"
    )


def test_what_ends_before_it_begins_ends_the_next_day() -> None:
    made = made_of(a_form({**ROW, "from": "20:00", "to": "09:00"}))

    assert (made.starts_at, made.ends_at) == ("2026-10-20T18:00:00.000Z", "2026-10-21T07:00:00.000Z")


def test_dates_stand_in_their_order_and_rows_without_a_day_are_left_out() -> None:
    made = made_of(a_form({**ROW, "day": "2026-11-03"}, {**ROW, "day": ""}, ROW))

    assert [date.starts_at[:10] for date in made.dates] == ["2026-10-20", "2026-11-03"]


@pytest.mark.parametrize(
    ("act", "days"),
    [
        ("add", ["2026-10-20", "2026-10-21", ""]),
        ("remove-0", ["2026-10-21"]),
        ("remove-9", ["2026-10-20", "2026-10-21"]),
        ("remove-x", ["2026-10-20", "2026-10-21"]),
        ("weekly", ["2026-10-20", "2026-10-21", "2026-10-28", "2026-11-04"]),
    ],
)
def test_dates_are_rearranged_as_the_button_says(act: str, days: list[str]) -> None:
    form = a_form(ROW, {**ROW, "day": "2026-10-21"}, times="2")

    assert [row["day"] for row in rearranged(form, act).rows] == days


def test_every_mistake_of_a_form_is_told_at_once() -> None:
    form = a_form({**ROW, "day": "x"}, seats="0", minimum="x", place="x" * 121, audience="cats", closes="x")

    assert set(wrong(form)) == {"dates-0", "seats", "minimum", "place", "audience", "closes"}


@pytest.mark.parametrize("times", ["", "x", "-1", "99999999999", "0"])
def test_weekly_dates_take_any_number_and_give_no_more_than_there_may_be(times: str) -> None:
    assert len(rearranged(a_form(ROW, times=times), "weekly").rows) in (1, 60)


def test_last_of_the_calendar_is_not_repeated() -> None:
    assert len(rearranged(a_form({**ROW, "day": "9999-12-30"}, times="3"), "weekly").rows) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title-nb": ""}, "texts"),
        ({"title-nb": "", "description-nb": "Vi spiser."}, "title-nb"),
        ({"title-da": "x" * 61}, "title-da"),
        ({"description-nb": "x" * 1_001}, "description-nb"),
        ({"price-nb": "x" * 121}, "price-nb"),
        ({"place": "x" * 121}, "place"),
        ({"seats": "0"}, "seats"),
        ({"seats": "mange"}, "seats"),
        ({"minimum": "21"}, "minimum"),
        ({"most_persons": "31"}, "most_persons"),
        ({"audience": "cats"}, "audience"),
        ({"keep-contact": "366"}, "keep-contact"),
        ({"keep-contact": ""}, "keep-contact"),
        ({"tag-of": "x" * 121}, "tags"),
        ({"zone": "Europe/Nowhere"}, "zone"),
        ({"opens": "snart"}, "opens"),
        ({"closes": "2026-10-21T12:00"}, "closes"),
        ({"opens": "2026-10-19T12:00", "closes": "2026-10-18T12:00"}, "closes"),
    ],
)
def test_mistake_is_marked_by_its_field(changed: dict[str, str], field: str) -> None:
    form = a_form(**changed)

    assert list(wrong(form)) == [field]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"day": ""}, "dates"),
        ({"from": ""}, "dates-0"),
        ({"to": "17:00"}, "dates-0"),
        ({"day": "2026-13-01"}, "dates-0"),
        ({"day": "0001-01-01", "from": "00:00"}, "dates-0"),
        ({"from": "17:00+01:00"}, "dates-0"),
    ],
)
def test_date_that_is_none_is_marked(row: dict[str, str], field: str) -> None:
    form = a_form({**ROW, **row})

    assert list(wrong(form)) == [field]


def test_dates_that_lie_in_each_other_are_marked() -> None:
    form = a_form(ROW, {**ROW, "from": "18:00"})

    assert wrong(form) == {"dates": SAYS["ends_at"]}


def test_sign_up_for_more_than_there_are_seats_is_marked() -> None:
    assert wrong(a_form(seats="3", most_persons="4")) == {"most_persons": SignUpTooLarge.says}
    assert wrong(a_form(seats="4", most_persons="4")) == {}
    assert wrong(a_form(seats="3", most_persons="4", way="drop-in")) == {}


def test_fewer_seats_than_one_sign_up_may_be_for_are_marked_where_staff_take_seats_away() -> None:
    before = made_of(a_form(seats="8", most_persons="8"))
    form = a_form(seats="3", most_persons="8")

    found = mistakes(form, to_activity(form, before.id, before.slug, before), now=NOW, before=before)

    assert found == {"most_persons": SignUpTooLarge.says}


def test_activity_whose_every_date_is_over_is_marked() -> None:
    past, coming = {**ROW, "day": "2020-10-20"}, ROW

    assert wrong(a_form(past)) == {"dates": ActivityOver.says}
    assert wrong(a_form(past, coming)) == {}
    assert wrong(a_form(past, coming, series="each")) == {"dates-0": GONE}


def test_activity_that_is_over_is_still_corrected() -> None:
    before = made_of(a_form({**ROW, "day": "2020-10-20"}))
    form = replace(filled(before), values={**filled(before).values, "title-nb": "Suppekveld"})

    assert mistakes(form, to_activity(form, before.id, before.slug, before), now=NOW, before=before) == {}


def test_all_mistakes_are_told_at_once() -> None:
    form = a_form({**ROW, "to": ""}, **{"title-sv": "x" * 61, "seats": "", "keep-name": "x", "opens": "?"})

    assert set(wrong(form)) == {"title-sv", "dates-0", "seats", "keep-name", "opens"}


def test_reasons_to_begin_with_stand_in_every_language() -> None:
    asked = made_of(a_form()).fields

    assert [one.name for one in asked] == ["name", "contact", "persons"]
    assert all(set(one.reasons) == set(LANGUAGES) for one in asked)


def test_drop_in_has_no_seats_whatever_stands_in_the_fields() -> None:
    assert made_of(a_form(way="drop-in")).seats is None


def test_copy_keeps_the_clock_and_asks_for_the_day() -> None:
    form = undated(filled(made_of(a_form(ROW, {**ROW, "day": "2026-10-27"}, closes="2026-10-19T12:00"))))

    assert form.rows == ({**ROW, "day": "", "was": ""},)
    assert form.values.get("closes") is None
    assert made_of(form).text("nb") == ActivityText("Suppe")


def test_whole_days_stay_as_many_when_they_are_moved() -> None:
    month = Occasion("2027-01-31T23:00:00.000Z", "2027-02-28T23:00:00.000Z")
    row = row_of(month, "Europe/Oslo")

    assert occasion_of(row, "Europe/Oslo") == month
    assert occasion_of({**row, "day": "2027-02-03"}, "Europe/Oslo") == Occasion(
        "2027-02-02T23:00:00.000Z", "2027-03-02T23:00:00.000Z"
    )


def test_from_midnight_to_midnight_is_a_whole_day() -> None:
    row = {"day": "2027-02-06", "from": "00:00", "to": "00:00", "was": ""}

    assert occasion_of(row, "Europe/Oslo") == Occasion("2027-02-05T23:00:00.000Z", "2027-02-06T23:00:00.000Z")

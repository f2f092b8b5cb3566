"""An activity: when it takes sign-ups, what is kept how long, what its prompts are, and what is not an activity."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.activity import (
    ASKED,
    AUDIENCES,
    EXIT_MINUTES,
    KEEP_DAYS,
    MAX_DATES,
    MAX_DESCRIPTION,
    MAX_LINE,
    MAX_SEATS,
    MAX_TITLE,
    Activity,
    ActivityText,
    AskedField,
    Occasion,
    activity_faults,
    activity_from_json,
    activity_json,
    attendance_prompt,
    change_prompt,
    check_activity,
    exit_prompt,
    sign_up_prompt,
)
from shared.errors import InvalidActivity
from shared.kinds import KINDS, kind_of
from shared.kinds.base import ActivityKind
from shared.languages import LANGUAGES
from shared.prompt import check_prompt
from shared.submission import from_utc, utc
from tests.builders import an_activity
from tests.fakes import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHORT = {
    "slug": "soup",
    "title": {"nb": "Suppe"},
    "starts_at": "2026-12-01T17:00:00Z",
    "ends_at": "2026-12-01T19:00:00Z",
}


def dates(*hours: int, lasting: int = 2) -> list[Occasion]:
    """Return dates that begin so many hours from noon."""
    return [Occasion(utc(NOON + n * HOUR), utc(NOON + (n + lasting) * HOUR)) for n in hours]


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=MAX_LINE)
titles = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=MAX_TITLE).filter(str.strip)
texts = st.builds(ActivityText, titles, words, words)
fields = st.builds(
    AskedField,
    st.sampled_from(ASKED),
    st.integers(0, 365),
    st.dictionaries(st.sampled_from(list(LANGUAGES)), words, max_size=2),
)


@st.composite
def activities(draw: st.DrawFn) -> Activity:
    """Return activities that are in order, with anything in them that may be there."""
    starts = sorted(draw(st.lists(st.integers(0, 500), min_size=1, max_size=5, unique=True)))
    spans = [Occasion(utc(NOON + n * DAY), utc(NOON + n * DAY + HOUR)) for n in starts]
    first, last = from_utc(spans[0].starts_at), from_utc(spans[-1].ends_at)
    seats = draw(st.none() | st.integers(1, MAX_SEATS))
    return Activity(
        id=draw(words),
        slug=draw(st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)),
        revision=draw(st.integers(1, 9)),
        texts=draw(st.dictionaries(st.sampled_from(list(LANGUAGES)), texts, min_size=1)),
        dates=spans,
        zone=draw(st.sampled_from(["Europe/Oslo", "Europe/Copenhagen", "UTC"])),
        place=draw(words),
        host=draw(words),
        seats=seats,
        waiting_list=draw(st.booleans()),
        opens_at=draw(st.none() | st.just(utc(first - DAY))),
        closes_at=draw(st.none() | st.just(utc(first)) | st.just(utc(last))),
        minimum=draw(st.none() | st.integers(1, seats or MAX_SEATS)),
        audience=draw(st.sampled_from(AUDIENCES)),
        fields=draw(st.lists(fields, unique_by=lambda asked: asked.name)),
        most_persons=draw(st.integers(1, 30)),
        tags=draw(st.dictionaries(st.sampled_from(["of", "by", "for"]), words)),
        exit_kiosks=draw(st.lists(words, max_size=2)),
        listed=draw(st.booleans()),
        cancelled=draw(st.booleans()),
    )


@given(activities())
def test_activity_in_order_is_taken_and_comes_back_from_json_as_it_was(activity: Activity) -> None:
    check_activity(activity)

    assert activity_from_json(json.loads(json.dumps(activity_json(activity)))) == activity


@given(activities(), st.sampled_from(list(LANGUAGES)))
def test_activity_in_order_has_a_text_in_every_language(activity: Activity, language: str) -> None:
    assert activity.text(language) in activity.texts.values()


@given(activities())
def test_prompts_of_an_activity_are_in_order_for_their_kinds(activity: Activity) -> None:
    of_activity = [kind for kind in KINDS.values() if isinstance(kind, ActivityKind)]
    prompts = [kind.prompt_of(activity, date.starts_at) for kind in of_activity for date in activity.dates]

    for prompt in prompts:
        kind_of(prompt.kind).check_settings(prompt.settings)
        assert (prompt.id, prompt.revision) == (prompt.kind, activity.revision)
        assert prompt.settings["activity"] == activity.slug
        assert prompt.text("en").title == activity.text("en").title
    assert [kind.name for kind in of_activity] == list(dict.fromkeys(prompt.kind for prompt in prompts))


@given(activities().filter(lambda activity: activity.seats is not None))
def test_sign_up_prompt_is_one_that_could_be_published(activity: Activity) -> None:
    check_prompt(sign_up_prompt(activity))


@given(st.data())
def test_anything_else_is_refused_and_nothing_breaks(data: st.DataObject) -> None:
    whatever = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=8,
    )
    name = data.draw(st.sampled_from([*SHORT, *activity_json(an_activity()), "description", "price", "surprise"]))
    try:
        activity = activity_from_json({**SHORT, name: data.draw(whatever)})
        check_activity(activity)
    except InvalidActivity:
        return
    assert activity_from_json(json.loads(json.dumps(activity_json(activity)))) == activity


@pytest.mark.parametrize("missing", SHORT)
def test_what_is_missing_is_named(missing: str) -> None:
    with pytest.raises(InvalidActivity, match=f"{missing} is missing"):
        activity_from_json({name: value for name, value in SHORT.items() if name != missing})


def test_short_forms_are_filled_in() -> None:
    short = {**SHORT, "description": {"nb": "Med brød"}, "price": {"nb": "20 kr"}, "fields": ["food", "contact"]}
    activity = activity_from_json(short)

    assert activity.texts == {"nb": ActivityText("Suppe", "Med brød", "20 kr")}
    assert activity.dates == [Occasion("2026-12-01T17:00:00.000Z", "2026-12-01T19:00:00.000Z")]
    assert activity.fields == [AskedField("food", 1), AskedField("contact", 14)]
    assert (activity.revision, activity.seats, activity.listed) == (1, None, True)


def test_id_follows_from_the_slug_where_none_is_given() -> None:
    ids = [activity_from_json({**SHORT, "slug": slug}).id for slug in ("soup", "soup", "bread")]

    assert ids[0] == ids[1] != ids[2]
    assert activity_from_json({**SHORT, "id": "mine"}).id == "mine"


def test_times_with_another_offset_are_written_in_utc() -> None:
    activity = activity_from_json(
        {**SHORT, "starts_at": "2026-12-01T18:00:00+01:00", "opens_at": "2026-11-01T00:00+01:00"}
    )

    assert activity.starts_at == "2026-12-01T17:00:00.000Z"
    assert activity.opens_at == "2026-10-31T23:00:00.000Z"


@pytest.mark.parametrize(
    "given",
    ["20261201T170000Z", "2026-12-01T17:00Z", "2026-W49-2T17:00:00.000Z", "2026-12-01 18:00+0100", "2026-12-01T18:00"],
)
def test_times_of_every_shape_are_written_in_one(given: str) -> None:
    activity = activity_from_json({**SHORT, "starts_at": given, "opens_at": given, "closes_at": given})

    assert {activity.starts_at, activity.opens_at, activity.closes_at} == {"2026-12-01T17:00:00.000Z"}


@pytest.mark.parametrize("at", ["20261201T170000Z", "2026-12-01T17:00:00Z", "2026-12-01T18:00:00.000+01:00"])
def test_activity_with_a_time_of_another_shape_is_none(at: str) -> None:
    with pytest.raises(InvalidActivity, match="starts_at"):
        check_activity(an_activity(opens_at=at))


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"slug": "Soup"}, "slug"),
        ({"slug": "../soup"}, "slug"),
        ({"slug": ""}, "slug"),
        ({"texts": {}}, "title"),
        ({"texts": {"xx": ActivityText("Soup")}}, "title"),
        ({"texts": {"nb": ActivityText(" ")}}, "title"),
        ({"texts": {"nb": ActivityText("x" * (MAX_TITLE + 1))}}, "title"),
        ({"texts": {"nb": ActivityText("Suppe", "x" * (MAX_DESCRIPTION + 1))}}, "description"),
        ({"texts": {"nb": ActivityText("Suppe", "", "x" * (MAX_LINE + 1))}}, "price"),
        ({"place": "x" * (MAX_LINE + 1)}, "place"),
        ({"host": "x" * (MAX_LINE + 1)}, "host"),
        ({"seats": 0}, "seats"),
        ({"seats": MAX_SEATS + 1}, "seats"),
        ({"minimum": 0}, "minimum"),
        ({"seats": 5, "minimum": 6}, "minimum"),
        ({"most_persons": 0}, "most_persons"),
        ({"most_persons": 31}, "most_persons"),
        ({"audience": "cats"}, "audience"),
        ({"tags": {"with": "cats"}}, "tags"),
        ({"tags": {"of": "x" * (MAX_LINE + 1)}}, "tags"),
        ({"fields": [AskedField("birthday", 1)]}, "fields"),
        ({"fields": [AskedField("food", 366)]}, "fields"),
        ({"fields": [AskedField("food", -1)]}, "fields"),
        ({"fields": [AskedField("food", 1), AskedField("food", 2)]}, "fields"),
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"zone": "Europe"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"zone": "\0"}, "zone"),
        ({"zone": ""}, "zone"),
        ({"dates": []}, "dates"),
        ({"dates": dates(*range(0, 3 * MAX_DATES + 3, 3))}, "dates"),
        ({"dates": [Occasion("soon", "later")]}, "starts_at"),
        ({"dates": [Occasion("2026-12-01T17:00:00", "2026-12-01T19:00:00Z")]}, "starts_at"),
        ({"dates": dates(1, lasting=0)}, "ends_at"),
        ({"dates": dates(5, 1)}, "ends_at"),
        ({"dates": dates(1, 2)}, "ends_at"),
        ({"opens_at": "soon"}, "starts_at"),
        ({"dates": dates(9), "opens_at": utc(NOON + HOUR), "closes_at": utc(NOON + HOUR)}, "closes_at"),
        ({"dates": dates(9), "opens_at": utc(NOON + 9 * HOUR)}, "closes_at"),
        ({"dates": dates(9), "closes_at": utc(NOON + 12 * HOUR)}, "closes_at"),
    ],
)
def test_activity_out_of_order_is_refused_by_its_field(over: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidActivity, match=f"^{field}$"):
        check_activity(an_activity(**over))


def test_every_fault_is_named_at_once() -> None:
    wrong = an_activity(seats=0, place="x" * (MAX_LINE + 1), audience="cats", dates=dates(2, 1), zone="Nowhere")

    assert activity_faults(wrong) == ["place", "seats", "audience", "zone", "ends_at"]
    assert activity_faults(an_activity()) == []


@pytest.mark.parametrize(
    "over",
    [
        {"title": {"nb": "half of a \ud83d"}},
        {"seats": True},
        {"seats": "20"},
        {"waiting_list": 1},
        {"fields": [{"name": "food", "keep_days": 1.5}]},
        {"fields": [{"keep_days": 1}]},
        {"fields": [["food"]]},
        {"title": "Soup"},
        {"dates": [{"starts_at": "2026-12-01T17:00:00Z"}]},
        {"dates": "tomorrow"},
        {"colour": "blue"},
    ],
)
def test_other_types_are_refused(over: dict[str, Any]) -> None:
    with pytest.raises(InvalidActivity):
        activity_from_json({**SHORT, **over})


def test_sign_up_is_open_from_its_first_moment_and_not_in_its_last() -> None:
    activity = an_activity(dates=dates(9), opens_at=utc(NOON), closes_at=utc(NOON + HOUR))

    taken = [activity.takes_sign_ups(NOON + n * HOUR) for n in (-1, 0, 1)]

    assert taken == [False, True, False]


def test_sign_up_without_a_deadline_ends_when_the_first_date_begins() -> None:
    activity = an_activity(dates=dates(2, 9))

    assert [activity.takes_sign_ups(NOON + n * HOUR) for n in (1, 2, 5)] == [True, False, False]


@pytest.mark.parametrize("over", [{"seats": None}, {"cancelled": True}])
def test_drop_in_and_cancelled_activities_take_no_sign_ups(over: dict[str, Any]) -> None:
    assert not an_activity(**over).takes_sign_ups(NOON)


def test_activity_is_over_when_its_last_date_has_ended() -> None:
    activity = an_activity(dates=dates(0, 9))

    assert [activity.is_over(NOON + n * HOUR) for n in (3, 10, 11)] == [False, False, True]


def test_answers_are_deleted_so_many_days_after_the_last_date() -> None:
    activity = an_activity(dates=dates(0, 9), fields=[AskedField("contact", 3)])
    over = NOON + 11 * HOUR

    assert activity.deletes_at("contact") == over + 3 * DAY
    assert activity.deletes_at("food") == over + KEEP_DAYS["food"] * DAY
    assert activity.deletes_at("surprise") == over + 14 * DAY


def test_food_and_access_needs_are_gone_the_day_after_by_default() -> None:
    assert {name for name, days in KEEP_DAYS.items() if days == 1} == {"food", "access"}
    assert set(KEEP_DAYS) == set(ASKED)


def test_sign_up_prompt_tells_what_is_asked_and_why() -> None:
    reasons = {"nb": "Så alle kan spise."}
    activity = an_activity(fields=[AskedField("food", 1, reasons)], audience="families", most_persons=4)
    prompt = sign_up_prompt(activity)

    assert prompt.settings == {
        "activity": "soup",
        "asks": ["food"],
        "reasons": {"food": reasons},
        "audience": "families",
        "most_persons": 4,
    }
    assert prompt.closes_at == activity.starts_at
    assert sign_up_prompt(replace(activity, closes_at=utc(NOON))).closes_at == utc(NOON)


def test_change_of_what_a_sign_up_asks_is_another_prompt() -> None:
    activity = an_activity()
    other = replace(activity, revision=2, fields=[])

    assert sign_up_prompt(activity).content_hash() != sign_up_prompt(other).content_hash()
    assert change_prompt(activity).content_hash() == change_prompt(other).content_hash()


def test_changes_are_taken_until_the_end_and_attendance_for_ever() -> None:
    activity = an_activity(dates=dates(0, 9), closes_at=utc(NOON))

    assert change_prompt(activity).closes_at == activity.ends_at
    assert attendance_prompt(activity).is_open(NOON + 300 * DAY)
    assert attendance_prompt(activity).settings["dates"] == [date.starts_at for date in activity.dates]


def test_exit_questions_are_open_from_a_quarter_of_an_hour_before_the_end() -> None:
    activity = an_activity(dates=dates(0, 9))
    prompt = exit_prompt(activity, activity.dates[0])
    ends, minute = NOON + 2 * HOUR, timedelta(minutes=1)

    is_open = [prompt.is_open(ends + n * minute) for n in (-16, -15, 0, EXIT_MINUTES - 16, EXIT_MINUTES - 15)]

    assert is_open == [False, True, True, True, False]
    assert prompt.settings == {"activity": "soup", "date": utc(NOON)}


def test_far_away_years_do_not_break_the_dates_of_deletion() -> None:
    last = datetime(9999, 12, 31, 22, tzinfo=UTC)

    with pytest.raises(InvalidActivity, match="dates"):
        check_activity(an_activity(dates=[Occasion(utc(last), utc(last + HOUR))]))
    with pytest.raises(InvalidActivity, match="dates"):
        check_activity(an_activity(opens_at="0001-01-01T00:00:00.000Z"))


def test_time_without_an_offset_is_on_the_clock_of_the_zone() -> None:
    given = {"slug": "soup", "title": {"nb": "Suppe"}, "zone": "Europe/Helsinki"}

    activity = activity_from_json({**given, "starts_at": "2027-03-01T18:00", "ends_at": "2027-03-01T20:00:00"})

    assert activity.dates == [Occasion("2027-03-01T16:00:00.000Z", "2027-03-01T18:00:00.000Z")]


@pytest.mark.parametrize(("written", "audience"), [("everyone", "all"), ("child", "children"), ("adults", "adults")])
def test_audience_is_read_in_other_words(written: str, audience: str) -> None:
    given = {"slug": "soup", "title": {"nb": "Suppe"}, "starts_at": "2027-03-01T18:00", "ends_at": "2027-03-01T20:00"}

    assert activity_from_json({**given, "audience": written}).audience == audience

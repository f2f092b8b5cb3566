"""The shapes to begin from: complete in five languages, right on every day of the year, each what its people need."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.services.activities import templates
from shared.activity import Activity, sign_up_prompt
from shared.assets import asset
from shared.errors import InvalidActivity, NotFound
from shared.kinds import kind_of
from shared.kinds.idea import picture_cards
from shared.languages import DEFAULT_LANGUAGE, LANGUAGES
from shared.prompt import check_prompt
from shared.submission import from_utc

IDS = ["idea-meeting", "democracy-soup", "baby-cafe", "talk-cafe", "children-workshop"]
DAY = date(2026, 9, 15)
OSLO = ZoneInfo("Europe/Oslo")


def made(id: str, first_day: date = DAY, **over: str) -> Activity:
    """Return an activity from a template."""
    return templates.activity(templates.read(id), slug="made", first_day=first_day, **over)


def local(moment: str | None) -> str:
    """Return a moment as the clock on the library's wall shows it."""
    assert moment is not None
    return from_utc(moment).astimezone(OSLO).strftime("%Y-%m-%d %H:%M")


def test_the_five_shapes_are_listed_in_their_order() -> None:
    assert [template.id for template in templates.listed()] == IDS


def test_template_nobody_wrote_is_not_found() -> None:
    with pytest.raises(NotFound):
        templates.read("karaoke")


@pytest.mark.parametrize("id", IDS)
def test_template_speaks_the_same_languages_everywhere(id: str) -> None:
    template = templates.read(id)
    activity = made(id)

    spoken = set(template.about)
    assert {DEFAULT_LANGUAGE, "en"} <= spoken <= set(LANGUAGES)
    assert set(activity.texts) == spoken
    assert all(text.description for text in activity.texts.values())
    assert all(set(asked.reasons) == spoken for asked in activity.fields)
    assert set(template.tags) == {"of", "by", "for"}
    assert all(set(texts) == spoken for texts in template.tags.values())
    assert (template.title("da"), template.said("da")) == (activity.text("da").title, template.about["da"])


@pytest.mark.parametrize("id", IDS)
def test_template_has_a_picture_card_that_is_there(id: str) -> None:
    assert made(id).card in picture_cards()


@pytest.mark.parametrize("id", [one for one in IDS if one != "talk-cafe"])
def test_sign_up_of_a_template_has_at_most_five_screens(id: str) -> None:
    prompt = sign_up_prompt(made(id))

    check_prompt(prompt)
    kind_of("signup").check_settings(prompt.settings)
    assert 1 <= len(kind_of("signup").steps(prompt.settings)) <= 5


@given(st.sampled_from(IDS), st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_any_first_day_gives_dates_at_the_same_time_of_day(id: str, day: date) -> None:
    template, activity = templates.read(id), made(id, day)

    starts = [local(one.starts_at) for one in activity.dates]
    assert starts == [f"{day + timedelta(weeks=week)} {template.time}" for week in range(template.weeks)]
    assert len({one.ends_at for one in activity.dates}) == template.weeks


@given(st.sampled_from(IDS), st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_suggested_day_is_the_next_of_its_weekday(id: str, day: date) -> None:
    template = templates.read(id)
    suggested = template.day_after(day)

    assert suggested.isoweekday() == template.weekday
    assert 1 <= (suggested - day).days <= 7


def test_series_across_the_end_of_summer_time_stays_at_eleven() -> None:
    activity = made("baby-cafe", date(2026, 10, 6))

    assert [one.starts_at[11:16] for one in activity.dates] == ["09:00"] * 3 + ["10:00"] * 5
    assert {local(one.starts_at)[11:] for one in activity.dates} == {"11:00"}


def test_idea_meeting_closes_as_the_day_ends_a_week_ahead() -> None:
    activity = made("idea-meeting", date(2026, 4, 17))

    assert local(activity.closes_at) == "2026-04-11 00:00"
    assert local(activity.opens_at) == "2026-03-06 00:00"
    assert {"organisation", "role"} <= set(activity.asks)
    assert activity.takes_sign_ups(datetime(2026, 4, 10, 21, tzinfo=UTC))
    assert not activity.takes_sign_ups(datetime(2026, 4, 10, 23, tzinfo=UTC))


def test_soup_has_portions_and_forgets_food_needs_the_day_after() -> None:
    activity = made("democracy-soup")

    assert activity.seats == 60
    assert "contact" not in activity.asks
    assert activity.deletes_at("food") == from_utc(activity.ends_at) + timedelta(days=1)


def test_baby_cafe_is_one_sign_up_for_eight_times_with_a_waiting_list() -> None:
    activity = made("baby-cafe")

    assert (len(activity.dates), activity.waiting_list, activity.audience) == (8, True, "families")
    assert activity.takes_sign_ups(from_utc(activity.starts_at) - timedelta(minutes=1))


def test_talk_cafe_meets_nobody_with_a_form() -> None:
    activity = made("talk-cafe")

    assert (activity.seats, activity.fields) == (None, [])
    assert not activity.takes_sign_ups(from_utc(activity.starts_at) - timedelta(days=1))


def test_workshop_wants_the_contact_of_a_guardian() -> None:
    activity = made("children-workshop")

    assert activity.audience == "children"
    assert {"name", "contact"} <= set(activity.asks)
    assert "guardian" not in activity.asks


def test_tags_are_in_the_language_of_the_library() -> None:
    assert made("children-workshop", language="sv").tags["by"] == "Barnen väljer vad de gör"


def test_zone_nobody_knows_is_refused() -> None:
    with pytest.raises(InvalidActivity, match="zone"):
        made("talk-cafe", zone="Europe/Atlantis")


def test_sample_sign_ups_answer_the_templates() -> None:
    samples = json.loads(asset("starter", "sign-ups.json").read_text("utf-8"))

    for sample in samples:
        answer = sample["answer"]
        settings = sign_up_prompt(made(answer["activity"])).settings | {"activity": answer["activity"]}
        kept = kind_of(sample["prompt"]).check(answer, settings)
        assert kept["contact"] == answer["contact"]
        assert kept["fields"] == answer["fields"]
    assert {sample["answer"]["activity"] for sample in samples} == set(IDS) - {"talk-cafe"}

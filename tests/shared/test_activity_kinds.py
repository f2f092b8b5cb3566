"""What the kinds of an activity promise: sign-ups, changes of them, attendance and the questions on the way out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.activity import ASKED, AUDIENCES
from shared.errors import (
    AnswerEmpty,
    AnswerTooLong,
    InvalidAnswer,
    InvalidPrompt,
    NotReachable,
    SamskapError,
    TooManyChoices,
    UnknownChoice,
)
from shared.kinds import KINDS, kind_of
from shared.kinds.attendance import BANDS, MOST
from shared.kinds.base import ActivityKind
from shared.kinds.signup import AGES, MAX_CONTACT, MAX_LINE, MAX_NAME, MAX_NOTE, NEEDS, ROLES, STEPS
from tests.builders import an_activity, receipt_code
from tools.kind_examples import of_activity

SOUP = an_activity()
CODE = receipt_code("s1")
DATE = SOUP.dates[0].starts_at
OF_ACTIVITY = {name: kind for name, kind in KINDS.items() if isinstance(kind, ActivityKind)}
SETTINGS: dict[str, dict[str, Any]] = {name: kind.prompt_of(SOUP, DATE).settings for name, kind in OF_ACTIVITY.items()}
KARI = {"name": "Kari", "age": "adult"}
ANSWERS: dict[str, dict[str, Any]] = {
    **of_activity("soup", DATE, code=CODE, door_code=CODE),
    "signup": {
        "activity": "soup",
        "persons": [KARI, {"name": "Ola", "age": "child"}],
        "contact": "kari@example.org",
        "fields": {"food": "ikke nøtter"},
        "split": False,
    },
}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=MAX_NAME)


def asking(*asks: str, **over: Any) -> dict[str, Any]:
    """Return the settings of a sign-up that asks this."""
    return {**SETTINGS["signup"], "asks": list(asks), **over}


def through(name: str, answer: dict[str, Any], settings: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return an answer after the whole way from the glass to the hub."""
    kind, settings = kind_of(name), settings or SETTINGS[name]
    return kind.check(kind.unpack(kind.pack(kind.check(answer, settings))), settings)


def refusal(name: str, answer: Any, settings: dict[str, Any] | None = None) -> SamskapError:
    """Return the error an answer is refused with."""
    with pytest.raises(InvalidAnswer) as refused:
        kind_of(name).check(answer, settings or SETTINGS[name])
    return refused.value


# What all of them have in common


@pytest.mark.parametrize("name", OF_ACTIVITY)
def test_answer_to_every_kind_comes_back(name: str) -> None:
    assert through(name, ANSWERS[name])["activity"] == "soup"
    assert through(name, through(name, ANSWERS[name])) == through(name, ANSWERS[name])


@pytest.mark.parametrize("name", OF_ACTIVITY)
def test_answer_for_another_activity_is_refused(name: str) -> None:
    refusal(name, {**ANSWERS[name], "activity": "bread"})


@pytest.mark.parametrize("name", OF_ACTIVITY)
def test_fields_nobody_asked_for_are_refused(name: str) -> None:
    assert "secret" not in str(refusal(name, {**ANSWERS[name], "secret-field": "secret-word"}))


@pytest.mark.parametrize("name", OF_ACTIVITY)
@given(data=st.data())
def test_check_takes_or_refuses_anything(name: str, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(list(ANSWERS[name])))
    kind = kind_of(name)
    answer: Any = data.draw(anything | st.just({**ANSWERS[name], field: data.draw(anything)}))
    try:
        checked = kind.check(answer, SETTINGS[name])
    except InvalidAnswer:
        return
    assert through(name, checked) == checked


@pytest.mark.parametrize("name", OF_ACTIVITY)
def test_settings_that_name_no_activity_are_refused(name: str) -> None:
    kind_of(name).check_settings(SETTINGS[name])
    with pytest.raises(InvalidPrompt):
        kind_of(name).check_settings({})


def test_sign_up_says_which_of_its_parts_tell_who_somebody_is() -> None:
    assert kind_of("signup").personal_fields == {"persons", "contact", "fields"}


def test_what_is_asked_or_noted_without_names_has_no_such_part() -> None:
    assert [name for name in ("change", "attendance", "exit") if kind_of(name).personal_fields] == []


# Sign-ups


@given(st.sets(st.sampled_from(ASKED)), st.sampled_from(AUDIENCES))
def test_sign_up_has_at_most_five_screens_and_asks_how_many_first(asks: set[str], audience: str) -> None:
    steps = kind_of("signup").steps(asking(*asks, audience=audience))

    assert steps[0] == "persons"
    assert len(steps) <= 5
    assert {need for step, needs in STEPS if step in steps for need in needs} >= asks - {"name", "persons"}


@pytest.mark.parametrize(
    ("asks", "steps"),
    [
        ((), ("persons",)),
        (("name", "persons"), ("persons",)),
        (("contact", "food"), ("persons", "contact", "needs")),
        (("role",), ("persons", "organisation")),
        (ASKED, ("persons", "contact", "needs", "organisation", "note")),
    ],
)
def test_screens_that_ask_nothing_are_left_out(asks: tuple[str, ...], steps: tuple[str, ...]) -> None:
    assert kind_of("signup").steps(asking(*asks)) == steps


@given(st.lists(st.tuples(words, st.sampled_from(AGES)), min_size=1, max_size=8), words, st.booleans())
def test_sign_up_keeps_names_and_contact_as_typed(people: list[tuple[str, str]], contact: str, split: bool) -> None:
    persons = [{"name": name, "age": age} for name, age in people]
    answer = {"persons": persons, "contact": contact, "split": split}
    if not any(name.strip() for name, _ in people):
        assert isinstance(refusal("signup", answer), AnswerEmpty)
        return
    kept = through("signup", answer)

    assert (kept["persons"], kept["contact"]) == (persons, contact)
    assert kept["split"] is (split and len(persons) > 1)


@given(st.sets(st.sampled_from(ASKED)))
def test_what_the_activity_does_not_ask_is_not_kept(asks: set[str]) -> None:
    needs = {**dict.fromkeys(NEEDS, "secret"), "role": "library"}
    answer = {"persons": [{"name": "secret", "age": "adult"}], "contact": "secret", "fields": needs}
    kept = kind_of("signup").check(answer, asking(*asks))

    assert set(kept["fields"]) == asks & set(NEEDS)
    assert (kept["contact"] == "secret") is ("contact" in asks)
    assert (kept["persons"][0]["name"] == "secret") is ("name" in asks)


def test_persons_without_names_are_counted_by_age() -> None:
    kept = through("signup", {"persons": [{}, {"age": "toddler"}]}, asking("persons"))

    assert kept["persons"] == [{"name": "", "age": "adult"}, {"name": "", "age": "toddler"}]


def test_one_name_is_enough_for_a_family() -> None:
    persons = [KARI, {"age": "child"}, {"name": " ", "age": "toddler"}]

    assert len(through("signup", {"persons": persons})["persons"]) == 3
    assert isinstance(refusal("signup", {"persons": persons[1:]}), AnswerEmpty)


def test_nobody_cannot_come() -> None:
    assert isinstance(refusal("signup", {"persons": []}), AnswerEmpty)
    assert isinstance(refusal("signup", {}), AnswerEmpty)


def test_no_more_persons_than_the_activity_takes_in_one_sign_up() -> None:
    settings = {**SETTINGS["signup"], "most_persons": 2}

    assert len(through("signup", {"persons": [KARI] * 2}, settings)["persons"]) == 2
    assert isinstance(refusal("signup", {"persons": [KARI] * 3}, settings), TooManyChoices)


def test_child_is_signed_up_with_the_contact_of_a_guardian() -> None:
    settings = {**SETTINGS["signup"], "audience": "children"}
    answer = {"persons": [{"name": "Ola", "age": "child"}], "contact": " "}

    error = refusal("signup", answer, settings)

    assert isinstance(error, AnswerEmpty)
    assert str(error) == "contact"
    assert through("signup", answer)["contact"] == " "


@pytest.mark.parametrize("contact", ["a", "mor", "1234", "mor@", "@mor.no", "mor@her", "…"])
def test_contact_of_a_guardian_must_look_like_a_number_or_an_address(contact: str) -> None:
    settings = {**SETTINGS["signup"], "audience": "children"}
    answer = {"persons": [{"name": "Ola", "age": "child"}], "contact": contact}

    error = refusal("signup", answer, settings)

    assert isinstance(error, NotReachable)
    assert str(error) == "contact"
    assert through("signup", answer)["contact"] == contact


@pytest.mark.parametrize(
    "contact", ["02800", "+47 99 99 99 99", "mor: 99 99 99 99", "kari@example.org", "kari på bøker@øya.no"]
)
def test_contact_of_a_guardian_is_taken_as_people_write_it(contact: str) -> None:
    settings = {**SETTINGS["signup"], "audience": "children"}

    assert through("signup", {"persons": [KARI], "contact": contact}, settings)["contact"] == contact


def test_family_without_a_wish_stays_together() -> None:
    assert through("signup", {"persons": [KARI, KARI]})["split"] is False
    assert through("signup", {"persons": [KARI], "split": True})["split"] is False


def test_needs_left_empty_are_not_kept() -> None:
    kept = through("signup", {"persons": [KARI], "fields": {"food": " ", "note": "", "role": ""}}, asking(*ASKED))

    assert kept["fields"] == {}


@pytest.mark.parametrize("role", ROLES)
def test_roles_of_the_short_list_are_taken(role: str) -> None:
    assert through("signup", {"persons": [KARI], "fields": {"role": role}}, asking(*ASKED))["fields"] == {"role": role}


@pytest.mark.parametrize(
    ("name", "most"),
    [("contact", MAX_CONTACT), ("food", MAX_LINE), ("organisation", MAX_LINE), ("note", MAX_NOTE)],
)
def test_texts_may_be_as_long_as_their_limit_and_no_longer(name: str, most: int) -> None:
    def answer(length: int) -> dict[str, Any]:
        text = "å" * length
        return {"persons": [KARI], **({"contact": text} if name == "contact" else {"fields": {name: text}})}

    through("signup", answer(most), asking(*ASKED))
    assert isinstance(refusal("signup", answer(most + 1), asking(*ASKED)), AnswerTooLong)


@pytest.mark.parametrize(
    "answer",
    [
        {"persons": "Kari"},
        {"persons": ["Kari"]},
        {"persons": [{"name": 3}]},
        {"persons": [{"name": "half \ud83d"}]},
        {"persons": [{**KARI, "born": "2015-03-04"}]},
        {"persons": [KARI], "contact": None},
        {"persons": [KARI], "fields": {"diagnosis": "x"}},
        {"persons": [KARI], "fields": {"food": ["x"]}},
        {"persons": [KARI], "fields": []},
        {"persons": [KARI], "split": "yes"},
    ],
)
def test_sign_ups_of_another_shape_are_refused(answer: dict[str, Any]) -> None:
    refusal("signup", answer)


@pytest.mark.parametrize("answer", [{"persons": [{"age": "37"}]}, {"persons": [KARI], "fields": {"role": "king"}}])
def test_ages_and_roles_are_those_of_the_short_lists(answer: dict[str, Any]) -> None:
    assert isinstance(refusal("signup", answer, asking("role")), UnknownChoice)


# Changes


@given(st.integers(0, 29))
def test_change_says_how_many_come_now(persons: int) -> None:
    answer = {"activity": "soup", "code": CODE, "persons": persons}

    assert through("change", answer) == answer


@pytest.mark.parametrize(
    "over",
    [
        {"code": CODE.lower()},
        {"code": CODE[:7]},
        {"code": None},
        {"code": 12345678},
        {"persons": -1},
        {"persons": 30},
        {"persons": 1.0},
        {"persons": True},
        {"persons": None},
        {"activity": None},
    ],
)
def test_changes_of_another_shape_are_refused(over: dict[str, Any]) -> None:
    refusal("change", {**ANSWERS["change"], **over})


# Attendance


@given(
    st.dictionaries(st.text().map(receipt_code), st.integers(0, MOST), max_size=5),
    st.dictionaries(st.sampled_from(BANDS), st.integers(-MOST, MOST)),
)
def test_ticks_and_tallies_are_kept(ticks: dict[str, int], tally: dict[str, int]) -> None:
    answer = {"activity": "soup", "date": DATE, "ticks": ticks, "tally": tally}

    assert through("attendance", answer) == answer


@pytest.mark.parametrize(
    "over",
    [
        {"date": "2026-01-01T00:00:00.000Z"},
        {"date": None},
        {"ticks": {CODE: -1}},
        {"ticks": {CODE: MOST + 1}},
        {"ticks": {CODE: True}},
        {"ticks": {"Kari": 1}},
        {"ticks": {CODE.lower(): 1}},
        {"ticks": {"\ud83d": 1}},
        {"ticks": [CODE]},
        {"tally": {"dog": 1}},
        {"tally": {"any": 1.5}},
        {"tally": {"any": MOST + 1}},
        {"tally": {"any": -MOST - 1}},
        {"tally": None},
    ],
)
def test_attendance_of_another_shape_is_refused(over: dict[str, Any]) -> None:
    refusal("attendance", {**ANSWERS["attendance"], **over})


# The way out


def test_one_answer_on_the_way_out_is_enough() -> None:
    for answer in ({"learned": "no"}, {"met": "yes"}, {"first_time": "unsure"}, {"next_topic": "Fred"}):
        assert through("exit", answer) == {"activity": "soup", "date": DATE, "next_topic": "", **answer}


def test_nothing_answered_on_the_way_out_is_told_so() -> None:
    assert isinstance(refusal("exit", {}), AnswerEmpty)
    assert isinstance(refusal("exit", {"learned": "", "next_topic": " "}), AnswerEmpty)


@pytest.mark.parametrize("over", [{"learned": "perhaps"}, {"met": ["yes"]}, {"first_time": True}])
def test_questions_on_the_way_out_have_three_answers(over: dict[str, Any]) -> None:
    assert isinstance(refusal("exit", {**ANSWERS["exit"], **over}), UnknownChoice)


def test_way_out_of_another_date_is_refused() -> None:
    refusal("exit", {**ANSWERS["exit"], "date": "2026-01-01T00:00:00.000Z"})


def test_three_questions_on_the_way_out_and_a_wish_after() -> None:
    kind, first = kind_of("exit"), "0197d9c4-7a31-7c55-9f31-0d7c5a0b1e2f"

    assert (kind.steps(SETTINGS["exit"]), kind.more(SETTINGS["exit"])) == (
        ("learned", "met", "first_time"),
        ("next_topic",),
    )
    tie = {"activity": "soup", "date": DATE}
    assert through("exit", {"after": first, "next_topic": "Fred"}) == {**tie, "after": first, "next_topic": "Fred"}
    assert isinstance(refusal("exit", {"after": first, "next_topic": " "}), AnswerEmpty)
    refusal("exit", {"after": first, "learned": "yes", "next_topic": "Fred"})

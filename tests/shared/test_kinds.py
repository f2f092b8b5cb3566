"""What every kind promises: a valid answer goes through check, pack and unpack unharmed; nothing else gets in."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import (
    AnswerEmpty,
    AnswerTooLong,
    InvalidAnswer,
    InvalidPrompt,
    TooManyChoices,
    UnknownChoice,
    UnknownKind,
)
from shared.kinds import KINDS, at_home, kind_of
from shared.kinds.base import MAX_TEXT, Home
from shared.kinds.idea import MAX_CARDS, picture_cards
from shared.languages import DEFAULT_LANGUAGE, LANGUAGES
from tests.builders import ANSWERS, SETTINGS

ASKED = list(at_home(Home.INBOX))
LABELS = {"nb": "Ja", "sv": "Ja"}
REASONS, OPTIONS = SETTINGS["feedback"], SETTINGS["poll"]

TEXTS = [
    "Blåbærøl på ÆØÅ-kaféen, smörgås åt alla",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽",
    "مكتبة للجميع، ١٢٣",
    "zero\u200bwidth\u200c\u200d\ufeff\u2060",
    "e\u0301 is not é, a\u030a is not å, " + "n\u0303" * 40,
    "Z" + "\u0301\u0316" * 500,
    "\u202eright to left\u202c",
    "x" * 1_999,
    "  spaces kept \t\r\n\n",
    "\0\x01\x7f",
    "<script>alert(1)</script>{{7*7}}[b]=1+1",
    "\U0010ffff",
]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
some_text = st.text(max_size=MAX_TEXT)


def through(name: str, answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer after the whole way from the glass to the hub."""
    kind = kind_of(name)
    packed = kind.pack(kind.check(answer, SETTINGS[name]))
    return kind.check(kind.unpack(packed), SETTINGS[name])


@pytest.mark.parametrize("text", TEXTS)
def test_idea_text_arrives_exactly_as_typed(text: str) -> None:
    assert through("idea", {"text": text}) == {"text": text, "cards": []}


@pytest.mark.parametrize("text", TEXTS)
def test_feedback_comment_arrives_exactly_as_typed(text: str) -> None:
    expected = {"rating": 5, "reasons": ["books"], "comment": text}

    assert through("feedback", {"rating": 5, "reasons": ["books"], "comment": text}) == expected


@given(text=some_text.filter(str.strip))
def test_idea_keeps_any_text(text: str) -> None:
    assert through("idea", {"text": text})["text"] == text


@given(text=some_text, rating=st.integers(1, 5), reasons=st.lists(st.sampled_from(["staff", "books"]), unique=True))
def test_feedback_keeps_any_comment(text: str, rating: int, reasons: list[str]) -> None:
    answer = {"rating": rating, "reasons": reasons, "comment": text}

    assert through("feedback", answer) == answer


@given(choices=st.permutations(["early", "late", "never"]), count=st.integers(1, 2))
def test_poll_keeps_choices_in_their_order(choices: list[str], count: int) -> None:
    assert through("poll", {"choices": choices[:count]}) == {"choices": choices[:count]}


@pytest.mark.parametrize("name", ASKED)
def test_example_answer_of_every_kind_comes_back(name: str) -> None:
    assert through(name, ANSWERS[name]) == ANSWERS[name]


def test_idea_can_be_cards_alone() -> None:
    cards = list(picture_cards())[:MAX_CARDS]

    assert through("idea", {"cards": cards}) == {"text": "", "cards": cards}


def test_names_are_kept_once() -> None:
    assert through("poll", {"choices": ["late", "late", "late"]}) == {"choices": ["late"]}


def test_text_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert MAX_TEXT == 2_000
    assert through("idea", {"text": "🌍" * MAX_TEXT})["text"] == "🌍" * MAX_TEXT
    with pytest.raises(AnswerTooLong):
        kind_of("idea").check({"text": "x" * (MAX_TEXT + 1)}, {})
    with pytest.raises(AnswerTooLong):
        kind_of("feedback").check({"rating": 3, "comment": "x" * (MAX_TEXT + 1)}, REASONS)


@pytest.mark.parametrize("most", [1, 3])
def test_poll_may_let_people_choose_one_or_all(most: int) -> None:
    settings = {"options": OPTIONS["options"], "max_choices": most}
    choices = ["early", "late", "never"][:most]

    kind_of("poll").check_settings(settings)
    assert kind_of("poll").check({"choices": choices}, settings) == {"choices": choices}


def test_choices_may_be_as_many_as_the_limit_and_no_more() -> None:
    cards = list(picture_cards())
    assert MAX_CARDS == 5
    with pytest.raises(TooManyChoices):
        kind_of("idea").check({"cards": cards[: MAX_CARDS + 1]}, {})
    with pytest.raises(TooManyChoices):
        kind_of("poll").check({"choices": ["early", "late", "never"]}, OPTIONS)
    with pytest.raises(TooManyChoices):
        kind_of("poll").check({"choices": ["early", "late"]}, {"options": OPTIONS["options"]})


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("idea", {}),
        ("idea", {"text": " \n\t", "cards": []}),
        ("feedback", {}),
        ("feedback", {"comment": "no face"}),
        ("poll", {}),
        ("poll", {"choices": []}),
        ("drawing", {"strokes": []}),
    ],
)
def test_empty_answers_are_told_so(name: str, answer: dict[str, Any]) -> None:
    with pytest.raises(AnswerEmpty):
        kind_of(name).check(answer, SETTINGS[name])


@pytest.mark.parametrize(
    ("name", "answer", "settings"),
    [
        ("idea", {"cards": ["no-such-card"]}, {}),
        ("idea", {"cards": ["book"]}, {"cards": False}),
        ("feedback", {"rating": 0}, REASONS),
        ("feedback", {"rating": 6}, REASONS),
        ("feedback", {"rating": 3.0}, REASONS),
        ("feedback", {"rating": True}, REASONS),
        ("feedback", {"rating": float("nan")}, REASONS),
        ("feedback", {"rating": "5"}, REASONS),
        ("feedback", {"rating": 3, "reasons": ["weather"]}, REASONS),
        ("feedback", {"rating": 3, "reasons": ["staff"]}, {}),
        ("poll", {"choices": ["sometimes"]}, OPTIONS),
    ],
)
def test_choices_that_are_not_offered_are_refused(name: str, answer: dict[str, Any], settings: dict[str, Any]) -> None:
    with pytest.raises(UnknownChoice):
        kind_of(name).check(answer, settings)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("idea", {"text": 3}),
        ("idea", {"text": None}),
        ("idea", {"text": "half \ud83d of an emoji"}),
        ("idea", {"text": "x", "cards": "book"}),
        ("idea", {"text": "x", "cards": [1]}),
        ("idea", {"text": "x", "cards": {"book": 1}}),
        ("idea", {"text": "x", "name": "no child is asked who it is"}),
        ("feedback", {"rating": 3, "comment": ["x"]}),
        ("feedback", {"rating": 3, "reasons": None}),
        ("poll", {"choices": "early"}),
        ("poll", {"choices": [["early"]]}),
    ],
)
def test_wrong_types_are_refused(name: str, answer: dict[str, Any]) -> None:
    with pytest.raises(InvalidAnswer):
        kind_of(name).check(answer, SETTINGS[name])


@pytest.mark.parametrize("name", ASKED)
@given(answer=anything)
def test_check_takes_or_refuses_anything(name: str, answer: Any) -> None:
    try:
        checked = kind_of(name).check(answer, SETTINGS[name])
    except InvalidAnswer:
        return
    assert kind_of(name).check(checked, SETTINGS[name]) == checked


@pytest.mark.parametrize("name", ASKED)
@given(fields=st.dictionaries(st.sampled_from(["text", "cards", "rating", "reasons", "comment", "choices"]), anything))
def test_check_takes_or_refuses_known_fields_with_anything_in_them(name: str, fields: dict[str, Any]) -> None:
    try:
        checked = kind_of(name).check(fields, SETTINGS[name])
    except InvalidAnswer:
        return
    assert through(name, checked) == checked


@pytest.mark.parametrize("name", ASKED)
@given(payload=st.binary(max_size=200))
def test_unpack_takes_or_refuses_any_bytes(name: str, payload: bytes) -> None:
    try:
        answer = kind_of(name).unpack(payload)
    except InvalidAnswer:
        return
    assert isinstance(answer, dict)


@pytest.mark.parametrize(
    "payload",
    [b"", b"\xff\xfe", b"null", b"[]", b'"text"', b"{", b"[" * 100_000, b'{"a":' * 100_000, b"1" * 10_000],
)
def test_unpack_refuses_what_is_no_json_object(payload: bytes) -> None:
    with pytest.raises(InvalidAnswer):
        kind_of("idea").unpack(payload)


@pytest.mark.parametrize(
    "payload", [b'{"rating": NaN}', b'{"rating": 1e999}', b'{"rating": 1e308}', b'{"rating": true}']
)
def test_unpacked_numbers_that_are_no_rating_are_refused(payload: bytes) -> None:
    answer = kind_of("feedback").unpack(payload)

    with pytest.raises(UnknownChoice):
        kind_of("feedback").check(answer, REASONS)


def test_unpacked_half_characters_are_refused() -> None:
    answer = kind_of("idea").unpack(json.dumps({"text": "\ud83d"}).encode())

    with pytest.raises(InvalidAnswer):
        kind_of("idea").check(answer, {})


def test_refusals_hold_no_visitor_words() -> None:
    with pytest.raises(InvalidAnswer) as refused:
        kind_of("idea").check({"text": "x", "secret-field": "secret-word"}, {})

    assert "secret" not in str(refused.value)


def test_nothing_that_staff_make_prompts_of_asks_who_somebody_is() -> None:
    assert [name for name in ASKED if kind_of(name).personal_fields] == []


def test_registry_names_equal_kind_names() -> None:
    assert [kind.name for kind in KINDS.values()] == list(KINDS)


def test_unknown_kind_is_told_by_name() -> None:
    with pytest.raises(UnknownKind):
        kind_of("telepathy")


@pytest.mark.parametrize(
    ("name", "settings", "steps", "more"),
    [
        ("idea", {}, ("text",), ()),
        ("feedback", REASONS, ("rating",), ("reasons", "comment")),
        ("feedback", {}, ("rating",), ("comment",)),
        ("poll", OPTIONS, ("choices",), ()),
        ("drawing", {}, ("strokes",), ()),
    ],
)
def test_steps_are_the_fields_in_the_order_they_are_asked_and_more_is_what_may_be_said_after(
    name: str, settings: dict[str, Any], steps: tuple[str, ...], more: tuple[str, ...]
) -> None:
    assert (kind_of(name).steps(settings), kind_of(name).more(settings)) == (steps, more)


FIRST = "0197d9c4-7a31-7c55-9f31-0d7c5a0b1e2f"


@pytest.mark.parametrize("said", [{"reasons": ["books"]}, {"comment": "fint"}, {"reasons": ["books"], "comment": "a"}])
def test_what_is_said_after_a_face_names_it_and_has_no_face_of_its_own(said: dict[str, Any]) -> None:
    assert through("feedback", {"after": FIRST, **said}) == {"after": FIRST, "reasons": [], "comment": "", **said}
    with pytest.raises(InvalidAnswer):
        through("feedback", {"after": FIRST, "rating": 4, **said})


@pytest.mark.parametrize("first", ["", "k1", FIRST.upper(), FIRST + "\n", 7, [FIRST], {}, True])
def test_what_is_said_after_no_id_is_refused(first: Any) -> None:
    with pytest.raises(InvalidAnswer):
        kind_of("feedback").check({"after": first, "comment": "fint"}, SETTINGS["feedback"])


def test_nothing_said_after_a_face_is_told_so() -> None:
    with pytest.raises(AnswerEmpty):
        kind_of("feedback").check({"after": FIRST, "reasons": [], "comment": " "}, SETTINGS["feedback"])


@pytest.mark.parametrize("name", [name for name in ASKED if not kind_of(name).more(SETTINGS[name])])
def test_what_offers_nothing_after_is_said_after_nothing(name: str) -> None:
    with pytest.raises(InvalidAnswer):
        kind_of(name).check({**ANSWERS[name], "after": FIRST}, SETTINGS[name])


@pytest.mark.parametrize("name", ASKED)
def test_proper_settings_are_taken(name: str) -> None:
    kind_of(name).check_settings(SETTINGS[name])


@pytest.mark.parametrize(
    ("name", "setting", "count"), [("poll", "options", 2), ("poll", "options", 8), ("feedback", "reasons", 12)]
)
def test_lists_may_be_as_long_as_their_limits(name: str, setting: str, count: int) -> None:
    kind_of(name).check_settings({setting: labelled(*map(str, range(count)))})


def labelled(*ids: Any) -> list[dict[str, Any]]:
    """Return options with these ids."""
    return [{"id": one, "label": LABELS} for one in ids]


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("idea", {"cards": "yes"}),
        ("idea", {"cards": 1}),
        ("feedback", {"reasons": labelled(*"abcdefghijklm")}),
        ("feedback", {"reasons": None}),
        ("poll", {}),
        ("poll", {"options": labelled("a")}),
        ("poll", {"options": labelled(*"abcdefghi")}),
        ("poll", {"options": labelled("a", "a")}),
        ("poll", {"options": labelled("a", "")}),
        ("poll", {"options": labelled("a", 1)}),
        ("poll", {"options": labelled("a", ["b"])}),
        ("poll", {"options": [*labelled("a"), "b"]}),
        ("poll", {"options": [*labelled("a"), {"id": "b"}]}),
        ("poll", {"options": [*labelled("a"), {"id": "b", "label": "B"}]}),
        ("poll", {"options": [*labelled("a"), {"id": "b", "label": {"nb": ""}}]}),
        ("poll", {"options": [*labelled("a"), {"id": "b", "label": {"nb": 3}}]}),
        ("poll", {"options": labelled("a", "b"), "max_choices": 0}),
        ("poll", {"options": labelled("a", "b"), "max_choices": 3}),
        ("poll", {"options": labelled("a", "b"), "max_choices": True}),
        ("poll", {"options": labelled("a", "b"), "max_choices": 1.0}),
    ],
)
def test_incomplete_settings_are_refused(name: str, settings: dict[str, Any]) -> None:
    with pytest.raises(InvalidPrompt):
        kind_of(name).check_settings(settings)


@pytest.mark.parametrize("name", ASKED)
@given(settings=st.dictionaries(st.sampled_from(["cards", "reasons", "options", "max_choices"]), anything))
def test_check_settings_takes_or_refuses_anything(name: str, settings: dict[str, Any]) -> None:
    try:
        kind_of(name).check_settings(settings)
    except InvalidPrompt:
        return
    assert kind_of(name).steps(settings)


def test_picture_cards_have_their_labels_in_the_same_languages() -> None:
    cards = picture_cards()

    assert len(cards) > MAX_CARDS
    assert [card["id"] for card in cards.values()] == list(cards)
    (languages,) = {frozenset(card["label"]) for card in cards.values()}
    assert {DEFAULT_LANGUAGE, "en"} <= languages <= set(LANGUAGES)


MISREAD = {"needle": "a syringe", "dance_ballroom": "a volcano"}
"""Pictures of the icon font that say something else at the size of a card, and what they were taken for."""


def test_no_picture_card_shows_what_was_taken_for_something_else() -> None:
    assert [card["id"] for card in picture_cards().values() if card["icon"] in MISREAD] == []

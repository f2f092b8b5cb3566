"""A prompt: its texts, when it is open, what makes two prompts the same, and what is not a prompt."""

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import InvalidPrompt
from shared.languages import LANGUAGES
from shared.prompt import MAX_HELP, MAX_QUESTION, MAX_TITLE, Prompt, PromptText, check_prompt, prompt_from_json
from shared.submission import utc

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_text(**over: Any) -> PromptText:
    """Return a prompt's texts in one language."""
    return PromptText(**{"title": "Ideer", "question": "Hva savner du?", **over})


def a_prompt(**over: Any) -> Prompt:
    """Return a prompt that is in order."""
    return Prompt(**{"id": "ideas", "kind": "idea", "revision": 1, "texts": {"nb": a_text()}, **over})


def test_prompt_in_order_is_taken() -> None:
    check_prompt(a_prompt(opens_at=utc(NOON), closes_at=utc(NOON + HOUR), keep_days=3650))
    check_prompt(a_prompt(texts=dict.fromkeys(LANGUAGES, a_text()), keep_days=1))


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"id": ""}, "id"),
        ({"id": "Ideas"}, "id"),
        ({"id": "-ideas"}, "id"),
        ({"id": "ideas/../x"}, "id"),
        ({"id": "x" * 65}, "id"),
        ({"texts": {}}, "texts"),
        ({"texts": {"nb": a_text(), "xx": a_text()}}, "texts"),
        ({"texts": {"nb": a_text(title="")}}, "title-nb"),
        ({"texts": {"nb": a_text(title=" \n")}}, "title-nb"),
        ({"texts": {"nb": a_text(title="x" * (MAX_TITLE + 1))}}, "title-nb"),
        ({"texts": {"nb": a_text(), "sv": a_text(question="")}}, "question-sv"),
        ({"texts": {"nb": a_text(question="x" * (MAX_QUESTION + 1))}}, "question-nb"),
        ({"texts": {"nb": a_text(help="x" * (MAX_HELP + 1))}}, "help-nb"),
        ({"texts": {"nb": a_text(subtitle="x" * (MAX_TITLE + 1))}}, "help-nb"),
        ({"keep_days": 0}, "keep_days"),
        ({"keep_days": 3651}, "keep_days"),
        ({"opens_at": "soon"}, "opens_at"),
        ({"opens_at": ""}, "opens_at"),
        ({"closes_at": "2026-03-04T12:00:00"}, "opens_at"),
        ({"opens_at": utc(NOON), "closes_at": utc(NOON)}, "closes_at"),
        ({"opens_at": utc(NOON), "closes_at": utc(NOON - HOUR)}, "closes_at"),
    ],
)
def test_prompt_out_of_order_is_refused_with_the_field(over: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidPrompt) as refused:
        check_prompt(a_prompt(**over))

    assert str(refused.value) == field


def test_prompt_texts_may_be_as_long_as_the_limits() -> None:
    longest = a_text(title="x" * MAX_TITLE, question="x" * MAX_QUESTION, subtitle="x" * MAX_TITLE, help="x" * MAX_HELP)

    check_prompt(a_prompt(texts={"nb": longest}))


@pytest.mark.parametrize(
    ("opens", "closes", "open"),
    [
        (None, None, True),
        (NOON, None, True),
        (NOON + HOUR, None, False),
        (None, NOON, False),
        (None, NOON + HOUR, True),
        (NOON - HOUR, NOON + HOUR, True),
    ],
)
def test_prompt_is_open_from_its_first_moment_until_before_its_last(
    opens: datetime | None, closes: datetime | None, open: bool
) -> None:
    prompt = a_prompt(opens_at=opens and utc(opens), closes_at=closes and utc(closes))

    assert prompt.is_open(NOON) is open


def test_prompt_speaks_the_nearest_language_it_has() -> None:
    prompt = a_prompt(texts={"sv": a_text(title="Idéer"), "en": a_text(title="Ideas")})

    assert [prompt.text(language).title for language in ("sv", "nb", "en", "xx")] == [
        "Idéer",
        "Idéer",
        "Ideas",
        "Idéer",
    ]


def test_content_hash_follows_what_visitors_see() -> None:
    prompt = a_prompt(texts={"nb": a_text(), "sv": a_text()})
    unseen = replace(
        prompt, revision=9, order=4, keep_days=9, opens_at=utc(NOON), texts=dict(reversed(prompt.texts.items()))
    )
    seen = [
        replace(prompt, id="other"),
        replace(prompt, kind="poll"),
        replace(prompt, settings={"cards": False}),
        replace(prompt, texts={"nb": a_text()}),
        replace(prompt, texts={**prompt.texts, "nb": a_text(help="x")}),
    ]

    assert unseen.content_hash() == prompt.content_hash()
    assert len({one.content_hash() for one in (prompt, *seen)}) == 6


def test_prompt_comes_back_from_its_json() -> None:
    prompt = a_prompt(settings={"cards": False}, opens_at=utc(NOON), order=3, keep_days=30)

    assert prompt_from_json(asdict(prompt)) == prompt


def test_prompt_without_a_revision_is_the_first() -> None:
    assert prompt_from_json({"id": "ideas", "kind": "idea", "texts": {"nb": asdict(a_text())}}) == a_prompt()


TEXTS = {"nb": asdict(a_text())}


def test_times_of_every_shape_are_written_in_one() -> None:
    given = {"id": "ideas", "kind": "idea", "texts": {"nb": asdict(a_text())}}

    prompt = prompt_from_json({**given, "opens_at": "20260601T100000Z", "closes_at": "2026-07-01T12:00+02:00"})

    assert (prompt.opens_at, prompt.closes_at) == ("2026-06-01T10:00:00.000Z", "2026-07-01T10:00:00.000Z")


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        "prompt",
        {"id": "ideas", "kind": "idea"},
        {"id": "ideas", "texts": TEXTS},
        {"id": "ideas", "kind": "idea", "texts": []},
        {"id": "ideas", "kind": "idea", "texts": {"nb": "title"}},
        {"id": "ideas", "kind": "idea", "texts": {"nb": {"title": "x"}}},
        {"id": "ideas", "kind": "idea", "texts": {"nb": {"title": "x", "question": 3}}},
        {"id": "ideas", "kind": "idea", "texts": {"nb": {"title": "x", "question": "x", "more": "x"}}},
        {"id": 3, "kind": "idea", "texts": TEXTS},
        {"id": "ideas", "kind": None, "texts": TEXTS},
        {"id": "ideas", "kind": "idea", "texts": TEXTS, "revision": "1"},
        {"id": "ideas", "kind": "idea", "texts": TEXTS, "keep_days": True},
        {"id": "ideas", "kind": "idea", "texts": TEXTS, "opens_at": 3},
        {"id": "ideas", "kind": "idea", "texts": TEXTS, "settings": None},
        {"id": "ideas", "kind": "idea", "texts": TEXTS, "colour": "red"},
    ],
)
def test_what_is_no_prompt_is_refused(data: Any) -> None:
    with pytest.raises(InvalidPrompt):
        prompt_from_json(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["nb", "title", "question"]), inner),
    max_leaves=6,
)
some_fields = st.dictionaries(
    st.sampled_from(["id", "kind", "texts", "revision", "settings", "opens_at", "closes_at", "order", "keep_days"]),
    json_values,
)


@given(some_fields)
def test_prompt_from_json_takes_or_refuses_anything(data: dict[str, Any]) -> None:
    try:
        prompt = prompt_from_json({"id": "ideas", "kind": "idea", "texts": TEXTS, **data})
        check_prompt(prompt)
    except InvalidPrompt:
        return
    assert prompt.text("nb").title
    assert prompt.is_open(NOON) in {True, False}

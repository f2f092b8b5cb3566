"""How answers are read: every kind, also answers that never passed a check."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kinds import READERS
from shared.errors import InvalidAnswer
from shared.kinds import KINDS
from tests.builders import ANSWERS, a_prompt

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(["text", "cards", "rating", "reasons", "comment", "choices"])


def test_feedback_is_read_with_its_labels() -> None:
    answer = {"rating": 1, "reasons": ["staff", "books"], "comment": "for\nkaldt"}
    reader, prompt = READERS["feedback"], a_prompt("feedback")

    assert reader.gist(answer, prompt, "en").endswith(" · for kaldt")
    assert [value for _, value in reader.rows(answer, prompt, "en")][1:] == ["Staff, The books", "for\nkaldt"]
    assert reader.public_text(answer, prompt, "en") == reader.search_text(answer) == "for\nkaldt"


def test_feedback_without_a_comment_says_its_reasons() -> None:
    answer = {"rating": 4, "reasons": ["books"], "comment": " "}

    assert READERS["feedback"].gist(answer, a_prompt("feedback"), "en").endswith(" · The books")
    assert READERS["feedback"].public_text(answer, a_prompt("feedback"), "en").endswith("The books")


def test_poll_says_what_was_chosen_also_without_its_prompt() -> None:
    answer = {"choices": ["late", "early"]}

    assert READERS["poll"].gist(answer, a_prompt("poll"), "en") == "late, early"
    assert READERS["poll"].gist(answer, None, "en") == "late, early"
    assert READERS["poll"].search_text(answer) == ""


def test_idea_of_cards_alone_says_their_names() -> None:
    answer = {"text": "", "cards": ["cooking", "no-such-card"]}

    assert READERS["idea"].gist(answer, a_prompt(), "en")
    assert READERS["idea"].cards(answer) == ["cooking", "no-such-card"]
    assert len(READERS["idea"].rows(answer, a_prompt(), "en")) == 1


def test_long_text_is_cut_in_lists_and_whole_on_its_page() -> None:
    text = "lang " * 400
    reader = READERS["idea"]

    gist = reader.gist({"text": text, "cards": []}, a_prompt(), "nb")

    assert len(gist) <= 160
    assert gist.endswith("…")
    assert reader.rows({"text": text, "cards": []}, a_prompt(), "nb")[0][1] == text


def test_only_what_is_drawn_has_a_drawing() -> None:
    assert [kind for kind, reader in READERS.items() if (reader.drawing(b"strokes") is not None) != reader.draws] == []
    assert READERS["drawing"].draws


def test_title_of_a_drawing_is_its_question() -> None:
    prompt = a_prompt("drawing")

    assert READERS["drawing"].gist(ANSWERS["drawing"], prompt, "nb") == prompt.text("nb").question
    assert READERS["drawing"].gist(ANSWERS["drawing"], None, "nb") == "Tegning"


@pytest.mark.parametrize("kind", ANSWERS)
def test_checked_answer_has_a_gist_and_rows(kind: str) -> None:
    answer = KINDS[kind].check(ANSWERS[kind], a_prompt(kind).settings)

    assert READERS[kind].gist(answer, a_prompt(kind), "nb")
    assert READERS[kind].rows(answer, a_prompt(kind), "nb")


@pytest.mark.parametrize("kind", [kind for kind in ANSWERS if not READERS[kind].draws])
@given(answer=st.dictionaries(FIELDS, ANYTHING, max_size=6))
def test_reader_takes_any_answer_and_gives_words_that_can_be_written(kind: str, answer: dict[str, Any]) -> None:
    reader = READERS[kind]

    for prompt in (None, a_prompt(kind)):
        words = [
            reader.gist(answer, prompt, "nb"),
            reader.public_text(answer, prompt, "nb"),
            reader.search_text(answer),
        ]
        words += [part for row in reader.rows(answer, prompt, "nb") for part in row] + reader.cards(answer)
        assert "".join(words).encode().decode() == "".join(words)


@given(payload=st.binary(max_size=200))
def test_drawing_reader_takes_whatever_unpacks(payload: bytes) -> None:
    try:
        answer = KINDS["drawing"].unpack(payload)
    except InvalidAnswer:
        return
    assert READERS["drawing"].gist(answer, None, "nb")

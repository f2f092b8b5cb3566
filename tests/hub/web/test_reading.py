"""What was set aside because of its shape is still read by staff, as far as it can be."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.web.reading import parts
from tests.builders import ANSWERS, a_prompt

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
fields = st.dictionaries(st.sampled_from(["text", "cards", "rating", "reasons", "comment", "choices"]), anything)


@pytest.mark.parametrize("kind", ["idea", "feedback", "poll"])
@given(answer=fields)
def test_answer_of_any_shape_has_parts_to_show(kind: str, answer: dict[str, Any]) -> None:
    assert all(part.value for part in parts(kind, answer, a_prompt(kind), "nb"))


@pytest.mark.parametrize("kind", ["idea", "feedback", "poll", "drawing"])
def test_proper_answer_shows_something(kind: str) -> None:
    assert parts(kind, ANSWERS[kind], a_prompt(kind), "nb")

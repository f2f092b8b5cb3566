"""What was set aside because of its shape is still read by staff, as far as it can be."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kinds import READERS
from hub.web.review.parts import parts
from tests.builders import ANSWERS, a_prompt

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
fields = st.dictionaries(st.sampled_from(["text", "cards", "rating", "reasons", "comment", "choices"]), anything)


@pytest.mark.parametrize("kind", [kind for kind in ANSWERS if not READERS[kind].draws])
@given(answer=fields)
def test_answer_of_any_shape_has_parts_to_show(kind: str, answer: dict[str, Any]) -> None:
    assert all(part.value for part in parts(kind, answer, a_prompt(kind), "nb", "Europe/Oslo"))


@pytest.mark.parametrize("kind", ANSWERS)
def test_proper_answer_shows_something(kind: str) -> None:
    assert parts(kind, ANSWERS[kind], a_prompt(kind), "nb", "Europe/Oslo")


@pytest.mark.parametrize("kind", ["exit", "attendance"])
@pytest.mark.parametrize(
    ("zone", "shown"),
    [("Europe/Oslo", "29. november 2026"), ("UTC", "28. november 2026"), ("America/New_York", "28. november 2026")],
)
def test_date_of_an_activity_is_the_day_at_the_library(kind: str, zone: str, shown: str) -> None:
    answer = {**ANSWERS.get(kind, {}), "activity": "soup", "date": "2026-11-28T23:30:00.000Z"}

    assert shown in [part.value for part in parts(kind, answer, None, "nb", zone)]


@pytest.mark.parametrize("date", ["a while ago", "2026-99-99T00:00:00.000Z", "0001-01-01T00:00:00.000Z"])
def test_date_that_is_none_is_shown_as_it_came(date: str) -> None:
    answer = {"activity": "soup", "date": date}

    assert date in [part.value for part in parts("attendance", answer, None, "nb", "America/New_York")]

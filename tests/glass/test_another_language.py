"""Who takes another language in the middle of something is told everything in it, also what went wrong before."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.widgets.page import Head, Problem
from tests.glass import test_activity_layout, test_layout
from tests.glass.activities import a_kiosk_with_activities
from tests.glass.driver import Driver
from tests.glass.layout import Steps

PROBLEMS = {
    "too many cards": "You can choose up to 5. Take one away first.",
    "idea, nothing there": "Write something or choose pictures first.",
    "poll, nothing chosen": "Choose something first.",
    "look-up, wrong": "Nothing was found. Check each letter and try again.",
}
SIGN_UP_PROBLEMS = {
    "too many": "One sign-up is for up to 4.",
    "names, none": "Write at least one name. A nickname is fine.",
    "contact, none": "Write the phone number or e-mail of a grown-up.",
}


@pytest.mark.parametrize(
    ("steps", "english"),
    [(test_layout.STEPS, PROBLEMS), (test_activity_layout.STEPS, SIGN_UP_PROBLEMS)],
    ids=["answers", "sign-up"],
)
def test_what_went_wrong_is_told_in_the_language_of_now(steps: Steps, english: dict[str, str], tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as glass:
        for name, says in until(steps, english, glass):
            before = said(glass)
            choose(glass, "en")
            assert said(glass)[-1] == says, name
            choose(glass, "nb")
            assert said(glass) == before, name


def test_the_question_for_a_name_is_asked_in_the_language_of_now(tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as glass:
        for _ in until(test_activity_layout.STEPS, {"names": ""}, glass):
            choose(glass, "en")
            assert said(glass)[0] == "What shall we call you all?"


def until(steps: Steps, wanted: dict[str, str], glass: Driver) -> Iterator[tuple[str, str]]:
    """Take the steps, and stop at each that is wanted, until there are no more of them."""
    left = dict(wanted)
    for name, step in steps.items():
        step(glass)
        glass.frames(4)
        if name in left:
            yield name, left.pop(name)
        if not left:
            return


def said(glass: Driver) -> list[str]:
    """Return the heading, if there is one, and what went wrong."""
    shown = [widget.words for kind in (Head, Problem) for widget in glass.widgets() if isinstance(widget, kind)]
    return [words for words in shown if words]


def choose(glass: Driver, language: str) -> None:
    """Take another language by touch."""
    glass.tap("language")
    glass.tap(f"language-{language}")
    glass.frames(3)

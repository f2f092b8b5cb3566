"""When nobody does anything: a warning, more time for one tap, and then everything is as at first."""

from typing import TYPE_CHECKING

from kiosk.visit.views import Resting
from kiosk.visit.visit import IDLE_S, WARNING_S
from shared.errors import StoreBroken
from shared.languages import LANGUAGES

if TYPE_CHECKING:
    from tests.glass.driver import Driver


def let_pass(glass: "Driver", seconds: float) -> None:
    """Let time pass, and the visit see it."""
    glass.app.kiosk.clock.pass_s(seconds)
    glass.app.visit.tick()
    glass.frames(3)


def test_after_a_minute_a_warning_counts_down_over_everything(writing: "Driver") -> None:
    writing.type("hei")
    let_pass(writing, IDLE_S + 1)

    assert writing.app.tr("Are you still there?") in writing.words()
    assert str(round(WARNING_S) - 1) in writing.words()
    assert "main" not in writing.ids()


def test_one_tap_gives_more_time_and_nothing_is_lost(writing: "Driver") -> None:
    writing.type("hei")
    let_pass(writing, IDLE_S + 5)
    writing.tap("more-time")
    let_pass(writing, IDLE_S - 10)

    assert writing.screen == "AskScreen"
    assert (writing.app.visit.warning_s, writing.app.visit.view.draft) == (None, {"text": "hei"})


def test_without_an_answer_everything_is_as_at_first(writing: "Driver") -> None:
    writing.type("hei")
    writing.tap("larger-text")
    writing.tap("contrast")
    writing.tap("lower")
    writing.tap("language")
    writing.tap("language-sv")
    let_pass(writing, IDLE_S + WARNING_S + 1)

    app = writing.app
    assert writing.screen == "AttractScreen"
    assert (app.language, app.text_scale, app.theme.name, app.lowered) == ("nb", 1.0, "light", False)
    assert not any("hei" in words for words in writing.words())


def test_a_question_that_lay_over_the_screen_goes_away_with_the_visitor(writing: "Driver") -> None:
    writing.type("hei")
    writing.tap("back")
    let_pass(writing, IDLE_S + 1)
    writing.tap("finish")

    assert (writing.screen, writing.ids()) == (
        "AttractScreen",
        {"begin", "everything", *(f"language-{one}" for one in LANGUAGES)},
    )


def test_warning_goes_with_a_visit_that_ends_in_trouble(writing: "Driver") -> None:
    writing.type("hei")
    let_pass(writing, IDLE_S + 1)

    # As a visit leaves it that could not read what comes next: it has forgotten, and told nobody.
    writing.app.visit.view, writing.app.visit.warning_s = Resting(), None
    writing.app.fail(StoreBroken("the disk is gone"))

    # No frame is drawn before: the next tick of the clock tries again.
    assert (writing.screen, writing.top) == ("NotReadyScreen", writing.app.stage)


def test_warning_goes_on_where_the_trouble_is_not_the_visits(writing: "Driver") -> None:
    writing.type("hei")
    let_pass(writing, IDLE_S + 1)

    writing.app.fail(StoreBroken("the disk is gone"))
    writing.frames(2)

    assert writing.app.tr("Are you still there?") in writing.words()


def test_words_that_were_written_are_there_again_when_the_trouble_is_over(writing: "Driver") -> None:
    writing.type("hei")
    writing.app.fail(StoreBroken("the disk is gone"))
    writing.frames(2)

    writing.app._tick(1)
    writing.frames(2)

    assert writing.screen == "AskScreen"
    assert writing.app.visit.view.draft == {"text": "hei"}
    assert "hei" in writing.words()


def test_drawing_a_long_line_is_not_idling(home: "Driver") -> None:
    home.tap("prompt-dream-library")
    home.app.kiosk.clock.pass_s(IDLE_S - 1)
    home.draw([[(0.1, 0.1), (0.9, 0.9)]])
    let_pass(home, IDLE_S - 1)

    assert home.app.visit.warning_s is None

"""Drawing with a finger: strokes are data, and every one can be taken back."""

from math import cos, sin
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from kivy.base import EventLoop
from kivy.core.window import Window

from kiosk.kinds.drawing import ERASER
from kiosk.widgets.strokes import Strokes
from shared.errors import AnswerTooBig
from shared.kinds import kind_of
from shared.kinds.drawing import GRID, MAX_POINTS, MAX_STROKES, PAPER_COLOUR
from tests.glass.driver import Driver, Touch, place
from tests.glass.kiosks import a_kiosk

if TYPE_CHECKING:
    from kiosk.widgets.paper import DrawingPaper


@pytest.fixture
def drawing(home: "Driver") -> "Driver":
    """A kiosk at the question for a drawing."""
    home.tap("prompt-dream-library")
    return home


def strokes_of(glass: "Driver") -> list[dict[str, Any]]:
    """What the visit holds."""
    found: list[dict[str, Any]] = glass.app.visit.view.draft.get("strokes", [])
    return found


def paper_of(glass: "Driver") -> "DrawingPaper":
    """The paper that is shown."""
    found: DrawingPaper = glass.find("paper")
    return found


def spiral(turn: float, step: int) -> tuple[float, float]:
    """A point on a line that winds inwards."""
    reach, angle = 0.4 * (1 - step / 1600), step / 40 + turn
    return 0.5 + reach * cos(angle), 0.5 + reach * sin(angle)


def test_three_thousand_points_become_exactly_that(drawing: "Driver") -> None:
    lines = [
        [
            (0.5 + 0.4 * cos(i / 40 + n) * (1 - i / 1600), 0.5 + 0.4 * sin(i / 40 + n) * (1 - i / 1600))
            for i in range(1500)
        ]
        for n in range(2)
    ]

    drawing.draw(lines)

    found = strokes_of(drawing)
    assert [len(stroke["points"]) for stroke in found] == [1500, 1500]
    apart = [
        max(abs(x - a), abs(y - b))
        for stroke, line in zip(found, lines, strict=True)
        for (x, y), (a, b) in zip(stroke["points"], line, strict=True)
    ]
    assert max(apart) <= 1 / GRID
    assert kind_of("drawing").check({"strokes": found}, {}) == {"strokes": found}


def test_colour_width_and_eraser_go_into_the_strokes(drawing: "Driver") -> None:
    drawing.tap("colour-d1382c")
    drawing.tap("width-28")
    drawing.draw([[(0.1, 0.1), (0.2, 0.2)]])
    drawing.tap("eraser")
    drawing.draw([[(0.1, 0.1), (0.2, 0.2)]])
    drawing.tap("width-5")
    drawing.draw([[(0.3, 0.3)]])

    assert [(stroke["colour"], stroke["width"]) for stroke in strokes_of(drawing)] == [
        ("#d1382c", 28),
        (PAPER_COLOUR, ERASER),
        ("#d1382c", 5),
    ]
    assert len(strokes_of(drawing)[-1]["points"]) == 1


def test_undo_takes_back_a_stroke_and_brings_back_what_was_cleared(drawing: "Driver") -> None:
    drawing.draw([[(0.1, 0.1), (0.2, 0.2)], [(0.3, 0.3), (0.4, 0.4)]])
    first = strokes_of(drawing)[0]
    drawing.tap("clear")
    assert strokes_of(drawing) == []

    drawing.tap("undo")
    assert len(strokes_of(drawing)) == 2
    drawing.tap("undo")
    assert strokes_of(drawing) == [first]
    drawing.tap("undo")

    assert strokes_of(drawing) == []
    assert drawing.find("undo").disabled
    assert drawing.find("clear").disabled


def test_a_second_finger_draws_nothing_and_the_rim_keeps_the_line_on_the_paper(drawing: "Driver") -> None:
    x, y, width, height = paper_of(drawing).paper
    first, second = Touch(x + width / 2, y + height / 2), Touch(x + width / 4, y + height / 4)
    for touch in (first, second):
        EventLoop.post_dispatch_input("begin", touch)
    for touch, to in ((second, (x + 5, y + 5)), (first, (x + width + 50, y - 50))):
        touch.move(place(*to))
        EventLoop.post_dispatch_input("update", touch)
    for touch in (second, first):
        EventLoop.post_dispatch_input("end", touch)

    (stroke,) = strokes_of(drawing)
    assert stroke["points"] == [[0.5, 0.5], [1.0, 1.0]]


def test_a_drawing_is_there_again_after_a_question_and_after_the_window_turned(drawing: "Driver") -> None:
    drawing.draw([[(0.1, 0.1), (0.9, 0.9)]])
    before = strokes_of(drawing)
    drawing.tap("back")
    drawing.tap("keep")
    Window.size = (800, 1280)
    drawing.frames(4)

    assert strokes_of(drawing) == paper_of(drawing).strokes == before
    drawing.draw([[(0.5, 0.5)]])
    assert strokes_of(drawing)[-1]["points"] == [[0.5, 0.5]]


def test_the_next_visitor_gets_a_new_paper(drawing: "Driver") -> None:
    drawing.draw([[(0.1, 0.1), (0.9, 0.9)]])
    paper = paper_of(drawing)
    drawing.tap("back")
    drawing.tap("throw-away")

    assert paper.strokes == []


def test_a_full_drawing_says_so_kindly_and_can_still_be_sent(drawing: "Driver") -> None:
    dot = {"colour": "#1e2b33", "width": 12, "points": [[0.5, 0.5]]}
    drawing.app.visit.write("strokes", [dot] * MAX_STROKES)
    drawing.frames(2)

    drawing.draw([[(0.1, 0.1), (0.9, 0.9)]])

    assert len(strokes_of(drawing)) == MAX_STROKES
    assert drawing.app.tr(AnswerTooBig.says) in drawing.words()
    drawing.tap("send")
    assert drawing.screen == "ThanksScreen"


def test_a_stroke_ends_where_the_last_point_fits() -> None:
    strokes = Strokes([{"colour": "#1e2b33", "width": 12, "points": [[0.1, 0.1]] * (MAX_POINTS - 2)}])

    assert (strokes.points_left, strokes.full) == (2, False)
    strokes.add({"colour": "#1e2b33", "width": 12, "points": [[0.1, 0.1]] * 2})
    assert (strokes.points_left, strokes.full) == (0, True)
    strokes.undo()
    assert strokes.points_left == 2


@pytest.mark.parametrize(
    ("size", "least"),
    [((800, 480), 0.4), ((1024, 600), 0.4), ((1280, 800), 0.5), ((800, 1280), 0.4), ((1920, 1080), 0.45)],
)
def test_paper_is_as_large_as_the_screen_allows(size: tuple[int, int], least: float, tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=size) as glass:
        glass.tap("language-nb")
        glass.tap("prompt-dream-library")
        glass.frames(4)
        _, _, width, height = paper_of(glass).paper

        assert width * height / (size[0] * size[1]) >= least


def test_question_stands_on_the_paper_until_somebody_draws(drawing: "Driver") -> None:
    question = drawing.app.visit.view.prompt.text("nb").question
    assert question in drawing.words()

    drawing.draw([[(0.1, 0.1), (0.4, 0.4)]])
    assert question not in drawing.words()
    drawing.tap("undo")

    assert question in drawing.words()

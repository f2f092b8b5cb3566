"""A kiosk runs for months: a visit leaves nothing behind in memory."""

import gc
from typing import TYPE_CHECKING

from kivy.uix.widget import Widget

if TYPE_CHECKING:
    from tests.glass.driver import Driver


def widgets_alive() -> int:
    """Count the widgets that something still holds."""
    gc.collect()
    return sum(issubclass(type(thing), Widget) for thing in gc.get_objects())


def whole_visit(glass: "Driver") -> None:
    """Give an idea and a drawing, look at the board, leave."""
    for name in ("begin", "language-nb", "prompt-ideas", "main", "card-food", "main", "send", "back"):
        glass.tap(name)
    glass.tap("prompt-dream-library")
    glass.draw([[(0.1, 0.1), (0.9, 0.9)]])
    for name in ("main", "send", "back", "board", "notice-n0", "close", "have-code", "back", "back", "back"):
        glass.tap(name)
    glass.frames(4)
    assert glass.screen == "AttractScreen"


def test_ten_visits_leave_no_more_widgets_than_one(glass: "Driver") -> None:
    whole_visit(glass)
    after_one = widgets_alive()

    for _ in range(9):
        whole_visit(glass)

    assert widgets_alive() == after_one

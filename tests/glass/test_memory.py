"""A kiosk runs for months: a visit leaves nothing behind in memory."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from kivy.uix.widget import Widget

from kiosk import window
from tests.glass.activities import a_kiosk_with_activities

if TYPE_CHECKING:
    from tests.glass.driver import Driver


def widgets_alive() -> int:
    """Count the widgets that something still holds."""
    gc.collect()
    return sum(issubclass(type(thing), Widget) for thing in gc.get_objects())


def whole_visit(glass: "Driver") -> None:
    """Give an idea and a drawing, look at the board, leave."""
    for name in ("language-nb", "prompt-ideas", "turn-over", "card-food", "send", "back"):
        glass.tap(name)
    glass.tap("prompt-dream-library")
    glass.draw([[(0.1, 0.1), (0.9, 0.9)]])
    for name in ("send", "back", "board", "notice-n0", "close", "have-code", "back", "back", "back"):
        glass.tap(name)
    glass.frames(4)
    assert glass.screen == "AttractScreen"


def test_four_visits_leave_no_more_widgets_than_one(glass: "Driver") -> None:
    whole_visit(glass)
    after_one = widgets_alive()

    for _ in range(3):
        whole_visit(glass)

    assert widgets_alive() == after_one


def sign_up_and_leave(glass: "Driver") -> None:
    """Sign up for the idea meeting with a name and a contact, look it up, change nothing, leave."""
    for name in ("language-nb", "whats-on", "activity-idea-meeting", "sign-up", "more-adult", "main"):
        glass.tap(name)
    glass.type("Kari")
    for _ in range(2):  # past the other, who stays without a name
        glass.tap("main")
    glass.type("kari@example.org")
    while glass.screen == "AskScreen":
        glass.tap("main")
    glass.tap("send")
    code = glass.app.visit.view.slip.code
    for name in ("back", "whats-on", "have-code"):
        glass.tap(name)
    glass.type(code)
    for name in ("main", "change-sign-up", "less-persons", "back", "back", "back", "back"):
        glass.tap(name)
    glass.frames(4)
    assert glass.screen == "AttractScreen"


def test_sign_ups_leave_no_more_widgets_than_one(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as glass:
        sign_up_and_leave(glass)
        after_one = widgets_alive()

        for _ in range(3):
            sign_up_and_leave(glass)

        assert widgets_alive() == after_one


def test_measured_words_of_a_visitor_are_gone_when_the_glass_rests(glass: "Driver") -> None:
    glass.tap("language-nb")
    glass.tap("prompt-ideas")
    glass.type("hengekøye")
    glass.frames(2)
    assert any("hengekøye" in str(key) for key in window._measured)

    for name in ("back", "throw-away", "back"):
        glass.tap(name)
    glass.frames(4)

    assert glass.screen == "AttractScreen"
    assert not any("hengek" in str(key) for key in window._measured)

"""Where one thing is to be written, the keyboard is there at once: on every screen, with words of any size."""

from pathlib import Path

import pytest

from kiosk.visit.views import LookingUp
from kiosk.widgets.keyboard import OnScreenKeyboard
from kiosk.widgets.words import Words
from tests.glass.activities import a_kiosk_with_activities
from tests.glass.driver import Driver
from tests.glass.layout import box_of, inside

SIZES = [(800, 480), (1280, 800), (800, 1280)]


def lacks(glass: Driver, field: str) -> list[str]:
    """Return what keeps somebody from writing here: the field and all keys can be seen, and keys type into it."""
    glass.frames(4)
    keyboards = [widget for widget in glass.widgets() if isinstance(widget, OnScreenKeyboard)]
    if not keyboards:
        return ["no keyboard"]
    window = (0, 0, glass.app.sizes.width, glass.app.sizes.height)
    shown, (keyboard,) = glass.find(field), keyboards
    line, keys = box_of(shown), [box_of(key) for key in keyboard.keys]
    wanted = {
        "keys type elsewhere": keyboard.target == shown,
        "no caret": shown.focus,
        "the field is cut": shown.height >= shown.line_height,
        "letters cut": all(
            word.fits for key in keyboard.keys for word in key.walk(restrict=True) if isinstance(word, Words)
        ),
        "off the window": all(inside(box, window) for box in (line, *keys)),
        "keys over the field": all(line[1] >= box[3] - 0.5 for box in keys),
    }
    return [fault for fault, holds in wanted.items() if not holds]


@pytest.mark.glass
@pytest.mark.parametrize("scale", [1.0, 1.6])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_whatever_is_to_be_written_the_keyboard_is_open(size: tuple[int, int], scale: float, tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=size) as glass:
        glass.tap("language-nb")
        glass.app.text_scale = scale
        found = {}

        glass.tap("prompt-ideas")
        found["idea"] = lacks(glass, "text")
        glass.tap("back")
        glass.app.visit.open_activities()
        glass.app.visit.read_activity("children-workshop")
        glass.frames(4)
        glass.tap("sign-up")
        glass.tap("main")
        found["name"] = lacks(glass, "name")
        glass.type("Ada")
        glass.tap("main")
        found["contact"] = lacks(glass, "contact")
        glass.page.form.close_keyboard()
        glass.tap("main")
        found["contact, asked again"] = lacks(glass, "contact")
        glass.type("99 99 99 99")
        glass.app.visit._show(LookingUp())
        found["code"] = lacks(glass, "code")

        assert {name: faults for name, faults in found.items() if faults} == {}

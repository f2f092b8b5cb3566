"""The field: text as it was typed, and nothing that outlives a visitor."""

from typing import TYPE_CHECKING

import kivy.uix.textinput
import pytest
from kivy.core.window import Window

from shared.kinds.base import MAX_TEXT
from tests.glass.test_visit import saved

if TYPE_CHECKING:
    from kiosk.widgets.field import Field
    from tests.glass.driver import Driver

AWKWARD = ("👩‍👩‍👧‍👦🏳️‍🌈", "مكتبة", "zero\u200bwidth", "e\u0301 and é", "  spaces  ", "[b]markup[/b] &amp; {0}", "ﬁ fi")


def field_of(glass: "Driver") -> "Field":
    """The field that is shown."""
    found: Field = glass.find("text")
    return found


@pytest.mark.parametrize("text", AWKWARD)
def test_a_hardware_keyboard_types_exactly_what_it_sends(writing: "Driver", text: str) -> None:
    Window.dispatch("on_textinput", text)
    writing.frames(2)

    assert writing.app.visit.view.draft == {"text": text}
    writing.tap("send")
    assert saved(writing) == [{"text": text, "cards": []}]


def test_no_more_than_the_limit_is_taken_and_that_is_said(writing: "Driver") -> None:
    Window.dispatch("on_textinput", "a" * (MAX_TEXT - 1))
    writing.frames(2)
    writing.type("bc")
    writing.frames(2)

    assert writing.app.visit.view.draft["text"] == "a" * (MAX_TEXT - 1) + "b"
    assert writing.app.tr("The text is full. You can send it as it is, or make it shorter.") in writing.words()


def test_no_clipboard_is_opened_and_nothing_is_copied_pasted_or_selected(writing: "Driver") -> None:
    field = field_of(writing)
    writing.type("hemmelig")

    for letter in "acxv":
        writing.press_key(ord(letter), letter, ["ctrl"])
    field.copy("hemmelig")
    field.paste()
    writing.tap("text")
    writing.tap("text")

    assert kivy.uix.textinput.Clipboard is None
    assert kivy.uix.textinput.CutBuffer is None
    assert (field.text, field.selection_text) == ("hemmelig", "")
    assert not field.use_bubble


def test_what_was_written_is_forgotten_with_the_visit(writing: "Driver") -> None:
    field = field_of(writing)
    writing.type("hemmelig")

    writing.tap("back")
    writing.tap("throw-away")

    assert field.text == ""
    field.do_undo()
    assert field.text == ""
    writing.tap("prompt-ideas")
    assert field_of(writing).text == ""

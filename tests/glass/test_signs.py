"""Emoji and scripts without a font: shown or left out, never boxes; and never nothing at all."""

from typing import TYPE_CHECKING

import pytest
from kivy.core.text import Label
from kivy.core.window import Window

from tests.builders import a_notice
from tests.glass.test_board import tell

if TYPE_CHECKING:
    from tests.glass.driver import Driver

AWKWARD = "😀👩‍👩‍👧‍👦🏳️‍🌈🇳🇴🧶🏽❤️ مكتبة ספרייה पुस्तकालय ห้องสมุด 図書館 도서관 ቤተመጻሕፍት Библиотека Æøå đŧŋ ①\u2009\u200b"


def picture(text: str, kind: type = Label) -> bytes:
    """Return the pixels of a text, as SDL draws them."""
    label = kind(font_size=40)
    label.resolve_font_name()
    label._size = 60, 60
    label._render_begin()
    label._render_text(text, 0, 0)
    return bytes(label._render_end().data)


def test_no_sign_is_drawn_as_a_box() -> None:
    as_kivy_does = Label.__mro__[1]
    box = picture("\U0010fffd", as_kivy_does)
    assert picture("😀", as_kivy_does) == box

    boxes = [character for character in AWKWARD if picture(character) == box]
    assert boxes == []
    assert [picture(letter) for letter in "Бđ"] == [picture(letter, as_kivy_does) for letter in "Бđ"]


def test_a_comment_with_emoji_is_read_without_gaps_and_kept_whole(home: "Driver") -> None:
    comment(home, "Strikk 🧶🏽 , takk 🇳🇴!")

    assert "Strikk, takk!" in home.words()
    assert home.app.visit.view.answer["comment"] == "Strikk 🧶🏽 , takk 🇳🇴!"


@pytest.mark.parametrize("text", ["😀👍", "مكتبة", "図書館"])
def test_words_that_cannot_be_shown_are_told_of(home: "Driver", text: str) -> None:
    comment(home, text)

    assert home.app.tr("(Written in signs that this tablet cannot show)") in home.words()
    assert home.app.visit.view.answer["comment"] == text


def comment(glass: "Driver", text: str) -> None:
    """Say why after a face, and read it once more."""
    for name in ("prompt-visit", "face-4", "more", "reason-books", "main"):
        glass.tap(name)
    Window.dispatch("on_textinput", text)
    glass.frames(2)
    glass.tap("main")


def test_a_notice_and_a_reply_with_emoji_are_shown_without_them(home: "Driver") -> None:
    home.tap("board")
    others = [notice.id for notice in home.app.kiosk.store.notices()]
    tell(home, withdrawn=others, notices=[a_notice(id="e1", text="Mer lys 💡 her", replies={"nb": "Det kommer 🎉!"})])
    home.tap("notice-e1")

    assert {"Mer lys her", "Det kommer!"} <= set(home.words())


def test_the_caret_stands_after_what_is_drawn(writing: "Driver") -> None:
    field = writing.find("text")
    Window.dispatch("on_textinput", "a😀b")
    writing.frames(2)
    with_sign = field.cursor_pos[0]

    writing.press_key(8)
    writing.press_key(8)
    writing.type("b")
    writing.frames(2)

    assert field.text == "ab"
    assert field.cursor_pos[0] == with_sign

"""Typing by touch: the draft is exactly what was typed."""

import gc
from typing import TYPE_CHECKING

import pytest
from kivy.base import EventLoop
from kivy.clock import Clock

from kiosk.widgets.keyboard import HOLD_S, REPEAT_FIRST_S, REPEAT_S, Key, OnScreenKeyboard
from tests.glass.driver import Touch

if TYPE_CHECKING:
    from tests.glass.driver import Driver


def text_of(glass: "Driver") -> str:
    """What the visit holds."""
    return str(glass.app.visit.view.draft.get("text", ""))


def keyboard_of(glass: "Driver") -> OnScreenKeyboard:
    """The keyboard that is shown."""
    return next(widget for widget in glass.widgets() if isinstance(widget, OnScreenKeyboard))


def key(glass: "Driver", name: str) -> Key:
    """A key by its name."""
    return next(key for key in keyboard_of(glass).keys if key.plan.name == name)


def press(glass: "Driver", name: str) -> None:
    """Touch a key."""
    glass.swipe([key(glass, name).center])


def down(glass: "Driver", name: str) -> Touch:
    """Put a finger on a key and leave it there."""
    touch = Touch(*key(glass, name).center)
    EventLoop.post_dispatch_input("begin", touch)
    return touch


def hold_on(seconds: float) -> None:
    """Let what waits on Kivy's clock happen, as if so much time had passed."""
    for event in Clock.get_events():
        if 0 < event.timeout <= seconds:
            call = event.get_callback()
            event.cancel()
            call(event.timeout)


def lift(touch: Touch) -> None:
    """Lift a finger."""
    EventLoop.post_dispatch_input("end", touch)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Æsj, Ære være ÅØÆ åøæ! 100 % «ja» – é"),
        ("nn", "Kva skjer på tysdagar? Noko ope."),
        ("sv", "Öppet på söndagar, ÅÄÖ åäö; ”ja” 50 €"),
        ("da", "Blåbærgrød på øen kl. 12:30 (gratis)"),
        ("en", "What's on? A café & board-games @ 5"),
    ],
)
def test_a_sentence_of_each_language_is_typed_by_touch(glass: "Driver", language: str, text: str) -> None:
    glass.tap(f"language-{language}")
    glass.tap("prompt-ideas")

    glass.type(text)

    assert text_of(glass) == text


def test_shift_holds_for_one_letter_and_twice_until_it_is_pressed_again(writing: "Driver") -> None:
    press(writing, "shift")
    press(writing, "a")
    press(writing, "b")
    press(writing, "shift")
    press(writing, "shift")
    press(writing, "c")
    press(writing, "å")
    press(writing, "shift")
    press(writing, "d")

    assert text_of(writing) == "AbCÅd"


def test_holding_a_letter_offers_its_accents_and_the_key_beside_does_the_same(writing: "Driver") -> None:
    touch = down(writing, "e")
    hold_on(HOLD_S)
    lift(touch)
    press(writing, "é")
    press(writing, "e")
    press(writing, "accents")
    press(writing, "ê")

    assert text_of(writing) == "éê"


def test_accents_can_be_closed_and_the_letter_stays(writing: "Driver") -> None:
    press(writing, "o")
    press(writing, "accents")
    press(writing, "close")
    press(writing, "p")

    assert text_of(writing) == "op"


def test_rubbing_out_repeats_as_long_as_the_finger_rests(writing: "Driver") -> None:
    writing.type("abcdef")

    touch = down(writing, "rub-out")
    hold_on(REPEAT_FIRST_S)
    hold_on(REPEAT_S)
    lift(touch)

    assert text_of(writing) == "abc"


def test_a_finger_that_slides_types_the_key_where_it_lifts(writing: "Driver") -> None:
    writing.swipe([key(writing, "q").center, key(writing, "w").center])
    writing.swipe([key(writing, "q").center, (640, 700)])

    assert text_of(writing) == "w"


def test_two_fast_fingers_keep_their_order(writing: "Driver") -> None:
    first = down(writing, "j")
    second = down(writing, "a")
    lift(second)
    lift(first)

    assert text_of(writing) == "ja"


def test_a_touch_between_two_keys_is_not_lost(writing: "Driver") -> None:
    left, right = key(writing, "g"), key(writing, "h")
    assert right.x > left.right

    writing.swipe([((left.right + right.x) / 2 + 1, left.center_y)])

    assert text_of(writing) == "h"


def test_big_letters_type_what_they_show(writing: "Driver") -> None:
    press(writing, "big")
    for name in ("A", "P", "E", "space", "Å"):
        press(writing, name)

    assert text_of(writing) == "APE Å"


def test_key_that_is_used_again_shows_nothing_of_what_it_was(writing: "Driver") -> None:
    for page in ("symbols", "letters", "big", "letters"):
        press(writing, page)
        writing.frames(2)
        keys = keyboard_of(writing).keys
        drawn = {key.plan.name: [label.text for label in key.children if label.text] for key in keys}

        assert [name for name, texts in drawn.items() if len(texts) != 1] == []
        assert {key.plan.name: drawn[key.plan.name] for key in keys if key.shown} == {
            key.plan.name: [key.shown] for key in keys if key.shown
        }


def test_done_gives_the_text_the_room_and_a_touch_brings_the_keyboard_back(writing: "Driver") -> None:
    writing.type("hei")
    press(writing, "done")
    assert "key-a" not in writing.ids()
    gc.collect()

    writing.tap("text")
    writing.frames(2)
    writing.type("!")

    assert text_of(writing) == "hei!"


def test_the_next_visitor_finds_small_letters(writing: "Driver") -> None:
    press(writing, "shift")
    press(writing, "shift")
    press(writing, "symbols")
    writing.tap("back")
    writing.tap("prompt-ideas")
    writing.frames(2)

    assert (keyboard_of(writing).page, keyboard_of(writing).shift) == ("letters", "off")

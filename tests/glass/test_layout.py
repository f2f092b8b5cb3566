"""Every screen in every size, text scale and language: nothing cut, nothing over another, everything large enough."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from kiosk.screens.visit.activity_card import ActivityCard
from kiosk.screens.visit.notices import NoticeCard
from kiosk.widgets.keyboard import Key
from kiosk.widgets.keypad import PadKey
from kiosk.widgets.sizes import GAP_DP, MAIN_DP, TARGET_DP, TEXT_SCALES
from kiosk.widgets.surface import Target
from kiosk.widgets.words import Words
from shared.errors import WrongCode
from shared.languages import LANGUAGES
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk

SIZES = [(1280, 800), (800, 1280), (1024, 600), (1920, 1080)]
WIDE = SIZES[3]
"""Has the proportions of the first, and more room: there one language in turn has to do, as time is dear."""
KEY_DP, PAD_KEY_DP, KEY_GAP_DP = 40, 55, 5
"""Keys are smaller, as on every keyboard: the gaps belong to them, so that no touch between two is lost."""

LONG_TEXT = "Bokbussholdeplassventeromsgardin og flere benker. " * 39

STEPS: dict[str, Callable[[Driver], object]] = {
    "attract": lambda glass: None,
    "languages": lambda glass: glass.tap("begin"),
    "home": lambda glass: glass.tap("language-nb"),
    "idea text": lambda glass: glass.tap("prompt-ideas"),
    "idea text, full": lambda glass: glass.app.visit.write("text", LONG_TEXT),
    "throw away?": lambda glass: glass.tap("back"),
    "idea cards": lambda glass: (glass.tap("keep"), glass.tap("main")),
    "too many cards": lambda glass: [
        glass.tap(f"card-{one}") for one in ("food", "cooking", "music", "singing", "dance", "theatre")
    ],
    "idea review": lambda glass: glass.tap("main"),
    "thanks": lambda glass: glass.tap("send"),
    "faces": lambda glass: (glass.tap("back"), glass.tap("prompt-visit"), glass.tap("face-2")),
    "reasons": lambda glass: (glass.tap("main"), glass.tap("reason-books"), glass.tap("reason-computers")),
    "comment": lambda glass: glass.tap("main"),
    "feedback review": lambda glass: (glass.app.visit.write("comment", LONG_TEXT), glass.tap("main")),
    "poll": lambda glass: (glass.tap("send"), glass.tap("back"), glass.tap("prompt-opening-hours"), glass.tap("main")),
    "poll review": lambda glass: (glass.tap("option-evenings"), glass.tap("option-mornings"), glass.tap("main")),
    "drawing": lambda glass: (glass.tap("send"), glass.tap("back"), glass.tap("prompt-dream-library")),
    "drawing review": lambda glass: (glass.draw([[(0.1, 0.1), (0.9, 0.9)]]), glass.tap("main")),
    "board": lambda glass: (glass.tap("send"), glass.tap("back"), glass.tap("board")),
    "notice": lambda glass: glass.tap(min(name for name in glass.ids() if name.startswith("notice-"))),
    "look-up": lambda glass: (glass.tap("close"), glass.tap("have-code")),
    "look-up, wrong": lambda glass: (glass.type("k7qm"), glass.tap("main")),
    "language dialog": lambda glass: glass.tap("language"),
    "warning": lambda glass: (glass.press_key(27), let_pass(glass, 65)),
    "pin": lambda glass: (glass.tap("more-time"), glass.app.open_staff()),
    "pin, refused": lambda glass: glass.pad("123456"),
    "status": lambda glass: glass.pad("112358" * 2),
    "hubs": lambda glass: glass.tap("pair"),
    "address": lambda glass: glass.tap("type-address"),
    "name": lambda glass: (glass.type("hub:1"), glass.tap("pair-main")),
    "no name": lambda glass: (setattr(glass.find("kiosk-name"), "text", ""), glass.tap("pair-main")),
    "pairing code": lambda glass: (glass.type("dør"), glass.tap("pair-main")),
    "wrong code": lambda glass: [glass.tap("pad-7") for _ in range(12)] and glass.app._page._answered(WrongCode("x")),
    "paired": lambda glass: glass.app._page._answered(None),
}


def let_pass(glass: Driver, seconds: float) -> None:
    """Let time pass, and the visit see it."""
    glass.app.kiosk.clock.pass_s(seconds)
    glass.app.visit.tick()
    glass.frames(3)


LEAST_DP = ((Key, KEY_DP), (PadKey, PAD_KEY_DP))

Box = tuple[float, float, float, float]


def box_of(widget: object) -> Box:
    """Return left, bottom, right and top on the window."""
    left, bottom = widget.to_window(widget.x, widget.y)
    return left, bottom, left + widget.width, bottom + widget.height


def gap_between(one: Box, other: Box) -> float:
    """Return how far two boxes are apart; negative when they overlap."""
    across = max(one[0] - other[2], other[0] - one[2])
    down = max(one[1] - other[3], other[1] - one[3])
    return max(across, down)


def faults(glass: Driver) -> list[str]:
    """Return what is wrong with the screen that is shown."""
    found = []
    width, height = glass.app.sizes.width, glass.app.sizes.height
    touchable = [w for w in glass.widgets() if isinstance(w, Target | Key) and not w.disabled]
    for widget in glass.widgets():
        if isinstance(widget, Words) and widget.words and widget.height and widget.width:
            if not widget.fits and not isinstance(widget.parent.parent, NoticeCard | ActivityCard):
                found.append(f"cut: {widget.words[:60]!r} at {widget.font_size} in {[int(n) for n in widget.size]}")
            if widget.texture_size[0] > widget.width + 2 or widget.texture_size[1] > widget.height + 2:
                found.append(f"larger than its place: {widget.words[:60]!r}")
            if not inside(box_of(widget), (0, 0, width, height)):
                found.append(f"off the window: {widget.words[:60]!r}")
    for widget in touchable:
        name, (left, bottom, right, top) = widget.test_id, box_of(widget)
        least = next((least for kind, least in LEAST_DP if isinstance(widget, kind)), TARGET_DP)
        least = MAIN_DP if getattr(widget, "is_main", False) else least
        if min(right - left, top - bottom) < least - 0.5:
            found.append(f"too small: {name} {right - left:.0f}x{top - bottom:.0f}")
        if not inside((left, bottom, right, top), (0, 0, width, height)):
            found.append(f"off the window: {name}")
    for (one, box), (other, its_box) in combinations([(widget, box_of(widget)) for widget in touchable], 2):
        both_keys = isinstance(one, Key) and isinstance(other, Key)
        gap = gap_between(box, its_box)
        if gap < (KEY_GAP_DP if both_keys else GAP_DP) - 0.5:
            found.append(f"too close: {one.test_id} and {other.test_id}: {gap:.0f}")
    return found


def inside(box: Box, frame: Box) -> bool:
    """Tell whether a box lies in a frame, half a pixel given."""
    return (
        box[0] >= frame[0] - 0.5 and box[1] >= frame[1] - 0.5 and box[2] <= frame[2] + 0.5 and box[3] <= frame[3] + 0.5
    )


def look(glass: Driver, language: str, text_scale: float) -> list[str]:
    """Return what is wrong with the screen in this language and text scale."""
    glass.app.visit.language, glass.app.text_scale = language, text_scale
    glass.app.refresh()
    glass.frames(4)
    return faults(glass)


def looks(number: int, size: tuple[int, int]) -> list[tuple[str, float]]:
    """Return every language at the largest scale, where things get tight, and one in turn at the smaller ones."""
    *smaller, largest = TEXT_SCALES
    in_turn = list(LANGUAGES)[number % len(LANGUAGES)]
    languages = [in_turn] if size == WIDE else LANGUAGES
    return [*((in_turn, scale) for scale in smaller), *((language, largest) for language in languages)]


def walk(glass: Driver, steps: dict[str, Callable[[Driver], object]]) -> dict[str, list[str]]:
    """Take each step and return what is wrong with its screen in any language, text scale, or lowered."""
    found: dict[str, list[str]] = {}
    for number, (name, step) in enumerate(steps.items()):
        step(glass)
        glass.app.forget_pages()  # the others would be laid out again as well
        for language, scale in looks(number, (int(glass.app.sizes.width), int(glass.app.sizes.height))):
            if wrong := look(glass, language, scale):
                found[f"{name}, {language}, {scale}"] = wrong
        glass.app.lowered = True
        if wrong := look(glass, "nb", 1.0):
            found[f"{name}, lowered"] = wrong
        glass.app.lowered = False
        look(glass, "nb", 1.0)
    return found


@pytest.mark.glass
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_screen_fits_in_every_language_at_every_text_scale(size: tuple[int, int], tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=size) as glass:
        assert walk(glass, STEPS) == {}

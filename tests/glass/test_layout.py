"""Every screen of visitors and of staff in every size, text scale and language."""

from pathlib import Path

import pytest

from shared.errors import WrongCode
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk, answer_pairing
from tests.glass.layout import (
    AT_EVERY_SCALE,
    EVERY_LOOK,
    IN_EVERY_SIZE,
    SMALLEST,
    Steps,
    walk,
    worst_in_every_language,
)
from tests.glass.longest import LongestApp, longest_prompts, with_widest_slips

LONG_TEXT = "Bokbussholdeplassventeromsgardin og flere benker. " * 39

STEPS: Steps = {
    "attract": lambda glass: None,
    "languages": lambda glass: (glass.app.visit.show_languages(), glass.frames(3)),
    "home": lambda glass: glass.tap("language-nb"),
    "idea text": lambda glass: glass.tap("prompt-ideas"),
    "idea text, full": lambda glass: glass.app.visit.write("text", LONG_TEXT),
    "throw away?": lambda glass: glass.tap("back"),
    "idea cards": lambda glass: (glass.tap("keep"), glass.tap("turn-over")),
    "too many cards": lambda glass: [
        glass.tap(f"card-{one}") for one in ("food", "cooking", "music", "singing", "dance", "theatre")
    ],
    "idea, nothing there": lambda glass: (
        glass.app.visit.write("text", ""),
        glass.app.visit.write("cards", []),
        glass.tap("send"),
    ),
    "thanks": lambda glass: (glass.tap("card-food"), glass.tap("send")),
    "faces": lambda glass: (glass.tap("back"), glass.tap("prompt-visit")),
    "thanks, one may say more": lambda glass: glass.tap("face-2"),
    "reasons": lambda glass: (glass.tap("more"), glass.tap("reason-books"), glass.reach("reason-computers")),
    "comment": lambda glass: glass.tap("main"),
    "feedback review": lambda glass: (glass.app.visit.write("comment", LONG_TEXT), glass.tap("main")),
    "thanks again": lambda glass: glass.tap("send"),
    "poll, nothing chosen": lambda glass: (
        glass.tap("back"),
        glass.tap("prompt-opening-hours"),
        glass.tap("send"),
    ),
    "poll": lambda glass: (glass.tap("option-evenings"), glass.tap("option-mornings")),
    "drawing": lambda glass: (glass.tap("send"), glass.tap("back"), glass.tap("prompt-dream-library")),
    "drawing, drawn": lambda glass: glass.draw([[(0.1, 0.1), (0.9, 0.9)]]),
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
    "wrong code": lambda glass: (glass.pad("7" * 12), answer_pairing(glass, lambda: WrongCode("x"))),
    "paired": lambda glass: answer_pairing(glass, lambda: None),
}


def let_pass(glass: Driver, seconds: float) -> None:
    """Let time pass, and the visit see it."""
    glass.app.kiosk.clock.pass_s(seconds)
    glass.app.visit.tick()
    glass.frames(3)


@IN_EVERY_SIZE
def test_every_screen_fits_in_the_longest_language(size: tuple[int, int], tmp_path: Path) -> None:
    kiosk = a_kiosk(tmp_path / "kiosk", news={"prompts": longest_prompts()})

    with Driver.of(with_widest_slips(kiosk), size=size, app=LongestApp) as glass:
        assert walk(glass, STEPS, lambda number: AT_EVERY_SCALE) == {}


def test_every_screen_fits_in_every_language(tmp_path: Path) -> None:
    with Driver.of(with_widest_slips(a_kiosk(tmp_path / "kiosk")), size=SMALLEST) as glass:
        assert walk(glass, STEPS, worst_in_every_language) == {}


@pytest.mark.layouts
@IN_EVERY_SIZE
def test_every_screen_fits_in_every_language_at_every_text_scale(size: tuple[int, int], tmp_path: Path) -> None:
    with Driver.of(with_widest_slips(a_kiosk(tmp_path / "kiosk")), size=size) as glass:
        assert walk(glass, STEPS, lambda number: EVERY_LOOK) == {}

"""Contact sheets of the glass in one size: every screen that the tests of the layout walk to, in every look.

A process of its own for each size (``python -m tools.kiosk_sheets``), as Kivy has one window and one way to draw.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image

from tools.sheets import Grid, Sheets, Size, asked_for

if TYPE_CHECKING:
    from kiosk.bootstrap import Kiosk
    from tests.glass.driver import Driver
    from tests.glass.layout import Steps

LANGUAGES = ("nb", "longest")
"""A language as it is, and every message in its longest translation: see ``tests.glass.longest``."""
SCALES = (1.6, 1.0)
THEMES = ("contrast", "dark", "light")
LYING, UPRIGHT = Grid((480, 300), 4, 4), Grid((300, 480), 6, 3)


class Look(NamedTuple):
    """One way in which a screen is shown."""

    language: str
    scale: float
    theme: str

    def __str__(self) -> str:
        return f"{self.language}-{self.scale}-{self.theme}"


USUAL = Look("nb", SCALES[-1], THEMES[-1])
"""In it the next step is taken, whichever looks are asked for."""
LOOKS = tuple(Look(*parts) for parts in product(LANGUAGES, SCALES, THEMES))


def named(size: Size) -> str:
    """Return a size as people write it: 1280x800."""
    return f"{size[0]}x{size[1]}"


class Gallery:
    """The sheets of one size: one row of sheets for each look."""

    def __init__(self, folder: Path, size: Size, looks: Sequence[Look], *, whole: bool) -> None:
        self._folder, self._size, self._looks, self._whole = folder, size, looks, whole
        self.unreached: list[str] = []

    def visit(self, language: str, kiosk: "Kiosk", steps: "Steps", part: str, screens: str) -> None:
        """Take the steps and a picture after each whose name has ``screens`` in it.

        A step that fails is said on the sheet, and the others are tried all the same.
        """
        from tests.glass.driver import Driver
        from tests.glass.layout import forget
        from tests.glass.longest import LongestApp

        looks = [look for look in self._looks if look.language == language]
        wanted = [name for name in steps if screens in name]
        if not looks or not wanted:
            return
        app: dict[str, Any] = {"app": LongestApp} if language == "longest" else {}
        with ExitStack() as stack:
            sheets = {look: stack.enter_context(self._sheets(look, part)) for look in looks}
            glass = stack.enter_context(Driver.of(kiosk, size=self._size, **app))
            for name, step in steps.items():
                try:
                    step(glass)
                except Exception as error:  # noqa: BLE001 -- whatever it is, the next screens are looked at too
                    self.unreached.append(f"{named(self._size)} {language}, {part}: {name}: {error}")
                    if name in wanted:
                        sheets[looks[-1]].say(name, f"not reached: {error}")
                    continue
                forget(glass)
                if glass.screen == "AttractScreen":
                    glass.until(lambda: bool(glass.page.ids.picture.children))
                shown = looks if name in wanted else []
                for look in shown:
                    sheets[look].add(name, self._taken(glass, look))
                if name == wanted[-1]:
                    break
                if not shown or shown[-1][1:] != USUAL[1:]:
                    self._turn(glass, USUAL)

    def _sheets(self, look: Look, part: str) -> Sheets:
        grid = LYING if self._size[0] > self._size[1] else UPRIGHT
        name = f"kiosk-{named(self._size)}-{look}-{part}"
        return Sheets(self._folder, name, grid, whole=self._whole)

    def _taken(self, glass: "Driver", look: Look) -> Image.Image:
        self._turn(glass, look)
        drawn = glass.app.ground.export_as_image().texture
        return Image.frombytes("RGBA", drawn.size, drawn.pixels).convert("RGB")

    def _turn(self, glass: "Driver", look: Look) -> None:
        from kiosk.visit.views import Resting
        from tests.glass import layout

        kiosk = glass.app.kiosk
        # The resting screen has the colours that the kiosk is set up with, whatever a visitor chose.
        glass.app.kiosk = replace(kiosk, config=replace(kiosk.config, theme=look.theme))
        glass.app.wear(look.theme)
        if isinstance(kiosk.visit.view, Resting):
            glass.app.refresh()
        layout.turn(glass, layout.Look("nb", look.scale))


def main(arguments: Sequence[str]) -> int:
    """Leave the sheets in a folder; return 1 when a screen could not be reached."""
    asked = asked_for("tools.kiosk_sheets", arguments, of="size")
    width, height = map(int, asked.size.split("x"))
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    os.environ.pop("KIVY_GL_BACKEND", None)
    from kiosk import window

    window.prepare(windowed=True, max_fps=0)
    from tests.glass import test_activity_layout, test_layout
    from tests.glass.activities import starter_activities, tell_activities
    from tests.glass.kiosks import a_kiosk
    from tests.glass.longest import longest_activities, longest_prompts

    looks = [look for look in LOOKS if asked.look in str(look)]
    gallery = Gallery(asked.folder, (width, height), looks, whole=asked.whole)
    with tempfile.TemporaryDirectory(prefix="samskap-sheets-") as temporary:
        for language in LANGUAGES:
            longest = language == "longest"
            news = {"prompts": longest_prompts()} if longest else None
            for part, steps in (("screens", test_layout.STEPS), ("activities", test_activity_layout.STEPS)):
                kiosk = a_kiosk(Path(temporary, f"{language}-{part}"), news=news)
                if part == "activities":
                    tell_activities(kiosk, longest_activities() if longest else starter_activities())
                gallery.visit(language, kiosk, steps, part, asked.screen)
                kiosk.close()
    for line in gallery.unreached:
        sys.stdout.write(f"not reached: {line}\n")
    return 1 if gallery.unreached else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""One morning on the real glass, rendered offscreen: a visitor, a child, the librarian who answers, the visitor again.

Every screen leaves the picture that the story of :mod:`tools.demo_story` has a sentence for.
"""

import os
from collections.abc import Callable
from math import cos, sin, tau
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.processes import KIOSK_INTERFACE, HubProcess
from tests.staff_desk import StaffDesk
from tools.demo_desk import DemoDesk
from tools.demo_story import Story

if TYPE_CHECKING:
    from tests.glass.driver import Driver

IDEA = "Æ vil ha en kveld på øya der vi fikser sykler."
ACTIVITY = "democracy-soup"
ANSWER = "Takk! Vi tar med oss verktøy ut på øya en kveld i mai. Ta med sykkelen, så fikser vi den sammen."
THANKS = {
    "nb": "Takk! Nå ser vi etter plass til en sklie i barneavdelingen.",
    "en": "Thank you! Now we look for room for a slide in the children's library.",
}
FRAMES = 200_000

Strokes = list[list[tuple[float, float]]]
SUN: Strokes = [
    [(0.8 + 0.07 * cos(tau * i / 60), 0.2 + 0.09 * sin(tau * i / 60)) for i in range(61)],
    *([(0.8 + r * cos(a), 0.2 + r * 1.3 * sin(a)) for r in (0.1, 0.14)] for a in (tau * n / 8 for n in range(8))),
]
HOUSE: Strokes = [
    [(0.2, 0.85), (0.2, 0.45), (0.4, 0.25), (0.6, 0.45), (0.6, 0.85), (0.2, 0.85)],
    [(0.2, 0.45), (0.6, 0.45)],
    [(0.35, 0.85), (0.35, 0.65), (0.45, 0.65), (0.45, 0.85)],
]
SLIDE: Strokes = [[(0.6, 0.45), (0.7, 0.6), (0.78, 0.75), (0.9, 0.8)], [(0.05, 0.86), (0.95, 0.86)]]
DRAWING = {"colour-f7cb2d": SUN, "colour-d1382c": HOUSE, "colour-25507c": SLIDE}
"""A library with a slide, and a sun: the strokes of each colour, in fractions of the paper from its top left corner."""


def _has_drawing(view: object) -> bool:
    """Tell whether the resting screen has a drawing to show."""
    from kiosk.visit.views import Resting

    return isinstance(view, Resting) and view.drawing is not None


class DemoVisit:
    """Touches a paired kiosk like visitors would, and leaves a picture for each scene of the story in its folder."""

    def __init__(self, hub: HubProcess, kiosk: Path, desk: StaffDesk, story: Story) -> None:
        self._hub, self._kiosk, self._desk, self._story = hub, kiosk, desk, story

    def make(self, name: str, password: str) -> None:
        """Visit, release the child's drawing, answer the visitor as staff, and let her read the answer at the kiosk."""
        before = {row["id"] for row in self._hub.submissions()}
        with DemoDesk(self._hub, self._story, name, password) as librarian:
            self._on_the_glass(before, librarian)
            librarian.look_around(ACTIVITY)

    def _came(self, before: set[str], kind: str) -> list[dict[str, Any]]:
        return [row for row in self._hub.submissions() if row["kind"] == kind and row["id"] not in before]

    def _on_the_glass(self, before: set[str], librarian: DemoDesk) -> None:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
        os.environ["SDL_AUDIODRIVER"] = "dummy"  # the thanks are played, and nobody is there to be startled
        from kiosk import window

        window.prepare(size=(1280, 800), windowed=True, max_fps=0)
        from kiosk.bootstrap import build
        from kiosk.config import KioskConfig
        from tests.end_to_end.hurried import HurriedClock
        from tests.glass.driver import Driver

        kiosk = build(KioskConfig(self._kiosk, interfaces=(KIOSK_INTERFACE,), reduced_motion=True), HurriedClock())
        with Driver.of(kiosk, syncs=True) as glass:
            code = self._give_idea(glass)
            self._sign_up(glass)
            self._look_around(glass)
            self._draw(glass)
            glass.until(lambda: kiosk.store.status().waiting == 0, FRAMES)
            (drawing,) = self._came(before, "drawing")
            self._desk.publish(drawing["id"], status="trying", replies=THANKS)
            glass.until(lambda: _has_drawing(kiosk.visit.view), FRAMES)
            self._see_the_drawing(glass)
            (idea,) = self._came(before, "idea")
            assert idea["answer"]["text"] == IDEA, "the hub has not what was typed"
            librarian.answer(idea["id"], ANSWER)
            glass.until(lambda: any(notice.text == IDEA for notice in kiosk.store.notices()), FRAMES)
            self._read_the_answer(glass, code)
            self._as_staff(glass)
        kiosk.close()

    def _give_idea(self, glass: "Driver") -> str:
        """Give an idea in words and with a picture card; return its code."""
        see = self._camera(glass)
        glass.until(lambda: bool(glass.page.ids.picture.children))  # it comes once all is loaded
        see("attract")
        glass.app.visit.show_languages()
        glass.frames(3)
        see("language")
        glass.tap("language-nb")
        see("home")
        glass.tap("prompt-ideas")
        glass.type(IDEA)
        see("ask-idea")
        glass.tap("turn-over")
        glass.reach("card-repair")
        see("ask-cards")
        glass.tap("send")
        see("thanks")
        code = str(glass.app.visit.view.slip.code)
        glass.tap("done")
        return code

    def _sign_up(self, glass: "Driver") -> None:
        """Sign an adult and a child up for soup."""
        see, taps = self._camera(glass), self._taps(glass)
        taps("language-nb", "whats-on")
        see("whats-on")
        taps(f"activity-{ACTIVITY}")
        see("reading")
        taps("sign-up", "more-child")
        see("who-comes")
        taps("names")
        glass.type("Berit")
        see("names")
        taps("back", "main")
        see("needs")
        taps("main")
        see("review-sign-up")
        taps("send")
        see("signed-up")
        taps("done")

    def _look_around(self, glass: "Driver") -> None:
        """Touch a face, and take a picture of a poll."""
        see, taps = self._camera(glass), self._taps(glass)
        taps("language-nb", "prompt-visit")
        see("ask-faces")
        taps("face-4")
        see("thanks-faces")
        taps("back", "prompt-opening-hours")
        see("ask-poll")
        taps("back", "back")

    def _draw(self, glass: "Driver") -> None:
        """Draw as a child would, and send it."""
        see, taps = self._camera(glass), self._taps(glass)
        taps("language-nb", "prompt-dream-library", "width-28")
        for colour, strokes in DRAWING.items():
            taps(colour)
            glass.draw(strokes)
        see("ask-drawing")
        taps("send")
        see("thanks-drawing")
        taps("done")

    def _see_the_drawing(self, glass: "Driver") -> None:
        """Look at what was released, on the resting screen and on the board."""
        from kiosk.screens.visit.slides import About, slides_of

        see, taps = self._camera(glass), self._taps(glass)
        for slide in slides_of(glass.app.visit.view):
            if slide.about == About.DRAWING:
                break
            glass.page.turn()
        see("attract-drawing")
        taps("language-nb", "board")
        see("board")
        taps("back", "back")

    def _read_the_answer(self, glass: "Driver", code: str) -> None:
        """Type the code, and read what staff answered."""
        see, taps = self._camera(glass), self._taps(glass)
        taps("language-nb", "have-code")
        glass.type(code.lower())  # the keys are capitals by themselves here
        see("look-up")
        taps("main")
        assert glass.page.reply == ANSWER, "the kiosk has not what staff answered"
        see("answer")
        taps("back", "back")

    def _as_staff(self, glass: "Driver") -> None:
        """Come in as staff do at the kiosk."""
        see, taps = self._camera(glass), self._taps(glass)
        glass.app.open_staff()
        glass.frames(3)
        see("staff-pin")
        glass.pad("271828" * 2)
        see("staff-status")
        taps("pair")
        see("pairing")

    def _taps(self, glass: "Driver") -> Callable[..., None]:
        def taps(*test_ids: str) -> None:
            for test_id in test_ids:
                glass.tap(test_id)
                glass.frames(3)

        return taps

    def _camera(self, glass: "Driver") -> Callable[[str], None]:
        from kivy.core.window import Window

        def see(name: str) -> None:
            glass.frames(3)
            path = self._story.picture(name)
            Path(Window.screenshot(name=str(path))).replace(path)  # Kivy puts a number of its own into the name

        return see

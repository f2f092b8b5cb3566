"""One morning on the real glass, rendered offscreen: a visitor, a child, then the staff pages in Chromium.

Every screen leaves the picture that the story of :mod:`tools.demo_story` has a sentence for.
"""

import os
from collections.abc import Callable
from math import cos, sin, tau
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from tests.browser import launched
from tests.processes import KIOSK_INTERFACE, HubProcess
from tests.staff_desk import StaffDesk
from tools.demo_story import LEAFLET, Story

if TYPE_CHECKING:
    from tests.glass.driver import Driver

IDEA = "Æ vil ha en kveld på øya der vi fikser sykler."
ACTIVITY = "democracy-soup"
THANKS = {"nb": "Takk! Vi setter opp en slik krok i barneavdelingen.", "en": "Thank you! We build such a corner."}
FRAMES = 200_000
ALL_IMAGES = """
[...document.images].forEach((image) => image.loading = "eager");
Promise.all([...document.images].map((image) => image.decode().catch(() => null)))
"""
"""Asks a page for its images and waits for them: it loads them late, and a picture would be too early."""

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
        """Visit, wait until the hub has everything, release the child's drawing, and look at it all as staff."""
        before = {row["id"] for row in self._hub.submissions()}
        self._on_the_glass(before)
        (idea,) = self._came(before, "idea")
        assert idea["answer"]["text"] == IDEA, "the hub has not what was typed"
        self._on_the_staff_pages(name, password, idea["id"])

    def _came(self, before: set[str], kind: str) -> list[dict[str, Any]]:
        return [row for row in self._hub.submissions() if row["kind"] == kind and row["id"] not in before]

    def _on_the_glass(self, before: set[str]) -> None:
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
            self._give_idea(glass)
            self._sign_up(glass)
            self._look_around(glass)
            self._draw(glass)
            glass.until(lambda: kiosk.store.status().waiting == 0, FRAMES)
            (drawing,) = self._came(before, "drawing")
            self._desk.publish(drawing["id"], status="trying", replies=THANKS)
            glass.until(lambda: _has_drawing(kiosk.visit.view), FRAMES)
            self._see_the_drawing(glass)
            self._as_staff(glass)
        kiosk.close()

    def _give_idea(self, glass: "Driver") -> None:
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
        glass.tap("card-food")
        see("ask-cards")
        glass.tap("send")
        see("thanks")
        glass.tap("done")

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
        glass.type("Solveig")
        see("names")
        taps("back", "main")
        see("needs")
        taps("main")
        see("review-sign-up")
        taps("send")
        see("signed-up")
        taps("done")

    def _look_around(self, glass: "Driver") -> None:
        """Touch a face, and take pictures of a poll and of the place for codes."""
        see, taps = self._camera(glass), self._taps(glass)
        taps("language-nb", "prompt-visit")
        see("ask-faces")
        taps("face-4")
        see("thanks-faces")
        taps("back", "prompt-opening-hours")
        see("ask-poll")
        taps("back", "board", "have-code")
        see("look-up")
        taps("back", "back", "back")

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

    def _on_the_staff_pages(self, name: str, password: str, idea: str) -> None:
        pages = {
            "submission": f"inbox/{idea}", "publish": f"inbox/{idea}/publish", "inbox": "inbox?state=all",
            "board": "board", "prompts": "prompts", "activities": "activities", "activity": f"activity/{ACTIVITY}",
            "leaflet": "activities/leaflet", "kiosks": "kiosks",
        }  # fmt: skip
        with sync_playwright() as playwright, launched(playwright.chromium) as browser:
            page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="nb-NO")
            page.goto(self._hub.staff_url)
            page.fill("[name=name]", name)
            page.fill("[name=password]", password)
            page.click("button.main")
            for called, path in pages.items():
                page.goto(f"{self._hub.staff_url}/{path}")
                page.evaluate(ALL_IMAGES)
                page.screenshot(path=self._story.picture(f"staff-page-{called}"))
            leaflet = page.request.get(f"{self._hub.staff_url}/activities/leaflet-nb.pdf")
            (self._story.folder / LEAFLET).write_bytes(leaflet.body())

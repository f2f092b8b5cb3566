"""One visit on the real glass, rendered offscreen, with a picture of every screen; then the staff page in Chromium."""

import os
from collections.abc import Callable
from math import sin
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser import launched
from tests.processes import KIOSK_INTERFACE, HubProcess

if TYPE_CHECKING:
    from tests.glass.driver import Driver

IDEA = "Æ vil ha en kveld på øya der vi fikser sykler!"
ACTIVITY = "democracy-soup"
FRAMES = 200_000
ALL_IMAGES = """
[...document.images].forEach((image) => image.loading = "eager");
Promise.all([...document.images].map((image) => image.decode()))
"""
"""Asks a page for its images and waits for them: it loads them late, and a picture would be too early."""


class DemoVisit:
    """Touches a paired kiosk like a visitor would, and leaves pictures in a folder."""

    def __init__(self, hub: HubProcess, kiosk: Path, output: Path) -> None:
        self._hub, self._kiosk, self._output = hub, kiosk, output
        self._taken = 0

    def make(self, name: str, password: str) -> None:
        """Make the visit, wait until the hub has it, and look at it as staff."""
        before = {row["id"] for row in self._hub.submissions()}
        self._on_the_glass()
        came = [row for row in self._hub.submissions() if row["id"] not in before]
        ideas = [row for row in came if row["kind"] == "idea"]
        assert [row["answer"]["text"] for row in ideas] == [IDEA], "the hub has not what was typed"
        self._on_the_staff_page(name, password, ideas[0]["id"])

    def _on_the_glass(self) -> None:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
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
            glass.until(lambda: kiosk.store.status().waiting == 0, FRAMES)
            self._look_around(glass)
        kiosk.close()

    def _give_idea(self, glass: "Driver") -> None:
        see = self._camera(glass)
        see("attract")
        glass.app.visit.show_languages()
        glass.frames(3)
        see("language")
        glass.tap("language-nb")
        see("home")
        glass.tap("prompt-ideas")
        glass.type(IDEA)
        see("ask-idea")
        glass.tap("main")
        glass.tap("card-food")
        see("ask-cards")
        glass.tap("main")
        see("review")
        glass.tap("send")
        see("thanks")
        glass.tap("done")

    def _sign_up(self, glass: "Driver") -> None:
        """Sign an adult and a child up for soup."""
        see = self._camera(glass)
        taps = self._taps(glass)
        taps("language-nb", "whats-on")
        see("whats-on")
        taps(f"activity-{ACTIVITY}")
        see("reading")
        taps("sign-up", "more-child", "names")
        glass.type("Solveig")
        see("names")
        taps("back")
        see("who-comes")
        taps("main")
        see("needs")
        taps("main")
        see("review-sign-up")
        taps("send")
        see("signed-up")
        taps("done")

    def _look_around(self, glass: "Driver") -> None:
        """Take pictures of the other screens, without sending anything."""
        see = self._camera(glass)
        taps = self._taps(glass)
        taps("language-nb", "prompt-visit", "face-4")
        see("ask-faces")
        taps("main")
        see("ask-reasons")
        taps("back", "back", "throw-away", "prompt-opening-hours")
        see("ask-poll")
        taps("back", "prompt-dream-library")
        glass.draw([[(0.1 + i / 400, 0.5 + 0.3 * sin(i / 12)) for i in range(300)]])
        see("ask-drawing")
        taps("back", "throw-away", "board")
        see("board")
        taps("have-code")
        see("look-up")
        taps("back", "back", "back")
        glass.app.open_staff()
        glass.frames(3)
        see("staff-pin")
        glass.pad("271828" * 2)
        see("staff")
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
            self._taken += 1
            glass.frames(3)
            path = self._output / f"kiosk-{self._taken:02}-{name}.png"
            Path(Window.screenshot(name=str(path))).replace(path)  # Kivy puts a number of its own into the name

        return see

    def _on_the_staff_page(self, name: str, password: str, submission_id: str) -> None:
        with sync_playwright() as playwright:
            browser = launched(playwright.chromium)
            page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="nb-NO")
            page.goto(self._hub.staff_url)
            page.fill("[name=name]", name)
            page.fill("[name=password]", password)
            page.click("button.main")
            for path in (f"inbox/{submission_id}", "board", "prompts", "kiosks", "activities", f"activity/{ACTIVITY}"):
                page.goto(f"{self._hub.staff_url}/{path}")
                page.evaluate(ALL_IMAGES)
                page.screenshot(path=self._output / f"staff-{path.split('/')[0]}.png")
            browser.close()

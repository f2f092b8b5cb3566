"""The librarian of the demo: the staff pages of a running hub in Chromium, a picture of each for the story."""

from types import TracebackType

from playwright.sync_api import sync_playwright

from tests.browser import launched
from tests.processes import HubProcess
from tools.demo_story import LEAFLET, STAFF, Story

ALL_IMAGES = """
[...document.images].forEach((image) => image.loading = "eager");
Promise.all([...document.images].map((image) => image.decode().catch(() => null)))
"""
"""Asks a page for its images and waits for them: it loads them late, and a picture would be too early."""


class DemoDesk:
    """Signed in as ``name`` in a browser of its own, in Norwegian."""

    def __init__(self, hub: HubProcess, story: Story, name: str, password: str) -> None:
        self._url, self._story, self._name, self._password = hub.staff_url, story, name, password
        self._playing = sync_playwright()

    def __enter__(self) -> "DemoDesk":
        self._browser = launched(self._playing.__enter__().chromium)
        self._page = self._browser.new_page(viewport={"width": 1440, "height": 900}, locale="nb-NO")
        self._page.goto(self._url)
        self._page.fill("[name=name]", self._name)
        self._page.fill("[name=password]", self._password)
        self._page.click("button.main")
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        self._browser.close()
        self._playing.__exit__(kind, exc, tb)

    def answer(self, idea: str, words: str) -> None:
        """Read an idea, answer it in Norwegian, and show both on the board."""
        self._see("submission", f"inbox/{idea}")
        self._open(f"inbox/{idea}/publish")
        self._page.check("[name=status][value=trying]")
        self._page.fill("[name=reply-nb]", words)
        self._take("publish")
        self._page.click("#do button.main")

    def look_around(self, activity: str) -> None:
        """Look at all that the story tells of, and keep the leaflet."""
        pages = {
            "inbox": "inbox", "board": "board", "prompts": "prompts", "activities": "activities",
            "activity": f"activity/{activity}", "leaflet": "activities/leaflet", "kiosks": "kiosks",
        }  # fmt: skip
        for called, path in pages.items():
            self._see(called, path)
        leaflet = self._page.request.get(f"{self._url}/activities/leaflet-nb.pdf")
        (self._story.folder / LEAFLET).write_bytes(leaflet.body())

    def _see(self, called: str, path: str) -> None:
        self._open(path)
        self._take(called)

    def _open(self, path: str) -> None:
        self._page.goto(f"{self._url}/{path}")

    def _take(self, called: str) -> None:
        self._page.evaluate(ALL_IMAGES)
        self._page.screenshot(path=self._story.picture(f"{STAFF}{called}"))

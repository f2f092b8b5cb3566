"""Contact sheets of the staff pages: every page the tests look at, on a phone, on a desk, dark, and as printed."""

import io
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import typst
from PIL import Image, ImageOps
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from hub.services.activities import activities, leaflet
from hub.services.house import settings
from shared.assets import asset_path
from tests.browser import launched
from tests.hub.web.conftest import serving
from tests.hub.web.library import open_library
from tests.hub.web.looking import sign_in
from tests.hub.web.page.test_for_everybody import PAGES, open_furnished
from tools.demo_desk import ALL_IMAGES
from tools.sheets import Grid, Sheets, asked_for

PHONE = 390
A4 = 794
"""Width of a sheet of paper in the pixels of a browser, 96 to the inch."""


class Look(NamedTuple):
    """One way in which a page is shown: the width of the window in pixels, and on what."""

    width: int
    on: str

    def __str__(self) -> str:
        return f"{self.width}-{self.on}"

    @property
    def in_the_hand(self) -> bool:
        """Whether it is a telephone, touched with a thumb: it has no mouse and no keyboard."""
        return self.width == PHONE


LOOKS = (*(Look(width, on) for width in (PHONE, 1280) for on in ("light", "dark")), Look(A4, "print"))
PAGE_HEIGHT = "document.documentElement.scrollHeight"
MOST_HIGH = 12_000
"""The highest window in pixels; what is longer has what sticks to the edge of a window in the middle of its picture."""
LEAFLET = "/activities/leaflet-nb.pdf"
LETTERS = (("fontpkg_inter", "files"), ("fonticon_mdi7", "fonts"))
FIELDS_OF_THE_PAGE = ("--enable-blink-features=LangAttributeAwareFormControlUI",)
"""Dates and times in fields are told as in the language of the page, not as in that of the browser.

Only the words on the button to choose a file stay the browser's."""
HEIGHTS = {PHONE: 844, 1280: 800, A4: 1123}
MARGIN = 57
"""Around what is printed, 15 millimetres."""
GRIDS = {PHONE: Grid((260, 900), 7, 2), 1280: Grid((640, 1000), 3, 2), A4: Grid((400, 900), 5, 2)}


class Gallery:
    """The sheets of all looks, filled page by page."""

    def __init__(self, folder: Path, looks: Sequence[Look], *, whole: bool) -> None:
        self._folder, self._looks, self._whole = folder, looks, whole
        self._sheets: dict[Look, Sheets] = {}
        self._stack = ExitStack()

    def __enter__(self) -> "Gallery":
        for look in self._looks:
            sheets = Sheets(self._folder, f"staff-{look}", GRIDS[look.width], whole=self._whole)
            self._sheets[look] = self._stack.enter_context(sheets)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def print(self, paper: Sequence[bytes], name: str) -> None:
        """Put pictures of printed pages beside what else is printed."""
        for look, sheets in self._sheets.items():
            if look.on == "print":
                for number, picture in enumerate(paper, start=1):
                    sheets.add(f"{name} {number}", Image.open(io.BytesIO(picture)))

    def show(self, page: Page, name: str) -> None:
        """Take a picture of a page in each look."""
        for look, sheets in self._sheets.items():
            margin = MARGIN if look.on == "print" else 0
            width = look.width - 2 * margin
            page.set_viewport_size({"width": width, "height": HEIGHTS[look.width]})
            if look.on == "print":
                page.emulate_media(media="print", color_scheme="light")
            else:
                page.emulate_media(media="screen", color_scheme="dark" if look.on == "dark" else "light")
            page.evaluate(ALL_IMAGES)
            # As high as the page: what sticks to the edge of a window would else lie over the middle of the picture.
            height = max(HEIGHTS[look.width], min(page.evaluate(PAGE_HEIGHT), MOST_HIGH))
            page.set_viewport_size({"width": width, "height": height})
            picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
            sheets.add(name, ImageOps.expand(picture, margin, "#ffffff"))


def main(arguments: Sequence[str]) -> int:
    """Leave the sheets in a folder; return the exit code."""
    asked = asked_for("tools.staff_sheets", arguments)
    looks = [look for look in LOOKS if asked.look in str(look)]
    with sync_playwright() as playwright, launched(playwright.chromium, *FIELDS_OF_THE_PAGE) as browser:
        for in_the_hand in (True, False):
            chosen = [look for look in looks if look.in_the_hand is in_the_hand]
            if chosen:
                with Gallery(asked.folder, chosen, whole=asked.whole) as gallery:
                    for page, name in _pages(browser, asked.screen, in_the_hand=in_the_hand):
                        gallery.show(page, name)
                    if asked.screen in LEAFLET and not in_the_hand:
                        gallery.print(_leaflet(), LEAFLET)
    return 0


def _leaflet() -> list[bytes]:
    """Return the pages of the leaflet of the library of the tests, each a picture as wide as the other papers."""
    with tempfile.TemporaryDirectory(prefix="samskap-sheets-") as temporary, open_furnished(Path(temporary)) as library:
        now = library.clock()
        coming = [one for one in activities.coming(library.store, now) if one.listed]
        words = leaflet.content(coming, settings.read(library.store), language="nb", now=now)
    folders = [resources.files(package).joinpath(folder) for package, folder in LETTERS]
    made = typst.compile(
        asset_path("print", "leaflet.typ"),
        format="png",
        ppi=96,
        font_paths=[Path(str(folder)) for folder in folders],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
    )
    return [made] if isinstance(made, bytes) else made


def _pages(browser: Browser, screen: str, *, in_the_hand: bool) -> Iterator[tuple[Page, str]]:
    """Yield the pages in Norwegian, each with its path, as the browser shows it."""
    with tempfile.TemporaryDirectory(prefix="samskap-sheets-") as temporary:
        if screen in "/set-up":
            with open_library(Path(temporary, "new")) as library, serving(library) as base:
                page = _context(browser, in_the_hand=in_the_hand).new_page()
                page.goto(f"{base}/set-up?code={library.hub.set_up_code}")
                yield page, "/set-up"
        with open_furnished(Path(temporary, "furnished")) as library:
            page = _context(browser, in_the_hand=in_the_hand).new_page()
            page.goto(f"{library.base}/sign-in")
            if screen in "/sign-in":
                yield page, "/sign-in"
            english = browser.new_context(locale="en")
            sign_in(english.new_page(), library.base)
            page = _context(browser, english.storage_state(), in_the_hand=in_the_hand).new_page()
            for path in PAGES:
                if screen in path:
                    page.goto(library.base + path.format(**library.ids))
                    yield page, path


def _context(browser: Browser, cookies: StorageState | None = None, *, in_the_hand: bool) -> BrowserContext:
    return browser.new_context(
        locale="nb-NO",
        reduced_motion="reduce",
        storage_state=cookies,
        has_touch=in_the_hand,
        is_mobile=in_the_hand,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Looking at staff pages in a real browser: who is signed in, what is wrong, what the browser complained about."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Dialog, Page, ViewportSize

from tests.hub.web.library import NAME, PASSWORD

PHONE, DESK = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=860)
WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=320, height=640)


def sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/sign-in")
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/today")
    page.goto(f"{base}/inbox")


class Watched:
    """What a browser complained about and where it went."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.visited: list[str] = []
        context.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("dialog", self._dismiss)
        context.on("request", lambda request: self.visited.append(request.url))

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append("a dialog")
        dialog.dismiss()


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


ABOUT_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe that look at colours; what the others find is the same in every light."""
LIGHTS: dict[Literal["light", "dark"], tuple[str, ...]] = {"light": (), "dark": ABOUT_COLOURS}
"""By which rules a page is looked at in each light; without any, by all."""


def faults(page: Page, *rules: str) -> list[str]:
    """Return what axe finds wrong, all of it, whatever its weight; or what these rules find."""
    options = {"resultTypes": ["violations"], **({"runOnly": {"type": "rule", "values": rules}} if rules else {})}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]


def faults_in_every_light(page: Page) -> dict[str, list[str]]:
    """Return what is wrong with a page, wide and narrow, light and dark; nothing for a page without fault."""
    found = {}
    for width, window in {"wide": WIDE, "narrow": NARROW}.items():
        page.set_viewport_size(window)
        for scheme, rules in LIGHTS.items():
            page.emulate_media(color_scheme=scheme)
            wider = overflow(page)
            found[f"{width} {scheme}"] = faults(page, *rules) + ([f"{wider} pixels too wide"] if wider else [])
    return {where: wrong for where, wrong in found.items() if wrong}


def out_of_sight(page: Page, selector: str) -> list[str]:
    """Return what ``selector`` finds that is not whole in the window, or lies under what stands fixed there."""
    found: list[str] = page.evaluate(
        """(selector) => [...document.querySelectorAll(selector)].filter((one) => {
          const at = one.getBoundingClientRect();
          const top = document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2);
          const inside = at.top >= 0 && at.left >= 0 && at.bottom <= innerHeight + 1 && at.right <= innerWidth + 1;
          return !at.width || !inside || !one.contains(top);
        }).map((one) => one.outerHTML.slice(0, 120))""",
        selector,
    )
    return found

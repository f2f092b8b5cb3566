"""A team in a browser on another computer, as a process of its own: python -m tests.other_team ADDRESS CODE ROUTES

With the code that the hub has printed Kari sets the library up, and invites three colleagues, each with one role. Each
comes in with her code, follows every link she is shown, and asks for every page there is. Then Kari shuts one of them
out. Prints what was seen, as JSON. ``ROUTES`` are paths to ask for, as JSON.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import launched
from tests.telephone import telephone_that_read

TEAM = {"Ola": "reviewer", "Sunniva": "facilitator", "Trygve": "safeguarding"}
PASSWORD = "fire gule elger danser"
STREAMS = ("/live",)
"""What never ends, and is no page."""
LINKS = "[...document.querySelectorAll('a[href]')].map((one) => one.getAttribute('href'))"


@dataclass
class Colleague:
    """Somebody with a browser, and with the recovery codes she was given."""

    name: str
    base: str
    context: BrowserContext
    codes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()

    def open(self, path: str) -> int:
        """Go to a page; return the status it came with."""
        answer = self.page.goto(self.base + path)
        assert answer is not None, path
        return answer.status

    def choose_password(self, button: str) -> None:
        """Choose a password, and read the second factor into a telephone."""
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_label("The password once more").fill(PASSWORD)
        self.page.get_by_role("button", name=button).click()
        self.page.locator("p.secret").wait_for(state="attached")
        self.page.get_by_label("Code").fill(telephone_that_read(self.page.content()).shows(datetime.now(UTC)))
        self.page.get_by_role("button", name="Go on").click()
        self.page.get_by_role("link", name="I have them").wait_for()
        self.codes = self.page.locator(".codes li").all_inner_texts()
        self.page.get_by_role("link", name="I have them").click()
        self.page.wait_for_url("**/today")

    def sign_in_again(self, context: BrowserContext) -> "Colleague":
        """Sign in once more in another browser, with a recovery code in place of the telephone."""
        other = Colleague(self.name, self.base, context, self.codes)
        other.open("/sign-in")
        other.page.get_by_label("Name").fill(self.name)
        other.page.get_by_label("Password").fill(PASSWORD)
        other.page.get_by_role("button", name="Sign in").click()
        other.page.get_by_label("Code", exact=True).fill(self.codes.pop())
        other.page.get_by_role("button", name="Go on").click()
        other.page.wait_for_url("**/today")
        return other

    def invite(self, name: str, role: str) -> str:
        """Invite somebody; return the address with the code that is to be photographed."""
        self.open("/people/invite")
        self.page.get_by_label("Their name").fill(name)
        self.page.locator(f"input[name=role][value={role}]").check()
        self.page.get_by_role("button", name="Make a code for them").click()
        return self.page.locator("p.code").inner_text()

    def follow_links(self) -> dict[str, int]:
        """Go wherever a link leads from the first page on; return the status of each page."""
        met: dict[str, int] = {}
        waits = ["/"]
        while waits:
            path = waits.pop()
            if path in met or urlsplit(path).path in STREAMS:
                continue
            if urlsplit(path).path.endswith((".ics", ".crt", ".json", ".pdf", ".zip")):
                continue  # what is saved, not shown
            met[path] = self.open(path)
            here = urlsplit(self.page.url).path
            for link in self.page.evaluate(LINKS):
                href = link.partition("#")[0]
                waits.append(f"{here}{href}" if href.startswith("?") else href)
            waits = [one for one in waits if one.startswith("/")]
        return met


def seen(browser: Browser, address: str, code: str, routes: Sequence[str]) -> dict[str, object]:
    """Return what each met: by following links, and by asking for what she was not shown."""
    base = f"https://{address}"

    def colleague(name: str) -> Colleague:
        return Colleague(name, base, browser.new_context(locale="en-GB"))

    kari = colleague("Kari")
    kari.open(f"/set-up?code={code}")
    kari.page.get_by_label("Your name").fill(kari.name)
    kari.page.get_by_label("The library's name").fill("Holmlia")
    kari.choose_password("Begin")
    kari.open("/settings")
    kari.page.locator("input[name=colour]:not([value=''])").first.check()
    kari.page.get_by_role("button", name="Save").first.click()
    kari.page.wait_for_url("**done**")

    team, links, typed = {}, {}, {}
    for name, role in TEAM.items():
        code = kari.invite(name, role)
        team[name] = one = colleague(name)
        one.open(f"/welcome?code={code}")
        one.choose_password("Begin")
        links[role] = one.follow_links()
        typed[role] = {path: one.open(path) for path in routes}

    ola = team["Ola"]
    places = [ola, ola.sign_in_again(browser.new_context(locale="en-GB"))]
    for place in places:
        with place.page.expect_response("**/live**") as stream:
            place.open("/inbox")
        assert stream.value.status == 200
    kari.open("/people")
    kari.page.get_by_role("link", name=ola.name).click()
    kari.page.get_by_text("Shut out …").click()
    kari.page.get_by_role("button", name="Shut out", exact=True).click()
    kari.page.wait_for_url("**done=shut-out")
    for place in places:  # what is open ends by itself, before anybody presses anything there
        expect(place.page.get_by_role("heading", name="Sign in")).to_be_visible()
        place.open("/board")
        expect(place.page.get_by_role("heading", name="Sign in")).to_be_visible()
    return {"links": links, "typed": typed, "today": kari.open("/today"), "still in": team["Sunniva"].open("/today")}


def main(address: str, code: str, routes: str) -> None:
    """Look, and print."""
    with sync_playwright() as playwright, launched(playwright.chromium) as browser:
        print(json.dumps(seen(browser, address, code, json.loads(routes))))


if __name__ == "__main__":
    main(*sys.argv[1:])

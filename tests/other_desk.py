"""A browser on another computer, as a process of its own: python -m tests.other_desk ADDRESS SLUG NAME PASSWORD

It knows nothing of the hub but an address that somebody typed without the ``s``. On a telephone it opens the page at
the door of an activity, signs in, sets up a second factor, and notes that somebody came. Prints what it saw, as JSON.
"""

import json
import sys
from datetime import UTC, datetime

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.browser import launched
from tests.telephone import telephone_that_read

TELEPHONE = {"width": 390, "height": 844}


def main(address: str, slug: str, name: str, password: str) -> None:
    """Look, and print."""
    with sync_playwright() as playwright, launched(playwright.chromium) as browser:
        print(json.dumps(seen(browser, address, slug, name, password)))


def seen(browser: Browser, address: str, slug: str, name: str, password: str) -> dict[str, object]:
    """Return what was seen; only ``refused`` where the browser does not believe the hub."""
    context = browser.new_context(viewport=TELEPHONE, is_mobile=True, has_touch=True, locale="en-GB")  # type: ignore[arg-type]  # a size
    page = context.new_page()
    try:
        came = page.goto(f"http://{address}/activity/{slug}/door")
    except Error as error:
        return {"refused": str(error).partition(" at ")[0].rpartition("net::")[2]}
    assert came is not None
    secured = came.security_details()
    sign_in(page, name, password)
    before = page.locator(".came b").inner_text()
    page.get_by_role("button", name="Came").first.tap()
    page.locator(".came b", has_text=str(int(before) + 1)).wait_for()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return {
        "url": page.url,
        "title": page.title(),
        "protocol": secured["protocol"] if secured else None,
        "here": page.locator(".came b").inner_text(),
        "too_wide_px": wide,
        "cookies": {cookie["name"]: cookie["secure"] and cookie["httpOnly"] for cookie in context.cookies()},
    }


def sign_in(page: Page, name: str, password: str) -> None:
    """Sign in with a telephone that is set up on the way, as is asked of everybody beyond the hub's own screen."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").tap()
    page.locator("p.secret").wait_for(state="attached")  # folded up: who has a camera needs no letters
    code = telephone_that_read(page.content()).shows(datetime.now(UTC))
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Go on").tap()
    page.get_by_role("link", name="I have them").tap()
    page.locator(".came").wait_for()


if __name__ == "__main__":
    main(*sys.argv[1:])

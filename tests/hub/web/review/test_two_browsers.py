"""Two real browsers at one answer: each sees the other come, and whoever is second loses no word."""

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.model import Role
from tests.hub.web.library import NAME, Library

pytestmark = pytest.mark.browser


def opened(browser: Browser, library: Library, base: str, name: str) -> Page:
    """A browser of its own in which somebody is signed in."""
    context = browser.new_context(locale="en")
    port = base.rpartition(":")[2]
    context.add_cookies([{"name": f"samskap-{port}", "value": library.begin_session(name), "url": base}])
    return context.new_page()


def test_each_sees_the_other_come_and_the_second_keeps_what_was_written(
    browser: Browser, library: Library, base: str
) -> None:
    given = library.give("ideas", {"text": "en sklie"})
    library.add_staff("Ola", Role.REVIEWER)
    kari, ola = (opened(browser, library, base, name) for name in (NAME, "Ola"))
    with kari.expect_response("**/live*"):  # from now on it hears of what happens
        kari.goto(f"{base}/inbox/{given}")
    expect(kari.locator("#also")).to_be_empty()

    ola.goto(f"{base}/inbox/{given}/answer")
    expect(kari.locator("#also")).to_contain_text("Ola is writing here")
    expect(ola.locator("#also")).to_contain_text(f"{NAME} has this open too")

    kari.goto(f"{base}/inbox/{given}/answer")
    kari.locator("[name=reply-en]").fill("Kari's long answer")
    ola.locator("[name=reply-en]").fill("Ola's answer")
    ola.get_by_role("button", name="Send the answer").click()
    ola.wait_for_url(lambda url: "done=answer" in url)
    kari.get_by_role("button", name="Send the answer").click()

    expect(kari.get_by_role("alert")).to_contain_text("Ola was quicker: Answered")
    expect(kari.locator("[name=reply-en]")).to_have_value("Kari's long answer")
    kari.get_by_role("button", name="Send the answer").click()
    kari.wait_for_url(lambda url: "done=answer" in url)
    assert [line.staff for line in library.store.history.about(given)] == ["Ola", NAME]
    for page in (kari, ola):
        page.context.close()

"""Two real browsers at one answer: each sees the other come, and whoever is second loses no word."""

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.bus import HERE
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


def test_two_tabs_of_one_person_do_not_call_each_other(browser: Browser, library: Library, base: str) -> None:
    given = [library.give("ideas", {"text": f"nummer {n}"}) for n in range(3)]
    library.add_staff("Ola", Role.REVIEWER)
    kari, ola = (opened(browser, library, base, name) for name in (NAME, "Ola"))
    tabs = [kari, kari.context.new_page()]
    for tab, one in zip(tabs, given, strict=False):
        with tab.expect_response("**/live*"):
            tab.goto(f"{base}/inbox/{one}")

    for one in (given[2], given[1], given[2]):
        with tabs[0].expect_response(f"**/inbox/{given[0]}"), tabs[1].expect_response(f"**/inbox/{given[1]}"):
            ola.goto(f"{base}/inbox/{one}")

    # Each time somebody opened something it was said, and not again because a tab looked who is there.
    assert library.bus.said.count(HERE) == len(tabs) + 3
    for page in (kari, ola):
        page.context.close()

"""Long work as a browser shows it: how far it is goes on under one's eyes, and what is pressed stays where it is."""

import queue

from playwright.sync_api import Browser, expect

from tests.hub.web.house.test_work_pages import begun
from tests.hub.web.library import NAME, PASSWORD, Library


def test_progress_goes_on_by_itself_and_the_button_keeps_the_focus(
    browser: Browser, base: str, library: Library
) -> None:
    steps: queue.Queue[int] = begun(library)
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.goto(f"{base}/sign-in")
    page.fill("[name=name]", NAME)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/today")
    expect(page.locator("#working")).to_contain_text("25 %")

    page.goto(f"{base}/background")
    page.locator("progress[value='3']").wait_for()
    cancel = page.get_by_role("button", name="Cancel")
    cancel.focus()
    steps.put(1)
    page.locator("progress[value='6']").wait_for()
    expect(cancel).to_be_focused()
    assert "6 of 12 · 50 %" in page.locator("[data-words]").inner_text()

    cancel.press("Enter")
    page.get_by_text("It ends as soon as").wait_for()
    steps.put(1)
    page.get_by_text("cancelled it").wait_for()
    page.get_by_role("button", name="Begin again").click()
    page.get_by_text("Everything is as it was put there").wait_for()
    context.close()

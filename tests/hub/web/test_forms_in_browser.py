"""Forms with words in several languages, in a real browser: tabs by keyboard, mistakes, and the kiosk in small."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from hub.services.house import prompts
from tests.hub.web.library import Library
from tests.hub.web.looking import NARROW, WIDE, Watched, overflow, sign_in
from tests.hub.web.test_in_browser import tab_to

pytestmark = pytest.mark.browser

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


def at_form(browser: Browser, base: str, path: str, *, scripts: bool = True, window: ViewportSize = WIDE) -> Page:
    """Return a page with a form, signed in; its context goes with the page."""
    context = browser.new_context(locale="en", viewport=window, java_script_enabled=scripts)
    page = context.new_page()
    sign_in(page, base)
    page.goto(base + path)
    return page


def panel(page: Page, language: str) -> Locator:
    return page.get_by_role("group", name=language, exact=True)


def preview(page: Page) -> Locator:
    return page.get_by_role("group", name="As it will look")


@SCRIPTS
def test_one_language_is_open_and_arrow_keys_open_the_others(
    browser: Browser, library: Library, base: str, scripts: bool
) -> None:
    page = at_form(browser, base, "/prompts/ideas", scripts=scripts)

    expect(page.get_by_role("textbox", name="Title", exact=True)).to_have_count(1)
    expect(panel(page, "English")).to_be_visible()
    tab_to(page, "English")
    page.keyboard.press("ArrowLeft")
    expect(panel(page, "Dansk").get_by_label("Title", exact=True)).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(panel(page, "Norsk bokmål")).to_be_visible()
    expect(page.get_by_role("textbox", name="Title", exact=True)).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.locator("#title-nb")).to_be_focused()
    page.context.close()


@SCRIPTS
def test_mistake_in_a_closed_language_opens_and_marks_it(
    browser: Browser, library: Library, base: str, scripts: bool
) -> None:
    page = at_form(browser, base, "/prompts/new?kind=poll", scripts=scripts)
    panel(page, "English").get_by_label("Title", exact=True).fill("Which day?")
    panel(page, "English").get_by_label("Question", exact=True).fill("Which day suits you?")
    page.get_by_text("Svenska", exact=True).first.click()
    panel(page, "Svenska").get_by_label("Title", exact=True).fill("Bara en rubrik")
    page.get_by_text("English", exact=True).first.click()

    page.get_by_role("button", name="Save and show on the kiosks").click()

    expect(page.get_by_role("radio", name="Svenska – something is wrong")).to_be_checked()
    expect(panel(page, "Svenska").get_by_label("Question", exact=True)).to_be_visible()
    expect(panel(page, "Svenska").locator(".wrong").first).to_contain_text("Write a question")
    expect(panel(page, "English")).to_be_hidden()
    page.context.close()


@SCRIPTS
def test_link_to_a_field_opens_its_language(browser: Browser, library: Library, base: str, scripts: bool) -> None:
    page = at_form(browser, base, "/prompts/ideas#help-da", scripts=scripts)

    expect(page.locator("#help-da")).to_be_in_viewport()
    page.context.close()


@SCRIPTS
def test_list_of_mistakes_leads_into_a_closed_language(
    browser: Browser, library: Library, base: str, scripts: bool
) -> None:
    page = at_form(browser, base, "/prompts/new?kind=idea", scripts=scripts)
    for own_name in ("Svenska", "Dansk"):
        page.get_by_text(own_name, exact=True).first.click()
        panel(page, own_name).get_by_label("Title", exact=True).fill("Ja?")
    page.get_by_role("button", name="Save and show on the kiosks").click()
    expect(panel(page, "Svenska")).to_be_visible()
    expect(panel(page, "Dansk")).to_be_hidden()

    page.get_by_role("alert").get_by_role("link").last.click()

    expect(page.locator("#question-da-wrong")).to_be_in_viewport()
    page.context.close()


def test_tabs_tell_what_is_written_while_one_writes(browser: Browser, library: Library, base: str) -> None:
    page = at_form(browser, base, "/prompts/new?kind=idea")
    expect(page.get_by_role("radio", name="English – nothing written")).to_be_checked()

    page.get_by_role("textbox", name="Title", exact=True).fill("Ideas")
    expect(page.get_by_role("radio", name="English – written")).to_be_checked()
    expect(page.get_by_text("1 of 5 languages written")).to_be_visible()
    page.get_by_role("textbox", name="Title", exact=True).fill(" ")

    expect(page.get_by_text("0 of 5 languages written")).to_be_visible()
    page.context.close()


def test_all_tabs_of_a_form_open_the_same_language(browser: Browser, library: Library, base: str) -> None:
    page = at_form(browser, base, "/activities/new?template=empty")
    page.get_by_text("Why we ask").first.click()
    expect(page.locator("#reason-name-en")).to_be_visible()

    page.get_by_text("Dansk", exact=True).first.click()

    expect(page.locator("#title-da")).to_be_visible()
    expect(page.locator("#reason-name-da")).to_be_visible()
    expect(page.locator("#reason-name-en")).to_be_hidden()
    page.context.close()


def test_kiosk_in_small_follows_what_is_typed(browser: Browser, library: Library, base: str) -> None:
    page = at_form(browser, base, "/prompts/new?kind=poll")
    watched = Watched(page.context)

    panel(page, "English").get_by_label("Title", exact=True).fill("<b>Vote</b>")
    panel(page, "English").get_by_label("Question", exact=True).fill("Which day?")
    page.locator("#options-0-en").fill("Monday")
    expect(preview(page).locator("strong")).to_have_text(["<b>Vote</b>", "Which day?"])
    expect(preview(page).locator(".offer li:visible")).to_have_text(["Monday"])
    page.get_by_text("Norsk bokmål", exact=True).first.click()
    expect(preview(page).locator("strong")).to_have_text(["<b>Vote</b>", "Which day?"])
    panel(page, "Norsk bokmål").get_by_label("Question", exact=True).fill("Hvilken dag?")

    expect(preview(page).locator("strong")).to_have_text(["", "Hvilken dag?"])
    expect(preview(page).locator(".offer li:visible")).to_have_text(["Monday"])
    assert watched.complaints == []
    page.context.close()


def test_picture_cards_come_and_go_on_the_kiosk_in_small(browser: Browser, library: Library, base: str) -> None:
    page = at_form(browser, base, "/prompts/new?kind=idea")
    expect(preview(page).locator(".pictured")).to_be_visible()

    page.get_by_role("checkbox", name=re.compile("picture cards")).uncheck()

    expect(preview(page).locator(".pictured")).to_be_hidden()
    page.context.close()


def test_kiosk_in_small_is_shown_without_scripts_too(browser: Browser, library: Library, base: str) -> None:
    page = at_form(browser, base, "/prompts/new?kind=poll", scripts=False, window=NARROW)
    panel(page, "English").get_by_label("Question", exact=True).fill("Which day?")

    page.get_by_role("button", name="Show what I have typed").click()

    expect(preview(page)).to_be_in_viewport()
    expect(preview(page).locator("strong")).to_have_text(["", "Which day?"])
    assert overflow(page) == 0
    assert len(prompts.listed(library.store)) == 4
    page.context.close()


def test_looking_at_another_language_is_no_change_to_be_asked_about(
    browser: Browser, library: Library, base: str
) -> None:
    page = at_form(browser, base, "/prompts/ideas")
    watched = Watched(page.context)
    page.get_by_text("Dansk", exact=True).first.click()

    page.get_by_role("link", name="Cancel").click()

    page.wait_for_url("**/prompts")
    assert watched.complaints == []
    page.context.close()


def test_activity_in_small_follows_words_place_picture_and_date(browser: Browser, library: Library, base: str) -> None:
    page = at_form(browser, base, "/activities/new?template=empty")
    watched = Watched(page.context)
    day = library.clock() + timedelta(days=400)

    page.locator("#title-en").fill("Soup <i>")
    page.locator("#description-en").fill("We eat.")
    page.locator("#place").fill("The hall")
    page.locator("#dates-0-day").fill(day.date().isoformat())
    page.locator("#dates-0-from").fill("17:00")
    page.locator("#dates-0-to").fill("19:00")
    page.get_by_role("radio", name="Food", exact=True).check()
    shown = preview(page)
    expect(shown.locator("strong")).to_have_text(["Soup <i>", "Soup <i>"])
    expect(shown.locator("p").last).to_have_text("We eat.")
    expect(shown.locator("[data-dated]").first).to_have_text(re.compile("^[A-Z][a-z]+ [0-9]+ [A-Z][a-z]+ 17:00–19:00$"))
    picture = shown.locator(".listed > .icon").text_content()
    typed = shown.locator(".glass").all_inner_texts()

    with page.expect_navigation():
        page.get_by_role("button", name="Another date").click()

    # The hub draws it as the script did; only the year is its own, of a date that is far away.
    said = preview(page).locator(".glass").all_inner_texts()
    drawn = [text.replace(f" {day.year}", "").replace("day,", "day") for text in said]
    assert drawn == typed
    assert preview(page).locator(".listed > .icon").text_content() == picture
    assert watched.complaints == []
    page.context.close()

"""The logo, chosen and seen in a real browser."""

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from shared.errors import FileTooLarge
from tests.hub.web.library import Library
from tests.hub.web.looking import NARROW, Watched, sign_in
from tests.logos import a_logo

pytestmark = pytest.mark.browser


def test_logo_is_chosen_and_seen_and_what_is_too_large_is_named_before_it_is_sent(
    browser: Browser, library: Library, base: str
) -> None:
    context = browser.new_context(locale="en", viewport=NARROW)
    watched, page = Watched(context), context.new_page()
    sign_in(page, base)
    page.goto(f"{base}/settings")
    field = page.locator("#logo-file")

    field.set_input_files(FilePayload(name="x.png", mimeType="image/png", buffer=b"x" * 2_000_001))
    said = field.evaluate("one => one.validationMessage")
    field.set_input_files(FilePayload(name="x.png", mimeType="image/png", buffer=a_logo()))
    page.get_by_role("button", name="Save the logo").click()
    page.wait_for_url("**/settings?done=logo")

    assert said == FileTooLarge.says
    for name in ("The logo of Lund bibliotek", "Lund bibliotek"):
        shown = page.get_by_role("img", name=name, exact=True)
        expect(shown).to_be_visible()
        assert shown.evaluate("one => one.naturalWidth") == 640
    assert watched.complaints == []
    context.close()

"""Staff pages on a telephone and on a desk: where one can go and what one can do is in sight, and under the thumb."""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from hub.web.staff_app import PLACES
from shared.languages import LANGUAGES
from tests.hub.web.library import Library
from tests.hub.web.looking import DESK, NARROW, PHONE, out_of_sight, overflow, sign_in

pytestmark = pytest.mark.browser

LONG = "Et rom der ingen spør hva man leser. " * 50
THUMB_PX = 44
"""The least that WCAG 2.2 asks for at its level AAA, 2.5.5."""


def looking(browser: Browser, base: str, window: ViewportSize) -> Page:
    """Return a page of somebody who has signed in."""
    page = browser.new_context(locale="en", viewport=window, reduced_motion="reduce").new_page()
    sign_in(page, base)
    return page


def scroll_to_the_end(page: Page) -> None:
    page.evaluate("scrollTo(0, document.body.scrollHeight)")


@pytest.mark.parametrize("window", [NARROW, PHONE], ids=["320", "390"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_places_stay_under_the_thumb(
    browser: Browser, library: Library, base: str, window: ViewportSize, language: str
) -> None:
    for n in range(30):
        library.give("ideas", {"text": f"nummer {n}"})
    page = looking(browser, base, window)
    page.context.add_cookies([{"name": "samskap-language", "value": language, "url": base}])
    page.goto(f"{base}/inbox")

    scroll_to_the_end(page)

    places = page.locator(".side nav li:not(.by-name) a")
    boxes = [box for box in (one.bounding_box() for one in places.all()) if box]
    assert len(boxes) == len([place for place in PLACES if not place.by_name])
    assert out_of_sight(page, ".side nav li:not(.by-name) a") == []
    assert page.locator(".brand a").is_visible()
    assert [box for box in boxes if box["width"] < THUMB_PX or box["height"] < THUMB_PX] == []
    assert len({box["y"] for box in boxes}) == (1 if window is PHONE else 2)
    assert overflow(page) == 0
    assert "30" in (places.first.text_content() or "")
    page.context.close()


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
def test_what_can_be_done_is_within_reach_of_a_long_text(
    browser: Browser, library: Library, base: str, window: ViewportSize
) -> None:
    given = library.give("ideas", {"text": LONG[:1800]})
    page = looking(browser, base, window)

    page.goto(f"{base}/inbox/{given}")

    assert out_of_sight(page, ".acts .button") == []
    page.context.close()


def test_page_stays_where_it_is_while_the_list_goes_to_what_is_read(
    browser: Browser, library: Library, base: str
) -> None:
    first = library.give("ideas", {"text": "den første"})
    for n in range(30):
        library.give("ideas", {"text": f"nummer {n}"})
    page = looking(browser, base, DESK)

    page.goto(f"{base}/inbox/{first}")

    assert out_of_sight(page, ".rows [aria-current]") == []
    assert page.evaluate("scrollY") == 0
    page.context.close()


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("path", ["/prompts/ideas", "/activities/new?template=empty"])
def test_long_form_can_be_saved_from_anywhere(browser: Browser, base: str, window: ViewportSize, path: str) -> None:
    page = looking(browser, base, window)

    page.goto(base + path)

    assert out_of_sight(page, ".save-bar .button") == []
    page.context.close()


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("path", ["/inbox", "/inbox?state=kept", "/inbox?state=all&words=finnesikke", "/board"])
def test_empty_page_says_what_to_do_next(browser: Browser, base: str, window: ViewportSize, path: str) -> None:
    page = looking(browser, base, window)

    page.goto(base + path)

    assert page.locator(".empty .button").count() == 1
    assert out_of_sight(page, ".empty .button") == []
    page.context.close()


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
def test_paper_has_what_was_said_and_nothing_to_press(
    browser: Browser, library: Library, base: str, window: ViewportSize
) -> None:
    given = library.give("ideas", {"text": "Et rom der ingen spør"})
    page = looking(browser, base, window)
    page.goto(f"{base}/inbox/{given}")

    page.emulate_media(media="print", color_scheme="dark")

    for gone in (".side", ".acts", ".list", ".foot"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".reading").get_by_text("as it was")).to_be_visible()
    assert page.locator(".sheet").evaluate("one => one.offsetWidth / innerWidth") > 0.9
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.locator(".sheet").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    page.context.close()


def test_list_in_which_nothing_is_says_so_on_paper(browser: Browser, library: Library, base: str) -> None:
    page = looking(browser, base, DESK)
    page.emulate_media(media="print")
    for path in ("/inbox?state=kept", "/inbox?state=all&words=finnesikke"):
        page.goto(base + path)

        expect(page.locator(".reading h2")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("size", [(1280, 800), (1280, 720), (1024, 768)], ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("mode", ["publish", "answer"])
def test_fields_of_a_decision_stand_whole_beside_what_was_said(
    browser: Browser, library: Library, base: str, size: tuple[int, int], mode: str
) -> None:
    given = library.give("ideas", {"text": LONG[:1800]})
    page = looking(browser, base, ViewportSize(width=size[0], height=size[1]))

    page.goto(f"{base}/inbox/{given}/{mode}")

    boxes = [one.bounding_box() for one in page.locator(".doing textarea:visible").all()]
    acts = page.locator(".doing > .acts").bounding_box()
    assert acts is not None
    assert len(boxes) == (2 if mode == "publish" else 1)
    assert [box for box in boxes if box is None or box["y"] < 0 or box["y"] + box["height"] > acts["y"]] == []
    assert out_of_sight(page, ".doing > .acts .button, .sheet h1") == []
    assert overflow(page) == 0
    page.context.close()


def test_list_on_paper_says_what_it_is_how_it_was_chosen_and_when(
    browser: Browser, library: Library, base: str
) -> None:
    library.give("ideas", {"text": "en suppe"})
    page = looking(browser, base, DESK)
    page.goto(f"{base}/inbox?state=all&words=suppe")
    head = page.locator(".on-paper")
    expect(head.get_by_text("suppe")).to_be_hidden()

    page.emulate_media(media="print")

    expect(head.get_by_role("heading", name="Inbox")).to_be_visible()
    said = head.inner_text()
    assert [part in said for part in ("All", "suppe", "1 in the list", "as it was", "20")] == [True] * 5
    assert head.evaluate("one => one.offsetHeight") > THUMB_PX
    page.context.close()

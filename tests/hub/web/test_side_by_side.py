"""What stands side by side on staff pages: in one row where there is room, as wide as its like, uncovered."""

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from hub.services.review import review
from shared.languages import LANGUAGES
from shared.notice import Status
from tests.hub.web.happenings import hold
from tests.hub.web.library import Library
from tests.hub.web.looking import DESK, NARROW, PHONE, sign_in
from tests.hub_builders import KARI

pytestmark = pytest.mark.browser

SCROLLBAR_PX, ONE_LINE_PX, AIR_PX, SIGN_PX = 15, 44, 12, 16


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    """A page in Norwegian of somebody who has signed in."""
    context = browser.new_context(locale="en", reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, base)
    context.add_cookies([{"name": "samskap-language", "value": "nb", "url": base}])
    yield page
    context.close()


def edges(found: Locator, edge: str) -> list[float]:
    """Return an edge of each of what was found, in whole pixels of the window."""
    values: list[float] = found.evaluate_all(
        "(found, edge) => found.map((one) => Math.round(one.getBoundingClientRect()[edge]))", edge
    )
    return values


def show_on_board(library: Library, status: Status) -> str:
    given = library.give("ideas", {"text": f"En idé, {status}", "cards": ["music"]})
    replies = {"nb": "Vi prøver i mai."}
    review.publish(library.store, given, by=KARI, now=library.clock(), status=status, replies=replies)
    return given


def test_states_of_the_inbox_stand_in_one_row_on_a_desk(page: Page, library: Library, base: str) -> None:
    for n in range(12):
        library.give("ideas", {"text": f"nummer {n}"})
    page.set_viewport_size(DESK)

    page.goto(f"{base}/inbox")

    tabs, right = page.locator(".tabs a"), edges(page.locator(".list"), "right")[0]
    assert len(edges(tabs, "top")) == 5
    assert len(set(edges(tabs, "top"))) == 1
    assert max(edges(tabs, "right")) <= right - SCROLLBAR_PX


def test_fields_beside_each_other_stand_in_line_however_long_their_names_are(
    page: Page, library: Library, base: str
) -> None:
    library.call("entrance")
    page.set_viewport_size(DESK)

    page.goto(f"{base}/prompts/ideas")
    fields = edges(page.locator("#opens, #closes, #keep_days"), "top")
    page.goto(f"{base}/kiosks")
    values = edges(page.locator(".card:has(> .facts)").first.locator("> .facts dd"), "top")

    assert (len(fields), len(set(fields))) == (3, 1)
    assert len(values) == 4
    assert values[0] == values[1] < values[2] == values[3]


@pytest.mark.parametrize("path", ["/activities", "/inbox/{shown}", "/kiosks/entrance/revoke"])
def test_one_more_button_is_as_wide_as_the_main_one_in_the_hand(
    page: Page, library: Library, base: str, path: str
) -> None:
    hold(library, "soup")
    shown = show_on_board(library, Status.TRYING)
    page.set_viewport_size(PHONE)

    page.goto(base + path.format(shown=shown))

    buttons = page.locator(".acts .button")
    assert len(edges(buttons, "left")) == 2
    assert [len(set(edges(buttons, edge))) for edge in ("left", "right")] == [1, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_beside_each_other_in_the_hand_say_it_in_one_line(
    page: Page, library: Library, base: str, language: str
) -> None:
    hold(library, "soup")
    given = library.give("ideas", {"text": "En suppe"})
    page.context.add_cookies([{"name": "samskap-language", "value": language, "url": base}])
    page.set_viewport_size(PHONE)
    for path in (f"/inbox/{given}", "/activity/soup"):
        page.goto(base + path)

        buttons = page.locator(".acts .button")
        assert len(edges(buttons, "left")) >= 3
        assert set(edges(buttons, "height")) == {ONE_LINE_PX}, path
        assert len(set(edges(buttons, "top"))) == 2, path


def test_keys_are_offered_only_where_a_mouse_says_that_there_may_be_a_keyboard(
    browser: Browser, library: Library, base: str
) -> None:
    given = library.give("ideas", {"text": "En suppe"})
    for touched in (True, False):
        context = browser.new_context(locale="en", viewport=PHONE, is_mobile=touched, has_touch=touched)
        page = context.new_page()
        sign_in(page, base)
        page.goto(f"{base}/inbox/{given}")

        expect(page.get_by_role("button", name="Turn shortcut keys off")).to_be_visible(visible=not touched)
        page.keyboard.press("a")  # what turns keys off is hidden only where they are off

        expect(page.locator(".doing")).to_have_count(0 if touched else 1)
        context.close()


def test_notices_of_every_status_are_equally_wide_and_signs_only_as_wide_as_their_words(
    page: Page, library: Library, base: str
) -> None:
    for status in Status:
        show_on_board(library, status)
    for width in (1024, 1280, 1600):
        page.set_viewport_size({"width": width, "height": 900})

        page.goto(f"{base}/board")

        widths = edges(page.locator(".board li.card"), "width")
        assert len(widths) == len(Status)
        assert max(widths) - min(widths) <= 1
        assert edges(page.locator(".pics li").first, "width") < edges(page.locator(".board li.card").first, "width")
        room = page.locator("h1").first.evaluate("one => one.closest('main').clientWidth")
        assert edges(page.locator(".board"), "width")[0] > room * 0.8


def test_board_on_paper_has_a_margin_two_notices_beside_each_other_and_no_link(
    page: Page, library: Library, base: str
) -> None:
    for status in (Status.HEARD, Status.HEARD, Status.DONE):
        show_on_board(library, status)
    page.set_viewport_size(DESK)
    page.goto(f"{base}/board")

    page.emulate_media(media="print")

    tops = edges(page.locator(".board li.card"), "top")
    assert tops[0] == tops[1] < tops[2]
    assert len(set(edges(page.locator(".board h2:visible"), "width"))) == 1
    expect(page.get_by_role("link", name="Endre")).to_have_count(0)
    margins = """[...document.styleSheets].flatMap((one) => [...one.cssRules])
        .filter((rule) => rule instanceof CSSPageRule).map((rule) => rule.style.margin)"""
    assert page.evaluate(margins) == ["15mm"]


@pytest.mark.parametrize("window", [NARROW, PHONE], ids=["320", "390"])
def test_number_of_what_waits_covers_no_icon(page: Page, library: Library, base: str, window: dict[str, int]) -> None:
    for n in range(30):
        library.give("ideas", {"text": f"nummer {n}"})
    page.set_viewport_size({"width": window["width"], "height": window["height"]})

    page.goto(f"{base}/inbox")

    place = page.locator(".side nav a[href='/inbox']")
    assert edges(place.locator(".icon"), "right")[0] <= edges(place.locator(".count"), "left")[0] + 1
    assert edges(place.locator(".count"), "right")[0] <= edges(place, "right")[0] + 4


def test_date_is_whole_in_the_list_of_the_door(page: Page, library: Library, base: str) -> None:
    hold(library, "series", seats=None, dates=9)
    page.set_viewport_size(PHONE)

    page.goto(f"{base}/activity/series/door")

    longest = page.locator("#date").evaluate(
        """(field) => { const style = getComputedStyle(field), pen = document.createElement("canvas").getContext("2d");
          pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
          return Math.max(...[...field.options].map((one) => pen.measureText(one.text).width)); }"""
    )
    arrow, ground = 20, 28
    assert longest + arrow + ground <= edges(page.locator("#date"), "width")[0]


def test_day_until_which_one_signs_up_stands_in_one_line(page: Page, library: Library, base: str) -> None:
    hold(library, "soup", opens_at="2026-10-31T23:00:00.000Z", closes_at="2026-11-28T23:00:00.000Z", place="Storsalen")
    for width in (1280, 1440):
        page.set_viewport_size({"width": width, "height": 900})

        page.goto(f"{base}/activity/soup")

        values = page.locator(".two .facts dd")
        assert len(edges(values, "height")) == 3
        assert len(set(edges(values, "height"))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_counters_of_the_door_stand_beside_what_they_count(
    page: Page, library: Library, base: str, language: str
) -> None:
    hold(library, "series", seats=None)
    page.context.add_cookies([{"name": "samskap-language", "value": language, "url": base}])
    page.set_viewport_size(PHONE)

    page.goto(f"{base}/activity/series/door")

    counted, counters = page.locator(".band > .grow"), page.locator(".band > .ticks")
    assert len(edges(counted, "top")) == len(edges(counters, "top")) == 5
    rows = zip(edges(counted, "bottom"), edges(counters, "top"), strict=True)
    assert [said for said, counter in rows if said <= counter] == []


BETWEEN_PX = 10
BETWEEN_NAMES = """() => {
  const names = [...document.querySelectorAll(".side nav li:not(.by-name) a")].map((place) => {
    const range = document.createRange();
    range.selectNodeContents([...place.childNodes].find((one) => one.nodeType === Node.TEXT_NODE && one.data.trim()));
    return [...range.getClientRects()].findLast((one) => one.width);
  });
  return names.slice(1).map((name, n) => name.left - names[n].right);
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_the_places_and_of_the_languages_stand_well_on_a_telephone(
    page: Page, library: Library, base: str, language: str
) -> None:
    page.context.add_cookies([{"name": "samskap-language", "value": language, "url": base}])
    page.set_viewport_size(PHONE)

    page.goto(f"{base}/inbox")

    between = page.evaluate(BETWEEN_NAMES)
    assert len(between) == 5
    assert min(between) >= BETWEEN_PX
    lines = Counter(edges(page.locator('.foot [action="/language"] button'), "top"))
    assert sum(lines.values()) == len(LANGUAGES)
    assert min(lines.values()) > 1


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
def test_chosen_state_of_the_inbox_begins_where_the_field_above_it_begins(
    page: Page, library: Library, base: str, window: ViewportSize
) -> None:
    page.set_viewport_size(window)

    page.goto(f"{base}/inbox")

    assert edges(page.locator(".tabs [aria-current]"), "left") == edges(page.locator("#words"), "left")


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
def test_there_is_air_between_a_hint_and_the_persons_below_it(
    page: Page, library: Library, base: str, window: ViewportSize
) -> None:
    hold(library, "soup")
    page.set_viewport_size(window)

    page.goto(f"{base}/activity/soup/add")

    hint = page.locator("#persons-label + .hint")
    assert edges(page.locator(".person label").first, "top")[0] - edges(hint, "bottom")[0] >= AIR_PX


def test_what_takes_an_offer_away_is_drawn_as_large_as_what_moves_it(page: Page, base: str) -> None:
    page.set_viewport_size(DESK)

    page.goto(f"{base}/prompts/opening-hours")

    drawn = page.locator(".offered .button:visible .icon")
    assert len(edges(drawn, "width")) >= 6
    assert len(set(edges(drawn, "height"))) == 1
    assert min(edges(drawn, "width")) >= SIGN_PX

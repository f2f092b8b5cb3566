"""Lines, dots and bars of staff pages stand out from what they lie on, also in the dark: 3 to 1, WCAG 2.2, 1.4.11."""

import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.hub.web.happenings import hold
from tests.hub.web.library import Library
from tests.hub.web.looking import DESK, sign_in
from tests.hub.web.test_drawing_svg import a_drawing

pytestmark = pytest.mark.browser

LEAST = 3.0
Shade = tuple[int, int, int]


def in_light(browser: Browser, base: str, light: Literal["light", "dark"]) -> Page:
    """Return a page of somebody who has signed in, and who sees it in a light."""
    page = browser.new_context(locale="en", viewport=DESK, color_scheme=light, reduced_motion="reduce").new_page()
    sign_in(page, base)
    return page


def shade(one: Locator, what: str, part: str = "") -> Shade:
    """Return the first colour in a value of the style of something, or of a part that is drawn beside it."""
    said: str = one.first.evaluate("(one, [what, part]) => getComputedStyle(one, part || null)[what]", [what, part])
    found = re.search(r"rgb\((\d+), (\d+), (\d+)\)", said)
    assert found, said
    return int(found[1]), int(found[2]), int(found[3])


def contrast(one: Shade, other: Shade) -> float:
    """Return how many times lighter the lighter one is, as WCAG 2.2 counts it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(of: Shade) -> float:
    parts = [part / 255 for part in of]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_counted_as_in_the_guideline() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


ANSWERS: dict[str, Callable[[Library], str]] = {
    "idea": lambda library: library.give("ideas", {"text": "en suppe"}),
    "feedback": lambda library: library.give("visit", {"rating": 2}),
    "poll": lambda library: library.give("opening-hours", {"choices": ["evenings"]}),
    "drawing": lambda library: library.give("dream-library", {"strokes": a_drawing()}),
}


def test_line_over_an_answer_is_seen_in_the_dark(browser: Browser, library: Library, base: str) -> None:
    page = in_light(browser, base, "dark")
    seen = {}
    for kind, given in ANSWERS.items():
        page.goto(f"{base}/inbox/{given(library)}")
        sheet = page.locator(".sheet")
        seen[kind] = contrast(shade(sheet, "borderTopColor"), shade(sheet, "backgroundColor"))

    page.context.close()
    assert len(seen) == len(ANSWERS)
    assert {kind: found for kind, found in seen.items() if found < LEAST} == {}


@pytest.mark.parametrize("path", ["/activities/new", "/prompts/new"])
def test_line_over_what_one_picks_is_seen_in_the_dark(browser: Browser, base: str, path: str) -> None:
    page = in_light(browser, base, "dark")
    page.goto(base + path)

    picks = page.locator(".pick").all()
    seen = [contrast(shade(one, "borderTopColor"), shade(one, "backgroundColor")) for one in picks]

    page.context.close()
    assert len(seen) >= 4
    assert [found for found in seen if found < LEAST] == []


@pytest.mark.parametrize("light", ["light", "dark"])
def test_free_seats_are_seen_in_every_light(
    browser: Browser, library: Library, base: str, light: Literal["light", "dark"]
) -> None:
    hold(library)
    page = in_light(browser, base, light)
    page.goto(f"{base}/activities")
    ground = shade(page.locator(".lines.card"), "backgroundColor")

    assert page.locator(".bar").first.evaluate("one => parseFloat(getComputedStyle(one).borderTopWidth)") >= 1
    seen = {
        "the dot": contrast(shade(page.locator(".seat-words .free"), "boxShadow", "::before"), ground),
        "the bar": contrast(shade(page.locator(".bar"), "borderTopColor"), ground),
    }

    page.context.close()
    assert {what: found for what, found in seen.items() if found < LEAST} == {}

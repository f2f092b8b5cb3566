"""What the first visit to the staff pages costs: all that goes over the wire to a browser that has nothing yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.hub.web.conftest import serving
from tests.hub.web.library import open_library
from tests.hub.web.looking import sign_in
from tests.hub.web.test_drawing_svg import a_drawing

pytestmark = pytest.mark.browser

MOST_BYTES = 300_000
"""A telephone on a slow network, at 1 Mbit/s, has them in two and a half seconds."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A library with a full page in its inbox."""
    with open_library(tmp_path_factory.mktemp("library")) as library:
        library.pair_kiosks()
        library.add_staff()
        for n in range(60):
            library.give("ideas", {"text": f"En kveld der vi reparerer sykler sammen, den {n}.", "cards": ["food"]})
        for _ in range(5):
            library.give("dream-library", {"strokes": a_drawing()})
        with serving(library) as base:
            yield base


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that has kept nothing."""
    context = browser.new_context(locale="en", color_scheme="light")
    yield context.new_page()
    context.close()


def test_first_visit_is_small(page: Page, address: str) -> None:
    came: list[Request] = []
    page.on("requestfinished", lambda request: came.append(request))

    _look_in(page, address)

    sizes = {request.url.removeprefix(address): _bytes(request) for request in came}
    assert {"/sign-in", "/inbox"} <= set(sizes)
    assert sum(map(_bytes, came)) <= MOST_BYTES, sizes


def test_no_whole_font_is_asked_for(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    _look_in(page, address)

    fonts = {Path(url.partition("?")[0]).name for url in asked if _is_font(url)}
    assert fonts == {"icons.woff2", "letters.woff2"}


def test_letters_that_were_not_cut_come_from_the_whole_font(page: Page, address: str) -> None:
    _look_in(page, address)

    with page.expect_request(lambda request: request.url.endswith("Inter%5Bopsz,wght%5D.ttf")):
        page.locator("#words").fill("Книга")


def _is_font(url: str) -> bool:
    return url.partition("?")[0].endswith((".woff2", ".ttf"))


def _look_in(page: Page, address: str) -> None:
    sign_in(page, address)
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")


def _bytes(request: Request) -> int:
    sizes = request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]

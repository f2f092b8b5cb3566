"""Staff pages as printed: what is there says something, once, and what can only be pressed or heard is gone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from hub.services.activities import activities
from tests.hub.web.happenings import SLUG, hold, kari, write_in
from tests.hub.web.library import Library
from tests.hub.web.looking import sign_in

pytestmark = pytest.mark.browser

BOX_PX = 10
A4_IN_ITS_MARGINS = ViewportSize(width=680, height=1000)


@pytest.fixture
def paper(browser: Browser, base: str) -> Iterator[Page]:
    """A page of somebody who has signed in, as it is printed."""
    context = browser.new_context(locale="en", viewport=A4_IN_ITS_MARGINS, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, base)
    page.emulate_media(media="print")
    yield page
    context.close()


def boxes(row: Locator) -> int:
    """Return how many boxes to tick stand in what was found; each is large enough, and before the name."""
    name = row.locator("b").first.bounding_box()
    found = [box for box in (one.bounding_box() for one in row.locator(".boxes i").all()) if box]
    assert name is not None
    assert [box for box in found if box["width"] < BOX_PX or box["height"] < BOX_PX] == []
    assert [box for box in found if box["x"] + box["width"] > name["x"]] == []
    return len(found)


@pytest.mark.parametrize(("path", "row"), [("", ".sign-ups > li"), ("/door", ".expected > li")])
def test_list_has_a_box_to_tick_for_each_person(library: Library, base: str, paper: Page, path: str, row: str) -> None:
    hold(library, seats=20, most_persons=8)
    for names in (["Kari"], ["Ola", "Amina"], [f"Gjest {n}" for n in range(8)]):
        write_in(library, *names)

    paper.goto(f"{base}/activity/{SLUG}{path}")

    assert sorted(boxes(one) for one in paper.locator(row).all()) == [1, 2, 8]
    paper.emulate_media(media="screen")
    expect(paper.locator(".boxes").first).to_be_hidden()


@pytest.mark.parametrize("path", ["/inbox?state=kept", "/inbox?state=all&words=finnesikke"])
def test_that_nothing_is_there_is_said_once(library: Library, base: str, paper: Page, path: str) -> None:
    library.give("ideas", {"text": "en suppe"})

    paper.goto(base + path)

    expect(paper.locator(".reading h2")).to_be_visible()
    expect(paper.locator(".empty:visible")).to_have_count(1)


def test_no_card_stands_without_its_buttons_where_it_has_nothing_else(base: str, paper: Page) -> None:
    paper.goto(f"{base}/activities/leaflet")

    cards = paper.locator(".card:visible").all()
    assert cards
    assert [card.inner_text() for card in cards if not card.locator("p:not(.hint):visible, dd:visible").count()] == []


def test_nothing_is_there_to_be_heard(base: str, paper: Page) -> None:
    paper.goto(f"{base}/settings")

    expect(paper.get_by_text("Let thanks be heard")).to_be_visible()
    expect(paper.locator("audio")).to_be_hidden()


def test_what_they_wrote_stands_on_paper_only_once_it_is_shown(library: Library, base: str, paper: Page) -> None:
    hold(library)
    activities.take_on(library.store, SLUG, staff=kari(library), now=library.clock())
    given = write_in(library, "Ola", fields={"food": "nøtter"})
    wrote = paper.get_by_role("heading", name="What they wrote")
    paper.goto(f"{base}/activity/{SLUG}/sign-ups/{given.id}")
    expect(paper.get_by_role("heading", name="About the sign-up")).to_be_visible()
    expect(wrote).to_be_hidden()

    paper.emulate_media(media="screen")
    paper.get_by_role("button", name="Show contact and answers").click()
    paper.emulate_media(media="print")

    expect(wrote).to_be_visible()
    expect(paper.get_by_text("nøtter")).to_be_visible()
    expect(paper.get_by_text("It is noted that you looked.")).to_be_hidden()

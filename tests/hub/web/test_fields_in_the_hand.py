"""Forms on a telephone: no field that one writes in lies under the bars at the foot of the window."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.services.review import review
from shared.notice import Status
from tests.hub.web.conftest import serving
from tests.hub.web.happenings import library_with_soup, write_in
from tests.hub.web.library import Library
from tests.hub.web.looking import PHONE, overflow, sign_in
from tests.hub_builders import KARI

pytestmark = pytest.mark.browser

LANGUAGES = ("nb", "sv")
WORD = "menneskerettighetsorganisasjonsmedlemmer "
DECISIONS = ("/inbox/{short}/publish", "/inbox/{long}/publish", "/inbox/{short}/answer", "/inbox/{shown}/answer")
FORMS = (
    *DECISIONS,
    "/inbox/{short}/erase",
    "/prompts/ideas",
    "/prompts/opening-hours",
    "/activities/new?template=empty",
    "/activity/soup/edit",
    "/activity/soup/add",
    "/activity/soup/call-off",
    "/activity/soup/sign-ups/{family}",
    "/settings",
    "/kiosks/add",
)
UNDER_A_BAR = """() => {
  const fixed = [...document.querySelectorAll(".side nav, .acts, .save-bar")]
    .filter((one) => ["fixed", "sticky"].includes(getComputedStyle(one).position));
  const one = document.activeElement, at = one.getBoundingClientRect();
  const covers = (bar) => !bar.contains(one) && bar.getBoundingClientRect().top < at.bottom - 1;
  return at.top < -1 || at.bottom > innerHeight + 1 || fixed.some(covers) ? one.outerHTML.slice(0, 120) : "";
}"""
"""Tells of what has the focus when it is not whole above what stands at the foot of the window."""
NEXT_FIELD = """(n) => {
  const fields = [...document.querySelectorAll("main :is(input, textarea, select)")]
    .filter((one) => one.checkVisibility() && one.type !== "hidden" && !one.disabled && !one.closest(".list"));
  fields[n]?.focus();
  return n < fields.length;
}"""
CUT_OFF = """() => [...document.querySelectorAll(".choices, .choices .choice, .choices .choice > :last-child")]
  .filter((one) => one.checkVisibility() && getComputedStyle(one).display !== "inline")
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => one.outerHTML.slice(0, 120))"""
LINES = """(one) => { const range = document.createRange(); range.selectNodeContents(one);
  return new Set([...range.getClientRects()].map((at) => Math.round(at.bottom))).size; }"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library with ideas to decide about and an activity to come to."""
    with library_with_soup(tmp_path_factory.mktemp("library")) as opened:
        yield opened


@pytest.fixture(scope="module")
def ids(library: Library) -> dict[str, str]:
    """What is decided about, by what it is called in the paths."""
    found = {
        "short": library.give("ideas", {"text": "En suppe på torsdager", "cards": ["food", "music"]}),
        "long": library.give("ideas", {"text": (WORD * 8).strip()}),
        "shown": library.give("ideas", {"text": "En kveld for sykler", "cards": ["music"]}),
        "family": write_in(library, "Ola", "Amina", slug="soup").id,
    }
    replies = {"nb": "Vi prøver i mai.", "en": "We try it in May."}
    review.publish(library.store, found["shown"], by=KARI, now=library.clock(), status=Status.TRYING, replies=replies)
    return found


@pytest.fixture(scope="module")
def phone(browser: Browser, library: Library) -> Iterator[tuple[Page, str]]:
    """A telephone of somebody who has signed in, and the address of the hub."""
    with serving(library) as base:
        context = browser.new_context(
            locale="en", viewport=PHONE, is_mobile=True, has_touch=True, reduced_motion="reduce"
        )
        page = context.new_page()
        sign_in(page, base)
        yield page, base
        context.close()


def speak(page: Page, base: str, language: str) -> None:
    page.context.add_cookies([{"name": "samskap-language", "value": language, "url": base}])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", FORMS)
def test_field_that_one_writes_in_lies_under_no_bar(
    phone: tuple[Page, str], ids: dict[str, str], path: str, language: str
) -> None:
    page, base = phone
    speak(page, base, language)
    page.goto(base + path.format(**ids))
    hidden = [page.evaluate(UNDER_A_BAR)] if page.evaluate("document.activeElement !== document.body") else []

    n = 0
    while page.evaluate(NEXT_FIELD, n):
        hidden.append(page.evaluate(UNDER_A_BAR))
        n += 1

    assert [one for one in hidden if one] == []
    assert overflow(page) == 0
    assert page.evaluate("innerWidth") == PHONE["width"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", DECISIONS)
def test_form_of_a_decision_opens_with_its_first_fields_in_sight(
    phone: tuple[Page, str], ids: dict[str, str], path: str, language: str
) -> None:
    page, base = phone
    speak(page, base, language)

    page.goto(base + path.format(**ids))

    expect(page.locator(".doing :focus")).to_have_count(1)
    bar = page.locator(".doing > .acts").bounding_box()
    assert bar is not None
    fields = [one.bounding_box() for one in page.locator(".doing > .field").all()]
    whole = [box for box in fields if box and box["y"] >= 0 and box["y"] + min(box["height"], 160) <= bar["y"]]
    assert len(whole) >= min(len(fields), 2)


def test_status_that_stands_has_the_focus_where_it_is_changed(phone: tuple[Page, str], ids: dict[str, str]) -> None:
    page, base = phone

    page.goto(f"{base}/inbox/{ids['shown']}/answer")

    expect(page.locator("[name=status]:checked")).to_be_focused()
    expect(page.locator("[name=status]:checked")).to_have_value("trying")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_there_is_to_choose_from_stands_whole_and_has_room_for_its_words(
    phone: tuple[Page, str], language: str
) -> None:
    page, base = phone
    speak(page, base, language)

    page.goto(f"{base}/activities/new?template=empty")

    assert page.evaluate(CUT_OFF) == []
    pictures = page.locator(".pictures .choice > :last-child").all()
    assert len(pictures) > 30
    assert [one.text_content() for one in pictures if one.evaluate(LINES) > 2] == []
    for name in ("series", "way"):
        lines = [one.evaluate(LINES) for one in page.locator(f".choice:has([name={name}])").all()]
        assert max(lines) <= 2


def test_what_takes_a_date_away_stands_beside_its_day_and_says_so(phone: tuple[Page, str]) -> None:
    page, base = phone
    speak(page, base, "nb")

    page.goto(f"{base}/activities/new?template=baby-cafe")

    date = page.locator(".dated").first
    away, day, begins, ends = (
        date.locator(one).bounding_box() for one in (".button", ".day input", "[name$=from]", "[name$=to]")
    )
    assert away is not None
    assert day is not None
    assert begins is not None
    assert ends is not None
    assert away["y"] + away["height"] == pytest.approx(day["y"] + day["height"], abs=1)
    assert away["x"] > day["x"] + day["width"]
    assert begins["y"] == pytest.approx(ends["y"], abs=1)
    assert begins["y"] > day["y"]
    assert begins["width"] == pytest.approx(ends["width"], abs=1)
    expect(date.get_by_role("button", name="Fjern (Dato 1)")).to_be_visible()


def test_paper_has_only_the_picture_that_was_chosen(phone: tuple[Page, str]) -> None:
    page, base = phone
    page.goto(f"{base}/activities/new?template=empty")
    page.locator("[name=card]").nth(2).check()

    page.emulate_media(media="print")

    expect(page.locator(".pictures .choice:visible")).to_have_count(1)
    expect(page.locator(".pictures .choice:visible :checked")).to_have_count(1)
    page.emulate_media(media="screen")


def test_colours_stand_in_columns_of_one_width(phone: tuple[Page, str]) -> None:
    page, base = phone

    page.goto(f"{base}/settings")

    boxes = [one.bounding_box() for one in page.locator(".swatches .choice:not(:has([type=color]))").all()]
    assert len({round(box["width"]) for box in boxes if box}) == 1

"""What is wrong with a form is under one's eyes, whatever the form, the window, and whether scripts run."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from hub.services.review import worries
from shared.languages import LANGUAGES
from tests.hub.web.conftest import serving
from tests.hub.web.happenings import kari, library_with_soup
from tests.hub.web.library import Library, open_library
from tests.hub.web.looking import DESK, PHONE, out_of_sight, sign_in

pytestmark = pytest.mark.browser


class Mistaken(NamedTuple):
    """A form that is sent with mistakes in it: what is typed by the id of the field, and which button sends it."""

    path: str
    typed: dict[str, str]
    button: str


FORMS = {
    "question": Mistaken("/prompts/new?kind=poll", {"title-sv": "Bara en rubrik"}, "Save and show on the kiosks"),
    "question without words": Mistaken("/prompts/new?kind=idea", {}, "Save and show on the kiosks"),
    "days of a question": Mistaken(
        "/prompts/ideas", {"opens": "2031-01-02", "closes": "2031-01-01"}, "Save and show on the kiosks"
    ),
    "activity": Mistaken(
        "/activities/new?template=empty",
        {"description-sv": "Bara ord", "dates-0-day": "2027-01-05", "seats": ""},
        "Save and show on the kiosks",
    ),
    "activity without words": Mistaken("/activities/new?template=empty", {}, "Save and show on the kiosks"),
    "person": Mistaken("/activity/soup/add", {}, "Write in"),
    "calling off": Mistaken("/activity/soup/call-off", {"reason": " "}, "Cancel the activity"),
    "board": Mistaken("/inbox/{idea}/publish", {"text": " "}, "Show on the board"),
    "answer": Mistaken("/inbox/{idea}/answer", {}, "Send the answer"),
    "hold": Mistaken("/inbox/{worry}/hold", {"until": "2026-12-24", "reason": " "}, "Hold"),
    "erasing a worry": Mistaken("/inbox/{worry}/erase-worry", {"reason": " "}, "Erase for good"),
    "settings": Mistaken("/settings", {"library": " "}, "Save"),
    "backup": Mistaken("/backup", {"folder": "stick"}, "Save"),
    "invitation": Mistaken("/people/invite", {"name": "Ola"}, "Make a code for them"),
    "password": Mistaken(
        "/me/password",
        {"old": "det er ikke dette", "password": "to røde hester sover", "again": "to røde hester sover"},
        "Change password",
    ),
    "telephone": Mistaken("/me/second", {"password": "fire gule elger danser", "new_second": "000000"}, "Save"),
    "phrase": Mistaken("/settings/phrase", {"password": "det er ikke dette"}, "Show the words"),
    "kiosk": Mistaken("/kiosks/add", {"name": " "}, "Make a pairing code"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library with an idea to decide about and an activity to come to."""
    with library_with_soup(tmp_path_factory.mktemp("library")) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(library: Library) -> Iterator[str]:
    """Where it is served."""
    with serving(library) as base:
        yield base


@pytest.fixture(scope="module", params=[PHONE, DESK], ids=["phone", "desk"])
def window(request: pytest.FixtureRequest) -> ViewportSize:
    """What the page is looked at through."""
    found: ViewportSize = request.param
    return found


@pytest.fixture(scope="module", params=[True, False], ids=["with scripts", "without scripts"])
def page(browser: Browser, address: str, window: ViewportSize, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of somebody who has signed in."""
    context = browser.new_context(
        locale="en", viewport=window, reduced_motion="reduce", java_script_enabled=request.param
    )
    page = context.new_page()
    sign_in(page, address)
    yield page
    context.close()


def send(page: Page, address: str, library: Library, form: Mistaken) -> None:
    """Send a form as it is filled in."""
    idea = library.give("ideas", {"text": "Et rom der ingen spør. " * 60}) if "/inbox/" in form.path else ""
    if "{worry}" in form.path:
        worries.mark(library.store, idea, by=kari(library), now=library.clock())
    page.goto(address + form.path.format(idea=idea, worry=idea))
    for field, typed in form.typed.items():
        for code in LANGUAGES:
            if field.endswith(f"-{code}"):
                page.locator(f'label[for$="-in-{code}"]').first.click()
        page.locator(f"[id='{field}']").fill(typed)
    page.get_by_role("button", name=re.compile(f"{form.button}$")).last.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("name", FORMS)
def test_first_mistake_is_in_sight_and_all_are_listed(page: Page, address: str, library: Library, name: str) -> None:
    send(page, address, library, FORMS[name])

    assert page.locator(".mistakes").count() == 1, page.content()
    first = page.locator("form .wrong[id]").first
    first_id = first.get_attribute("id")
    where = f":is([id='{first_id}'], [aria-describedby~='{first_id}']):focus"
    expect(page.locator(where), "who writes on writes where the first mistake is").to_have_count(1)
    assert out_of_sight(page, f"[id='{first_id}']") == []
    led_to = [link.get_attribute("href") for link in page.locator(".mistakes a").all()]
    marked = [f"#{one.get_attribute('id')}" for one in page.locator("form .wrong[id]").all()]
    assert sorted(filter(None, led_to)) == sorted(marked)
    assert led_to[0] == marked[0]


@pytest.mark.parametrize("name", ["question", "activity", "board"])
def test_link_to_a_mistake_leads_there(page: Page, address: str, library: Library, name: str) -> None:
    send(page, address, library, FORMS[name])
    link = page.locator(".mistakes a").last
    led_to = (link.get_attribute("href") or "").removeprefix("#")

    link.click()

    page.wait_for_url(f"**#{led_to}")
    assert out_of_sight(page, f"[id='{led_to}']") == []


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
def test_first_mistake_of_the_very_first_form_is_in_sight(
    browser: Browser, tmp_path: Path, window: ViewportSize
) -> None:
    with open_library(tmp_path) as new, serving(new) as base:
        context = browser.new_context(locale="en", viewport=window, reduced_motion="reduce", java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{base}/set-up?code={new.hub.set_up_code}")
        for field, typed in {"name": "Kari", "password": "fire gule elger", "again": "fem grå elger her"}.items():
            page.locator(f"#{field}").fill(typed)

        page.get_by_role("button", name="Begin").click()

        expect(page.locator("#password")).to_be_focused()
        assert out_of_sight(page, "#password-wrong") == []
        assert page.locator(".mistakes a").get_attribute("href") == "#password-wrong"
        context.close()

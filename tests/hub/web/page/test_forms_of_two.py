"""Two people in one form: whoever saves second is told, and loses no word."""

import html
import re

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from hub.model import Role
from hub.services.house import prompts
from tests.hub.web.conftest import OpenClient
from tests.hub.web.happenings import SLUG, hold
from tests.hub.web.library import Library


@pytest.fixture
def ola(library: Library, open_client: OpenClient) -> TestClient:
    """The browser of a colleague."""
    client = open_client()
    name = library.add_staff("Ola", Role.REVIEWER, Role.OWNER).name
    client.cookies.set("samskap-8080", library.begin_session(name), domain="127.0.0.1")
    return client


def fields(page: str) -> dict[str, str]:
    """Return what stands in the long form of a page."""
    form = page.partition("data-careful")[2].partition("</form>")[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        said = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if said.get("type") not in ("radio", "checkbox") or " checked" in tag:
            found[said.get("name", "")] = html.unescape(said.get("value", ""))
    for name, value in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = html.unescape(value)
    for name, options in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return {**found, "act": "save-as-it-is"}


def where(page: str) -> str:
    """Return where the long form of a page is sent."""
    found = re.search(r'action="([^"]*)"[^>]* data-careful', page)
    assert found is not None, page
    return html.unescape(found[1])


def send(client: TestClient, page: str, **changes: str) -> Response:
    """Send the long form of a page with other words in it."""
    return client.post(where(page), data=fields(page) | changes)


@pytest.mark.parametrize(("path", "word"), [("/prompts/ideas", "title-nb"), (f"/activity/{SLUG}/edit", "title-nb")])
def test_second_to_save_is_told_who_was_first_and_keeps_the_words(
    staff: TestClient, ola: TestClient, library: Library, path: str, word: str
) -> None:
    hold(library)
    mine, other = (one.get(path).text for one in (staff, ola))
    assert send(ola, other, **{word: "Olas tittel"}).status_code == 303

    answer = send(staff, mine, **{word: "Karis tittel"})

    assert answer.status_code == 409
    said = html.unescape(answer.text)
    assert "Not saved yet. Ola has saved it while you were writing, just now." in said
    assert fields(answer.text)[word] == "Karis tittel"
    assert "Olas tittel" in staff.get(path).text
    assert send(staff, answer.text).status_code == 303  # now it is meant
    assert fields(staff.get(path).text)[word] == "Karis tittel"


def test_mistake_between_makes_nobody_overwrite(staff: TestClient, ola: TestClient, library: Library) -> None:
    mine = staff.get("/prompts/ideas").text
    send(ola, ola.get("/prompts/ideas").text, **{"title-nb": "Olas tittel"})

    wrong = send(staff, mine, keep_days="x")
    answer = send(staff, wrong.text, keep_days="365")

    assert (wrong.status_code, answer.status_code) == (422, 409)
    assert prompts.read(library.store, "ideas").texts["nb"].title == "Olas tittel"

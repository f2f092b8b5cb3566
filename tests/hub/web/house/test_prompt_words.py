"""The words of a question: which language is open, what its tabs say, and how it will look on the glass."""

import re

import pytest
from fastapi.testclient import TestClient

from hub.services.house import prompts
from tests.hub.web.house.test_prompt_pages import WORDS
from tests.hub.web.library import Library


def glass_in(page: str, code: str) -> str:
    """Return the kiosk in small in one language."""
    return page.split(f'id="preview-{code}"')[1].split("<button")[0]


def test_preview_shows_what_is_typed_in_each_language_or_the_nearest(library: Library, staff: TestClient) -> None:
    typed = {"kind": "feedback", "act": "show", **WORDS, "title-en": "Tell us <i>", "question-en": "How was it?"}
    rows = {
        "reasons-0-id": "",
        "reasons-0-en": "Sound & light",
        "reasons-1-id": "",
        "reasons-2-id": "",
        "reasons-2-nb": "Ro",
    }

    page = staff.post("/prompts/new", data=typed | rows).text

    english, danish = glass_in(page, "en"), glass_in(page, "da")
    assert ">Tell us &lt;i&gt;</strong>" in english
    assert [f">{said}</li>" in english for said in ("Sound &amp; light", "", "Ro")] == [True] * 3
    assert english.count('class="face"') == 5
    assert "Hvilken bok mangler?" in danish
    assert len(prompts.listed(library.store)) == 4


@pytest.mark.parametrize(("cards", "hidden"), [("on", False), ("", True)])
def test_preview_of_an_idea_shows_picture_cards_where_they_are_offered(
    staff: TestClient, cards: str, hidden: bool
) -> None:
    page = staff.post("/prompts/new", data={"kind": "idea", "act": "show", "cards": cards, **WORDS}).text

    assert ('data-when="cards" hidden' in glass_in(page, "nb")) == hidden


def opened_in(page: str) -> list[str]:
    """Return which language is open."""
    return re.findall(r'id="tongue-in-(..)" value=".." data-tab checked', page)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"keep_days": "0"}, "nb"),
        ({"title-da": "Kun en titel"}, "da"),
        ({"title-da": "Kun en titel", "tongue": "en"}, "da"),
        ({"act": "add", "tongue": "sv"}, "sv"),
        ({"act": "add", "tongue": "xx"}, "nb"),
        ({"act": "add"}, "nb"),
    ],
    ids=["nothing in the readers", "a mistake", "a mistake goes first", "the one that was", "none there is", "written"],
)
def test_one_language_is_open_where_there_is_something_to_do(
    staff: TestClient, typed: dict[str, str], expected: str
) -> None:
    page = staff.post("/prompts/new", data={"kind": "idea", "act": "save", **WORDS, **typed}).text

    assert opened_in(page) == [expected]


def test_tabs_say_which_languages_are_written_and_which_are_wrong(staff: TestClient) -> None:
    typed = {"kind": "idea", "act": "save", **WORDS, "title-sv": "Bara en rubrik"}

    page = staff.post("/prompts/new", data=typed).text

    assert "2 of 5 languages written" in page
    assert 'class="tab written" for="tongue-in-nb"' in page
    assert 'class="tab written mistaken" for="tongue-in-sv"' in page
    assert 'class="tab" for="tongue-in-da"' in page

"""Help on every page inside the frame: what it is for, three things, and the right chapter of the guide."""

import pytest
from fastapi.testclient import TestClient

from hub.web.house.guide import guide
from hub.web.page.page_data import PageData
from tests.hub.web.page.test_page_data import drawn_from, pages

FRAMED = [page for page in pages() if "page/base.html" in drawn_from(page.template)]
CHAPTERS = {chapter.name for chapter in guide("en").chapters}


@pytest.mark.parametrize("page", FRAMED, ids=lambda page: page.__name__)
def test_every_page_in_the_frame_has_help(page: type[PageData]) -> None:
    assert page.help is not None
    assert len(set(page.help.things)) == 3
    assert all(text.endswith(".") for text in (page.help.what_for, *page.help.things))
    assert page.help.chapter in CHAPTERS


@pytest.mark.parametrize("path", ["/today", "/inbox", "/board", "/prompts", "/kiosks", "/settings", "/me", "/guide"])
def test_help_is_closed_at_first_and_stands_once(staff: TestClient, path: str) -> None:
    page = staff.get(path).text

    assert page.count('<details class="help no-print">') == 1
    assert 'href="/guide/' in page.partition('class="help')[2].partition("</details>")[0]


def test_help_speaks_the_readers_language(staff: TestClient) -> None:
    staff.post("/language", data={"language": "sv", "back": "/kiosks"})

    assert "Hur varje platta mår, och vad den behöver av dig." in staff.get("/kiosks").text

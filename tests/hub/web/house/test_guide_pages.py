"""The guide for staff: the same in five languages, with the words of the screen, and no way outside."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from hub.web.house.guide import Chapter, guide, written
from shared.assets import asset_path
from shared.errors import NotFound
from shared.languages import LANGUAGES
from tools import catalogues

ENGLISH = guide("en")


def sources(language: str) -> dict[str, str]:
    """Return the files of a language by their names."""
    return {path.name: path.read_text("utf-8") for path in sorted(Path(asset_path("guide", language)).glob("*.md"))}


def italics(text: str) -> list[str]:
    """Return the words in italics, in their order."""
    one_line = re.sub(r"\s*\n\s*", " ", text.replace("\n\n", "\0"))
    return re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", one_line)


@cache
def on_screen(language: str) -> Mapping[str, frozenset[str]]:
    """Return how the screen says each message in a language, by the message in English."""
    said = defaultdict(set)
    for message in catalogues.read(language) if language != "en" else catalogues.extracted():
        english = catalogues.forms(message.id)
        for words, own in zip(english, english if language == "en" else catalogues.forms(message.string), strict=True):
            said[words].add(own)
    return {words: frozenset(own) for words, own in said.items()}


def shape(text: str) -> tuple[int, int, int, int, int]:
    """Return how many headings, bold words, items, rows, and words of the screen a chapter has."""
    return (
        len(re.findall(r"^#+ ", text, re.MULTILINE)),
        text.count("**"),
        len(re.findall(r"^ *(?:-|\d\.) ", text, re.MULTILINE)),
        len(re.findall(r"^\|", text, re.MULTILINE)),
        len(re.findall(r"^$", text, re.MULTILINE)),
    )


class Links(HTMLParser):
    """Where a page leads, and what it loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src", "action"}]


def test_words_in_italics_are_whole_messages_of_the_screen() -> None:
    told = [words for text in sources("en").values() for words in italics(text)]

    assert len(told) > 60
    assert [words for words in told if words not in on_screen("en")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_in_italics_are_the_same_messages_in_every_language(language: str) -> None:
    for name, text in sources(language).items():
        left = italics(text)
        for words in italics(sources("en")[name]):
            own = on_screen(language)[words].intersection(left)
            assert own, f"{name} does not tell of {words!r} as the screen says it: {on_screen(language)[words]}"
            left.remove(min(own))
        assert left == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_chapters_are_built_alike_in_every_language(language: str) -> None:
    mine, english = sources(language), sources("en")

    assert list(mine) == list(english)
    assert {name: shape(text) for name, text in mine.items()} == {name: shape(text) for name, text in english.items()}
    assert {one.title for one in guide(language).chapters}.isdisjoint(
        {one.title for one in ENGLISH.chapters} if language != "en" else set()
    )


def test_html_in_a_chapter_stays_text() -> None:
    chapter = written("x", "# T\n\n<script>alert(1)</script> ![p](https://a.example/p.png) <https://a.example>\n", 0)

    assert "<script" not in chapter.text
    assert "<img" not in chapter.text
    assert "<a " not in chapter.text


def test_chapter_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        ENGLISH.chapter("about")


@pytest.mark.parametrize("chapter", ENGLISH.chapters, ids=lambda chapter: chapter.name)
def test_each_chapter_is_a_page_in_the_readers_language(staff: TestClient, chapter: Chapter) -> None:
    assert f"<h1>{chapter.title}</h1>" in staff.get(f"/guide/{chapter.name}").text

    staff.post("/language", data={"language": "nn", "back": f"/guide/{chapter.name}"})
    assert f"<h1>{guide('nn').chapter(chapter.name).title}</h1>" in staff.get(f"/guide/{chapter.name}").text


def test_contents_lead_to_every_chapter_and_heading(staff: TestClient) -> None:
    links = Links(staff.get("/guide").text.partition("</details>")[2]).found  # what follows the help of the page

    assert [f"/guide/{one.name}" for one in ENGLISH.chapters] == [
        link for link in links if re.fullmatch(r"/guide/(?!all)[\w-]+", link)
    ]
    assert "/guide/kiosks#kiosks-1" in links
    assert 'id="kiosks-1"' in staff.get("/guide/kiosks").text


def test_one_page_has_all_of_it_and_no_page_leads_outside(staff: TestClient) -> None:
    whole = staff.get("/guide/all").text

    assert all(str(chapter.text) in whole for chapter in guide("en", deeper=1).chapters)
    for path in ("/guide", "/guide/all", *(f"/guide/{one.name}" for one in ENGLISH.chapters)):
        assert [link for link in Links(staff.get(path).text).found if not link.startswith(("/", "#"))] == []


def test_guide_is_at_the_foot_of_every_page_for_staff(staff: TestClient) -> None:
    assert 'href="/guide"' in staff.get("/inbox").text

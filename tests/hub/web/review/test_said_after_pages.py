"""What a visitor said in two goes, on the staff pages: one line of the list, and one page, the words first."""

import re

import pytest
from fastapi.testclient import TestClient

from hub.model import State
from hub.services.review import board, inbox
from tests.hub.web.library import CHILDREN, ENTRANCE, Library

WORDS = "<b>for</b> høyt ved vinduet"


@pytest.fixture
def two(library: Library) -> tuple[str, str]:
    """The ids of a face and of what was said after it."""
    first = library.give("visit", {"rating": 2, "reasons": [], "comment": ""})
    return first, library.give("visit", {"after": first, "reasons": ["sound"], "comment": WORDS})


def test_list_has_one_line_with_face_and_words(staff: TestClient, two: tuple[str, str]) -> None:
    page = staff.get("/inbox").text

    assert page.count('class="gist"') == 1
    assert "Bad · &lt;b&gt;for&lt;/b&gt; høyt ved vinduet" in page
    assert re.findall(r'href="/inbox/([0-9a-f-]{36})', page)[0] == two[0]


@pytest.mark.parametrize("which", [0, 1])
def test_page_of_either_shows_both_and_the_words_first(staff: TestClient, two: tuple[str, str], which: int) -> None:
    page = staff.get(f"/inbox/{two[which]}").text

    words, face = page.index("&lt;b&gt;for&lt;/b&gt; høyt ved vinduet", page.index("<article")), page.index(">Bad<")
    assert words < face
    assert "<b>for</b>" not in page
    assert f'action="/inbox/{two[0]}/keep' in page
    assert f"/inbox/{two[1]}/erase" in page


def test_board_gets_the_words(library: Library, staff: TestClient, two: tuple[str, str]) -> None:
    asked = staff.get(f"/inbox/{two[0]}/publish").text
    answer = staff.post(f"/inbox/{two[0]}/publish", data={"status": "heard", "text": WORDS})

    assert "&lt;b&gt;for&lt;/b&gt; høyt ved vinduet</textarea>" in asked
    assert answer.status_code == 303
    [notice] = board.notices(library.store)
    assert notice.text == WORDS


def test_what_was_said_after_is_erased_alone_and_the_page_says_so(
    library: Library, staff: TestClient, two: tuple[str, str]
) -> None:
    asked = staff.get(f"/inbox/{two[1]}/erase").text
    answer = staff.post(f"/inbox/{two[1]}/erase")

    assert f'action="/inbox/{two[1]}/erase?stand=' in asked
    assert "Only what was said after the thanks is erased." in asked
    assert answer.headers["location"].startswith(f"/inbox/{two[0]}?")
    assert library.store.submissions.read(two[1]) is None
    assert inbox.counts(library.store)[State.NEW] == 1


def test_what_was_said_first_is_erased_alone_and_the_page_says_so(
    library: Library, staff: TestClient, two: tuple[str, str]
) -> None:
    asked = staff.get(f"/inbox/{two[0]}/erase").text
    staff.post(f"/inbox/{two[0]}/erase")

    assert "Only what was said first is erased." in asked
    assert WORDS.split()[1] in staff.get(f"/inbox/{two[1]}").text


def test_one_that_names_a_stranger_shows_nothing_of_it(library: Library, staff: TestClient) -> None:
    secret = library.give("visit", {"rating": 1, "reasons": [], "comment": "hemmelig"}, kiosk=ENTRANCE)
    claims = library.give("visit", {"after": secret, "reasons": [], "comment": "hei"}, kiosk=CHILDREN)

    assert "hemmelig" not in staff.get(f"/inbox/{claims}").text.partition("<article")[2].partition("</article>")[0]
    assert inbox.voice(library.store, secret).after == ()


def test_word_that_comes_while_somebody_reads_is_next(library: Library, staff: TestClient) -> None:
    first = library.give("visit", {"rating": 2, "reasons": [], "comment": ""})
    [keep] = re.findall(r'action="([^"]+/keep[^"]*)"', staff.get(f"/inbox/{first}").text)
    later = library.give("visit", {"after": first, "reasons": [], "comment": WORDS})

    answer = staff.post(keep.replace("&amp;", "&"))

    assert inbox.read(library.store, first).state == State.KEPT
    assert inbox.read(library.store, later).state == State.NEW
    assert answer.headers["location"].startswith(f"/inbox/{first}?")


def test_board_gets_no_word_that_nobody_saw(library: Library, staff: TestClient) -> None:
    first = library.give("visit", {"rating": 2, "reasons": [], "comment": ""})
    page = staff.get(f"/inbox/{first}/publish").text
    [act] = re.findall(r'action="([^"]+/publish[^"]*)"', page)
    library.give("visit", {"after": first, "reasons": [], "comment": "Ring Kari"})

    staff.post(act.replace("&amp;", "&"), data={"status": "heard", "text": "Bad"})

    [notice] = board.notices(library.store)
    assert "Kari" not in notice.text


def test_what_is_on_the_board_can_be_taken_off_while_a_new_word_waits(library: Library, staff: TestClient) -> None:
    first = library.give("visit", {"rating": 2, "reasons": [], "comment": ""})
    staff.post(f"/inbox/{first}/publish", data={"status": "heard", "text": "Bad"})
    library.give("visit", {"after": first, "reasons": [], "comment": WORDS})

    [act] = re.findall(r'action="([^"]+/reopen[^"]*)"', staff.get(f"/inbox/{first}").text)
    staff.post(act.replace("&amp;", "&"))

    assert board.notices(library.store) == []


def test_each_line_of_a_search_is_reached_from_its_neighbours(library: Library, staff: TestClient) -> None:
    first = library.give("visit", {"rating": 2, "reasons": [], "comment": "grønn stol"})
    between = library.give("visit", {"rating": 3, "reasons": [], "comment": "grønn lampe"})
    after = library.give("visit", {"after": first, "reasons": [], "comment": "grønn benk"})

    def beside(id: str) -> list[str]:
        page = staff.get(f"/inbox/{id}?state=all&words=gr%C3%B8nn").text
        nav = re.search(r'aria-label="Before and after">(.*?)</nav>', page, re.DOTALL)
        assert nav
        return re.findall(r'href="/inbox/([0-9a-f-]{36})', nav[1])

    assert [beside(one) for one in (after, between, first)] == [[between], [after, first], [between]]


def test_tabs_count_what_they_lead_to(library: Library, staff: TestClient, two: tuple[str, str]) -> None:
    library.give("ideas", {"text": "en suppe"}, kiosk=CHILDREN)

    def tabs(**query: str) -> list[str]:
        found = re.search(r'<nav class="tabs".*?</nav>', staff.get("/inbox", params=query).text, re.DOTALL)
        assert found
        return re.findall(r"<b>(\d+)</b>", found[0])

    assert tabs() == ["2", "0", "0", "0"]
    assert tabs(kiosk=ENTRANCE) == ["1", "0", "0", "0"]
    assert tabs(kiosk=CHILDREN, kind="feedback") == ["0", "0", "0", "0"]
    assert tabs(words="suppe") == [], "counting so many searches would cost as much as they do"


def test_words_said_after_are_not_called_more_for_activities(staff: TestClient, two: tuple[str, str]) -> None:
    page = staff.get("/kiosks").text

    assert ">1 answer</a>" in page
    assert "more for activities" not in page


def test_what_came_late_leads_to_all_that_is_new(staff: TestClient, two: tuple[str, str]) -> None:
    page = staff.get("/inbox", params={"kiosk": CHILDREN}).text

    assert '<a class="button small" href="/inbox" hidden></a>' in page

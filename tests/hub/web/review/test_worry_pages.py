"""Worries in the browser: what was said is shown to those alone who safeguard, wherever somebody looks."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from hub.model import Role, State
from hub.services.review import inbox
from tests.hub.web.conftest import OpenClient
from tests.hub.web.library import ENTRANCE, Library
from tests.hub.web.review.test_submission_pages import STROKES

WORDS = "kvekkfisk"
"""What no page says by itself."""


def as_(open_client: OpenClient, library: Library, name: str, *roles: Role) -> TestClient:
    """Return a browser in which somebody with these roles is signed in."""
    library.add_staff(name, *roles)
    client = open_client()
    client.cookies.set("samskap-8080", library.begin_session(name), domain="127.0.0.1")
    return client


@pytest.fixture
def reader(open_client: OpenClient, library: Library) -> TestClient:
    return as_(open_client, library, "Ola", Role.REVIEWER, Role.ADMIN, Role.OWNER, Role.FACILITATOR)


@pytest.fixture
def safe(open_client: OpenClient, library: Library) -> TestClient:
    return as_(open_client, library, "Siri", Role.SAFEGUARDING)


@pytest.fixture
def given(library: Library, reader: TestClient, safe: TestClient) -> str:
    """What Ola handed over, with something said after it."""
    library.give("ideas", {"text": "en benk"})
    first = library.give("visit", {"rating": 1, "reasons": [], "comment": WORDS})
    library.give("visit", {"after": first, "reasons": [], "comment": f"{WORDS} igjen"})
    page = reader.get(f"/inbox/{first}/worry").text
    assert "You can then no longer read it yourself." in page
    assert "Siri" in page
    answer = reader.post(f"/inbox/{first}/worry")
    assert answer.headers["location"].startswith(f"/inbox/{first}")
    return first


def test_others_see_that_it_was_handed_over_and_when_and_nothing_else(reader: TestClient, given: str) -> None:
    page = reader.get(f"/inbox/{given}")

    assert page.status_code == 200
    assert "Handed over as a worry" in page.text
    assert WORDS not in page.text
    assert "How was your visit" not in page.text.partition('id="reading"')[2]


@pytest.mark.parametrize(
    "path",
    [
        "/inbox", "/inbox?state=all", "/inbox?state=worry", f"/inbox?state=all&words={WORDS}", "/inbox/{id}/publish",
        "/inbox/{id}/answer", "/inbox/{id}/erase", "/inbox/{id}/worry", "/board", "/board/{id}", "/today", "/history",
        f"/kiosks/{ENTRANCE}/came", "/inbox?state=all&kiosk=" + ENTRANCE, "/prompts/visit", "/kiosks",
    ],
)  # fmt: skip
def test_no_page_shows_it_to_others(library: Library, reader: TestClient, given: str, path: str) -> None:
    for after in [one.submission.id for one in inbox.voice(library.store, given).all]:
        page = reader.get(path.replace("{id}", after)).text
        # What was asked for is repeated in the field for it, and in nothing else.
        assert WORDS not in page.replace(f'value="{WORDS}"', "").replace(f"words={WORDS}", "").replace(f"“{WORDS}”", "")


def test_search_does_not_tell_others_of_it(reader: TestClient, safe: TestClient, given: str) -> None:
    address = f"/inbox?state=all&words={WORDS}"

    assert f"/inbox/{given}" not in reader.get(address).text
    assert "Nothing fits" in reader.get(address).text
    assert f"/inbox/{given}" in safe.get(address).text


def test_no_move_of_others_reaches_it(library: Library, reader: TestClient, given: str) -> None:
    for move in ("publish", "keep", "set-aside", "reopen", "answer", "erase", "worry"):
        answer = reader.post(f"/inbox/{given}/{move}", data={"status": "heard", "reply-nb": "Takk", "text": "x"})
        assert answer.status_code == 409, move
        assert WORDS not in answer.text
    for move in ("calm", "hold", "end-hold", "erase-worry"):
        assert reader.post(f"/inbox/{given}/{move}", data={"reason": "sak"}).status_code == 403

    assert inbox.read(library.store, given).state is State.WORRY


def test_drawing_is_shown_to_those_alone_who_safeguard(library: Library, reader: TestClient, safe: TestClient) -> None:
    drawn = library.give("dream-library", {"strokes": STROKES})
    reader.post(f"/inbox/{drawn}/worry")

    assert reader.get(f"/inbox/{drawn}/drawing.svg").status_code == 404
    assert safe.get(f"/inbox/{drawn}/drawing.svg").status_code == 200


def test_it_stands_above_the_list_of_those_who_safeguard(safe: TestClient, reader: TestClient, given: str) -> None:
    page = safe.get("/inbox").text

    assert page.index('class="worries"') < page.index("en benk")
    assert WORDS in page
    assert 'class="worries"' not in reader.get("/inbox").text


def test_those_who_safeguard_hold_it_end_the_hold_and_erase_it(library: Library, safe: TestClient, given: str) -> None:
    until = (library.clock().date() + timedelta(days=90)).isoformat()
    both = safe.post(f"/inbox/{given}/hold", data={"until": "2020-01-01", "reason": " "}).text
    assert re.findall(r'id="(\w+)-wrong"', both) == ["until", "reason"], "all that is wrong is told at once"
    for typed in (
        {"until": "", "reason": "sak"},
        {"until": until, "reason": " "},
        {"until": "2020-01-01", "reason": "s"},
    ):
        assert safe.post(f"/inbox/{given}/hold", data=typed).status_code == 422

    safe.post(f"/inbox/{given}/hold", data={"until": until, "reason": "sak 17"})
    page = safe.get(f"/inbox/{given}").text
    assert "sak 17" in page
    assert "End the hold" in page
    assert safe.post(f"/inbox/{given}/erase-worry", data={"reason": "ferdig"}).status_code == 409

    safe.post(f"/inbox/{given}/end-hold")
    assert safe.post(f"/inbox/{given}/erase-worry", data={"reason": ""}).status_code == 422
    assert safe.post(f"/inbox/{given}/erase-worry", data={"reason": "sak 17 er over"}).status_code == 303
    assert library.store.submissions.read(given) is None


def test_it_is_handed_back_and_everybody_reads_it_again(safe: TestClient, reader: TestClient, given: str) -> None:
    safe.post(f"/inbox/{given}/calm")

    assert WORDS in reader.get(f"/inbox/{given}").text


def test_where_nobody_may_handle_worries_the_form_says_whom_to_ask(open_client: OpenClient, library: Library) -> None:
    library.add_staff("Anne", Role.ADMIN)
    ola = as_(open_client, library, "Ola", Role.REVIEWER)
    idea = library.give("ideas", {"text": "en benk"})

    page = ola.get(f"/inbox/{idea}/worry").text

    assert "Nobody at this library may handle worries yet." in page
    assert "Anne" in page


def cards(page: str) -> list[str]:
    """Return where the cards of what waits lead, in their order."""
    return re.findall(r'<li><a class="card" href="([^"]+)"', page)


def test_worries_come_first_on_today_for_those_who_safeguard(library: Library, safe: TestClient, given: str) -> None:
    page = safe.get("/today").text

    assert cards(page) == ["/inbox?state=worry", "/inbox"]
    assert re.search(r'<b class="how-many alarm">1</b>\s+worry', page)
    assert "Nothing waits for you" not in page
    assert f"/inbox/{given}" in safe.get(cards(page)[0]).text


def test_hold_that_ends_within_a_week_is_told_on_today(library: Library, safe: TestClient, given: str) -> None:
    today = library.clock().date()
    for days, told in ((8, []), (7, [f"/inbox/{given}?state=worry"])):
        until = (today + timedelta(days=days)).isoformat()
        safe.post(f"/inbox/{given}/hold", data={"until": until, "reason": "sak 17"})
        page = safe.get("/today").text
        assert cards(page) == ["/inbox?state=worry", *told, "/inbox"]
        assert '<b class="how-many">1</b>' in page, "what is held hurries no more"
        assert WORDS not in page
    assert safe.get(f"/inbox/{given}?state=worry").status_code == 200


def test_others_learn_of_no_worry_on_today(
    library: Library, open_client: OpenClient, reader: TestClient, safe: TestClient
) -> None:
    admin = as_(open_client, library, "Anne", Role.ADMIN)
    before = [one.get("/today").text for one in (reader, admin)]
    first = library.give("visit", {"rating": 1, "reasons": [], "comment": WORDS})
    reader.post(f"/inbox/{first}/worry")
    until = (library.clock().date() + timedelta(days=3)).isoformat()
    safe.post(f"/inbox/{first}/hold", data={"until": until, "reason": "sak 17"})

    assert cards(safe.get("/today").text)[1] == f"/inbox/{first}?state=worry"
    assert [one.get("/today").text for one in (reader, admin)] == before


def help_of(page: str) -> str:
    return page.partition('class="help')[2].partition("</details>")[0]


def test_help_is_about_what_each_may_do_with_a_worry(
    library: Library, reader: TestClient, safe: TestClient, given: str
) -> None:
    idea = library.give("ideas", {"text": "en benk"})

    assert "Here you hand over what worries you." in help_of(reader.get(f"/inbox/{idea}/worry").text)
    for page in ("", "/hold", "/erase-worry"):
        assert "Here you decide about one worry." in help_of(safe.get(f"/inbox/{given}{page}").text)
    assert "Here you decide what comes of one answer." in help_of(safe.get(f"/inbox/{idea}").text)

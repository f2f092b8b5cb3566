"""The board as the public sees it."""

from html import unescape

from fastapi.testclient import TestClient

from hub.services.house import prompts
from tests.builders import ANSWERS
from tests.hub.web.library import Library


def publish(staff: TestClient, given: str, status: str, **more: str) -> None:
    answer = staff.post(f"/inbox/{given}/publish", data={"status": status, **more})
    assert answer.status_code == 303


def test_board_has_a_column_for_each_status(library: Library, staff: TestClient) -> None:
    for status in ("heard", "trying", "done", "no"):
        given = library.give("ideas", {"text": f"idé {status}", "cards": ["music"]})
        publish(staff, given, status, text=f"idé {status}", **{"reply-sv": f"svar {status}"})

    page = unescape(staff.get("/board").text)

    columns = {
        part[:8].split('"')[0]: part.split("</section>")[0] for part in page.split('<section class="status-')[1:]
    }
    assert list(columns) == ["heard", "trying", "done", "no"]
    for status, column in columns.items():
        assert f"idé {status}" in column
        assert f"svar {status}" in column, "in the nearest language there is"
        assert "Music" in column


def test_notice_leads_to_its_submission(library: Library, staff: TestClient) -> None:
    given = library.give("ideas", {"text": "en suppe"})
    publish(staff, given, "heard", text="en suppe")
    link = staff.get("/board").text.split('<a href="/board/')[1].split('"')[0]

    assert staff.get(f"/board/{link}").headers["location"] == f"/inbox/{given}?state=published"
    assert staff.get("/board/nothing").status_code == 404


def test_drawing_on_the_board_is_drawn_by_us(library: Library, staff: TestClient) -> None:
    given = library.give("dream-library", {"strokes": [{"colour": "#0e5a5c", "width": 9, "points": [[0, 0], [1, 1]]}]})
    publish(staff, given, "done")
    address = staff.get("/board").text.split('<img class="paper" src="')[1].split('"')[0]

    picture = staff.get(address)

    assert picture.headers["content-type"] == "image/svg+xml"
    assert 'points="0,0 10000,7500" stroke="#0e5a5c" stroke-width="90"' in picture.text
    staff.post(f"/inbox/{given}/reopen")
    assert staff.get(address).status_code == 404, "what left the board is gone"


def test_notice_without_words_is_called_by_its_question(library: Library, staff: TestClient) -> None:
    publish(staff, library.give("dream-library", ANSWERS["drawing"]), "done")
    question = prompts.read(library.store, "dream-library").text("en").question

    page = unescape(staff.get("/board").text)

    assert f"<h3>{question}</h3>" in page
    assert f'<span class="unseen"> ({question})</span>' in page


def test_empty_board_says_what_to_do(staff: TestClient) -> None:
    assert "The board is empty" in staff.get("/board").text

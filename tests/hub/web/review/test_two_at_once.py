"""Two people in one inbox: no decision is lost, none is overwritten, and nobody sees an error page."""

import html
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from hub.model import Role, State
from hub.services.review import inbox, review
from shared.notice import Status
from tests.hub.web.conftest import OpenClient
from tests.hub.web.happenings import kari
from tests.hub.web.library import Library

N = 200


@pytest.fixture
def ola(library: Library, open_client: OpenClient) -> TestClient:
    """The browser of a colleague."""
    client = open_client()
    name = library.add_staff("Ola", Role.REVIEWER).name
    client.cookies.set("samskap-8080", library.begin_session(name), domain="127.0.0.1")
    return client


def act(page: str, move: str) -> str:
    """Return where a button of the page leads."""
    found = re.search(rf'action="(/inbox/[^"]*/{move}\?[^"]*)"', page)
    assert found is not None, page
    return html.unescape(found[1])


def test_stale_decision_is_refused_with_the_present_state_and_who_made_it(
    staff: TestClient, ola: TestClient, library: Library
) -> None:
    given = library.give("ideas", {"text": "en sklie"})
    both = [one.get(f"/inbox/{given}").text for one in (staff, ola)]

    assert ola.post(act(both[1], "keep")).status_code == 303
    answer = staff.post(act(both[0], "set-aside"))

    assert answer.status_code == 409
    assert "Ola was quicker: Kept, just now. This is how it is now." in html.unescape(answer.text)
    assert inbox.read(library.store, given).state is State.KEPT
    assert staff.post(act(answer.text, "set-aside")).status_code == 303  # now it is meant
    assert [line.staff for line in library.store.history.about(given)] == ["Ola", "Kari Bibliotekar"]


def test_answer_that_comes_second_overwrites_nothing_and_loses_no_word(
    staff: TestClient, ola: TestClient, library: Library
) -> None:
    given = library.give("ideas", {"text": "en sklie"})
    both = [one.get(f"/inbox/{given}/answer").text for one in (staff, ola)]
    ola.post(act(both[1], "answer"), data={"reply-nb": "Olas svar"})

    answer = staff.post(act(both[0], "answer"), data={"reply-nb": "Karis lange svar"})

    assert answer.status_code == 409
    assert "Ola was quicker: Answered" in html.unescape(answer.text)
    assert "Olas svar" in answer.text
    assert "Karis lange svar" in answer.text
    assert inbox.read(library.store, given).replies == {"nb": "Olas svar"}
    staff.post(act(answer.text, "answer"), data={"reply-nb": "Karis lange svar"})
    assert inbox.read(library.store, given).replies == {"nb": "Karis lange svar"}


def test_words_for_the_board_are_there_to_be_sent_as_an_answer_when_it_stands_there_already(
    staff: TestClient, ola: TestClient, library: Library
) -> None:
    given = library.give("ideas", {"text": "en sklie"})
    mine = staff.get(f"/inbox/{given}/publish").text
    review.publish(
        library.store, given, by=kari(library), now=library.clock(), status=Status.HEARD, replies={"nb": "Hørt"}
    )

    answer = staff.post(act(mine, "publish"), data={"status": "trying", "text": "en sklie", "reply-nb": "Vi prøver"})

    assert answer.status_code == 409
    assert "Vi prøver" in answer.text
    assert staff.post(act(answer.text, "answer"), data={"status": "trying", "reply-nb": "Vi prøver"}).status_code == 303
    assert inbox.read(library.store, given).replies == {"nb": "Vi prøver"}


def test_words_for_what_was_set_aside_meanwhile_can_be_copied(
    staff: TestClient, ola: TestClient, library: Library
) -> None:
    given = library.give("ideas", {"text": "en sklie"})
    mine, other = staff.get(f"/inbox/{given}/answer").text, ola.get(f"/inbox/{given}").text
    ola.post(act(other, "set-aside"))

    answer = staff.post(act(mine, "answer"), data={"reply-nb": "Karis lange svar"})

    assert answer.status_code == 409
    assert "What you wrote was not sent." in answer.text
    assert "Karis lange svar" in answer.text


def test_what_a_colleague_erased_leads_to_the_list_and_says_so(
    staff: TestClient, ola: TestClient, library: Library
) -> None:
    given = library.give("ideas", {"text": "en sklie"})
    mine = staff.get(f"/inbox/{given}").text
    review.erase(library.store, given, by=kari(library), now=library.clock())

    answers = [staff.post(act(mine, "keep")), staff.get(f"/inbox/{given}"), staff.get(f"/inbox/{given}/publish")]

    assert [answer.status_code for answer in answers] == [410] * 3
    assert all("has erased it for good, just now" in answer.text for answer in answers)
    assert all('class="finder"' in answer.text for answer in answers)


def test_undo_takes_nothing_back_that_a_colleague_did(staff: TestClient, ola: TestClient, library: Library) -> None:
    given = library.give("ideas", {"text": "en sklie"})
    done = staff.post(act(staff.get(f"/inbox/{given}").text, "keep")).headers["location"]
    undo = act(staff.get(done).text, "reopen")
    ola.post(act(ola.get(f"/inbox/{given}/answer").text, "answer"), data={"reply-nb": "Olas svar"})

    answer = staff.post(undo)

    assert answer.status_code == 409
    assert inbox.read(library.store, given).state is State.KEPT


def test_two_people_go_through_the_same_inbox_and_no_move_of_either_is_lost(
    staff: TestClient, ola: TestClient, library: Library
) -> None:
    given = [library.give("ideas", {"text": f"nummer {n}"}) for n in range(N)]
    met: list[tuple[str, int]] = []

    def clear_up(client: TestClient, move: str) -> None:
        for one in given:
            page = client.get(f"/inbox/{one}")
            met.append(("look", page.status_code))
            if f"/inbox/{one}/{move}?" in page.text:
                met.append((move, client.post(act(page.text, move)).status_code))

    with ThreadPoolExecutor(2) as two:
        for done in [two.submit(clear_up, staff, "keep"), two.submit(clear_up, ola, "set-aside")]:
            done.result()

    said = Counter(met)
    assert set(said) <= {("look", 200), ("keep", 303), ("keep", 409), ("set-aside", 303), ("set-aside", 409)}
    lines = [library.store.history.about(one) for one in given]
    assert sum(len(one) for one in lines) == said["keep", 303] + said["set-aside", 303]
    assert all(lines), "none was passed over"
    for one, history in zip(given, lines, strict=True):
        last = State.KEPT if history[-1].move == "keep" else State.SET_ASIDE
        assert inbox.read(library.store, one).state is last


def test_both_see_who_has_it_open_too(staff: TestClient, ola: TestClient, library: Library) -> None:
    one, two = (library.give("ideas", {"text": f"nummer {n}"}) for n in range(2))
    assert "has this open too" not in staff.get(f"/inbox/{one}").text

    assert "Kari Bibliotekar has this open too" in ola.get(f"/inbox/{one}").text
    ola.get(f"/inbox/{one}/answer")
    assert "Ola is writing here" in staff.get(f"/inbox/{one}").text
    ola.get(f"/inbox/{two}")
    assert "Ola" not in staff.get(f"/inbox/{one}").text


def test_page_that_looks_by_itself_moves_nobody_and_keeps_nobody_signed_in(
    staff: TestClient, ola: TestClient, library: Library
) -> None:
    one, two = (library.give("ideas", {"text": f"nummer {n}"}) for n in range(2))
    staff.get(f"/inbox/{one}")
    staff.get(f"/inbox/{two}")  # in a second tab
    library.clock.go(minutes=4)
    by_itself = {"samskap-looks-by-itself": "yes"}

    assert staff.get(f"/inbox/{one}", headers=by_itself).status_code == 200

    assert "Kari Bibliotekar has this open too" in ola.get(f"/inbox/{two}").text
    for _ in range(2):
        library.clock.go(minutes=14)
        staff.get(f"/inbox/{one}", headers=by_itself)
    assert staff.get(f"/inbox/{one}").headers["location"].startswith("/sign-in")

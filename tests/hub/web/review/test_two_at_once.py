"""Two people in one inbox: no decision is lost, none is overwritten, and nobody sees an error page."""

import html
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from hub.model import AuditLine, Role, State, StoredSubmission
from hub.services.review import inbox, review
from hub.store.base import Store
from shared.notice import Status
from shared.submission import utc
from tests.hub.web.conftest import OpenClient
from tests.hub.web.happenings import hold, kari, write_in
from tests.hub.web.library import NAME, PASSWORD, Library

N = 200


@pytest.fixture
def ola(library: Library, open_client: OpenClient) -> TestClient:
    """The browser of a colleague."""
    client = open_client()
    name = library.add_staff("Ola", Role.REVIEWER).name
    client.cookies.set("samskap-8080", library.begin_session(name), domain="127.0.0.1")
    return client


def move_of(name: str) -> str:
    """Return how the address calls a move."""
    return name.replace("_", "-")


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


class Between:
    """A store that lets something happen once, just after an answer was read."""

    def __init__(self, store: Store, happens: Callable[[], object]) -> None:
        self._store, self._happens = store, [happens]
        self.submissions = self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name, None) or getattr(self._store.submissions, name)

    def read(self, id: str) -> StoredSubmission | None:
        found = self._store.submissions.read(id)
        if self._happens:
            self._happens.pop()()
        return found


def test_what_a_colleague_does_while_the_page_is_being_read_is_not_taken_for_seen(
    staff: TestClient, library: Library, app: FastAPI
) -> None:
    given = library.give("ideas", {"text": "en sklie"})
    by = kari(library)
    moves = Between(library.store, lambda: review.keep(library.store, given, by=by, now=library.clock()))
    app.state.hub = replace(library.hub, store=cast(Store, moves))
    page = staff.get(f"/inbox/{given}").text
    app.state.hub = library.hub

    assert inbox.read(library.store, given).state is State.KEPT
    assert staff.post(act(page, "set-aside")).status_code == 409
    assert inbox.read(library.store, given).state is State.KEPT


def test_button_pressed_twice_is_one_decision_and_no_refusal(staff: TestClient, library: Library) -> None:
    given, other = (library.give("ideas", {"text": f"nummer {n}"}) for n in range(2))
    page, asked = staff.get(f"/inbox/{given}").text, staff.get(f"/inbox/{other}/answer").text

    kept = [staff.post(act(page, "keep")) for _ in range(2)]
    answered = [staff.post(act(asked, "answer"), data={"reply-nb": "Takk"}) for _ in range(2)]
    in_another_tab = staff.post(act(asked, "answer"), data={"reply-nb": "Noe annet"})

    assert [one.status_code for one in kept + answered] == [303] * 4
    assert [len(library.store.history.about(one)) for one in (given, other)] == [1, 1]
    assert in_another_tab.status_code == 409
    assert "You have changed it yourself meanwhile: Answered" in in_another_tab.text
    assert "Noe annet" in in_another_tab.text


def test_page_from_before_a_backup_was_put_back_decides_nothing(staff: TestClient, library: Library) -> None:
    given = library.give("ideas", {"text": "en sklie"})
    for n in range(3):
        library.store.history.write(AuditLine(utc(library.clock()), "Ola", "keep", f"en annen {n}"))
    page = act(staff.get(f"/inbox/{given}").text, "keep")
    n, bound = library.store.history.end()

    answer = staff.post(page.replace(f"{n}-{bound[:8]}", f"{n}-00000000"))  # there the line was another

    assert answer.status_code == 409
    assert "The hub cannot tell what has happened since you opened this page." in answer.text


def test_page_of_yesterday_is_refused_after_the_sign_in_and_loses_no_word(
    staff: TestClient, ola: TestClient, library: Library
) -> None:
    given = library.give("ideas", {"text": "en sklie"})
    mine = staff.get(f"/inbox/{given}/answer").text
    ola.post(act(ola.get(f"/inbox/{given}/answer").text, "answer"), data={"reply-nb": "Olas svar"})
    library.clock.go(minutes=24 * 60)

    asked = staff.post(act(mine, "answer"), data={"reply-nb": "Karis svar"}).text
    onward = re.search(r'name="next" value="([^"]*)"', asked)
    assert onward is not None
    carried = {"next": html.unescape(onward[1]), "held-reply-nb": "Karis svar"}
    held = staff.post("/sign-in", data={"name": NAME, "password": PASSWORD} | carried).text
    answer = staff.post(act(held, "answer"), data={"reply-nb": "Karis svar"})

    assert answer.status_code == 409
    assert "Ola was quicker: Answered" in answer.text
    assert "Karis svar" in answer.text
    assert inbox.read(library.store, given).replies == {"nb": "Olas svar"}


def test_worry_of_a_colleague_is_shown_to_nobody_who_decides_meanwhile(
    staff: TestClient, ola: TestClient, library: Library
) -> None:
    given = library.give("ideas", {"text": "slemme ord"})
    mine = ola.get(f"/inbox/{given}/answer").text
    staff.post(f"/inbox/{given}/worry")

    answer = ola.post(act(mine, "answer"), data={"reply-nb": "Olas svar"})

    assert answer.status_code == 409
    assert "Kari Bibliotekar was quicker: Handed over as a worry" in answer.text
    assert "Olas svar" in answer.text
    assert "slemme ord" not in answer.text


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
    made: dict[tuple[str, str, str], int] = {}
    refused, met = list[tuple[str, str]](), Counter[int]()

    def clear_up(client: TestClient, name: str, moves: tuple[str, ...]) -> None:
        """Decide about all of them; keep who did what to which, and which line was the last one they had read."""
        for at, one in enumerate(given):
            page = client.get(f"/inbox/{one}")
            met[page.status_code] += 1
            move = next((one for one in moves[at % 2 :] + moves if f"/{move_of(one)}?" in page.text), "")
            if not move:
                continue
            leads = act(page.text, move_of(move))
            status = client.post(leads).status_code
            met[status] += 1
            if status == 303:
                made[one, name, move] = int(leads.rpartition("stand=")[2].partition("-")[0])
            else:
                refused.append((one, name))

    with ThreadPoolExecutor(2) as two:
        works = two.submit(clear_up, staff, "Kari Bibliotekar", ("keep", "set_aside"))
        colleague = two.submit(clear_up, ola, "Ola", ("set_aside", "keep"))
        for done in (works, colleague):
            done.result()

    assert set(met) <= {200, 303, 409}
    lines = {one: library.store.history.about(one) for one in given}
    assert all(lines.values()), "none was passed over"
    assert sorted((one, line.staff, line.move) for one, about in lines.items() for line in about) == sorted(made)
    for one, about in lines.items():
        # Whoever changed what a colleague had decided had read that decision: else they were refused.
        for before, after in pairwise(about):
            assert made[one, after.staff, after.move] >= before.n
        assert inbox.read(library.store, one).state is (State.KEPT if about[-1].move == "keep" else State.SET_ASIDE)
    assert all({line.staff for line in lines[one]} - {name} for one, name in refused), "nobody is refused for nothing"


def test_both_see_who_has_it_open_too(staff: TestClient, ola: TestClient, library: Library) -> None:
    one, two = (library.give("ideas", {"text": f"nummer {n}"}) for n in range(2))
    assert "has this open too" not in staff.get(f"/inbox/{one}").text

    assert "Kari Bibliotekar has this open too" in ola.get(f"/inbox/{one}").text
    ola.get(f"/inbox/{one}/answer")
    assert "Ola is writing here" in staff.get(f"/inbox/{one}").text
    ola.get(f"/inbox/{two}")
    assert "Ola" not in staff.get(f"/inbox/{one}").text


@pytest.mark.parametrize("path", ["/prompts/ideas", "/activity/suppe/edit", "/activity/suppe/sign-ups/{sign_up}"])
def test_who_else_is_there_is_told_wherever_two_can_change_one_thing(
    staff: TestClient, library: Library, open_client: OpenClient, path: str
) -> None:
    hold(library)
    path = path.format(sign_up=write_in(library, "Per").id)
    library.add_staff("Ola", Role.OWNER, Role.FACILITATOR, Role.REVIEWER)
    ola = open_client()
    ola.cookies.set("samskap-8080", library.begin_session("Ola"), domain="127.0.0.1")
    assert "Ola" not in staff.get(path).text

    assert NAME in ola.get(path).text.partition('id="also"')[2].partition("</div>")[0]
    assert "Ola" in staff.get(path).text.partition('id="also"')[2].partition("</div>")[0]


def test_whoever_reads_for_long_is_shown_and_kept_signed_in_by_nothing(
    staff: TestClient, ola: TestClient, library: Library
) -> None:
    given = library.give("ideas", {"text": "en lang tekst"})
    staff.get(f"/inbox/{given}")
    by_itself = {"samskap-looks-by-itself": "yes"}

    for _ in range(20):
        library.clock.go(minutes=1)
        assert staff.post("/reading", headers=by_itself).status_code == 204
    assert "Kari Bibliotekar has this open too" in ola.get(f"/inbox/{given}").text

    library.clock.go(minutes=11)
    assert staff.post("/reading", headers=by_itself).status_code == 401


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

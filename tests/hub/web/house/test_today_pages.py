"""Today: what waits for whom, what is on, and the first day of a new library."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from hub.jobs.backing_up import BACK_UP
from hub.model import Role
from hub.services.house import people
from tests.hub.web.conftest import OpenClient
from tests.hub.web.happenings import hold, kari
from tests.hub.web.house.test_work_pages import wait
from tests.hub.web.library import Library, open_library


def waits(page: str) -> list[str]:
    """Return where the cards of what waits lead."""
    return re.findall(r'<li><a class="card" href="([^"]+)"', page)


def first_steps(page: str) -> list[str]:
    """Return the steps of the first day that can be done, by where they lead."""
    return re.findall(r'<a class="button(?: main)?" href="([^"]+)">Do it', page)


def test_first_page_is_today(staff: TestClient) -> None:
    assert staff.get("/").headers["location"] == "/today"
    assert staff.get("/today").status_code == 200


def test_what_waits_is_shown_to_those_whose_it_is(staff: TestClient, open_client: OpenClient, library: Library) -> None:
    library.pair_kiosks()
    library.give("ideas", {"text": "en sklie"})
    ola = open_client()
    name = library.add_staff("Ola", Role.OWNER).name
    ola.cookies.set("samskap-8080", library.begin_session(name), domain="127.0.0.1")

    assert "/inbox" in waits(staff.get("/today").text)
    assert waits(ola.get("/today").text) == []
    assert "Nothing waits for you" in ola.get("/today").text


def test_what_waits_comes_before_the_steps_of_the_first_day(staff: TestClient, library: Library) -> None:
    library.pair_kiosks()
    library.give("ideas", {"text": "en sklie"})

    page = staff.get("/today").text

    assert page.index('href="/inbox"><span class="mark">') < page.index("The first day")


def test_activity_of_today_leads_to_the_door_for_those_who_stand_there(
    staff: TestClient, open_client: OpenClient, library: Library
) -> None:
    hold(library, in_days=0.1)
    hold(library, "senere", in_days=3)
    ola = open_client()
    ola.cookies.set("samskap-8080", library.begin_session(library.add_staff("Ola", Role.REVIEWER).name))

    assert re.findall(r'href="(/activity/\w+/door)"', staff.get("/today").text) == ["/activity/suppe/door"]
    page = ola.get("/today").text
    assert "/door" not in page


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A new library: no kiosk yet."""
    with open_library(tmp_path) as opened:
        yield opened


ALL = ["/settings", "/settings/phrase", "/kiosks/add", "/first-day/questions", "/people/invite", "/backup"]


def test_new_library_is_told_what_to_do_and_each_step_is_done_when_it_is_there(
    staff: TestClient, library: Library, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert first_steps(staff.get("/today").text) == ALL

    staff.post("/settings", data={"library": "Lund", "default_language": "nb", "colour": "#1d4e89"})
    staff.post("/first-day/phrase/done")
    library.pair_kiosks()
    staff.post("/first-day/questions", data={"question": ["ideas"]})
    people.invite(library.store, "Ola", roles=[Role.REVIEWER], by=kari(library), now=library.clock())
    staff.post("/backup", data={"folder": str(tmp_path_factory.mktemp("stick"))})
    page = staff.get("/today").text
    assert first_steps(page) == ["/backup"], "nothing lies there yet"
    assert "The folder is chosen. The first backup begins within a minute" in page
    staff.post("/backup/begin")
    wait(BACK_UP)

    page = staff.get("/today").text
    assert first_steps(page) == []
    assert "The first day" not in page
    assert [prompt.id for prompt in library.store.prompts.every()] == ["ideas"]


def test_step_that_is_left_for_later_is_found_again(staff: TestClient, library: Library) -> None:
    for step in ("library", "phrase", "kiosk", "questions", "colleague", "backup"):
        assert staff.post(f"/first-day/{step}/skip").status_code == 303

    page = staff.get("/today").text

    assert "Left for later, from the first day" in page
    assert first_steps(page) == ALL
    staff.post("/first-day/phrase/done")
    assert first_steps(staff.get("/today").text) == [path for path in ALL if path != "/settings/phrase"]
    staff.post("/first-day/phrase/skip")  # what is done stays done
    assert "/settings/phrase" not in first_steps(staff.get("/today").text)


def test_first_day_is_the_business_of_those_who_set_the_library_up(
    staff: TestClient, open_client: OpenClient, library: Library
) -> None:
    ola = open_client()
    ola.cookies.set("samskap-8080", library.begin_session(library.add_staff("Ola", Role.REVIEWER).name))

    assert first_steps(ola.get("/today").text) == []
    assert ola.post("/first-day/phrase/done").status_code == 403


def test_step_that_is_none_is_not_found(staff: TestClient) -> None:
    assert staff.post("/first-day/lunch/skip").status_code == 404


def test_colleague_for_whom_nothing_waits_reads_what_is_theirs(client: TestClient, library: Library) -> None:
    library.add_staff()
    ola = library.add_staff("Ola", Role.REVIEWER)
    client.cookies.set("samskap-8080", library.begin_session(ola.name), domain="127.0.0.1")

    page = client.get("/today").text

    assert "Nothing waits for you" in page
    assert "Reads what visitors say, answers, and decides what is shown." in page
    assert "Lets people in" not in page

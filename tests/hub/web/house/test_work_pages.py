"""The page of what is done in the background: begun, left, come back to, cancelled."""

import queue
import re
import sqlite3
import threading
from contextlib import closing

import pytest
from fastapi.testclient import TestClient

from hub.jobs.looking_through import LOOK_THROUGH
from hub.jobs.work import Job, Portions
from hub.model import OwnHand, Role
from hub.services.keeping import scrub
from hub.services.keeping.scrub import Verdict
from hub.web.house.long_work import JOBS
from tests.hub.web.library import NAME, Library


def wait(job: Job) -> None:
    """Wait for the thread of a job, if it still runs."""
    for thread in threading.enumerate():
        if thread.name == job.name:
            thread.join(20)
            assert not thread.is_alive()


def begun(library: Library) -> queue.Queue[int]:
    """Begin to look through, as far as the steps go that are put in; 0 ends it."""
    given: queue.Queue[int] = queue.Queue()

    def portions() -> Portions:
        yield 3, 12
        while given.get():
            yield 6, 12
        return None

    library.hub.work.start(LOOK_THROUGH, portions, by=OwnHand(NAME), now=library.clock())
    return given


def test_everything_is_looked_through_and_the_result_waits_for_who_comes_back(
    staff: TestClient, library: Library
) -> None:
    for n in range(3):
        library.give("ideas", {"text": f"nummer {n}"})

    staff.post("/background/look-through/begin")
    wait(LOOK_THROUGH)

    page = staff.get("/background").text
    assert "Everything is as it was put there" in page
    assert "Answers looked at: 3." in page
    assert "Begin again" in page


def test_page_of_the_database_that_belongs_to_no_table_is_found(staff: TestClient, library: Library) -> None:
    database = library.hub.config.data / "hub.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("create table gone as select randomblob(40000) as bytes; drop table gone")
        connection.execute("pragma wal_checkpoint(truncate)")
    with database.open("r+b") as file:  # nobody knows any more that the pages of that table are free
        file.seek(32)
        file.write(bytes(8))

    staff.post("/background/look-through/begin")
    wait(LOOK_THROUGH)

    assert not scrub.verify(library.store).is_sound
    assert "Not everything is as it was put there" in staff.get("/background").text


def test_page_can_be_left_and_each_page_leads_back(staff: TestClient, library: Library) -> None:
    steps = begun(library)
    elsewhere, here = staff.get("/board").text, staff.get("/background").text
    assert 'id="working"' in elsewhere
    assert 'id="working"' not in here
    assert "<progress" in here
    assert f"{NAME} began it" in here

    refused = staff.post("/background/look-through/begin")
    assert refused.status_code == 409
    assert "This is being done already" in refused.text

    staff.post("/background/look-through/cancel")
    steps.put(1)
    wait(LOOK_THROUGH)

    assert f"{NAME} cancelled it" in staff.get("/background").text
    assert 'id="working"' not in staff.get("/board").text


def test_what_is_not_as_it_was_is_told_with_what_to_type(staff: TestClient, library: Library) -> None:
    def portions() -> Portions:
        yield 1, 1
        return Verdict([], looked_at=3, damaged=["a"])

    library.hub.work.start(LOOK_THROUGH, portions, by=OwnHand(NAME), now=library.clock())
    wait(LOOK_THROUGH)

    page = staff.get("/background").text
    assert "Not everything is as it was put there" in page
    assert "samskap-hub verify" in page
    assert "note bad" in page


@pytest.mark.parametrize("role", Role)
def test_each_is_offered_and_may_begin_and_cancel_what_they_have_the_right_to(
    client: TestClient, library: Library, role: Role
) -> None:
    person = library.add_staff("Ola", role)
    client.cookies.set("samskap-8080", library.begin_session(person.name), domain="127.0.0.1")
    theirs = {name for name, called in JOBS.items() if person.may(called.job.right)}

    page = client.get("/background").text
    refused = {
        (name, act) for name in JOBS for act in ("begin", "cancel")
        if name not in theirs and client.post(f"/background/{name}/{act}").status_code == 403
    }  # fmt: skip

    assert set(re.findall(r'id="work-([^"]+)"', page)) == theirs
    assert refused == {(name, act) for name in JOBS if name not in theirs for act in ("begin", "cancel")}
    assert all(library.hub.work.stand(JOBS[name].job) is None for name in JOBS if name not in theirs)


def test_unknown_work_is_not_found(staff: TestClient) -> None:
    assert staff.post("/background/nothing/begin").status_code == 404
    assert staff.post("/background/nothing/cancel").status_code == 404

"""Taking everything out: begun by who reads, saved by who asked for it and still may, and by nobody else."""

import io
from collections.abc import Callable
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from hub.jobs.gathering import GATHER
from hub.model import Role
from hub.services.house import people
from tests.hub.web.house.test_work_pages import wait
from tests.hub.web.library import NAME, Library
from tests.hub_builders import OLA

FILE = "/background/gather/file"
Seat = Callable[..., TestClient]


@pytest.fixture
def seat(library: Library, open_client: Callable[..., TestClient]) -> Seat:
    """Let somebody with these roles sit down at a browser of their own."""

    def taken(name: str, *roles: Role) -> TestClient:
        library.add_staff(name, *roles)
        client = open_client()
        client.cookies.set("samskap-8080", library.begin_session(name), domain="127.0.0.1")
        return client

    return taken


def gather(client: TestClient) -> None:
    assert client.post("/background/gather/begin").status_code == 303
    wait(GATHER)


def test_file_is_saved_by_who_asked_for_it_alone(library: Library, staff: TestClient, seat: Seat) -> None:
    library.give("ideas", {"text": "mer suppe", "cards": []})
    other, owner = seat("Ola", Role.REVIEWER), seat("Eva", Role.OWNER)

    gather(staff)

    page = staff.get("/background").text
    assert "1 answer was gathered" in page
    assert "0.1 MB" in page
    answer = staff.get(FILE)
    assert answer.headers["content-disposition"].startswith('attachment; filename="samskap-2026-')
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("application/zip", "no-store")
    assert "mer suppe" in ZipFile(io.BytesIO(answer.content)).read("answers.csv").decode()
    assert (other.get(FILE).status_code, owner.get(FILE).status_code) == (404, 403)
    seen = other.get("/background").text
    assert f"{NAME} made a file" in seen
    assert "gathered," not in seen
    assert FILE not in seen
    moves = [(line.staff, line.move, line.detail) for line in library.store.history.portion(0, 100)]
    assert (NAME, "take-out", "1") in moves
    assert (NAME, "save-file", "") in moves
    assert "Gathered into a file" in staff.get("/history").text


def test_file_is_gone_within_the_hour_and_when_its_owner_says_so(library: Library, staff: TestClient) -> None:
    gather(staff)
    staff.post("/background/gather/drop")
    assert staff.get(FILE).status_code == 404
    assert list(library.hub.shelf.folder.iterdir()) == []

    gather(staff)
    library.clock.go(hours=1)
    staff.cookies.set("samskap-8080", library.begin_session(), domain="127.0.0.1")
    assert FILE not in staff.get("/background").text
    assert staff.get(FILE).status_code == 404
    assert staff.post("/background/gather/drop").status_code == 303
    assert list(library.hub.shelf.folder.iterdir()) == []


@pytest.mark.parametrize("left", [{Role.OWNER}, {Role.REVIEWER}])
def test_who_lost_a_right_meanwhile_does_not_get_what_it_was_made_with(
    library: Library, seat: Seat, left: set[Role]
) -> None:
    client = seat("Siv", Role.SAFEGUARDING)
    seat("Ada", Role.ADMIN)
    gather(client)
    found = library.store.people.find("Siv")
    assert found is not None

    people.change_roles(library.store, found.staff.id, left, by=OLA, now=library.clock())
    refused = client.get(FILE)

    assert refused.status_code == 403
    assert b"PK" not in refused.content


def test_who_is_shut_out_meanwhile_gets_nothing(library: Library, seat: Seat) -> None:
    client = seat("Siv", Role.REVIEWER)
    seat("Ada", Role.ADMIN)
    gather(client)
    found = library.store.people.find("Siv")
    assert found is not None

    people.shut_out(library.store, found.staff.id, by=OLA, now=library.clock())

    assert client.get(FILE).headers["location"].startswith("/sign-in")


def test_file_that_somebody_deleted_from_the_disk_is_not_found(library: Library, staff: TestClient) -> None:
    gather(staff)
    for path in library.hub.shelf.folder.iterdir():
        path.unlink()

    assert staff.get(FILE).status_code == 404

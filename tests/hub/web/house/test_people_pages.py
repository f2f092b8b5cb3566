"""The pages of people: invited, let in, given roles, shut out, each in a browser."""

import html
import re

import pytest
from fastapi.testclient import TestClient

from hub.model import Role
from tests.hub.web.conftest import OpenClient
from tests.hub.web.library import NAME, PASSWORD, Library

CODE = re.compile(r'<p class="code" translate="no">([0-9A-Z-]{14})</p>')


def code_on(page: str) -> str:
    found = CODE.search(page)
    assert found is not None, page
    return found[1]


def invite(staff: TestClient, name: str = "Ola", *roles: Role) -> str:
    """Invite somebody; return the code."""
    answer = staff.post("/people/invite", data={"name": name, "role": list(roles or [Role.REVIEWER])})
    assert answer.status_code == 200
    return code_on(answer.text)


def come_in(client: TestClient, code: str, password: str = PASSWORD) -> None:
    """Choose a password with a code."""
    answer = client.post("/welcome", data={"code": code, "password": password, "again": password})
    assert (answer.status_code, answer.headers.get("location")) == (303, "/"), answer.text


def test_colleague_comes_in_with_the_code_and_sees_what_is_for_her(
    staff: TestClient, open_client: OpenClient, library: Library
) -> None:
    code, ola = invite(staff, "Ola", Role.REVIEWER), open_client()

    assert "Welcome, Ola" in ola.get("/welcome", params={"code": code}).text
    come_in(ola, code)

    assert ola.get("/inbox").status_code == 200
    assert [ola.get(path).status_code for path in ("/people", "/kiosks", "/settings", "/activities/new")] == [403] * 4
    places = re.findall(r'<li><a href="(/\w+)"', ola.get("/inbox").text)
    assert places == ["/inbox", "/activities", "/board", "/prompts"]
    assert "Reviewer" in staff.get("/people").text


def test_code_is_shown_once_and_said_wrong_ever_after(
    staff: TestClient, open_client: OpenClient, library: Library
) -> None:
    code = invite(staff)
    assert code not in staff.get("/people").text
    come_in(open_client(), code)

    late = open_client()
    shown, sent = late.get("/welcome", params={"code": code}), late.post("/welcome", data={"code": code})

    assert (shown.status_code, sent.status_code) == (403, 403)
    assert "no longer good" in html.unescape(shown.text)


def test_passwords_that_differ_or_are_weak_are_said_and_nothing_is_used_up(
    staff: TestClient, open_client: OpenClient, library: Library
) -> None:
    code, ola = invite(staff), open_client()

    differ = ola.post("/welcome", data={"code": code, "password": PASSWORD, "again": "another"})
    weak = ola.post("/welcome", data={"code": code, "password": "aaaaaaaaaaaa", "again": "aaaaaaaaaaaa"})

    assert (differ.status_code, weak.status_code) == (422, 422)
    assert "Type the same password in both fields." in differ.text
    assert "easy to guess" in weak.text
    come_in(ola, code)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": "Ola"}, "Choose at least one role."),
        ({"name": NAME, "role": "reviewer"}, "That name is taken."),
        ({"name": " ", "role": "reviewer"}, "A name needs at least one letter"),
    ],
)
def test_what_is_missing_of_an_invitation_is_said_at_the_field(
    staff: TestClient, library: Library, sent: dict[str, str], says: str
) -> None:
    answer = staff.post("/people/invite", data=sent)

    assert answer.status_code == 422
    assert says in html.unescape(answer.text)
    assert "checked" in answer.text or "role" not in sent


def test_role_that_is_none_is_refused(staff: TestClient, library: Library) -> None:
    assert staff.post("/people/invite", data={"name": "Ola", "role": "boss"}).status_code == 422


def test_leaver_is_out_in_every_browser_at_once(staff: TestClient, open_client: OpenClient, library: Library) -> None:
    desk, phone = open_client(), open_client()
    come_in(desk, invite(staff))
    phone.post("/sign-in", data={"name": "Ola", "password": PASSWORD})
    assert [one.get("/inbox").status_code for one in (desk, phone)] == [200, 200]
    ola = library.store.people.find("Ola")
    assert ola is not None

    assert staff.post(f"/people/{ola.staff.id}/shut-out").headers["location"] == "/people?done=shut-out"

    assert [one.get("/inbox").headers["location"] for one in (desk, phone)] == ["/sign-in?next=%2Finbox"] * 2
    assert desk.post("/sign-in", data={"name": "Ola", "password": PASSWORD}).status_code == 403
    assert "Who was shut out" in staff.get("/people").text


def test_roles_change_what_the_next_page_shows(staff: TestClient, open_client: OpenClient, library: Library) -> None:
    ola = open_client()
    come_in(ola, invite(staff))
    found = library.store.people.find("Ola")
    assert found is not None

    staff.post(f"/people/{found.staff.id}/roles", data={"role": ["activity-owner"]})

    assert [ola.get(path).status_code for path in ("/inbox", "/activities/new")] == [403, 200]


def test_last_admin_is_told_why_she_stays(staff: TestClient, library: Library) -> None:
    kari = library.store.people.find(NAME)
    assert kari is not None
    at = f"/people/{kari.staff.id}"

    answers = [
        staff.post(f"{at}/shut-out"), staff.post(f"{at}/code"), staff.post(f"{at}/roles", data={"role": "reviewer"})
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [409, 409, 422]
    assert all("This is the last admin who can sign in." in answer.text for answer in answers)
    assert staff.get("/people").status_code == 200


def test_new_code_closes_what_was_open(staff: TestClient, open_client: OpenClient, library: Library) -> None:
    ola = open_client()
    come_in(ola, invite(staff))
    found = library.store.people.find("Ola")
    assert found is not None

    code = code_on(staff.post(f"/people/{found.staff.id}/code").text)

    assert ola.get("/inbox").status_code == 303
    come_in(ola, code, "et helt annet passord")


@pytest.mark.parametrize("id", ["0", "99", "x", "٣", "9" * 40])
def test_person_who_is_not_here_is_not_found(staff: TestClient, library: Library, id: str) -> None:
    assert staff.get(f"/people/{id}").status_code == 404

"""The first set-up: for whom it is, and what it keeps."""

import pytest
from fastapi.testclient import TestClient

from hub.services.house import settings, staff
from tests.hub.web.library import NAME, PASSWORD, Library

FIRST = {"name": NAME, "library": "Lund bibliotek", "password": PASSWORD, "again": PASSWORD}


def first(library: Library, /, **changed: str) -> dict[str, str]:
    """What the first person types, with the code the hub printed."""
    return FIRST | {"code": library.hub.set_up_code} | changed


def test_first_person_sets_the_hub_up_and_is_signed_in(client: TestClient, library: Library) -> None:
    told = client.get("/", follow_redirects=True)
    shown = client.get("/set-up", params={"code": library.hub.set_up_code.lower()})
    answer = client.post("/set-up", data=first(library))

    assert "printed a link and a code" in told.text
    assert 'name="password"' not in told.text
    assert "Choose your name and a password" in shown.text
    assert (answer.status_code, answer.headers["location"]) == (303, "/today")
    assert client.get("/inbox").status_code == 200


def test_set_up_asks_once_where_the_library_lives(client: TestClient, library: Library) -> None:
    assert (
        '<option value="Europe/Oslo" selected>' in client.get("/set-up", params={"code": library.hub.set_up_code}).text
    )

    client.post("/set-up", data=first(library, zone="Atlantic/Faroe"))

    assert settings.read(library.store).zone == "Atlantic/Faroe"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"password": "kort", "again": "kort"}, "password"),
        ({"password": "aaaaaaaaaaaa", "again": "aaaaaaaaaaaa"}, "password"),
        ({"again": PASSWORD + "x"}, "password"),
        ({"name": "  "}, "name"),
        ({"library": " "}, "library"),
        ({"library": ""}, "library"),
    ],
)
def test_set_up_says_what_is_wrong_by_the_field_and_keeps_the_name(
    client: TestClient, library: Library, changed: dict[str, str], field: str
) -> None:
    answer = client.post("/set-up", data=first(library, **changed))

    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in answer.text
    assert f'value="{(FIRST | changed)["name"]}"' in answer.text
    assert not staff.exists(library.store)


@pytest.mark.parametrize("code", ["", "K7QM-2XHT-9FRB", "x" * 10_000, "æ", "-"])
def test_set_up_is_only_for_who_has_the_code_the_hub_printed(client: TestClient, library: Library, code: str) -> None:
    shown = client.get("/set-up", params={"code": code} if code else {})
    answer = client.post("/set-up", data=first(library, code=code))

    assert (shown.status_code, answer.status_code) == (403 if code else 200, 403)
    assert 'name="password"' not in shown.text
    assert library.hub.set_up_code not in shown.text
    assert not staff.exists(library.store)


def test_set_up_is_over_once_somebody_can_sign_in(client: TestClient, library: Library) -> None:
    library.add_staff()

    answers = client.get("/set-up"), client.post("/set-up", data=first(library, name="Mallory"))

    assert [answer.status_code for answer in answers] == [403, 403]
    assert library.store.people.find("Mallory") is None


def test_set_up_asks_for_the_name_of_the_library(client: TestClient, library: Library) -> None:
    page = client.get("/set-up", params={"code": library.hub.set_up_code}).text
    refused = client.post("/set-up", data=first(library, library="x" * 81))
    client.post("/set-up", data=first(library, library=" Lund stadsbibliotek "))

    assert 'id="library"' in page
    assert (refused.status_code, 'id="library-wrong"' in refused.text) == (422, True)
    assert settings.read(library.store).name == "Lund stadsbibliotek"

"""Beyond the hub's own computer a password alone shows nothing but the page that asks for the second factor."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from hub.model import Right, Role, Staff
from hub.services.house import people, second, staff
from hub.web.page.access import StaffRoute
from tests.hub.web.conftest import BEYOND, OpenClient
from tests.hub.web.library import NAME, PASSWORD, Library
from tests.hub.web.page.test_gate import walked
from tests.telephone import Telephone, give_telephone, telephone_that_read

SESSION = "__Host-samskap"
KARI = {"name": NAME, "password": PASSWORD}


@pytest.fixture
def kari(library: Library) -> Staff:
    return library.add_staff()


@pytest.fixture
def telephone(library: Library, kari: Staff) -> Telephone:
    """Kari's telephone: she has a second factor."""
    return give_telephone(library.hub, kari)[0]


def give_code(client: TestClient, code: str, **more: str) -> Response:
    return client.post("/second", data={"second": code, **more})


def test_half_a_sign_in_opens_no_route_but_its_own(app: FastAPI, beyond: TestClient, telephone: Telephone) -> None:
    beyond.post("/sign-in", data=KARI)
    routes = {
        (method, path): route
        for path, route in walked(app.router.routes)
        if isinstance(route, StaffRoute) and route.right is not Right.ANYBODY
        for method in route.methods or ()
    }

    found = {
        key: beyond.request(key[0], re.sub(r"\{\w+\}", "x", key[1])) for key, route in routes.items() if not route.half
    }

    assert {path for (_, path), route in routes.items() if route.half} == {"/second", "/second/picture.svg"}
    assert len(found) > 60
    assert {key for key, answer in found.items() if answer.status_code != (303 if key[0] == "GET" else 401)} == set()
    assert all(one.headers["location"].startswith("/second") for one in found.values() if one.is_redirect)


def test_code_of_the_telephone_makes_a_whole_sign_in_under_another_token(
    beyond: TestClient, library: Library, telephone: Telephone
) -> None:
    beyond.get("/board")
    first = beyond.post("/sign-in", data={**KARI, "next": "/board"})
    half = beyond.cookies[SESSION]

    asked = beyond.get(first.headers["location"])
    given = give_code(beyond, telephone.shows(library.clock()), next="/board")

    assert (first.headers["location"], given.headers["location"]) == ("/second?next=%2Fboard", "/board")
    assert 'value="/board"' in asked.text
    assert beyond.cookies[SESSION] != half
    assert beyond.get("/board").status_code == 200
    assert staff.session(library.store, half, library.clock()) is None


def test_who_knows_the_first_half_gains_no_browser_that_stands_for_itself(
    beyond: TestClient, library: Library, telephone: Telephone
) -> None:
    first = beyond.post("/sign-in", data=KARI)
    statuses = []
    for _ in range(2):
        statuses.append(give_code(beyond, "000000").status_code)
        beyond.post("/sign-in", data=KARI)

    assert [cookie.partition("=")[0] for cookie in first.headers.get_list("set-cookie")] == [SESSION]
    assert statuses == [403, 429]


def test_wrong_code_is_told_with_the_hubs_time_and_keeps_what_was_typed(
    beyond: TestClient, library: Library, telephone: Telephone
) -> None:
    beyond.post("/sign-in", data=KARI)

    answer = give_code(beyond, "000000", **{"next": "/inbox/x/answer", "held-reply-nb": "Ja!\nSnart"})

    assert answer.status_code == 403
    assert "The hub&#39;s clock says" in answer.text
    assert 'name="held-reply-nb">\nJa!\nSnart</textarea>' in answer.text


def test_half_a_sign_in_is_over_after_ten_minutes(beyond: TestClient, library: Library, telephone: Telephone) -> None:
    beyond.post("/sign-in", data=KARI)
    library.clock.go(minutes=9)
    assert beyond.get("/second").status_code == 200

    library.clock.go(minutes=1)

    assert beyond.get("/second").headers["location"] == "/sign-in?next=%2Fsecond"
    assert give_code(beyond, telephone.shows(library.clock())).status_code == 401


def test_who_has_no_second_factor_sets_one_up_and_goes_on_with_what_was_typed(
    beyond: TestClient, library: Library, kari: Staff
) -> None:
    held = {"next": "/inbox/x/answer", "held-reply-nb": "Ja!"}
    page = beyond.post("/sign-in", data={**KARI, **held})
    telephone = telephone_that_read(page.text)
    picture = beyond.get("/second/picture.svg")

    wrong = give_code(beyond, "000000", **held)
    shown = give_code(beyond, telephone.shows(library.clock()), **held)

    codes = re.findall(r"<li>([0-9A-Z]{5}-[0-9A-Z]{5})</li>", shown.text)
    assert (picture.headers["content-type"], picture.text[:4]) == ("image/svg+xml", "<svg")
    assert (wrong.status_code, telephone_that_read(wrong.text)) == (403, telephone)
    assert (shown.status_code, len(codes)) == (200, 10)
    assert 'action="/inbox/x/answer"' in shown.text
    assert 'name="reply-nb">\nJa!</textarea>' in shown.text
    assert beyond.get("/inbox").status_code == 200
    assert give_code(beyond, telephone.shows(library.clock())).headers["location"] == "/"


def test_recovery_code_stands_in_for_a_lost_telephone(beyond: TestClient, library: Library, kari: Staff) -> None:
    _, codes = give_telephone(library.hub, kari)
    beyond.post("/sign-in", data=KARI)

    answer = beyond.post("/second", data={"second": "", "recovery": codes[3], "next": "/board"})

    assert answer.headers["location"] == "/board"
    assert second.recovery_left(library.store, kari) == 9


def test_hubs_own_screen_is_never_locked_out(client: TestClient, library: Library, telephone: Telephone) -> None:
    answer = client.post("/sign-in", data={**KARI, "next": "/inbox"})

    assert answer.headers["location"] == "/inbox"
    assert client.get("/inbox").status_code == 200
    assert client.get("/second", params={"next": "/board"}).headers["location"] == "/board"


def test_session_of_the_hubs_own_screen_opens_nothing_elsewhere(
    beyond: TestClient, library: Library, telephone: Telephone
) -> None:
    token = staff.sign_in(library.store, NAME, PASSWORD, address="", now=library.clock())
    beyond.cookies.set(SESSION, token, domain="127.0.0.1")

    assert beyond.get("/inbox").headers["location"] == "/second?next=%2Finbox"
    library.clock.go(minutes=11)
    assert beyond.get("/inbox").headers["location"].startswith("/sign-in")


def test_who_is_shut_out_between_the_halves_stays_out(
    beyond: TestClient, library: Library, kari: Staff, telephone: Telephone
) -> None:
    beyond.post("/sign-in", data=KARI)
    boss = library.add_staff("Ola")

    people.shut_out(library.store, kari.id, by=boss, now=library.clock())

    assert give_code(beyond, telephone.shows(library.clock())).status_code == 401
    assert beyond.get("/inbox").headers["location"].startswith("/sign-in")


def test_live_news_are_for_whole_sign_ins(beyond: TestClient, telephone: Telephone) -> None:
    beyond.post("/sign-in", data=KARI)

    assert beyond.get("/live").headers["location"].startswith("/second")


def test_first_person_sets_the_hub_up_from_another_desk_with_a_second_factor(
    beyond: TestClient, library: Library
) -> None:
    typed = {"name": NAME, "library": "Lund", "password": PASSWORD, "again": PASSWORD, "code": library.hub.set_up_code}

    answer = beyond.post("/set-up", data=typed)

    assert answer.headers["location"] == "/second?next=%2Ftoday"
    assert "/second/picture.svg" in beyond.get("/second").text


def test_whoever_is_invited_comes_in_from_another_desk_with_a_second_factor(
    beyond: TestClient, library: Library, kari: Staff
) -> None:
    invited = people.invite(library.store, "Ola", roles={Role.REVIEWER}, by=kari, now=library.clock())

    answer = beyond.post("/welcome", data={"code": invited.code, "password": PASSWORD, "again": PASSWORD})

    assert answer.headers["location"] == "/second"
    telephone = telephone_that_read(beyond.get("/second").text)
    assert give_code(beyond, telephone.shows(library.clock())).status_code == 200
    assert beyond.get("/inbox").status_code == 200


def test_history_tells_of_a_sign_in_once_it_is_whole(
    beyond: TestClient, library: Library, kari: Staff, telephone: Telephone
) -> None:
    moves = [line.move for line in library.store.history.about(f"staff {kari.id}")]
    beyond.post("/sign-in", data=KARI)
    give_code(beyond, "000000")
    library.clock.go(seconds=1)
    give_code(beyond, telephone.shows(library.clock()))

    after = [line.move for line in library.store.history.about(f"staff {kari.id}")]

    assert after[len(moves) :] == ["sign-in-failed", "sign-in"]


@pytest.mark.parametrize("name", [NAME, "Ola", "Per"])
def test_same_is_said_to_whoever_gives_a_wrong_password(
    open_client: OpenClient, library: Library, telephone: Telephone, name: str
) -> None:
    library.add_staff("Ola")
    answer = open_client("192.0.2.7", BEYOND).post("/sign-in", data={"name": name, "password": "feil"})

    assert answer.status_code == 403
    assert "The name or the password is not right." in answer.text

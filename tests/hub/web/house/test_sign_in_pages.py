"""Signing in and out: who gets in, for how long, and where they go on."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from hub.services.house import staff
from hub.services.review import inbox
from shared.errors import AccessError, SignInFailed, TooManyTries
from tests.hub.web.conftest import sign_in
from tests.hub.web.library import NAME, PASSWORD, Library

SESSION = "samskap-8080"


def test_session_cookie_is_kept_from_scripts_and_other_sites(client: TestClient, library: Library) -> None:
    library.add_staff()

    answer = client.post("/sign-in", data={"name": NAME, "password": PASSWORD})

    cookie, known = answer.headers.get_list("set-cookie")
    assert known.startswith(f"{SESSION}-known=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(known.split("; "))
    assert cookie.startswith(f"{SESSION}=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Max-Age" not in cookie, "the session ends with the browser too"


def test_sign_in_takes_nobodys_word_for_the_session(client: TestClient, library: Library) -> None:
    library.add_staff()
    client.cookies.set(SESSION, "planted by somebody else", domain="127.0.0.1")

    answer = client.post("/sign-in", data={"name": NAME, "password": PASSWORD})

    token = answer.cookies[SESSION]
    assert token != "planted by somebody else"
    assert staff.session(library.store, "planted by somebody else", library.clock()) is None
    assert staff.session(library.store, token, library.clock()) is not None


@pytest.mark.parametrize("typed", [{"name": NAME, "password": "feil"}, {"name": "Ingen", "password": PASSWORD}, {}])
def test_wrong_sign_in_tells_not_which_of_the_two(client: TestClient, library: Library, typed: dict[str, str]) -> None:
    library.add_staff()

    answer = client.post("/sign-in", data=typed)

    assert answer.status_code == 403
    assert "The name or the password is not right." in answer.text
    assert "set-cookie" not in answer.headers


def test_too_many_tries_must_be_waited_out(client: TestClient, library: Library) -> None:
    library.add_staff()
    for _ in range(5):
        client.post("/sign-in", data={"name": NAME, "password": "feil"})

    answer = client.post("/sign-in", data={"name": NAME, "password": PASSWORD})

    assert answer.status_code == 429
    assert "Try again in 1 second." in answer.text
    library.clock.go(minutes=16)
    sign_in(client)


def test_wrong_tries_at_the_same_moment_are_counted_each(library: Library) -> None:
    library.add_staff()

    def guess(n: int) -> type[Exception]:
        with pytest.raises(AccessError) as refused:
            staff.sign_in(library.store, NAME, f"gjett {n}", address="10.0.0.9", now=library.clock())
        return refused.type

    with ThreadPoolExecutor(8) as guessers:
        found = Counter(guessers.map(guess, range(8)))

    assert found == {SignInFailed: 1, TooManyTries: 7}


def test_session_ends_after_half_an_hour_away(staff: TestClient, library: Library) -> None:
    library.clock.go(minutes=29)
    assert staff.get("/inbox").status_code == 200
    library.clock.go(minutes=29)
    assert staff.get("/inbox").status_code == 200, "being there counts"

    library.clock.go(minutes=31)

    assert staff.get("/inbox").headers["location"] == "/sign-in?next=%2Finbox"


def test_session_ends_after_twelve_hours_however_busy(staff: TestClient, library: Library) -> None:
    for _ in range(35):
        library.clock.go(minutes=20)
        assert staff.get("/settings").status_code == 200

    library.clock.go(minutes=25)

    assert staff.get("/settings").status_code == 303


def test_sign_out_ends_the_session_on_the_hub(staff: TestClient, library: Library) -> None:
    token = staff.cookies[SESSION]

    staff.post("/sign-out")
    staff.cookies.set(SESSION, token, domain="127.0.0.1")

    assert staff.get("/inbox").status_code == 303


def test_words_typed_while_the_session_ended_are_kept_over_the_sign_in(staff: TestClient, library: Library) -> None:
    given = library.give("ideas", {"text": "en sklie"})
    library.clock.go(minutes=31)

    asked = staff.post(f"/inbox/{given}/answer", data={"reply-nb": "Ja!\n<b>Snart</b>"})
    onward = f"/inbox/{given}/answer"
    held = {"name": NAME, "password": PASSWORD, "next": onward, "held-reply-nb": "Ja!\n<b>Snart</b>"}
    inside = staff.post("/sign-in", data=held)

    assert asked.status_code == 401
    assert all('name="held-reply-nb">\nJa!\n&lt;b&gt;Snart&lt;/b&gt;</textarea>' in page for page in [asked.text])
    assert f'action="{onward}"' in inside.text
    assert 'name="reply-nb">\nJa!\n&lt;b&gt;Snart&lt;/b&gt;</textarea>' in inside.text
    assert inbox.read(library.store, given).replies == {}
    staff.post(onward, data={"reply-nb": "Ja!\r\n<b>Snart</b>"})
    assert inbox.read(library.store, given).replies == {"nb": "Ja!\n<b>Snart</b>"}


def test_passwords_are_never_kept_over_a_sign_in(client: TestClient, library: Library) -> None:
    library.add_staff()

    answer = client.post("/me/password", data={"old": "gammelt passord", "password": "nytt", "again": "nytt"})

    assert answer.status_code == 401
    assert "gammelt passord" not in answer.text
    assert "held-" not in answer.text


def test_signed_in_person_is_led_on_from_the_sign_in_page(staff: TestClient) -> None:
    assert staff.get("/sign-in", params={"next": "/board"}).headers["location"] == "/board"

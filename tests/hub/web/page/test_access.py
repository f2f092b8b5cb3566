"""Set-up, sign-in, sessions, and what happens to what was typed when a session ends."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient

from hub.services.house import settings, staff
from hub.services.review import inbox
from hub.web.page.access import local_path
from hub.web.staff_app import create_staff_app
from shared.errors import AccessError, SignInFailed, TooManyTries
from tests.hub.web.conftest import BASE, OpenClient, sign_in
from tests.hub.web.library import NAME, PASSWORD, Library

FIRST = {"name": NAME, "library": "Lund bibliotek", "password": PASSWORD, "again": PASSWORD}
SESSION = "samskap-8080"


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
    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox")
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


def test_changed_password_ends_every_other_session(
    staff: TestClient, open_client: OpenClient, library: Library
) -> None:
    other = open_client()
    sign_in(other)
    new = "sju blåe sauer syng"

    answer = staff.post("/settings/password", data={"old": PASSWORD, "password": new, "again": new})

    assert answer.status_code == 303
    assert [staff.get("/inbox").status_code, other.get("/inbox").status_code] == [200, 303]
    sign_in(other, new)


@pytest.mark.parametrize(
    ("typed", "status", "field"),
    [
        ({"old": "feil"}, 403, "old"),
        ({"password": "kort", "again": "kort"}, 422, "password"),
        ({"password": "aaaaaaaaaaaa", "again": "aaaaaaaaaaaa"}, 422, "password"),
        ({"again": "noe helt annet enn det"}, 422, "password"),
    ],
)
def test_password_form_marks_what_is_wrong(staff: TestClient, typed: dict[str, str], status: int, field: str) -> None:
    whole = {"old": PASSWORD, "password": "sju blåe sauer syng", "again": "sju blåe sauer syng"}

    answer = staff.post("/settings/password", data=whole | typed)

    assert answer.status_code == status
    assert f'id="{field}-wrong"' in answer.text


def test_words_typed_while_the_session_ended_are_kept_over_the_sign_in(staff: TestClient, library: Library) -> None:
    given = library.give("ideas", {"text": "en sklie"})
    library.clock.go(minutes=31)

    door = staff.post(f"/inbox/{given}/answer", data={"reply-nb": "Ja!\n<b>Snart</b>"})
    onward = f"/inbox/{given}/answer"
    held = {"name": NAME, "password": PASSWORD, "next": onward, "held-reply-nb": "Ja!\n<b>Snart</b>"}
    inside = staff.post("/sign-in", data=held)

    assert door.status_code == 401
    assert all('name="held-reply-nb">\nJa!\n&lt;b&gt;Snart&lt;/b&gt;</textarea>' in page for page in [door.text])
    assert f'action="{onward}"' in inside.text
    assert 'name="reply-nb">\nJa!\n&lt;b&gt;Snart&lt;/b&gt;</textarea>' in inside.text
    assert inbox.read(library.store, given).replies == {}
    staff.post(onward, data={"reply-nb": "Ja!\r\n<b>Snart</b>"})
    assert inbox.read(library.store, given).replies == {"nb": "Ja!\n<b>Snart</b>"}


def test_passwords_are_never_kept_over_a_sign_in(client: TestClient, library: Library) -> None:
    library.add_staff()

    answer = client.post("/settings/password", data={"old": "gammelt passord", "password": "nytt", "again": "nytt"})

    assert answer.status_code == 401
    assert "gammelt passord" not in answer.text
    assert "held-" not in answer.text


@pytest.mark.parametrize(
    ("asked", "went"),
    [
        ("/inbox?state=kept&words=a%20b", "/inbox?state=kept&words=a%20b"),
        ("//evil.test/", "/"),
        ("/\\evil.test", "/"),
        ("https://evil.test/", "/"),
        ("javascript:alert(1)", "/"),
        ("/inbox\r\nSet-Cookie: x=y", "/"),
        ("", "/"),
    ],
)
def test_sign_in_leads_only_to_pages_of_ours(asked: str, went: str) -> None:
    assert local_path(asked) == went


def test_signed_in_person_is_led_on_from_the_door(staff: TestClient) -> None:
    assert staff.get("/sign-in", params={"next": "/board"}).headers["location"] == "/board"


def test_page_speaks_the_language_of_the_browser_or_the_chosen_one(client: TestClient, library: Library) -> None:
    library.add_staff()

    def spoken(wanted: str) -> str:
        page = client.get("/sign-in", headers={"accept-language": wanted}).text
        return page.split('<html lang="')[1][:2]

    assert [spoken(wanted) for wanted in ("sv-SE,sv;q=0.9", "no,en;q=0.5", "de,da;q=0.3", "fi", "x;q=y", "")] == [
        "sv", "nb", "da", "nb", "nb", "nb",
    ]  # fmt: skip
    client.post("/language", data={"language": "nn", "back": "/sign-in"})
    assert spoken("sv") == "nn"
    client.post("/language", data={"language": "tlh"})
    assert spoken("sv") == "nn"


def test_shortcut_keys_can_be_turned_off(staff: TestClient) -> None:
    before = staff.get("/inbox").text
    staff.post("/keys", data={"keys": "off", "back": "/inbox"})

    assert ("data-keys>" in before, "data-keys>" in staff.get("/inbox").text) == (True, False)


def test_error_pages_are_neutral_and_say_the_code(staff: TestClient) -> None:
    answer = staff.get("/inbox/nothing-here")

    assert answer.status_code == 404
    assert "This is not here any more." in unescape(answer.text)
    assert "not-found" in answer.text


def test_an_error_nobody_expected_is_told_without_its_cause(library: Library) -> None:
    library.add_staff()
    broken = create_staff_app(replace(library.hub, keys=None))
    headers = {"sec-fetch-site": "same-origin", "accept-language": "en"}
    client = TestClient(broken, BASE, headers=headers, raise_server_exceptions=False, follow_redirects=False)
    client.cookies.set(SESSION, library.begin_session(), domain="127.0.0.1")

    answer = client.post("/settings/phrase", data={"password": PASSWORD})

    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert "NoneType" not in answer.text
    assert (answer.headers["cache-control"], answer.headers["x-frame-options"]) == ("no-store", "DENY")


def test_set_up_asks_for_the_name_of_the_library(client: TestClient, library: Library) -> None:
    page = client.get("/set-up", params={"code": library.hub.set_up_code}).text
    refused = client.post("/set-up", data=first(library, library="x" * 81))
    client.post("/set-up", data=first(library, library=" Lund stadsbibliotek "))

    assert 'id="library"' in page
    assert (refused.status_code, 'id="library-wrong"' in refused.text) == (422, True)
    assert settings.read(library.store).name == "Lund stadsbibliotek"

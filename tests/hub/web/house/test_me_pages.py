"""One's own page: language, password, the second factor, and where one is signed in."""

import re

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from hub.bus import PEOPLE
from hub.model import Role, Staff
from hub.services.house import second
from hub.services.house import staff as sign_ins
from tests.hub.web.conftest import BEYOND, OpenClient, sign_in
from tests.hub.web.library import NAME, PASSWORD, Library
from tests.telephone import Telephone, give_telephone, telephone_that_read

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPAD = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0"
CHROME = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36"


@pytest.fixture
def kari(library: Library, staff: TestClient) -> Staff:
    found = library.store.people.find(NAME)
    assert found is not None
    return found.staff


@pytest.fixture
def telephone(library: Library, kari: Staff) -> Telephone:
    return give_telephone(library.hub, kari)[0]


def codes_on(page: Response) -> list[str]:
    return re.findall(r"<li>([0-9A-Z]{5}-[0-9A-Z]{5})</li>", page.text)


@pytest.mark.parametrize("role", Role)
def test_own_page_is_for_every_role_and_the_name_leads_there(client: TestClient, library: Library, role: Role) -> None:
    library.add_staff("Ola", role)
    client.cookies.set("samskap-8080", library.begin_session("Ola"), domain="127.0.0.1")

    assert 'href="/me"' in client.get("/board").text
    assert client.get("/me").status_code == 200


def test_language_of_a_person_is_theirs_in_every_browser(
    staff: TestClient, library: Library, open_client: OpenClient
) -> None:
    assert staff.post("/me/language", data={"language": "sv"}).headers["location"] == "/me?done=language"
    other = open_client(**{"accept-language": "da"})
    other.cookies.set("samskap-language", "nn", domain="127.0.0.1")
    before = other.get("/sign-in").text
    sign_in(other)

    assert '<html lang="nn"' in before
    assert '<html lang="sv"' in other.get("/board").text
    staff.post("/me/language", data={"language": ""})
    assert '<html lang="nn"' in other.get("/board").text
    assert '<html lang="en"' in staff.get("/board").text


def test_language_chosen_at_the_foot_of_a_page_is_kept_for_who_is_signed_in(
    staff: TestClient, library: Library, kari: Staff
) -> None:
    staff.post("/me/language", data={"language": "sv"})

    staff.post("/language", data={"language": "da", "back": "/board"})

    assert '<html lang="da"' in staff.get("/board").text
    found = library.store.people.read(kari.id)
    assert found is not None
    assert found.staff.language == "da"


def test_sessions_are_told_in_plain_words_and_ended_one_by_one(
    staff: TestClient, library: Library, telephone: Telephone, open_client: OpenClient
) -> None:
    firefox, ipad, none = (open_client(**{"user-agent": agent}) for agent in (FIREFOX, IPAD, "x\r\n"[:1]))
    for one in (firefox, ipad, none):
        sign_in(one)

    page = staff.get("/me").text
    library.bus.said.clear()
    ids = re.findall(r'name="id" value="(\w+)"', page)
    wanted = re.search(r"<strong>Firefox on Windows</strong>.*?name=\"id\" value=\"(\w+)\"", page, re.DOTALL)
    assert wanted is not None
    answer = staff.post("/me/sessions/end", data={"id": wanted[1]})

    assert len(ids) == 3, "one does not sign oneself out here"
    assert all(words in page for words in ("Safari on iPad", "A browser that does not say what it is", "This browser"))
    assert "With the password alone." in page
    assert answer.headers["location"] == "/me?done=ended"
    assert library.bus.said == [PEOPLE]
    assert [one.get("/board").status_code for one in (staff, firefox, ipad)] == [200, 303, 200]


@pytest.mark.parametrize(
    ("agent", "words"), [(EDGE, "Edge on Windows"), (CHROME, "Chrome on Android"), ("curl/8 Linux", "<strong>Linux<")]
)
def test_browser_is_called_by_its_own_name(staff: TestClient, open_client: OpenClient, agent: str, words: str) -> None:
    sign_in(open_client(**{"user-agent": agent}))

    assert words in staff.get("/me").text


def test_all_others_are_ended_at_once(staff: TestClient, open_client: OpenClient) -> None:
    others = [open_client(), open_client()]
    for one in others:
        sign_in(one)

    assert staff.post("/me/sessions/end-others").headers["location"] == "/me?done=others"

    assert [one.get("/board").status_code for one in (staff, *others)] == [200, 303, 303]


def test_nobody_ends_somebody_elses_session(staff: TestClient, library: Library, open_client: OpenClient) -> None:
    ola, other = library.add_staff("Ola"), open_client()
    other.cookies.set("samskap-8080", library.begin_session("Ola"), domain="127.0.0.1")
    (theirs,) = sign_ins.sessions(library.store, ola, library.clock())

    answers = [staff.post("/me/sessions/end", data={"id": one}) for one in (theirs.token_sha256[:16], "", "x")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert other.get("/board").status_code == 200


def test_old_address_of_the_password_leads_to_the_new_one(staff: TestClient) -> None:
    assert staff.get("/settings/password").headers["location"] == "/me/password"


def test_telephone_is_set_up_with_the_password(staff: TestClient, library: Library, kari: Staff) -> None:
    telephone = telephone_that_read(staff.get("/me/second").text)
    code = {"new_second": telephone.shows(library.clock())}

    wrong = staff.post("/me/second", data=code | {"password": "feil"})
    library.clock.go(seconds=1)
    right = staff.post("/me/second", data=code | {"password": PASSWORD})

    assert (wrong.status_code, 'id="password-wrong"' in wrong.text) == (403, True)
    assert len(codes_on(right)) == 10
    assert second.has(library.store, kari)
    assert "You have 10 recovery codes left." in staff.get("/me").text


def test_another_telephone_takes_password_and_a_code_of_the_old_one(
    staff: TestClient, library: Library, kari: Staff, telephone: Telephone, open_client: OpenClient
) -> None:
    other = open_client()
    sign_in(other)
    new, now = telephone_that_read(staff.get("/me/second").text), library.clock()
    whole = {"password": PASSWORD, "second": telephone.shows(now), "new_second": new.shows(now)}

    slip = staff.post("/me/second", data=whole | {"new_second": "000000"})
    stolen = staff.post("/me/second", data=whole | {"second": "000000"})
    library.clock.go(seconds=1)
    right = staff.post("/me/second", data=whole)

    assert ['id="new_second-wrong"' in slip.text, 'id="second-wrong"' in stolen.text] == [True, True]
    assert len(codes_on(right)) == 10
    assert [one.get("/board").status_code for one in (staff, other)] == [200, 303]
    library.clock.go(minutes=2)
    beyond = open_client("192.0.2.7", BEYOND)
    beyond.post("/sign-in", data={"name": NAME, "password": PASSWORD})
    assert beyond.post("/second", data={"second": telephone.shows(library.clock())}).status_code == 403
    library.clock.go(seconds=1)
    assert beyond.post("/second", data={"second": new.shows(library.clock())}).status_code == 303


def test_recovery_code_lets_another_telephone_take_over(staff: TestClient, library: Library, kari: Staff) -> None:
    _, codes = give_telephone(library.hub, kari)
    new = telephone_that_read(staff.get("/me/second").text)
    typed = {"password": PASSWORD, "recovery": codes[0], "new_second": new.shows(library.clock())}

    assert len(codes_on(staff.post("/me/second", data=typed))) == 10


def test_new_recovery_codes_take_password_and_code(
    staff: TestClient, library: Library, kari: Staff, telephone: Telephone
) -> None:
    asked = staff.get("/me/second/codes")
    typed = {"password": PASSWORD, "second": telephone.shows(library.clock())}

    wrong = staff.post("/me/second/codes", data=typed | {"second": ""})
    library.clock.go(seconds=1)
    right = staff.post("/me/second/codes", data=typed)

    assert (asked.status_code, wrong.status_code, 'id="second-wrong"' in wrong.text) == (200, 403, True)
    assert len(codes_on(right)) == 10


def test_second_factor_is_removed_at_the_hubs_own_screen_alone(
    staff: TestClient, library: Library, kari: Staff, telephone: Telephone, open_client: OpenClient
) -> None:
    beyond, typed = open_client("192.0.2.7", BEYOND), {"password": PASSWORD, "second": telephone.shows(library.clock())}
    beyond.cookies.set("__Host-samskap", library.begin_session(), domain="127.0.0.1")
    assert [beyond.get("/me/second/remove").status_code, beyond.post("/me/second/remove", data=typed).status_code] == [
        403,
        403,
    ]
    assert "/me/second/remove" not in beyond.get("/me").text
    assert staff.post("/me/second/remove", data=typed | {"second": "1"}).status_code == 403
    library.clock.go(seconds=1)

    answer = staff.post("/me/second/remove", data=typed)

    assert answer.headers["location"] == "/me?done=removed"
    assert not second.has(library.store, kari)
    assert [staff.get(f"/me/second/{one}").status_code for one in ("remove", "codes")] == [404, 404]


def test_changed_password_ends_every_other_session(
    staff: TestClient, open_client: OpenClient, library: Library
) -> None:
    other = open_client()
    sign_in(other)
    new = "sju blåe sauer syng"

    answer = staff.post("/me/password", data={"old": PASSWORD, "password": new, "again": new})

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

    answer = staff.post("/me/password", data=whole | typed)

    assert answer.status_code == status
    assert f'id="{field}-wrong"' in answer.text

"""The guard before every page: names, origins, headers."""

from dataclasses import replace

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hub.web.page.guard import PAGE_HEADERS, caller
from hub.web.staff_app import create_staff_app
from tests.hub.web.conftest import OpenClient
from tests.hub.web.library import NAME, PASSWORD, Library

KARI = {"name": NAME, "password": PASSWORD}


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080"])
def test_page_answers_to_the_names_of_its_own_machine(client: TestClient, host: str) -> None:
    assert client.get("/set-up", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.test", "evil.test:8080", "127.0.0.1.evil.test:8080", "127.0.0.1", "127.0.0.1:8081", "localhost.:8080",
        "", "127.0.0.1:8080@evil.test", "[::1]", "0.0.0.0:8080", "2130706433:8080",
    ],
)  # fmt: skip
def test_page_answers_to_no_other_name(client: TestClient, host: str) -> None:
    answer = client.get("/set-up", headers={"host": host})

    assert (answer.status_code, answer.text) == (400, "Bad Request")


def test_page_answers_to_a_configured_name_with_a_cookie_for_tls_only(library: Library) -> None:
    library.add_staff()
    config = replace(library.hub.config, staff_names=("stab.example",))
    app = create_staff_app(replace(library.hub, config=config))
    client = TestClient(app, "http://127.0.0.1:8080", headers={"host": "stab.example", "sec-fetch-site": "same-origin"})

    answer = client.post("/sign-in", data=KARI, follow_redirects=False)

    assert answer.headers["set-cookie"].startswith("__Host-samskap=")
    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("host", "headers"),
    [
        ("stab.example", {}),
        ("STAB.example", {}),
        ("localhost:8444", {}),
        ("127.0.0.1:8080", {"x-forwarded-proto": "https"}),
        ("127.0.0.1:8080", {"x-forwarded-proto": "HTTPS, http"}),
    ],
)
def test_cookies_are_kept_to_tls_behind_a_proxy_that_speaks_it(
    library: Library, host: str, headers: dict[str, str]
) -> None:
    library.add_staff()
    config = replace(library.hub.config, staff_names=("stab.example", "localhost:8444"))
    app = create_staff_app(replace(library.hub, config=config))
    said = {"host": host, "sec-fetch-site": "same-origin"} | headers
    client = TestClient(app, "http://127.0.0.1:8080", headers=said, follow_redirects=False)

    given = client.post("/sign-in", data=KARI).headers["set-cookie"]
    others = [client.post(f"/{one}", data={one: "sv"}).headers["set-cookie"] for one in ("language", "keys")]
    known = client.get("/second", headers={"cookie": given.partition(";")[0]})

    assert given.startswith("__Host-samskap=")
    assert all("Secure" in one for one in (given, *others))
    assert known.status_code == 200


def test_cookie_without_a_proxy_is_for_the_plain_address_of_this_machine(library: Library, client: TestClient) -> None:
    library.add_staff()

    given = client.post("/sign-in", data=KARI).headers["set-cookie"]

    assert given.startswith("samskap-8080=")
    assert "Secure" not in given


@pytest.mark.parametrize("path", ["/feeds/activities.ics", "/feeds/activities.json", "/sign-in", "/static/staff.css"])
def test_head_is_answered_like_get_without_a_body(library: Library, client: TestClient, path: str) -> None:
    library.add_staff()
    whole, head = client.get(path), client.head(path)

    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert head.headers["content-length"] == whole.headers["content-length"]


@given(st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0")))
@example("http://[")
@example("http://[::1")
@example("http://127.0.0.1:8080]")
@example("//[")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_origin_whatever_brings_the_gate_down(open_client: OpenClient, origin: str) -> None:
    client = open_client()
    del client.headers["sec-fetch-site"]

    answer = client.post("/language", data={"language": "sv"}, headers={b"origin": origin.encode("latin-1")})

    assert answer.status_code == (303 if origin.strip().lower().endswith("//127.0.0.1:8080") else 403)


@pytest.mark.parametrize(
    ("headers", "let_in"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": "http://127.0.0.1:8080"}, True),
        ({"origin": "http://127.0.0.1:8081"}, False),
        ({"origin": "http://evil.test"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://127.0.0.1:8080", "sec-fetch-site": "cross-site"}, False),
        ({}, False),
    ],
)
def test_writing_is_only_for_our_own_pages(open_client: OpenClient, headers: dict[str, str], let_in: bool) -> None:
    client = open_client()
    del client.headers["sec-fetch-site"]

    answer = client.post("/language", data={"language": "sv"}, headers=headers)

    assert answer.status_code == (303 if let_in else 403)


def test_sign_in_from_a_foreign_page_is_refused(library: Library, client: TestClient) -> None:
    library.add_staff()

    answer = client.post("/sign-in", data=KARI, headers={"sec-fetch-site": "cross-site"})

    assert (answer.status_code, answer.headers.get("set-cookie")) == (403, None)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_do_nothing(staff: TestClient, method: str) -> None:
    assert staff.request(method, "/settings").status_code == 405


@pytest.mark.parametrize("path", ["/set-up", "/sign-in", "/nowhere", "/static/staff.css", "/inbox"])
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    kept = path.startswith("/static")
    assert {name: headers[name] for name in PAGE_HEADERS if not (kept and name == "Cache-Control")} == {
        name: value for name, value in PAGE_HEADERS.items() if not (kept and name == "Cache-Control")
    }
    assert "access-control-allow-origin" not in headers
    assert ("immutable" in headers["cache-control"]) is kept


def test_refusals_carry_the_headers_too(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.test"}).headers["X-Content-Type-Options"] == "nosniff"


PROXY = ("127.0.0.1", "10.9.0.0/16")


@pytest.mark.parametrize(
    ("address", "said", "trusted", "found"),
    [
        ("127.0.0.1", [], (), "127.0.0.1"),
        ("127.0.0.1", ["192.168.1.7"], (), "127.0.0.1"),
        ("127.0.0.1", ["192.168.1.7"], PROXY, "192.168.1.7"),
        ("::ffff:127.0.0.1", ["192.168.1.7"], PROXY, "192.168.1.7"),
        ("192.168.1.9", ["192.168.1.7"], PROXY, "192.168.1.9"),
        ("127.0.0.1", ["made up, 1.1.1.1, 192.168.1.7"], PROXY, "192.168.1.7"),
        ("127.0.0.1", ["1.1.1.1", "192.168.1.7"], PROXY, "192.168.1.7"),
        ("127.0.0.1", ["192.168.1.7, 10.9.3.3"], PROXY, "192.168.1.7"),
        ("127.0.0.1", ["192.168.1.7:50000"], PROXY, "192.168.1.7"),
        ("127.0.0.1", ["1.1.1.1, unknown"], PROXY, "127.0.0.1"),
        ("127.0.0.1", [""], PROXY, "127.0.0.1"),
        ("127.0.0.1", ["[2001:db8::1]:50000"], PROXY, "2001:db8::/64"),
        ("127.0.0.1", ["2001:db8::99"], PROXY, "2001:db8::/64"),
        ("testclient", ["192.168.1.7"], PROXY, ""),
    ],
)
def test_caller_is_who_a_trusted_proxy_says_and_nobody_else(
    address: str, said: list[str], trusted: tuple[str, ...], found: str
) -> None:
    headers = [(b"x-forwarded-for", one.encode()) for one in said]
    request = Request({"type": "http", "client": (address, 1), "headers": headers})

    assert caller(request, trusted) == found


def test_caller_at_another_desk_says_of_nobody_else_who_asks() -> None:
    headers = [(b"x-forwarded-for", b"192.168.1.7")]
    request = Request({"type": "http", "scheme": "https", "client": ("10.9.0.4", 1), "headers": headers})

    assert caller(request, PROXY) == "10.9.0.4"


def test_a_body_too_large_is_refused(client: TestClient) -> None:
    answer = client.post("/sign-in", data={"name": "x" * 2_100_000, "password": "y"})

    assert answer.status_code == 413

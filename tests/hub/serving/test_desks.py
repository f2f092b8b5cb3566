"""Staff pages for other desks: TLS alone, under the hub's own names, in the way of nobody who sits at the hub."""

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
from fastapi import FastAPI, Request

from hub.serving.connections import Patience
from hub.serving.pacing import Pace
from hub.serving.servers import DESK_ROOM, Server, fence_staff
from hub.web.page.guard import PAGE_HEADERS, is_beyond_loopback
from hub.web.staff_app import create_staff_app
from tests.desks import ADDRESS, OtherDesk, at_desk
from tests.hub.web.library import NAME, PASSWORD, Library
from tests.live import served
from tests.telephone import give_telephone

KARI = {"name": NAME, "password": PASSWORD}
SHORT = Patience(handshake_s=0.2, head_s=0.2, body_s=0.2)


@pytest.fixture
def desk(library: Library) -> Iterator[OtherDesk]:
    library.add_staff()
    with at_desk(library.hub) as opened:
        yield opened


def said(desk: OtherDesk, words: bytes) -> bytes:
    """Say something in the clear; return all that comes back."""
    with socket.create_connection((ADDRESS, desk.port)) as line:
        line.sendall(words)
        return b"".join(iter(lambda: line.recv(65_536), b""))


def asked(desk: OtherDesk, host: str) -> int:
    with desk.browser(Host=host) as browser:
        return browser.get("/sign-in").status_code


def test_staff_sign_in_where_the_root_is_trusted_with_a_cookie_for_tls_alone(desk: OtherDesk, library: Library) -> None:
    person = library.store.people.find(NAME)
    assert person is not None
    telephone, _ = give_telephone(library.hub, person.staff)
    with desk.browser() as browser:
        given = browser.post("/sign-in", data=KARI)
        browser.post("/second", data={"second": telephone.shows(library.clock())})
        inside = browser.get("/inbox")

    cookie = given.headers["set-cookie"]
    assert (given.status_code, inside.status_code) == (303, 200)
    assert cookie.startswith("__Host-samskap=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=strict"))


def test_nobody_is_believed_whose_root_is_not_trusted(desk: OtherDesk) -> None:
    with pytest.raises(httpx2.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx2.get(desk.url, trust_env=False)


def test_older_tls_is_not_spoken(desk: OtherDesk) -> None:
    old = desk.context
    old.maximum_version = ssl.TLSVersion.TLSv1_2

    with pytest.raises(ssl.SSLError), socket.create_connection((ADDRESS, desk.port)) as line:
        old.wrap_socket(line, server_hostname=ADDRESS)


@pytest.mark.parametrize("host", ["{address}:{port}", "samskap-{hub}.local:{port}", "SAMSKAP-{hub}.LOCAL:{port}"])
def test_page_answers_to_the_names_its_certificate_is_for(desk: OtherDesk, host: str) -> None:
    assert asked(desk, host.format(address=ADDRESS, port=desk.port, hub=desk.hub.keys.hub_id)) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.test", "evil.test:{port}", "{address}", "{address}:8080", "{address}.evil.test:{port}",
        "127.0.0.1:{port}", "localhost:{port}", "[::1]:{port}", "evil.test@{address}:{port}",
    ],
)  # fmt: skip
def test_page_answers_to_no_other_name(desk: OtherDesk, host: str) -> None:
    assert asked(desk, host.format(address=ADDRESS, port=desk.port)) == 400


@pytest.mark.parametrize("path", ["/", "/activity/suppe/door?date=2026-12-01&x=%C3%A5", "//evil.test/", "/%0d%0aX:1"])
def test_plain_http_is_led_to_the_same_page_over_tls(desk: OtherDesk, path: str) -> None:
    answer = said(desk, f"GET {path} HTTP/1.1\r\nHost: {ADDRESS}:{desk.port}\r\nCookie: a=b\r\n\r\n".encode())
    head, _, body = answer.decode().partition("\r\n\r\n")

    assert head.startswith("HTTP/1.1 308 ")
    assert f"location: {desk.url}{path}" in head.splitlines()
    assert {f"{name.lower()}: {value}" for name, value in PAGE_HEADERS.items()} <= set(head.splitlines())
    assert "set-cookie" not in head
    assert len(body) < 1_000


@pytest.mark.parametrize(
    "request_line",
    [
        "GET / HTTP/1.1\r\nHost: evil.test",
        "GET / HTTP/1.1\r\nHost: {address}",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}",
        "GET / HTTP/1.0",
        "GET http://evil.test/ HTTP/1.1\r\nHost: {address}:{port}",
        "POST /sign-in HTTP/1.1\r\nHost: {address}:{port}\r\nContent-Length: 0",
        "CONNECT evil.test:443 HTTP/1.1\r\nHost: {address}:{port}",
        "hei",
    ],
)
def test_nothing_else_is_said_in_the_clear(desk: OtherDesk, request_line: str) -> None:
    answer = said(desk, request_line.format(address=ADDRESS, port=desk.port).encode() + b"\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"evil" not in answer
    assert b"\r\nlocation" not in answer


def test_caller_who_says_nothing_or_half_a_hello_is_hung_up_on(library: Library) -> None:
    library.add_staff()
    with at_desk(library.hub, patience=SHORT) as desk:
        assert [said(desk, words) for words in (b"", b"\x16", b"\x16\x03\x01")] == [b"", b"", b""]
        assert said(desk, b"GET / HTTP/1.1\r\n") == b""
        with desk.browser() as browser:
            assert browser.get("/sign-in").status_code == 200


def test_certificate_that_ends_is_another_from_the_next_caller_on(desk: OtherDesk) -> None:
    def shown() -> bytes | None:
        line = socket.create_connection((ADDRESS, desk.port))
        with line, desk.context.wrap_socket(line, server_hostname=ADDRESS) as secure:
            return secure.getpeercert(binary_form=True)

    first = shown()
    desk.desks.ends_at = desk.hub.now() + timedelta(days=20)
    desk.desks.look()

    assert shown() not in (first, None)


@pytest.fixture
def where(library: Library) -> FastAPI:
    """An app that tells whether who asks is beyond loopback."""
    app = FastAPI()
    app.state.hub = library.hub

    @app.get("/")
    def tell(request: Request) -> bool:
        return is_beyond_loopback(request)

    return app


HEADERS = ("X-Forwarded-For", "X-Real-IP", "X-Forwarded-Host", "Forwarded")
CLAIMS = [{}, {"Host": "127.0.0.1:8080"}, {"X-Forwarded-Proto": "http"}, dict.fromkeys(HEADERS, "127.0.0.1")]


@pytest.mark.parametrize("claims", CLAIMS)
def test_no_header_claims_that_somebody_sits_at_the_hub(
    desk: OtherDesk, where: FastAPI, claims: dict[str, str]
) -> None:
    config = replace(desk.hub.config, trusted_proxies=("127.0.0.0/8",))
    where.state.hub = replace(desk.hub, config=config)
    server = Server(where, fence_staff(desk.hub), tls=desk.desks.context)

    browser = httpx2.Client(verify=desk.context, trust_env=False, headers=claims)
    with served(desk.hub, server, ADDRESS) as port, browser:
        assert browser.get(f"https://{ADDRESS}:{port}/").json() is True


@pytest.mark.parametrize(
    ("headers", "beyond"),
    [
        ({}, False),
        ({"Host": "localhost:8080"}, False),
        ({"Host": "stab.example"}, True),
        ({"X-Forwarded-Proto": "https"}, True),
        ({"X-Forwarded-For": "192.168.1.7"}, True),
        ({"X-Forwarded-For": "fd00::7"}, True),
        ({"X-Forwarded-For": "192.168.1.7, 127.0.0.1"}, True),
    ],
)
def test_who_comes_through_a_proxy_does_not_sit_at_the_hub(
    library: Library, where: FastAPI, headers: dict[str, str], beyond: bool
) -> None:
    config = replace(library.hub.config, staff_names=("stab.example",), trusted_proxies=("127.0.0.1",))
    where.state.hub = replace(library.hub, config=config)

    with served(library.hub, Server(where, fence_staff(library.hub))) as port:
        assert httpx2.get(f"http://127.0.0.1:{port}/", headers=headers, trust_env=False).json() is beyond


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
def test_proxy_that_nobody_told_the_hub_of_is_not_the_hubs_own_screen(
    library: Library, where: FastAPI, header: str
) -> None:
    where.state.hub = library.hub

    with served(library.hub, Server(where, fence_staff(library.hub))) as port:
        assert httpx2.get(f"http://127.0.0.1:{port}/", headers={header: "127.0.0.1"}, trust_env=False).json() is True


def test_strangers_at_the_other_port_take_no_place_of_who_sits_at_the_hub(library: Library) -> None:
    library.add_staff()
    patient = Patience(handshake_s=600, head_s=600, body_s=600)
    at_hub = Server(create_staff_app(library.hub), fence_staff(library.hub), patience=patient)
    with ExitStack() as stack:
        desk = stack.enter_context(at_desk(library.hub, patience=patient, calls=Pace(burst=10_000, each_s=1)))
        port = stack.enter_context(served(library.hub, at_hub))
        console = http.client.HTTPConnection("127.0.0.1", port)
        console.request("GET", "/sign-in")
        assert console.getresponse().read()

        lines = [
            stack.enter_context(socket.create_connection((ADDRESS, desk.port)))
            for _ in range(DESK_ROOM.at_one_address + 40)
        ]
        assert lines[0].recv(1) == b""  # for who came first there was no room any more

        with desk.browser() as browser:
            assert browser.get("/sign-in").status_code == 200
        console.request("GET", "/sign-in")
        assert console.getresponse().status == 200
        console.close()

"""A library with its staff app, a person signed in, and a browser to look with."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socket import socket

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, sync_playwright

from hub.web.staff_app import create_staff_app
from tests.browser import launched
from tests.hub.web.library import NAME, PASSWORD, Library

BASE = "http://127.0.0.1:8080"
BEYOND = "https://127.0.0.1:8080"
"""What is asked over TLS comes from beyond the hub's own computer."""

OpenClient = Callable[..., TestClient]


@pytest.fixture(scope="session")
def built() -> list[FastAPI]:
    """The staff app, once one is built: building takes longer than most tests, and it holds nothing but its hub."""
    return []


@pytest.fixture
def app(library: Library, built: list[FastAPI]) -> FastAPI:
    """The staff app of the library."""
    if not built:
        built.append(create_staff_app(library.hub))
    built[0].state.hub = library.hub
    return built[0]


@pytest.fixture
def open_client(app: FastAPI) -> OpenClient:
    """Open a browser without its looks: it stays on the page it is sent to, and says where its requests come from."""

    def opened(address: str = "127.0.0.1", base: str = BASE, **headers: str) -> TestClient:
        said = {"accept-language": "en", "sec-fetch-site": "same-origin"} | headers
        return TestClient(app, base, headers=said, client=(address, 50_000), follow_redirects=False)

    return opened


@pytest.fixture
def client(open_client: OpenClient) -> TestClient:
    """A browser in which nobody is signed in."""
    return open_client()


@pytest.fixture
def beyond(open_client: OpenClient) -> TestClient:
    """A browser in which nobody is signed in, on another computer than the hub's."""
    return open_client("192.0.2.7", BEYOND)


@pytest.fixture
def staff(library: Library, client: TestClient) -> TestClient:
    """A browser in which Kari is signed in."""
    library.add_staff()
    client.cookies.set("samskap-8080", library.begin_session(), domain="127.0.0.1")
    return client


def sign_in(client: TestClient, password: str = PASSWORD) -> None:
    answer = client.post("/sign-in", data={"name": NAME, "password": password})
    assert answer.status_code == 303, answer.text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser. Of the module only: while it is open this thread has a running event loop."""
    with sync_playwright() as playwright, launched(playwright.chromium) as chromium:
        yield chromium


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@contextmanager
def serving(library: Library) -> Iterator[str]:
    """Serve the library's staff pages on a free port of this machine; yield the address."""
    server = _Server(uvicorn.Config(create_staff_app(library.hub), port=0, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server.ready.wait(30)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        library.hub.bus.close()
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive()


@pytest.fixture
def base(library: Library) -> Iterator[str]:
    """The address of a library that is served, with somebody who can sign in."""
    library.add_staff()
    with serving(library) as address:
        yield address

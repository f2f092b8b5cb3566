"""A library with its staff app, and a person signed in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from hub.web.staff_app import create_staff_app
from tests.hub.web.library import NAME, PASSWORD, Library, open_library

BASE = "http://127.0.0.1:8080"

OpenClient = Callable[..., TestClient]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A new library whose kiosks are paired; nobody can sign in yet."""
    with open_library(tmp_path) as opened:
        opened.pair_kiosks()
        yield opened


@pytest.fixture
def app(library: Library) -> FastAPI:
    return create_staff_app(library.hub)


@pytest.fixture
def open_client(app: FastAPI) -> OpenClient:
    """Open a browser without its looks: it stays on the page it is sent to, and says where its requests come from."""

    def opened(address: str = "127.0.0.1", **headers: str) -> TestClient:
        said = {"accept-language": "en", "sec-fetch-site": "same-origin"} | headers
        return TestClient(app, BASE, headers=said, client=(address, 50_000), follow_redirects=False)

    return opened


@pytest.fixture
def client(open_client: OpenClient) -> TestClient:
    """A browser in which nobody is signed in."""
    return open_client()


@pytest.fixture
def staff(library: Library, client: TestClient) -> TestClient:
    """A browser in which Kari is signed in."""
    library.add_staff()
    sign_in(client)
    return client


def sign_in(client: TestClient, password: str = PASSWORD) -> None:
    answer = client.post("/sign-in", data={"name": NAME, "password": password})
    assert answer.status_code == 303, answer.text

"""What other computers need: the root as a page, a file and a code, told truly, for everybody, on one sheet."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from hub.certificates.desks import Desks
from hub.config import HubConfig
from hub.services.activities import codes
from hub.serving.servers import Server, fence_staff
from hub.web.page.guard import PAGE_HEADERS
from hub.web.staff_app import create_staff_app
from shared.languages import LANGUAGES
from tests.certificates import a_library_certificate
from tests.hub.web.library import Library
from tests.hub.web.looking import Watched, faults_in_every_light
from tests.live import served

ADDRESSES = ("192.168.1.20", "10.40.3.7")
SHEET_CM = 29.7
"""A4, upright; margins as browsers leave them."""


def reached(library: Library, **config: Any) -> FastAPI:
    """The staff app of the library, as it is served to other desks."""
    told = replace(library.hub.config, staff_host="0.0.0.0", **config)
    return create_staff_app(replace(library.hub, config=told, desks=desks(library, told)))


def desks(library: Library, config: HubConfig) -> Desks:
    found = Desks(
        config, library.hub.keys.hub_id, library.hub.now,
        here=lambda: tuple(map(ip_address, ADDRESSES)), machine=lambda: "samskap-lund",
    )  # fmt: skip
    found.open()
    return found


@pytest.fixture
def app(library: Library) -> FastAPI:
    return reached(library)


def root_of(library: Library) -> bytes:
    pem = (library.hub.config.data / "keys" / "root.pem").read_bytes()
    return x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.DER)


def test_hubs_own_screen_shows_every_address_and_the_number_of_the_root(client: TestClient, library: Library) -> None:
    page = client.get("/trust").text
    shown = "".join(re.findall(r"<span>([0-9A-F]{4})</span>", page))

    assert re.findall(r'<li><a href="(https://[^"]+)"', page) == [
        "https://192.168.1.20:8444", "https://10.40.3.7:8444", "https://samskap-lund.local:8444",
        "https://samskap-lund:8444", f"https://samskap-{library.hub.keys.hub_id}.local:8444",
    ]  # fmt: skip
    assert shown.lower() == hashlib.sha256(root_of(library)).hexdigest() + hashlib.sha1(root_of(library)).hexdigest()
    assert f"Samskap hub {library.hub.keys.hub_id}" in page


def test_root_is_a_file_that_machines_know_and_holds_no_key(client: TestClient, library: Library) -> None:
    answer = client.get("/trust/root.crt")

    assert answer.content == root_of(library)
    assert answer.headers["content-type"] == "application/x-x509-ca-cert"
    assert answer.headers["content-disposition"] == f'attachment; filename="samskap-{library.hub.keys.hub_id}.crt"'
    assert answer.headers["X-Content-Type-Options"] == PAGE_HEADERS["X-Content-Type-Options"]


def test_code_leads_to_the_page_at_the_address_that_was_asked_or_the_surest(app: FastAPI, client: TestClient) -> None:
    here = client.get("/trust/qr.svg")
    there = TestClient(app, "https://10.40.3.7:8444").get("/trust/qr.svg")

    assert here.headers["content-type"] == "image/svg+xml"
    assert here.text == codes.drawn("https://192.168.1.20:8444/trust")
    assert there.text == codes.drawn("https://10.40.3.7:8444/trust")


def test_hub_of_its_own_screen_alone_has_nothing_to_install(library: Library) -> None:
    client = TestClient(create_staff_app(library.hub), "http://127.0.0.1:8080", headers={"accept-language": "en"})

    assert "its own screen alone" in client.get("/trust").text
    assert [client.get(f"/trust/{one}").status_code for one in ("root.crt", "qr.svg")] == [404, 404]


def test_library_with_a_certificate_of_its_own_installs_nothing(library: Library, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    files = a_library_certificate(tmp_path, "stab.example", begins=now, ends=now + timedelta(days=90))
    config = dict(zip(("staff_cert", "staff_key"), map(str, files), strict=True))
    client = TestClient(reached(library, **config), "https://stab.example:8444", headers={"accept-language": "en"})

    page = client.get("/trust").text

    assert "Nothing needs to be installed" in page
    assert "https://stab.example:8444" in page
    assert "SHA-256" not in page
    assert client.get("/trust/root.crt").status_code == 404
    assert client.get("/trust/qr.svg").text == codes.drawn("https://stab.example:8444/trust")


def test_page_is_found_before_and_after_signing_in(client: TestClient, staff: TestClient) -> None:
    assert 'href="/trust"' in staff.get("/settings").text
    assert 'href="/guide/any-desk"' in staff.get("/trust").text
    client.cookies.clear()
    assert 'href="/trust"' in client.get("/sign-in").text
    assert "/guide" not in client.get("/trust").text, "the guide is for staff"


@pytest.fixture
def base(library: Library, app: FastAPI) -> Iterator[str]:
    with served(library.hub, Server(app, fence_staff(library.hub))) as port:
        yield f"http://127.0.0.1:{port}/trust"


@pytest.mark.browser
def test_page_is_for_everybody_and_asks_nothing_of_others(browser: Browser, base: str) -> None:
    with browser.new_context(locale="en-GB") as context:
        watched = Watched(context)
        page = context.new_page()
        page.goto(base)

        assert faults_in_every_light(page) == {}
        assert watched.complaints == []
        assert {address.partition("/trust")[0].partition("/static")[0] for address in watched.visited} == {
            base.removesuffix("/trust")
        }


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_is_one_sheet_of_paper(browser: Browser, base: str, language: str) -> None:
    with browser.new_context(locale=language) as context:
        page = context.new_page()
        page.goto(base)
        margins = dict.fromkeys(("top", "bottom", "left", "right"), "1cm")
        sheets = page.pdf(width="21cm", height=f"{SHEET_CM}cm", margin=margins)  # type: ignore[arg-type]  # a dictionary

        assert page.locator("html").get_attribute("lang") == language
        assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1

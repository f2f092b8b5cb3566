"""Answers go packed to our own pages alone."""

import pytest
from fastapi.testclient import TestClient

from hub.web.page.templating import static_url
from tests.hub.web.conftest import OpenClient
from tests.hub.web.library import Library

SHEET = static_url("staff.css")


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_what_the_person_or_our_page_asks_for_is_packed(open_client: OpenClient, site: str) -> None:
    answer = open_client(**{"sec-fetch-site": site}).get(SHEET)

    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"].lower() == "accept-encoding"
    assert ":root" in answer.text


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_what_another_site_asks_for_cannot_be_weighed(library: Library, open_client: OpenClient, site: str) -> None:
    library.add_staff()
    client = open_client(**{"sec-fetch-site": site})
    client.cookies.set("samskap-8080", library.begin_session(), domain="127.0.0.1")

    answer = client.get("/inbox?words=hemmelig")

    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers


def test_a_page_of_ours_is_packed(staff: TestClient) -> None:
    assert staff.get("/inbox").headers["content-encoding"] == "gzip"


def test_what_is_packed_may_be_kept_as_long_as_what_is_not(client: TestClient) -> None:
    assert "immutable" in client.get(SHEET).headers["cache-control"]
    assert client.get("/sign-in").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("accepted", "packs"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; Q=0.000, br", False),
        ("x-not-gzip", False),
    ],
)
def test_nobody_gets_packed_what_they_say_they_cannot_open(client: TestClient, accepted: str, packs: bool) -> None:
    answer = client.get(SHEET, headers={"accept-encoding": accepted})

    assert ("content-encoding" in answer.headers) == packs
    assert ":root" in answer.text

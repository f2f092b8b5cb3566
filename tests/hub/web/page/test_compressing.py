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


PACKED, PLAIN = {"accept-encoding": "gzip"}, {"accept-encoding": "identity"}


def test_no_strong_tag_stands_for_both_the_packed_and_the_plain(client: TestClient) -> None:
    tags = [client.get(SHEET, headers=asked).headers["etag"] for asked in (PACKED, PLAIN)]

    assert all(tag.startswith('W/"') for tag in tags) or len(set(tags)) == 2


@pytest.mark.parametrize("asked", [PACKED, PLAIN], ids=["packed", "plain"])
@pytest.mark.parametrize("says", ["{tag}", '"other", {tag}', "*"])
def test_who_has_it_already_hears_that_it_has_not_changed(client: TestClient, asked: dict[str, str], says: str) -> None:
    tag = client.get(SHEET, headers=asked).headers["etag"]

    answer = client.get(SHEET, headers=asked | {"if-none-match": says.format(tag=tag)})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == tag
    assert answer.headers["vary"].lower() == "accept-encoding"
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("asked", [PACKED, PLAIN], ids=["packed", "plain"])
def test_who_has_another_one_gets_it_anew(client: TestClient, asked: dict[str, str]) -> None:
    answer = client.get(SHEET, headers=asked | {"if-none-match": 'W/"other"'})

    assert answer.status_code == 200
    assert ":root" in answer.text


@pytest.mark.parametrize("path", [SHEET, "/sign-in"])
@pytest.mark.parametrize("asked", [PACKED, PLAIN], ids=["packed", "plain"])
def test_packed_or_plain_says_of_what_it_depends(client: TestClient, path: str, asked: dict[str, str]) -> None:
    assert client.get(path, headers=asked).headers["vary"].lower() == "accept-encoding"


def test_no_part_of_the_plain_is_put_to_the_packed(client: TestClient) -> None:
    tag = client.get(SHEET, headers=PACKED).headers["etag"]

    answer = client.get(SHEET, headers=PLAIN | {"range": "bytes=5-9", "if-range": tag})

    assert answer.status_code == 200, "a weak tag says nothing of single bytes"

"""Kiosks: how they are, letting one in, shutting one out."""

import re
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from hub.services import kiosks, pairing
from hub.web import kiosk_health
from hub.web.kiosk_health import troubles
from tests.hub.web.library import CHILDREN, ENTRANCE, Library


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ({}, None),
        ({"copied": True}, kiosk_health.COPIED),
        ({"created": 9}, kiosk_health.UNBALANCED),
        ({"stored": 1}, kiosk_health.HUB_DIFFERS),
        ({"stored": 1, "erased_here": 2}, None),
        ({"set_aside": 2, "created": 6}, kiosk_health.SET_ASIDE),
        ({"free_bytes": 999_999_999}, kiosk_health.LOW),
        ({"last_seen_at": "2026-11-19T12:00:00.000Z"}, kiosk_health.SILENT),
        ({"skew_s": -301.0}, kiosk_health.SKEWED),
        ({"skew_s": 299.0}, None),
        ({"salvages": 1}, kiosk_health.SALVAGED),
        ({"copied": True, "revoked_at": "2026-11-22T11:00:00.000Z"}, None),
        ({"copied": True, "last_seen_at": None}, None),
    ],
)
def test_trouble_of_a_kiosk_is_named(library: Library, said: dict[str, Any], trouble: object) -> None:
    read = library.store.kiosks.read(ENTRANCE)
    assert read is not None
    well = {
        "last_seen_at": "2026-11-22T11:59:00.000Z", "created": 4, "waiting": 1, "on_hub": 3, "set_aside": 0,
        "erased": 0, "free_bytes": 5 * 10**9, "skew_s": 1.0, "salvages": 0, "stored": 3,
    }  # fmt: skip
    library.clock.at = library.clock.at.replace(year=2026, month=11, day=22, hour=12)

    found = troubles(replace(read, **well | said), now=library.clock())

    assert found == ([trouble] if trouble else [])


def test_kiosks_show_their_books_and_their_troubles(library: Library, staff: TestClient) -> None:
    library.give("ideas", {"text": "en suppe"})
    library.call(CHILDREN, waiting=3, created=3, free_bytes=600_000_000)

    page = staff.get("/kiosks").text

    assert "1 made = 1 on the hub + 0 waiting + 0 set aside + 0 erased" in page
    assert "3 made = 0 on the hub + 3 waiting + 0 set aside + 0 erased" in page
    assert page.count("They balance.") == 2
    assert "Little disk space left on the tablet." in page
    assert re.search(r'<span class="count alarm"><span class="unseen">[^<]*</span>1</span>', page)


def test_pairing_code_is_shown_large_with_its_time_left(library: Library, staff: TestClient) -> None:
    before = staff.get("/kiosks/add").text

    answer = staff.post("/kiosks/add")
    library.clock.go(minutes=4)
    page = staff.get(answer.headers["location"]).text
    code = pairing.current(library.store, library.clock())

    assert "No code is open" in before
    assert code is not None
    assert f'<p class="code" translate="no">{code.code}</p>' in page
    assert 'data-seconds="360"' in page
    assert "6 minutes" in page
    library.clock.go(minutes=7)
    assert code.code not in staff.get("/kiosks/add").text


def test_looking_at_the_code_does_not_change_it(library: Library, staff: TestClient) -> None:
    staff.post("/kiosks/add")

    codes = [re.search(r'translate="no">([^<]+)<', staff.get("/kiosks/add").text) for _ in range(2)]

    assert [found and found[1] for found in codes] == [pairing.current(library.store, library.clock()).code] * 2


def test_kiosk_is_shut_out_at_once(library: Library, staff: TestClient) -> None:
    answer = staff.post(f"/kiosks/{ENTRANCE}/revoke")

    out = library.store.kiosks.read(ENTRANCE)
    assert out is not None
    assert out.revoked_at is not None
    assert "shut out" in staff.get(answer.headers["location"]).text


@pytest.mark.parametrize(("name", "status"), [("Bokbussen", 303), ("", 422), ("x" * 81, 422), ("a\nb", 422)])
def test_kiosk_gets_a_name_fit_for_a_list(library: Library, staff: TestClient, name: str, status: int) -> None:
    answer = staff.post(f"/kiosks/{ENTRANCE}/name", data={"name": name})

    assert answer.status_code == status
    assert (name in [kiosk.name for kiosk in kiosks.listed(library.store)]) is (status == 303)


def test_unknown_kiosk_is_not_found(staff: TestClient) -> None:
    assert staff.post("/kiosks/nobody/revoke").status_code == 404
    assert staff.post("/kiosks/nobody/name", data={"name": "x"}).status_code == 404


def test_hub_without_kiosks_says_how_to_begin(library: Library, staff: TestClient) -> None:
    for kiosk in (ENTRANCE, CHILDREN):
        staff.post(f"/kiosks/{kiosk}/revoke")

    page = staff.get("/kiosks").text

    assert "No kiosk yet" in page
    assert page.count('action="/kiosks/add"') == 1

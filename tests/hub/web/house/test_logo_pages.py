"""The logo under Settings, on every page, and for whoever has not signed in yet."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from hub.bus import NEWS
from hub.services.house import logo, settings
from hub.web.page.guard import PAGE_HEADERS
from shared.errors import FileTooLarge, LogoIsSvg, LogoMissing, LogoUnreadable, SamskapError
from tests.hub.web.conftest import OpenClient
from tests.hub.web.library import Library
from tests.hub_builders import BY
from tests.logos import a_logo, drawn, encoded

KEPT = "public, max-age=31536000, immutable"


def address(library: Library) -> str:
    known = settings.read(library.store).logo
    assert known is not None
    return f"/logo/{known.mark}.png"


def test_logo_is_chosen_and_removed_and_the_kiosks_hear_of_it(library: Library, staff: TestClient) -> None:
    library.bus.said.clear()
    chosen = staff.post("/settings/logo", files={"logo": ("logo.png", a_logo(), "image/png")})
    page = staff.get(chosen.headers["location"]).text
    removed = staff.post("/settings/logo/remove")

    assert "The logo is saved." in page
    assert 'alt="Lund bibliotek"' in page
    assert "The logo is gone." in staff.get(removed.headers["location"]).text
    assert "/logo/" not in staff.get("/today").text
    assert library.bus.said == [NEWS, NEWS]


def test_logo_is_shown_to_whoever_has_not_signed_in_and_kept_as_long_as_it_holds(
    library: Library, client: TestClient
) -> None:
    library.add_staff()
    logo.choose(library.store, a_logo(), **BY)
    first = address(library)

    shown = client.get(first)

    assert f'src="{first}" alt=""' in client.get("/sign-in").text
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    assert shown.headers["cache-control"] == KEPT
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Cross-Origin-Resource-Policy"):
        assert shown.headers[name] == PAGE_HEADERS[name]
    logo.choose(library.store, a_logo((0, 0, 0)), **BY)
    assert client.get(first).status_code == 404
    assert client.get(address(library)).content == logo.picture(library.store)
    assert client.get("/logo/..%2f..%2fhub.png").status_code == 404


@pytest.mark.parametrize(
    ("file", "error"),
    [
        (b"<svg onload='alert(1)'/>", LogoIsSvg),
        (b"<html>", LogoUnreadable),
        (b"", LogoMissing),
        (b"x" * 2_000_001, FileTooLarge),
    ],
)
def test_refused_file_is_named_beside_the_field(
    library: Library, staff: TestClient, file: bytes, error: type[SamskapError]
) -> None:
    answer = staff.post("/settings/logo", files={"logo": ("logo.png", file, "image/png")})

    assert answer.status_code == 422
    assert answer.text.count(error.says) >= 2
    assert 'id="logo-wrong"' in answer.text
    assert settings.read(library.store).logo is None


def test_what_a_file_is_called_and_said_to_be_does_not_matter(library: Library, staff: TestClient) -> None:
    answer = staff.post("/settings/logo", files={"logo": ("../../x.html", a_logo(), "text/html")})

    assert answer.status_code == 303
    assert staff.get(address(library)).headers["content-type"] == "image/png"


def test_form_without_a_file_says_so_and_a_flood_is_refused_in_words(library: Library, staff: TestClient) -> None:
    without, text = staff.post("/settings/logo"), staff.post("/settings/logo", data={"logo": "words"})
    flood = staff.post("/settings/logo", files={"logo": ("logo.png", b"x" * 50_000_000, "image/png")})

    assert LogoMissing.says in without.text
    assert text.status_code == 422
    assert (flood.status_code, FileTooLarge.says in flood.text) == (413, True)
    assert settings.read(library.store).logo is None


def test_two_who_choose_at_once_leave_one_whole_logo(library: Library, staff: TestClient) -> None:
    files = [encoded(drawn((n, 0, 0))) for n in range(6)]

    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(lambda file: staff.post("/settings/logo", files={"logo": file}).status_code, files))

    assert said == [303] * 6
    assert staff.get(address(library)).content == logo.picture(library.store) != b""


def test_who_may_not_set_anything_sees_the_logo_and_changes_nothing(library: Library, open_client: OpenClient) -> None:
    client = open_client()

    assert client.post("/settings/logo", files={"logo": a_logo()}).status_code in (303, 401, 403)
    assert settings.read(library.store).logo is None

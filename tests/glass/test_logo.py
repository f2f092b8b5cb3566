"""The logo on the glass: where a visit begins, and never at the price of what one touches."""

import base64
from pathlib import Path

import pytest

from kiosk.widgets.logo import LogoPlate, texture_of
from shared.logo import NO_LOGO, Logo
from tests.builders import a_news, a_receipt
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk, starter_prompts
from tests.logos import chunk, drawn, encoded

PNG = encoded(drawn(size=(300, 100)))
SHOWN = Logo("first", base64.b64encode(PNG).decode(), "#ffffff")
SIZES = ((800, 480), (1280, 800), (800, 1280))


def plates(glass: Driver) -> list[LogoPlate]:
    """Return the logos that are on the screen."""
    return [one for one in glass.page.walk() if isinstance(one, LogoPlate) and one.width > 0 and one.height > 0]


def tiles(glass: Driver) -> dict[str, tuple[float, ...]]:
    """Return where each tile is, and how large."""
    return {one.test_id: (*one.pos, *one.size) for one in glass.page.ids.grid.children}


def at_home(folder: Path, size: tuple[int, int], logo: Logo | None) -> tuple[dict[str, tuple[float, ...]], int, int]:
    """Return the tiles of home, how many logos are at rest, and how many at home."""
    with Driver.of(a_kiosk(folder, news={"logo": logo}), size=size) as glass:
        glass.frames(2)
        resting = plates(glass)
        for plate in resting:
            assert plate.x >= 0
            assert plate.right <= size[0] * 0.5
        glass.app.visit.wake()
        glass.frames(2)
        return tiles(glass), len(resting), len(plates(glass))


@pytest.mark.parametrize("size", SIZES)
def test_logo_is_where_a_visit_begins_and_takes_no_tile_any_room(tmp_path: Path, size: tuple[int, int]) -> None:
    before, *none = at_home(tmp_path / "without", size, None)
    after, resting, home = at_home(tmp_path / "with", size, SHOWN)

    assert none == [0, 0]
    assert (resting, home) == (1, 1 if size == (1280, 800) else 0), "no heading, or one that needs its whole line"
    assert after == before


def test_logo_that_comes_and_goes_is_seen_at_rest(tmp_path: Path) -> None:
    kiosk = a_kiosk(tmp_path)
    with Driver.of(kiosk, size=(1280, 800)) as glass:
        seen = []
        for logo in (SHOWN, NO_LOGO):
            kiosk.store.take_receipt(a_receipt(news=a_news(prompts=starter_prompts(), logo=logo)))
            glass.app.visit.refresh()
            glass.app.refresh()
            glass.frames(2)
            seen.append(len(plates(glass)))

    assert seen == [1, 0]


def test_picture_that_cannot_be_drawn_after_all_is_no_logo(tmp_path: Path) -> None:
    at = PNG.index(b"IDAT") - 4
    broken = PNG[:at] + chunk(b"IDAT", b"") + PNG[-12:]

    with Driver.of(a_kiosk(tmp_path, news={"logo": Logo("x", base64.b64encode(broken).decode(), "")})) as glass:
        assert plates(glass) == []
        assert texture_of("") is None
        assert texture_of(SHOWN.png) is not None

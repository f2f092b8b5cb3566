"""The tiles of home: one grid for any number of them, one size of title, and larger text never makes it smaller."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.widgets.tiling import LINE, Limits, Room, Texts, Tiling, broken, spread, tiling
from tests.glass.activities import a_kiosk_with_activities
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk, starter_prompts
from tests.glass.layout import IN_TIGHT_SIZES, forget

LIMITS = Limits(
    gap=24,
    pad=19,
    least=Room(130, 130),
    most_title=42,
    least_title=20,
    enough_title=24,
    line=28,
    most_icon=220,
)
LARGER = [
    LIMITS,
    *(replace(LIMITS, most_title=42 * n, enough_title=24 * n, line=28 * n) for n in (1.3, 1.6)),
]
ROOMS = {"lying": Room(1200, 530), "upright": Room(720, 900), "small": Room(740, 315), "large": Room(1812, 740)}
TITLES = ["Gi en idé", "Si hvordan det var", "Tegn drømmebiblioteket", "Dette skjer"]
COUNTS = range(1, 13)

in_every_room = pytest.mark.parametrize("room", ROOMS.values(), ids=ROOMS)


def width_of(words: str) -> float:
    """Every letter is half as wide as it is high."""
    return len(words) / 2


def texts(count: int, titles: list[str] = TITLES) -> Texts:
    several = [titles[number % len(titles)] for number in range(count)]
    return Texts(several, several, width_of, width_of)


def grid_of(count: int, room: Room, limits: list[Limits] = LARGER[:1]) -> Tiling:
    return tiling(texts(count), limits, lambda pages: Room(room.width - (100 if pages > 1 else 0), room.height))


@in_every_room
@pytest.mark.parametrize("count", COUNTS)
def test_every_tile_is_on_one_page_and_no_row_holds_more_than_there_is_room_for(count: int, room: Room) -> None:
    grid = grid_of(count, room)

    pages = [grid.page(count, number) for number in range(grid.pages)]
    assert [tile for first, last in pages for tile in range(first, last)] == list(range(count))
    for first, last in pages:
        rows = grid.split(last - first)
        assert sum(rows) == last - first
        assert max(rows) <= grid.columns
        assert max(rows) - min(rows) <= 1, "no row looks left over"
        assert len(rows) <= grid.rows


@in_every_room
@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("scales", [1, 2, 3])
def test_every_title_fits_beside_its_icon(count: int, room: Room, scales: int) -> None:
    grid = grid_of(count, room, LARGER[:scales])

    wide, high = grid.tile.width - 2 * LIMITS.pad, grid.tile.height - 2 * LIMITS.pad
    box = Room(wide, high - grid.icon) if grid.upright else Room(wide - grid.icon, high)
    for title in TITLES[:count]:
        lines = broken(title, box.width / grid.title, width_of)
        assert len(lines) * LINE * grid.title <= box.height
        assert max(map(width_of, lines)) * grid.title <= box.width


@in_every_room
@pytest.mark.parametrize("count", COUNTS)
def test_larger_text_never_makes_a_title_smaller(count: int, room: Room) -> None:
    sizes = [grid_of(count, room, LARGER[: scales + 1]).title for scales in range(len(LARGER))]

    assert sizes == sorted(sizes)


@in_every_room
def test_more_pages_only_where_titles_would_be_too_small_on_fewer(room: Room) -> None:
    on_pages = [grid_of(count, room).pages for count in COUNTS]

    assert on_pages == sorted(on_pages)
    assert on_pages[:4] == [1, 1, 1, 1]
    assert all(grid_of(count, room).title >= LIMITS.enough_title for count in COUNTS)


def test_a_title_that_fits_nowhere_has_a_page_of_its_own() -> None:
    grid = tiling(texts(3, ["w" * 400]), [LIMITS], lambda pages: ROOMS["lying"])

    assert (grid.pages, grid.title) == (3, LIMITS.least_title)


@pytest.mark.parametrize(
    ("count", "parts", "sizes"), [(7, 2, [4, 3]), (7, 3, [3, 2, 2]), (12, 4, [3, 3, 3, 3]), (1, 1, [1])]
)
def test_parts_are_as_equal_as_can_be(count: int, parts: int, sizes: list[int]) -> None:
    assert [last - first for first, last in spread(count, parts)] == sizes


@IN_TIGHT_SIZES
def test_titles_on_the_glass_are_all_of_one_size_and_not_smaller_with_larger_text(
    size: tuple[int, int], tmp_path: Path
) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=size) as glass:
        at_home(glass)
        sizes = []
        for scale in (1.0, 1.3, 1.6):
            glass.app.text_scale = scale
            glass.frames(4)
            shown = {tile.ids.title.font_size for tile in glass.page.ids.grid.boxes if tile.parent}
            assert len(shown) == 1
            sizes.append(shown.pop())

    assert sizes == sorted(sizes)


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280), (1920, 1080)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_titles_on_the_glass_grow_with_larger_text_and_all_tiles_stay_on_one_page(
    size: tuple[int, int], tmp_path: Path
) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=size) as glass:
        at_home(glass)
        sizes = []
        for scale in (1.0, 1.3, 1.6):
            glass.app.text_scale = scale
            glass.frames(4)
            boxes = glass.page.ids.grid.boxes
            assert [tile.ids.title.fits for tile in boxes if tile.parent] == [True] * len(boxes)
            sizes.append(boxes[0].ids.title.font_size)

    assert sizes == sorted(sizes)
    assert min(sizes[1:]) >= 1.2 * sizes[0]


def test_each_number_of_tiles_fills_the_width_of_the_screen(tmp_path: Path) -> None:
    prompts = starter_prompts()
    for count in (1, 4, 6):
        several = [replace(prompts[number % 4], id=f"p{number}") for number in range(count)]
        with Driver.of(a_kiosk(tmp_path / f"{count}", news={"prompts": several})) as glass:
            at_home(glass)
            grid = glass.page.ids.grid
            rows = rows_of(grid.boxes)
            assert sum(map(len, rows.values())) == count + 1
            for row in rows.values():
                assert min(tile.x for tile in row) == pytest.approx(grid.x)
                assert max(tile.right for tile in row) == pytest.approx(grid.right)


def at_home(glass: Driver) -> None:
    """Go there, in Norwegian."""
    taps: list[Callable[[], object]] = [glass.app.visit.wake, lambda: glass.app.visit.choose_language("nb")]
    for tap in taps:
        tap()
        glass.frames(3)
    assert glass.screen == "HomeScreen"
    forget(glass)


def rows_of(tiles: list[Any]) -> dict[int, list[Any]]:
    """Return the tiles that are shown, by how high they stand."""
    rows: dict[int, list[Any]] = {}
    for tile in tiles:
        if tile.parent:
            rows.setdefault(round(tile.y), []).append(tile)
    return rows

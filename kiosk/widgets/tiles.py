"""Tiles, the large ways in. Those of home have the colour of their kind as ground, and titles of one size."""

from dataclasses import replace
from functools import cache
from typing import Any

from kivy.core.text import Label as Measure
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.widgets.paged import PagedGrid
from kiosk.widgets.sizes import MAIN_DP, TEXT_SCALES, Sizes
from kiosk.widgets.surface import Surface, Target
from kiosk.widgets.tiling import ICON_LYING, ICONS_WHEN_LARGE, NEAR, NEAR_WHEN_LARGE, Limits, Room, Texts, tiling

MEASURED_PX = 100


class Tile(Target, Surface, FloatLayout):
    """A large way in: a coloured block with an icon, a title and a line below."""

    words = StringProperty("")
    line = StringProperty("")
    icon = StringProperty("")
    tone = StringProperty("idea")
    block = NumericProperty(0)
    """Width of the coloured block in pixels."""


class ColourTile(Target, Surface, FloatLayout):
    """A large way in, all in the colour of its kind, so that it is known by colour and icon without reading."""

    words = StringProperty("")
    line = StringProperty("")
    icon = StringProperty("")
    tone = StringProperty("idea")
    upright = BooleanProperty(True)
    """Whether the icon stands above the title, else beside it."""
    title_size = NumericProperty(40)
    icon_size = NumericProperty(100)
    has_line = BooleanProperty(False)
    pad = NumericProperty(20)
    """Pixels between its edge and what is on it."""


class TileGrid(PagedGrid):
    """Tiles in rows that all fill the width, with the largest titles that all of them can have."""

    def _place_now(self, *_: Any) -> None:
        self.clear_widgets()
        if not self.boxes or self.width < 2:
            return
        sizes, gap, deep = self.sizes, self.sizes.gap, self.sizes.target
        whole = Room(self.width, self.height)
        beside = (
            Room(whole.width, whole.height - deep - gap) if sizes.tall else Room(whole.width - deep - gap, whole.height)
        )
        texts = Texts(
            [tile.words for tile in self.boxes],
            [tile.line for tile in self.boxes if tile.line],
            lambda words: _width(words, True),
            lambda words: _width(words, False),
        )
        limits = [_limits(replace(sizes, text_scale=scale)) for scale in TEXT_SCALES if scale <= sizes.text_scale]
        grid = tiling(texts, limits, lambda pages: beside if pages > 1 else whole)
        if grid.pages > 1:
            self._place_pager(deep, -(-len(self.boxes) // grid.pages))
        first, last = grid.page(len(self.boxes), int(self.page) if grid.pages > 1 else 0)
        shown = self.boxes[first:last]
        for tile in shown:
            tile.upright, tile.has_line = grid.upright, grid.has_lines
            tile.title_size, tile.icon_size, tile.pad = grid.title, grid.icon, grid.pad
        self._place_rows(shown, grid.split(len(shown)), beside if grid.pages > 1 else whole, grid.tile.height)

    def _place_rows(self, shown: list[Any], rows: list[int], room: Room, high: float) -> None:
        gap, top = self.sizes.gap, self.top
        for in_row in rows:
            wide = (room.width - gap * (in_row - 1)) / in_row
            for column in range(in_row):
                tile = shown.pop(0)
                tile.size_hint, tile.size = (None, None), (wide, high)
                tile.pos = self.x + column * (wide + gap), top - high
                self.add_widget(tile)
            top -= high + gap


def _limits(sizes: Sizes) -> Limits:
    usual = sizes.text_scale == TEXT_SCALES[0]
    return Limits(
        gap=sizes.gap,
        pad=sizes.gap * (0.8 if usual else 0.55),  # larger words get what room there is
        least=Room(sizes.main, sizes.main if usual else sizes.dp(MAIN_DP)),
        most_title=sizes.words(42),
        least_title=sizes.least,
        enough_title=max(sizes.least * 1.2, sizes.unit * 24) * (1 + (sizes.text_scale - 1) / 2),
        line=sizes.small,
        most_icon=sizes.unit * 220,
        near=NEAR if usual else NEAR_WHEN_LARGE,
        beside=(ICON_LYING,) if usual else ICONS_WHEN_LARGE,
        icons_grow=not usual,
    )


@cache
def _width(words: str, bold: bool) -> float:
    """Return how wide words of size 1 are, and a little more: the sizes in between are rounded."""
    measure = Measure(font_size=MEASURED_PX, bold=bold)
    measure.resolve_font_name()
    return float(measure.get_extents(words)[0]) / MEASURED_PX * 1.02

"""How the tiles of home lie: one grid for any number of them, one size of title for all. Knows no Kivy."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

LINE = 1.2
"""Height of a line for words of size 1: what the font takes, and a little air."""
ICON_UPRIGHT, ICON_LYING = 0.4, 0.26
"""The least an icon gets: of the height of a tile where it stands above the title, of the width where beside it."""
MOST_ICON = 0.72
"""The most it gets of the shorter side."""
NEAR, NEAR_WHEN_LARGE = 0.85, 0.88
"""From this share of the largest titles on, larger icons count for more than still larger titles; and where a visitor
asked for larger words."""
ICONS_WHEN_LARGE = (ICON_LYING, 0.21, 0.16, 0.1)
"""What an icon gets at least beside larger words, of the width too: each is tried."""


class Room(NamedTuple):
    """Width and height in pixels."""

    width: float
    height: float


@dataclass(frozen=True)
class Tiling:
    """How tiles lie on each of ``pages``: so many ``rows`` of at most ``columns``, each title in the same size."""

    pages: int
    rows: int
    columns: int
    tile: Room
    """The narrowest tile; a row with fewer of them has wider ones."""
    upright: bool
    """Whether icons stand above the titles, else beside them."""
    title: float
    icon: float
    has_lines: bool = False
    """Whether there is room for the line below every title."""
    pad: float = 0
    """Pixels between the edge of a tile and what is on it."""

    def page(self, count: int, number: int) -> tuple[int, int]:
        """Return the first and the last but one of the tiles on a page: pages are as equal as can be."""
        return spread(count, self.pages)[number]

    def split(self, shown: int) -> list[int]:
        """Return how many of the tiles on a page are in each row."""
        rows = min(self.rows, -(-shown // self.columns))
        return [last - first for first, last in spread(shown, rows)]


@dataclass(frozen=True)
class Texts:
    """What stands on the tiles, and how wide it is: ``width_of`` gives the width of words of size 1."""

    titles: Sequence[str]
    lines: Sequence[str]
    width_of: Callable[[str], float]
    line_width_of: Callable[[str], float]


@dataclass(frozen=True)
class Limits:
    """Pixels: the ``gap`` between tiles, ``pad`` inside of them, the ``least`` tile, titles and lines."""

    gap: float
    pad: float
    least: Room
    most_title: float
    least_title: float
    enough_title: float
    """With smaller titles than these, rather more pages."""
    line: float
    most_icon: float
    near: float = NEAR
    beside: Sequence[float] = (ICON_LYING,)
    """What an icon beside its title gets at least, as shares of the width of its tile: each is tried."""
    icons_grow: bool = False
    """Whether an icon beside its title takes what width titles in more lines leave."""


def spread(count: int, parts: int) -> list[tuple[int, int]]:
    """Return the bounds of so many parts, as equal as can be, the larger ones first."""
    each, more = divmod(count, parts)
    bounds, first = [], 0
    for number in range(parts):
        last = first + each + (number < more)
        bounds.append((first, last))
        first = last
    return bounds


def tiling(texts: Texts, limits: Sequence[Limits], room_of: Callable[[int], Room]) -> Tiling:
    """Return the grid on as few pages as can be: with the largest icons of those whose titles are nearly the largest.

    ``limits`` are those of each text scale up to the one wanted: larger text never makes a title smaller. ``room_of``
    gives the room there is for tiles when there are so many pages.
    """
    least, found = 0.0, None
    for of_scale in limits:
        found = _best(texts, of_scale, room_of, least)
        least = found.title
    assert found is not None, "there is a text scale"
    return found


def _best(texts: Texts, limits: Limits, room_of: Callable[[int], Room], least: float) -> Tiling:
    count = len(texts.titles)
    for pages in range(1, count + 1):
        found = [one for one in _candidates(pages, texts, limits, room_of(pages)) if one.title >= least]
        largest = max((one.title for one in found), default=0)
        if largest >= limits.enough_title:
            near = [one for one in found if one.title >= max(limits.near * largest, limits.enough_title)]
            return max(near, key=lambda one: (one.icon, one.title))
    return _alone(count, limits, room_of(count))


def _alone(count: int, limits: Limits, room: Room) -> Tiling:
    """Return a page for each tile, for titles that fit nowhere: they are cut."""
    return Tiling(
        count, 1, 1, room, upright=True, title=limits.least_title, icon=ICON_UPRIGHT * room.height, pad=limits.pad
    )


def _candidates(pages: int, texts: Texts, limits: Limits, room: Room) -> Iterator[Tiling]:
    each = -(-len(texts.titles) // pages)
    for rows in range(1, each + 1):
        columns = -(-each // rows)
        wide = (room.width - limits.gap * (columns - 1)) / columns
        high = (room.height - limits.gap * (rows - 1)) / rows
        if wide < limits.least.width or high < limits.least.height:
            continue
        tile = Room(wide, high)
        for upright, least in ((True, ICON_UPRIGHT * high), *((False, share * wide) for share in limits.beside)):
            filled = _filled(Tiling(pages, rows, columns, tile, upright, 0, least), texts, limits)
            if filled is not None:
                yield filled


def _filled(grid: Tiling, texts: Texts, limits: Limits) -> Tiling | None:
    """Return the grid with the largest titles that fit, if any do; then the lines if all do; then the largest icons.

    ``grid`` has the least icon.
    """
    wide, high = grid.tile.width - 2 * limits.pad, grid.tile.height - 2 * limits.pad
    most = min(MOST_ICON * min(grid.tile), limits.most_icon)
    least = min(most, grid.icon)
    taken = least + limits.pad / 2
    box = Room(wide, high - taken) if grid.upright else Room(wide - taken, high)
    title = _largest(texts, limits, box)
    if title is None:
        return None
    tall = max(len(broken(one, box.width / title, texts.width_of)) for one in texts.titles) * title * LINE
    lines = max((len(broken(one, box.width / limits.line, texts.line_width_of)) for one in texts.lines), default=0)
    below = lines * limits.line * LINE
    has_lines = 0 < below <= box.height - tall
    if grid.upright:
        left = box.height - tall - (below if has_lines else 0)
        icon = min(least + max(left, 0), most)
    else:
        icon = _beside(texts, limits, box, title, least, most, has_lines) if limits.icons_grow else least
    return Tiling(grid.pages, grid.rows, grid.columns, grid.tile, grid.upright, title, icon, has_lines, limits.pad)


def _beside(texts: Texts, limits: Limits, box: Room, title: float, least: float, most: float, has_lines: bool) -> float:
    """Return the largest icon beside titles of this size: they stand in more lines rather than beside a small one."""

    def fits(icon: float) -> bool:
        wide = box.width - (icon - least)
        high = box.height
        if has_lines:
            lines = [broken(one, wide / limits.line, texts.line_width_of) for one in texts.lines]
            high -= max(map(len, lines)) * limits.line * LINE
        return all(_fits(one, title, Room(wide, high), texts.width_of) for one in texts.titles)

    low, high = int(least), int(most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return max(float(low), least)


def _largest(texts: Texts, limits: Limits, box: Room) -> float | None:
    """Return the largest size at which every title fits; None when they fit at none."""
    low, high = int(limits.least_title) - 1, int(limits.most_title)
    while low < high:
        middle = (low + high + 1) // 2
        if all(_fits(one, middle, box, texts.width_of) for one in texts.titles):
            low = middle
        else:
            high = middle - 1
    return float(low) if low >= limits.least_title else None


def _fits(text: str, size: float, box: Room, width_of: Callable[[str], float]) -> bool:
    lines = broken(text, box.width / size, width_of)
    return len(lines) * LINE * size <= box.height and all(width_of(line) * size <= box.width for line in lines)


def broken(text: str, width: float, width_of: Callable[[str], float]) -> list[str]:
    """Return a text in lines no wider than this, where its words allow it; widths are of words of size 1."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines

"""Contact sheets: many small pictures on a few large ones, each with its name, and one page that shows all sheets."""

import argparse
import html
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

INK, GROUND = "#1e2b33", "#d9d4c9"
WARN, ON_WARN = "#fbe0d8", "#6e1d0c"
GAP, CAPTION = 16, 26
"""Pixels between pictures, and for the words above each."""
COLOURS = 256

Size = tuple[int, int]


class Grid(NamedTuple):
    """How pictures stand on a sheet; ``cell`` is the largest width and height of one in pixels."""

    cell: Size
    columns: int
    rows: int


class Sheets:
    """Sheets of one name, ``NAME-1.png`` and on, each written as soon as it is full. A context: the last one too.

    A picture that is too wide is made smaller, and one that is then too high goes on in the next places, each with its
    number. ``whole``: each is kept in its full size too, in a folder of that name.
    """

    def __init__(self, folder: Path, name: str, grid: Grid, *, whole: bool = False) -> None:
        self._folder, self._name, self._grid, self._whole = folder, name, grid, whole
        self._pictures: list[tuple[str, Image.Image]] = []
        self._written = 0
        self._font = ImageFont.truetype(str(_font()), 17)

    def __enter__(self) -> "Sheets":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pictures:
            self._write()

    def add(self, caption: str, picture: Image.Image) -> None:
        """Put a picture on the sheet."""
        if self._whole:
            file = "".join(one if one.isalnum() else "-" for one in f"{self._name}-{caption}")
            (self._folder / "whole").mkdir(exist_ok=True)
            picture.save(self._folder / "whole" / f"{file}.png")
        for number, part in enumerate(_parts(picture, self._grid.cell), start=1):
            self._pictures.append((caption if number == 1 else f"{number}: {caption}", part))
            if len(self._pictures) == self._grid.columns * self._grid.rows:
                self._write()

    def say(self, caption: str, words: str) -> None:
        """Put words where a picture should be."""
        missing = Image.new("RGB", self._grid.cell, WARN)
        lines = "\n".join(words[start : start + 50] for start in range(0, min(len(words), 400), 50))
        ImageDraw.Draw(missing).text((GAP, GAP), lines, ON_WARN, self._font)
        self.add(caption, missing)

    def _write(self) -> None:
        width, height = self._grid.cell
        taken = max(picture.height for _, picture in self._pictures)
        height = min(height, taken)
        rows = -(-len(self._pictures) // self._grid.columns)
        columns = min(self._grid.columns, len(self._pictures))
        size = columns * (width + GAP) + GAP, rows * (height + CAPTION + GAP) + GAP
        sheet = Image.new("RGB", size, GROUND)
        draw = ImageDraw.Draw(sheet)
        for number, (caption, picture) in enumerate(self._pictures):
            row, column = divmod(number, self._grid.columns)
            left, top = GAP + column * (width + GAP), GAP + row * (height + CAPTION + GAP)
            draw.text((left, top), self._cut(caption), INK, self._font)
            sheet.paste(picture, (left, top + CAPTION))
        self._written += 1
        sheet.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(self._folder / f"{self._name}-{self._written}.png")
        self._pictures = []

    def _cut(self, caption: str) -> str:
        """Return as much of a caption as stands above its picture."""
        while self._font.getlength(caption) > self._grid.cell[0]:
            caption = f"{caption[:-2]}…"
        return caption


def _parts(picture: Image.Image, cell: Size) -> Iterator[Image.Image]:
    """Yield a picture from its top down in parts no larger than a cell."""
    width, height = cell
    share = min(1, width / picture.width)
    small = picture.convert("RGB").resize(
        (round(picture.width * share), max(1, round(picture.height * share))), Image.Resampling.LANCZOS
    )
    for top in range(0, small.height, height):
        yield small.crop((0, top, small.width, min(small.height, top + height)))


def asked_for(what: str, arguments: Sequence[str], *, of: str = "") -> argparse.Namespace:
    """Return what somebody asks for who calls a module that makes sheets; ``of`` names an argument of its own."""
    parser = argparse.ArgumentParser(prog=f"python -m {what}")
    if of:
        parser.add_argument(of)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--look", default="", help="only looks with this in their name, such as dark or nb-1.6")
    parser.add_argument("--screen", default="", help="only screens or pages with this in their name, such as home")
    parser.add_argument("--whole", action="store_true", help="keep each picture in its full size too")
    return parser.parse_args(arguments)


def _font() -> Path:
    """Return the file of the font of the glass and of the staff pages."""
    return Path(str(resources.files("fontpkg_inter").joinpath("files", "Inter[opsz,wght].ttf")))


def write_index(folder: Path, sections: Sequence[tuple[str, Sequence[str]]]) -> Path:
    """Write ``index.html`` of sections, each a heading and its sheets; return its path."""
    parts = []
    for heading, files in sections:
        names = [html.escape(file) for file in files]
        shown = "".join(f'<a href="{name}"><img src="{name}" alt="{name}" loading="lazy"></a>' for name in names)
        parts.append(f"<details><summary>{html.escape(heading)} ({len(files)})</summary>{shown}</details>")
    page = folder / "index.html"
    page.write_text(_PAGE.format(parts="\n".join(parts)), "utf-8")
    return page


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Samskap: contact sheets</title>
<style>
body {{ background: #faf6ee; color: #1e2b33; font: 1rem/1.5 Inter, system-ui, sans-serif; margin: 2rem; }}
summary {{ cursor: pointer; font-weight: 600; padding: .4rem 0; }}
img {{ display: block; margin: .5rem 0 1.5rem; max-width: 100%; }}
</style>
<h1>Every screen and page</h1>
{parts}
</html>
"""

"""A drawing as SVG: from strokes to a picture that is sharp at any size, the same bytes for the same strokes."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from shared.kinds.drawing import PAPER_ASPECT, PAPER_COLOUR

WIDTH = 10_000
HEIGHT = round(WIDTH / PAPER_ASPECT)
"""The paper in units. Widths come in tenths of a thousandth of it, so every number below is whole."""


def drawing_svg(strokes: Iterable[Mapping[str, Any]], label: str = "") -> str:
    """Return the strokes, as :mod:`shared.kinds.drawing` unpacks them, as one SVG element named ``label``.

    Only presentation attributes are used, so that it may stand in a page whose policy forbids styles. An
    empty ``label`` makes it decoration.
    """
    name = f'role="img" aria-label="{escape(label, {chr(34): "&quot;"})}"' if label else 'aria-hidden="true"'
    paper = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER_COLOUR}"/>'
    lines = "".join(map(_stroke, strokes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {name}>'
        f'{paper}<g fill="none" stroke-linecap="round" stroke-linejoin="round">{lines}</g></svg>'
    )


def _stroke(stroke: Mapping[str, Any]) -> str:
    points = [(round(x * WIDTH), round(y * HEIGHT)) for x, y in stroke["points"]]
    colour, width = stroke["colour"], round(stroke["width"] * WIDTH / 1_000)
    if len(set(points)) == 1:
        # A tap: a line without length has no direction to draw its cap in, so say the dot outright.
        (x, y), radius = points[0], f"{width / 2:g}"
        return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colour}"/>'
    path = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline points="{path}" stroke="{colour}" stroke-width="{width}"/>'

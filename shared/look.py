"""How a library is known again: its colour, and whether its thanks are heard."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shared.colours import Colour, colour, contrast, mixed

DARK, WHITE = colour("#10181d"), colour("#ffffff")
LEAST = 7.0
"""Contrast of words on the library's colour (WCAG 2.2, 1.4.6)."""
_STEP, _NEARLY = 0.02, 0.1
"""The steps in which a colour is made lighter or darker, and how much lighter it may become for dark words."""
_COLOUR = re.compile("#[0-9a-f]{6}")


@dataclass(frozen=True)
class Look:
    """What staff chose: ``colour`` is "#rrggbb" in small letters, "" for none; ``sound`` whether thanks are heard."""

    colour: str = ""
    sound: bool = False


PLAIN = Look()
"""Of a library that chose nothing."""


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour, "#rrggbb" in small letters."""
    return _COLOUR.fullmatch(text) is not None


def plate(chosen: str) -> tuple[Colour, Colour]:
    """Return the ground that a library's colour gives, and the colour of words on it; any words can be read there.

    Dark words where the colour is light enough, or nearly; else white ones, on the colour as much darker as they need.
    """
    own = colour(chosen)
    for ground in _towards(own, WHITE, _NEARLY):
        if contrast(ground, DARK) >= LEAST:
            return ground, DARK
    return next(ground for ground in _towards(own, DARK, 1) if contrast(ground, WHITE) >= LEAST), WHITE


def _towards(own: Colour, other: Colour, most: float) -> Iterator[Colour]:
    """Yield a colour, and then with more and more of another in it, up to this share."""
    return (mixed(own, other, step * _STEP) for step in range(round(most / _STEP) + 1))

"""Which characters a font can draw, and words without those it cannot: nobody reads boxes.

Only what is drawn is left out. What was written is kept, sealed and sent whole.
"""

import re
import struct
import sys
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

Ranges = list[tuple[int, int]]
"""The first and last code points of runs of characters."""

SEPARATE = re.compile(r"[^\S\n]{2,}|[^\S\n]+(?=[.,!?:;]|\n|$)|(?<=\n)[^\S\n]+")


@lru_cache(maxsize=64)
def drawable(words: str, font: str) -> str:
    """Return what of the words the font in this file has, character by character.

    A variant that it lacks is drawn as the plain character where that means the same: "①" as "1". A picture that is
    made of several characters goes as a whole, as none of them is in a font of letters.
    """
    if words.isascii() and words.isprintable():
        return words
    ranges = _ranges(font)
    return "".join(one if _has(one, ranges) else _plain(one, ranges) for one in words)


def shown(words: str, font: str) -> str:
    """Return the words as :func:`drawable` gives them, without the gaps that what is left out would leave."""
    kept = drawable(words, font)
    return words if kept == words else SEPARATE.sub(_closed, kept).strip()


def _closed(gap: re.Match[str]) -> str:
    rest = gap.string[gap.end() : gap.end() + 1]
    return " " if rest and rest not in ".,!?:;\n" and gap.string[: gap.start()][-1:] not in ("", "\n") else ""


def _plain(character: str, ranges: Ranges) -> str:
    if character == "\n" or character.isspace():
        return "\n" if character == "\n" else " "
    plain = unicodedata.normalize("NFKC", character)
    return "" if plain == character else "".join(one for one in plain if _has(one, ranges))


def _has(character: str, ranges: Ranges) -> bool:
    """Tell whether a font with these ranges has this character. One that tells of none is taken to have all."""
    at = bisect_right(ranges, (ord(character), sys.maxunicode)) - 1
    return not ranges or (at >= 0 and ord(character) <= ranges[at][1])


@lru_cache(maxsize=16)
def _ranges(font: str) -> Ranges:
    """Return the ranges of the font in this file in order; they are searched, as icons have thousands of them."""
    return sorted(coverage(Path(font).read_bytes()))


def coverage(font: bytes) -> Ranges:
    """Return the first and last code points of the ranges that a TrueType or OpenType font has.

    Reads the table ``cmap`` in its formats 4 and 12, as the OpenType specification describes them. Empty when the font
    has neither: then nothing is left out.
    """
    tables = struct.unpack_from(">H", font, 4)[0]
    places = dict(struct.unpack_from(">4s4xI", font, 12 + 16 * n) for n in range(tables))
    start = places.get(b"cmap")
    if start is None:
        return []
    count = struct.unpack_from(">H", font, start + 2)[0]
    found: dict[int, int] = {}
    for n in range(count):
        at = start + struct.unpack_from(">I", font, start + 4 + 8 * n + 4)[0]
        found[struct.unpack_from(">H", font, at)[0]] = at
    if 12 in found:
        return _groups(font, found[12])
    return _segments(font, found[4]) if 4 in found else []


def _groups(font: bytes, at: int) -> Ranges:
    count = struct.unpack_from(">I", font, at + 12)[0]
    return list(struct.iter_unpack(">II4x", font[at + 16 : at + 16 + 12 * count]))


def _segments(font: bytes, at: int) -> Ranges:
    double = struct.unpack_from(">H", font, at + 6)[0]
    half = f">{double // 2}H"
    lasts = struct.unpack_from(half, font, at + 14)
    firsts = struct.unpack_from(half, font, at + 16 + double)
    return [(first, last) for first, last in zip(firsts, lasts, strict=True) if first != 0xFFFF]

"""Drawing: strokes as data, never an image file from outside; packed small, drawn again by each side itself.

The paper is 4:3. Points are fractions of its width and height from the top left corner, kept on a grid of
1/50,000, so that numbers of up to four decimals come back exactly. Width is in thousandths of the paper's width.
The eraser is a stroke in the paper's colour.
"""

import re
import struct
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from shared.errors import AnswerEmpty, AnswerTooBig, InvalidAnswer
from shared.kinds.base import Answer, Kind, Settings, only

PAPER_ASPECT = 4 / 3
PAPER_COLOUR = "#ffffff"
MAX_STROKES, MAX_POINTS, MAX_BYTES = 5_000, 200_000, 300_000
MAX_WIDTH = 200
GRID = 50_000
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_STROKE = struct.Struct("<3sHI")  # colour, width in tenths, number of points
_RAW_LIMIT = MAX_STROKES * _STROKE.size + MAX_POINTS * 4 + 1
"""One byte more than the largest drawing, so that the inflater reaches the end of that one."""


class GridPoints(Sequence[list[float]]):
    """Points as they came packed, on the paper and on its grid: they become numbers one by one, for whoever draws them.

    Four bytes each, where a list of numbers takes a hundred: the hub opens many that nobody looks at.
    """

    def __init__(self, across: Iterable[int], down: Iterable[int]) -> None:
        """Take the grid lines of each point. Raises InvalidAnswer for one off the paper."""
        self._across, self._down = array("H", across), array("H", down)
        if max(self._across, default=0) > GRID or max(self._down, default=0) > GRID:
            raise InvalidAnswer("a point is off the paper")

    def __len__(self) -> int:
        return len(self._across)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return GridPoints(self._across[index], self._down[index])
        return [self._across[index] / GRID, self._down[index] / GRID]

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented


class Drawing(Kind):
    """{"strokes": [{"colour": "#rrggbb", "width": number, "points": [[x, y], ...]}]}."""

    name = "drawing"
    bulky = True

    def steps(self, settings: Settings) -> tuple[str, ...]:
        """Return the questions in their order."""
        return ("strokes",)

    def check(self, answer: Mapping[str, Any], settings: Settings) -> Answer:
        """Return the drawing on the grid. Raises InvalidAnswer."""
        only(answer, "strokes")
        strokes = answer.get("strokes", [])
        if not isinstance(strokes, list):
            raise InvalidAnswer("strokes is not a list")
        if not strokes:
            raise AnswerEmpty("no strokes")
        if len(strokes) > MAX_STROKES:
            raise AnswerTooBig("strokes")
        checked, points = [], 0
        for stroke in strokes:
            checked.append(_check_stroke(stroke))
            points += len(checked[-1]["points"])
            if points > MAX_POINTS:
                raise AnswerTooBig("points")
        return {"strokes": checked}

    def check_settings(self, settings: Settings) -> None:
        """A drawing has no settings."""

    def pack(self, answer: Answer) -> bytes:
        """Return the strokes as deflated differences of grid points. Raises AnswerTooBig over 300 kB."""
        raw = bytearray()
        for stroke in answer["strokes"]:
            flat = [round(value * GRID) for point in stroke["points"] for value in point]
            steps = flat[:2] + [(flat[i] - flat[i - 2]) & 0xFFFF for i in range(2, len(flat))]
            colour = bytes.fromhex(stroke["colour"][1:])
            raw += _STROKE.pack(colour, round(stroke["width"] * 10), len(stroke["points"]))
            raw += struct.pack(f"<{len(steps)}H", *steps)
        packed = zlib.compress(bytes(raw), 6)
        if len(packed) > MAX_BYTES:
            raise AnswerTooBig("bytes")
        return packed

    def unpack(self, payload: bytes) -> Answer:
        """Return the strokes, their points as :class:`GridPoints`. Raises InvalidAnswer, AnswerTooBig.

        Nothing is made of a stroke that is beyond the limits, nor of a payload that swells beyond them.
        """
        raw = _inflated(payload)
        strokes: list[dict[str, Any]] = []
        at = points = 0
        while at < len(raw):
            if at + _STROKE.size > len(raw):
                raise InvalidAnswer("cut short")
            colour, width, count = _STROKE.unpack_from(raw, at)
            at, points = at + _STROKE.size, points + count
            if at + 4 * count > len(raw):
                raise InvalidAnswer("cut short")
            if points > MAX_POINTS or len(strokes) == MAX_STROKES:
                raise AnswerTooBig("strokes or points")
            steps = struct.unpack_from(f"<{2 * count}H", raw, at)
            at += 4 * count
            grid = GridPoints(_summed(steps[::2]), _summed(steps[1::2]))
            strokes.append({"colour": f"#{colour.hex()}", "width": _plain(width / 10), "points": grid})
        return {"strokes": strokes}

    def unpacked_bytes(self, payload: bytes) -> int:
        """Return how many bytes the strokes are, inflated; at most a little more than is ever taken."""
        try:
            return len(zlib.decompressobj().decompress(payload, _RAW_LIMIT))
        except zlib.error:
            return len(payload)


def _inflated(payload: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        raw = inflater.decompress(payload, _RAW_LIMIT)
    except zlib.error as exc:
        raise InvalidAnswer("not deflated") from exc
    if not inflater.eof or inflater.unused_data:
        raise InvalidAnswer("too large, cut short or followed by something else")
    return raw


def _summed(steps: Iterable[int]) -> list[int]:
    return [total & 0xFFFF for total in accumulate(steps)]


def _check_stroke(stroke: Any) -> dict[str, Any]:
    if not isinstance(stroke, dict):
        raise InvalidAnswer("a stroke is not an object")
    only(stroke, "colour", "width", "points")
    colour, width, points = stroke.get("colour"), stroke.get("width"), stroke.get("points")
    if not isinstance(colour, str) or not _COLOUR.fullmatch(colour.lower()):
        raise InvalidAnswer("colour")
    if width is None or not _is_number(width) or not 0.1 <= width <= MAX_WIDTH:
        raise InvalidAnswer("width")
    if not isinstance(points, list | GridPoints) or not points:
        raise InvalidAnswer("points")
    if len(points) > MAX_POINTS:
        raise AnswerTooBig("points")
    on_grid = points if isinstance(points, GridPoints) else [_check_point(point) for point in points]
    return {"colour": colour.lower(), "width": _plain(round(width, 1)), "points": on_grid}


def _check_point(point: Any) -> list[float]:
    if not isinstance(point, list | tuple) or len(point) != 2 or not all(map(_is_number, point)):
        raise InvalidAnswer("a point is not two numbers")
    x, y = point
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise InvalidAnswer("a point is off the paper")
    return [round(x * GRID) / GRID, round(y * GRID) / GRID]


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and value == value


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value

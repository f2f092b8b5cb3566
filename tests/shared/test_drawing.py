"""A drawing is strokes as data: exact on its grid, bounded, and read back from bytes nobody trusts."""

import random
import struct
import sys
import zlib
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.errors import AnswerTooBig, InvalidAnswer
from shared.kinds.drawing import GRID, MAX_BYTES, MAX_POINTS, MAX_STROKES, MAX_WIDTH, Drawing

DRAWING = Drawing()
four_decimals = st.integers(0, 10_000).map(lambda n: n / 10_000)
strokes = st.fixed_dictionaries(
    {
        "colour": st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}"),
        "width": st.integers(1, MAX_WIDTH * 10).map(lambda n: n // 10 if n % 10 == 0 else n / 10),
        "points": st.lists(st.tuples(four_decimals, four_decimals).map(list), min_size=1, max_size=40),
    }
)


def a_stroke(**over: Any) -> dict[str, Any]:
    """Return a stroke of two points."""
    return {"colour": "#102030", "width": 4, "points": [[0.25, 0.5], [0.75, 0.5]], **over}


def a_drawing(*strokes: dict[str, Any]) -> dict[str, Any]:
    """Return a drawing of these strokes, else of one."""
    return {"strokes": list(strokes) or [a_stroke()]}


def packed(raw: bytes) -> bytes:
    """Return raw stroke bytes as a payload."""
    return zlib.compress(raw)


def header(count: int) -> bytes:
    """Return the head of a stroke that claims ``count`` points."""
    return struct.pack("<3sHI", b"\x10\x20\x30", 40, count)


@given(st.lists(strokes, min_size=1, max_size=5))
def test_drawing_of_four_decimals_comes_back_exactly(drawn: list[dict[str, Any]]) -> None:
    drawing = {"strokes": drawn}

    checked = DRAWING.check(drawing, {})

    assert checked == drawing
    assert DRAWING.unpack(DRAWING.pack(checked)) == drawing


@given(x=st.floats(0, 1), y=st.floats(0, 1), width=st.floats(0.1, MAX_WIDTH))
@example(x=0.04045, y=0.5, width=1.0)
def test_any_point_is_put_on_the_grid_once_and_stays_there(x: float, y: float, width: float) -> None:
    checked = DRAWING.check(a_drawing(a_stroke(width=width, points=[[x, y]])), {})

    half_a_step = 0.5 / GRID + sys.float_info.epsilon  # halfway between two lines, the difference itself is rounded
    point = checked["strokes"][0]["points"][0]
    assert abs(point[0] - x) <= half_a_step
    assert abs(point[1] - y) <= half_a_step
    assert DRAWING.check(checked, {}) == checked
    assert DRAWING.unpack(DRAWING.pack(checked)) == checked


def test_colour_is_written_small() -> None:
    assert DRAWING.check(a_drawing(a_stroke(colour="#AbCdEf")), {}) == a_drawing(a_stroke(colour="#abcdef"))


def test_points_may_be_pairs_of_any_sequence() -> None:
    assert DRAWING.check(a_drawing(a_stroke(points=[(0, 1)])), {}) == a_drawing(a_stroke(points=[[0, 1]]))


def test_limits_are_those_of_the_protocol() -> None:
    assert (MAX_STROKES, MAX_POINTS, MAX_BYTES, GRID) == (5_000, 200_000, 300_000, 50_000)


def test_largest_drawing_is_taken_and_comes_back() -> None:
    dot = a_stroke(points=[[0.1, 0.1]] * (MAX_POINTS // MAX_STROKES))
    drawing = {"strokes": [dot] * MAX_STROKES}

    assert DRAWING.unpack(DRAWING.pack(DRAWING.check(drawing, {}))) == drawing


def test_one_stroke_may_have_all_the_points() -> None:
    drawing = a_drawing(a_stroke(points=[[n % 100 / 100, 0.5] for n in range(MAX_POINTS)]))

    assert DRAWING.unpack(DRAWING.pack(DRAWING.check(drawing, {}))) == drawing


@pytest.mark.parametrize(
    "drawing",
    [
        {"strokes": [a_stroke(points=[[0, 0]])] * (MAX_STROKES + 1)},
        a_drawing(a_stroke(points=[[0, 0]] * (MAX_POINTS + 1))),
        a_drawing(a_stroke(points=[[0, 0]] * MAX_POINTS), a_stroke(points=[[0, 0]])),
    ],
    ids=["strokes", "points of one stroke", "points of all strokes"],
)
def test_drawing_beyond_a_limit_is_too_big(drawing: dict[str, Any]) -> None:
    with pytest.raises(AnswerTooBig):
        DRAWING.check(drawing, {})


def test_drawing_that_does_not_pack_small_is_too_big() -> None:
    noise = random.Random(7)
    points = [[noise.random(), noise.random()] for _ in range(MAX_BYTES // 3)]
    checked = DRAWING.check(a_drawing(a_stroke(points=points)), {})

    with pytest.raises(AnswerTooBig):
        DRAWING.pack(checked)


@pytest.mark.parametrize(
    "drawing",
    [
        {},
        {"strokes": "many"},
        {"strokes": [1]},
        {"strokes": [a_stroke()], "image": "data:image/png;base64,"},
        a_drawing(a_stroke(colour="red")),
        a_drawing(a_stroke(colour="#12345")),
        a_drawing(a_stroke(colour="#1234567")),
        a_drawing(a_stroke(colour="#12345g")),
        a_drawing(a_stroke(colour="#123456\n")),
        a_drawing(a_stroke(colour=0x123456)),
        a_drawing(a_stroke(width=None)),
        a_drawing(a_stroke(width=0)),
        a_drawing(a_stroke(width=-1)),
        a_drawing(a_stroke(width=MAX_WIDTH + 0.1)),
        a_drawing(a_stroke(width=True)),
        a_drawing(a_stroke(width="4")),
        a_drawing(a_stroke(width=float("nan"))),
        a_drawing(a_stroke(width=1e308)),
        a_drawing(a_stroke(width=10**400)),
        a_drawing(a_stroke(points=[])),
        a_drawing(a_stroke(points="00")),
        a_drawing(a_stroke(points=[[0.5]])),
        a_drawing(a_stroke(points=[[0.5, 0.5, 0.5]])),
        a_drawing(a_stroke(points=["ab"])),
        a_drawing(a_stroke(points=[[True, False]])),
        a_drawing(a_stroke(points=[["0", "0"]])),
        a_drawing(a_stroke(points=[[float("nan"), 0]])),
        a_drawing(a_stroke(points=[[float("inf"), 0]])),
        a_drawing(a_stroke(points=[[1e308, 0]])),
        a_drawing(a_stroke(points=[[-0.0001, 0]])),
        a_drawing(a_stroke(points=[[0, 1.0001]])),
        a_drawing(a_stroke(points=[[10**400, 0]])),
        a_drawing(a_stroke(href="x")),
    ],
)
def test_hostile_drawings_are_refused(drawing: dict[str, Any]) -> None:
    with pytest.raises(InvalidAnswer):
        DRAWING.check(drawing, {})


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"not deflated",
        packed(b"\x10"),
        packed(header(2) + b"\0" * 7),
        packed(header(0xFFFFFFFF)),
        DRAWING.pack(a_drawing())[:-1],
        DRAWING.pack(a_drawing()) + b"!",
    ],
    ids=["nothing", "noise", "half a head", "half a point", "no points", "cut short", "something behind"],
)
def test_damaged_payloads_are_refused(payload: bytes) -> None:
    with pytest.raises(InvalidAnswer):
        DRAWING.unpack(payload)


def test_payload_that_swells_is_refused_before_it_is_large() -> None:
    bomb = zlib.compress(b"\0" * 100_000_000, 9)
    assert len(bomb) < MAX_BYTES

    with pytest.raises(InvalidAnswer):
        DRAWING.unpack(bomb)


@pytest.mark.parametrize("steps", [(65_535, 0), (0, GRID + 1), (GRID, GRID, 1, 0)])
def test_packed_points_off_the_paper_are_refused(steps: tuple[int, ...]) -> None:
    with pytest.raises(InvalidAnswer):
        DRAWING.unpack(packed(header(len(steps) // 2) + struct.pack(f"<{len(steps)}H", *steps)))


@pytest.mark.parametrize(
    "raw",
    [(header(1) + b"\0" * 4) * (MAX_STROKES + 1), header(MAX_POINTS + 1) + b"\0" * 4 * (MAX_POINTS + 1)],
    ids=["strokes", "points"],
)
def test_packed_drawing_beyond_a_limit_is_too_big_before_it_is_made(raw: bytes) -> None:
    with pytest.raises(AnswerTooBig):
        DRAWING.unpack(packed(raw))


def test_unpacked_points_take_a_few_bytes_each_and_are_checked_no_second_time() -> None:
    strokes = DRAWING.unpack(packed(header(MAX_POINTS) + b"\0" * 4 * MAX_POINTS))["strokes"]

    points = strokes[0]["points"]
    assert DRAWING.check({"strokes": strokes}, {})["strokes"][0]["points"] is points
    assert points[1:3] == [[0, 0], [0, 0]]
    assert (len(points), points[0], points[-1]) == (MAX_POINTS, [0, 0], [0, 0])


def test_payload_says_how_far_it_swells() -> None:
    assert DRAWING.unpacked_bytes(DRAWING.pack(a_drawing())) == len(header(2)) + 8
    assert DRAWING.unpacked_bytes(zlib.compress(b"\0" * 100_000_000, 9)) < 5 * MAX_POINTS
    assert DRAWING.unpacked_bytes(b"not deflated") == len(b"not deflated")


def test_unpacked_strokes_without_points_are_refused_by_check() -> None:
    answer = DRAWING.unpack(packed(header(0)))

    with pytest.raises(InvalidAnswer):
        DRAWING.check(answer, {})


def test_drawing_has_no_settings_to_refuse() -> None:
    DRAWING.check_settings({"anything": 1})

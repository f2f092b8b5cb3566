"""A drawing as SVG: the same strokes give the same bytes, and the picture is the one that was drawn."""

import io
import math
import random
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat
from playwright.sync_api import Browser

from hub.drawing_svg import drawing_svg
from shared.kinds.drawing import Drawing

WIDTH, HEIGHT, FINER = 800, 600, 4


def a_drawing(points: int = 3_200) -> list[dict[str, Any]]:
    """Return a drawing like a child's: loops in many colours and widths, some erasing, and two dots."""
    chance = random.Random(7)
    strokes = []
    for _ in range(16):
        x, y, turn = chance.random(), chance.random(), chance.random() * 6
        line = []
        for i in range(points // 16):
            x = min(1.0, max(0.0, x + math.cos(turn + i / 11) * 0.012))
            y = min(1.0, max(0.0, y + math.sin(turn + i / 7) * 0.016))
            line.append([x, y])
        colour = chance.choice(["#f4b728", "#e8674a", "#0e5a5c", "#5f4490", "#1e2b33", "#ffffff"])
        strokes.append({"colour": colour, "width": chance.choice([4, 8.5, 16, 30]), "points": line})
    strokes.append({"colour": "#b23a20", "width": 60, "points": [[0.25, 0.75]]})
    strokes.append({"colour": "#25507c", "width": 25, "points": [[0.75, 0.25], [0.75, 0.25]]})
    kind = Drawing()
    return list(kind.unpack(kind.pack(kind.check({"strokes": strokes}, {})))["strokes"])


def painted(strokes: list[dict[str, Any]]) -> Image.Image:
    """Return the strokes drawn by Pillow, four times finer and then made smaller: round ends and round corners."""
    picture = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), "#ffffff")
    draw = ImageDraw.Draw(picture)
    for stroke in strokes:
        wide = stroke["width"] / 1_000 * WIDTH * FINER
        points = [(x * WIDTH * FINER, y * HEIGHT * FINER) for x, y in stroke["points"]]
        draw.line(points, fill=stroke["colour"], width=round(wide))
        for x, y in points:
            draw.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=stroke["colour"])
    return picture.resize((WIDTH, HEIGHT), Image.Resampling.BOX)


@pytest.mark.browser
def test_picture_is_the_one_that_was_drawn(browser: Browser) -> None:
    strokes = a_drawing()
    assert sum(len(stroke["points"]) for stroke in strokes) > 3_000
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.set_content(f'<body style="margin:0">{drawing_svg(strokes)}</body>')

    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")

    page.close()
    difference = ImageChops.difference(shot, painted(strokes)).convert("L")
    off = sum(difference.histogram()[64:]) / (WIDTH * HEIGHT)
    assert ImageStat.Stat(difference).mean[0] < 1.0, "of 255"
    assert off < 0.005, "share of points that are clearly another colour"


def test_same_strokes_give_the_same_bytes() -> None:
    assert drawing_svg(a_drawing()) == drawing_svg(a_drawing())


def test_every_stroke_is_one_shape_in_its_order() -> None:
    strokes = [
        {"colour": "#f4b728", "width": 12.5, "points": [[0, 0], [0.12345, 1]]},
        {"colour": "#1e2b33", "width": 0.1, "points": [[1, 0.5]]},
    ]

    assert drawing_svg(strokes) == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10000 7500" aria-hidden="true">'
        '<rect width="10000" height="7500" fill="#ffffff"/>'
        '<g fill="none" stroke-linecap="round" stroke-linejoin="round">'
        '<polyline points="0,0 1234,7500" stroke="#f4b728" stroke-width="125"/>'
        '<circle cx="10000" cy="3750" r="0.5" fill="#1e2b33"/></g></svg>'
    )


def test_label_cannot_break_out_of_its_attribute() -> None:
    assert 'aria-label="&quot;&gt;&lt;script&gt;"' in drawing_svg([], '"><script>')


def test_largest_drawing_stays_a_page_of_reasonable_size() -> None:
    line = [[i % 1_000 / 1_000, i // 1_000 / 1_000] for i in range(40_000)]

    assert len(drawing_svg([{"colour": "#000000", "width": 4, "points": line}] * 5)) < 2_200_000

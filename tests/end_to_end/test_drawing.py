"""A drawing of 3,000 points looks the same on the glass and on the staff page."""

import math
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import sync_playwright

from hub.drawing_svg import drawing_svg
from kiosk.bootstrap import build
from kiosk.config import KioskConfig
from kiosk.visit.views import Answering
from kiosk.widgets.paper import DrawingPaper
from shared.kinds import kind_of
from tests.browser import launched
from tests.builders import a_news, a_pairing, a_prompt, a_receipt
from tests.end_to_end.hurried import HurriedClock
from tests.glass.driver import Driver

MOST_APART = 0.02
"""Mean difference of all pixels, 0 to 1. Edges are smoothed differently; a lost or shifted stroke gives far more."""


def flower() -> list[list[tuple[float, float]]]:
    """Six strokes of 500 points, all over the paper."""
    return [
        [
            (0.5 + 0.45 * math.cos(a) * math.cos(3 * a + petal), 0.5 + 0.45 * math.sin(a) * math.cos(3 * a + petal))
            for a in (math.tau * i / 500 for i in range(500))
        ]
        for petal in range(6)
    ]


def test_a_drawing_of_3000_points_looks_the_same_on_both_sides(tmp_path: Path) -> None:
    kiosk = build(KioskConfig(tmp_path / "kiosk"), HurriedClock())
    kiosk.store.keep_pairing(a_pairing())
    kiosk.store.take_receipt(a_receipt(news=a_news(prompts=[a_prompt("drawing")])))
    with Driver.of(kiosk) as glass:
        for test_id in ("language-nb", "prompt-drawing", "width-12"):
            glass.tap(test_id)
        glass.draw(flower())
        on_glass = paper_of(glass, tmp_path / "glass.png")
        drawing = kiosk.visit.view
        assert isinstance(drawing, Answering)
        strokes = drawing.draft["strokes"]
    kiosk.close()

    kind = kind_of("drawing")
    received = kind.unpack(kind.pack(kind.check({"strokes": strokes}, {})))["strokes"]
    on_page = rendered(drawing_svg(received), on_glass.size)

    assert sum(len(stroke["points"]) for stroke in received) >= 2_900
    assert apart(on_glass, Image.new("RGB", on_glass.size, "white")) > 2 * MOST_APART, "nothing was drawn"
    assert apart(on_glass, on_page) < MOST_APART


@pytest.mark.parametrize("lost", [0, 5])
def test_the_comparison_would_notice_a_lost_stroke(lost: int) -> None:
    strokes = [{"colour": "#1e2b33", "width": 12, "points": [list(p) for p in line]} for line in flower()]
    whole = rendered(drawing_svg(strokes), (640, 480))
    torn = rendered(drawing_svg([s for i, s in enumerate(strokes) if i != lost]), (640, 480))

    assert apart(whole, torn) > MOST_APART


def paper_of(glass: Driver, path: Path) -> Image.Image:
    """Return what is on the paper, without its border."""
    paper = next(widget for widget in glass.widgets() if isinstance(widget, DrawingPaper))
    left, bottom, width, height = paper.paper
    left, bottom = paper.to_window(left, bottom)
    with Image.open(glass.picture(path)) as whole:
        top = whole.height - bottom - height
        return whole.convert("RGB").crop((round(left), round(top), round(left + width), round(top + height)))


def rendered(svg: str, size: tuple[int, int]) -> Image.Image:
    """Return an SVG as Chromium draws it at this size."""
    with sync_playwright() as playwright, launched(playwright.chromium) as browser:
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block; width: 100% }}</style>{svg}")
        picture = page.screenshot()
    with Image.open(BytesIO(picture)) as image:
        return image.convert("RGB")


def apart(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of all pixels, from 0 (the same) to 1."""
    means = ImageStat.Stat(ImageChops.difference(one, other)).mean
    return sum(means) / len(means) / 255

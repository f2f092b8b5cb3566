"""What is really drawn: the colours of the kinds where they belong, strokes on the paper, and nothing blank."""

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest
from PIL import Image

from kiosk.widgets.pens import BLACK
from kiosk.widgets.theme import CONTRAST, LIGHT
from shared.colours import Colour, colour

ROOT = Path(__file__).parent.parent.parent
Look = Callable[[str], Image.Image]


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Look:
    """Return a picture by its name."""
    folder = tmp_path_factory.mktemp("pictures")
    command = [sys.executable, "-m", "tests.glass.pictures", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return lambda name: Image.open(folder / f"{name}.png").convert("RGB")


def near(pixel: tuple[int, ...] | float | None, wanted: Colour) -> bool:
    """Tell whether a pixel has a colour, a few levels given: other machines round otherwise."""
    assert isinstance(pixel, tuple)
    return all(abs(have - want * 255) < 4 for have, want in zip(pixel, wanted, strict=False))


def share(picture: Image.Image, wanted: Colour, box: tuple[int, int, int, int]) -> float:
    """Return how much of a box (left, top, right, bottom) has a colour."""
    pixels = picture.crop(box).get_flattened_data()
    return sum(near(pixel, wanted) for pixel in pixels) / len(pixels)


def test_the_question_of_the_day_stands_on_the_colour_of_its_kind(look: Look) -> None:
    attract = look("attract")

    assert attract.size == (1280, 800)
    assert share(attract, LIGHT.tones["idea"].ground, (0, 0, 1280, 800)) > 0.4
    assert 0.01 < share(attract, LIGHT.tones["idea"].on, (60, 150, 900, 400)) < 0.5


def test_every_tile_carries_the_colour_of_its_kind(look: Look) -> None:
    home = look("home")

    places = {"idea": (60, 180), "feedback": (670, 180), "poll": (60, 360), "drawing": (670, 360), "board": (60, 540)}
    shown = {kind: near(home.getpixel(place), LIGHT.tones[kind].ground) for kind, place in places.items()}
    assert shown == dict.fromkeys(places, True)


def test_the_band_tells_where_one_is_and_each_face_has_its_colour(look: Look) -> None:
    faces = look("faces")

    assert near(faces.getpixel((640, 4)), LIGHT.tones["feedback"].ground)
    for face in LIGHT.faces:
        assert share(faces, face, (0, 100, 1280, 660)) > 0.01


def test_faces_have_a_black_line_around_them_in_high_contrast(look: Look) -> None:
    faces = look("upright-faces")

    for face in CONTRAST.faces:
        inside = [(x, y) for y in range(0, 1100, 4) for x in range(0, 800, 4) if near(faces.getpixel((x, y)), face)]
        left, y = min(inside)
        line = [near(faces.getpixel((x, y)), CONTRAST.face_ink) for x in range(left - 12, left)]
        assert sum(line) >= 2
        assert near(faces.getpixel((left - 16, y)), CONTRAST.paper)


def test_pens_are_black_on_white_in_dark_as_they_draw(look: Look) -> None:
    dark, black, white = look("dark-drawing"), colour(BLACK), colour("#ffffff")

    def longest(left: int, right: int) -> int:
        """Return how high the highest black thing is that has white above and below."""
        found = [0]
        for x in range(left, right):
            column = [dark.getpixel((x, y)) for y in range(660)]
            blacks = [y for y in range(660) if near(column[y], black)]
            runs = [[y for _, y in run] for _, run in groupby(enumerate(blacks), lambda pair: pair[1] - pair[0])]
            on_white = (run for run in runs if near(column[run[0] - 3], white) and near(column[run[-1] + 3], white))
            found += [len(run) for run in on_white]
        return max(found)

    assert longest(0, 200) > 40, "the black pen among the colours"
    assert longest(1160, 1270) > 40, "the thick pen among the tools"


def test_strokes_and_eraser_show_on_the_paper(look: Look) -> None:
    red, white = colour("#d1382c"), colour("#ffffff")

    middle = (300, 120, 980, 660)
    assert 0.005 < share(look("drawing"), red, middle) < 0.2
    assert share(look("drawing"), white, middle) > 0.3
    across = [look("drawing").getpixel((x, 341)) for x in range(340, 1020, 4)]
    gap = [near(pixel, white) for pixel in across]
    assert gap[:40] == [False] * 40, "the line begins"
    assert any(gap[50:90]), "the eraser crossed it in the middle"


def test_thanks_have_the_colour_of_the_kind_and_a_white_receipt(look: Look) -> None:
    thanks = look("thanks")

    assert share(thanks, LIGHT.tones["drawing"].ground, (0, 0, 760, 660)) > 0.5
    assert share(thanks, LIGHT.card, (780, 60, 1220, 610)) > 0.7


def test_an_upright_screen_in_high_contrast_is_filled_to_its_edges(look: Look) -> None:
    upright = look("upright")

    assert upright.size == (800, 1280)
    assert share(upright, CONTRAST.paper, (0, 0, 800, 1280)) > 0.4
    assert share(upright, CONTRAST.ink, (0, 1000, 800, 1280)) > 0.02


def test_cards_of_activities_carry_their_colour_and_how_full_they_are(look: Look) -> None:
    whats_on = look("whats-on")

    assert near(whats_on.getpixel((640, 4)), LIGHT.tones["activity"].ground)
    assert share(whats_on, LIGHT.tones["activity"].ground, (40, 120, 1160, 640)) > 0.1
    assert 0.005 < share(whats_on, LIGHT.tones["idea"].ground, (40, 120, 620, 400)) < 0.1, "the soup is full"


def test_the_code_is_a_qr_code_that_a_phone_can_read(look: Look) -> None:
    seat = look("seat")
    black, white = (0, 0, 0), (255, 255, 255)
    dark = [(x, y) for x in range(800, 1220) for y in range(300, 640) if seat.getpixel((x, y)) == black]
    left, top = min(x for x, _ in dark), min(y for _, y in dark)
    right, bottom = max(x for x, _ in dark) + 1, max(y for _, y in dark) + 1
    side = (right - left) / 21

    assert (right - left, side) == (bottom - top, int(side)), "a square of whole pixels, version 1"
    assert side >= 4
    assert all(seat.getpixel((left - round(n * side) - 1, top)) == white for n in range(4)), "white around it"
    middles = [(n + 0.5) * side for n in range(7)]
    finder = [[seat.getpixel((int(left + x), int(top + y))) == black for x in middles] for y in middles]
    ring, core = [True] * 7, [True, False, True, True, True, False, True]
    gap = [True, False, False, False, False, False, True]
    assert finder == [ring, gap, core, core, core, gap, ring]

"""`make demo` without a screen, from start to end: it is the first that most people see of Samskap.

It takes a minute or two, and holds the one promise of the README that nothing else tries.
"""

import os
import re
from pathlib import Path

from PIL import Image, ImageColor

from tests.terminal import at_a_terminal, read_until
from tools.demo import CHILDREN, COLOUR, ENTRANCE, furnished
from tools.demo_story import LEAFLET, Story

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")
ENDS_S = 120


def test_demo_without_a_screen_tells_its_story_and_stays_until_a_key_is_pressed(tmp_path: Path) -> None:
    program = "import sys\nfrom tools.demo import main\ncode = main()\ninput()\nsys.exit(code)"

    with at_a_terminal(program, folder=tmp_path, without=SCREENS) as (terminal, demo):
        said = read_until(terminal, "press a key to end the demo")
        os.write(terminal, b"q")
        read_until(terminal, "the hub has ended")
        os.write(terminal, b"\n")
        assert demo.wait(ENDS_S) == 0

    story = Story(tmp_path / "demo-output")
    assert "demo-output/index.html" in said
    assert ["password: " in part for part in said.split("index.html")] == [False, True], "it is said when it is of use"
    assert {name for name in story.names if not story.picture(name).exists()} == set()
    for name in story.names:
        with Image.open(story.picture(name)) as picture:
            assert picture.size == ((1440, 900) if name.startswith("staff-page-") else (1280, 800)), name
    with Image.open(story.picture("attract")) as resting:
        foot = resting.convert("RGB").getpixel((4, resting.height - 4))
        assert foot == ImageColor.getrgb(COLOUR), "the library shows its colour"
    assert "no-sound" not in said, "its thanks are heard where nobody is"
    assert (story.folder / LEAFLET).read_bytes().startswith(b"%PDF")


def test_library_of_the_demo_has_chosen_its_look_and_named_its_kiosks(tmp_path: Path) -> None:
    with furnished(tmp_path, "fire gule elger danser") as (_, _, desk):
        kiosks, chosen = desk.page("/kiosks"), desk.page("/settings")

    assert [f"<bdi>{name}</bdi>" in kiosks for name in (ENTRANCE, CHILDREN)] == [True, True]
    assert f'value="{COLOUR}" checked' in chosen
    assert re.search(r'name="sound"[^>]* checked', chosen)

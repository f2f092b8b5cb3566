"""What `make demo` leaves where nobody has a screen, a story in pictures; and that it waits at a terminal alone."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import at_a_terminal, read_until
from tools.demo_story import LEAFLET, Story

ROOT = Path(__file__).parent.parent
ENDS_S = 60
"""How long a program may take to end that should end at once; it is ended then."""

HOLDS = "from tools.holding import hold\nprint('key' if hold('look around', 600) else 'over')\ninput()"
STAYS = "from tools.demo import stay\nstay('name: demo')\nprint('ended')\nprint(input().upper())\ninput()"
"""At the end both wait for a line: what a program has said last may be lost when it leaves its terminal at once."""


@pytest.mark.parametrize("key", [b"q", b"\n", b"\x1b[A"], ids=["q", "enter", "arrow"])
def test_hold_waits_for_a_key(key: bytes) -> None:
    with at_a_terminal(HOLDS) as (terminal, program):
        read_until(terminal, "look around")
        assert program.poll() is None

        os.write(terminal, key)

        assert read_until(terminal, "key")
        os.write(terminal, b"\n")
        assert program.wait(ENDS_S) == 0


def test_hold_ends_by_itself_when_the_time_is_over() -> None:
    with at_a_terminal(HOLDS.replace("600", "0")) as (terminal, program):
        assert "look around" in read_until(terminal, "over")
        os.write(terminal, b"\n")
        assert program.wait(ENDS_S) == 0


def test_demo_that_stays_ends_cleanly_with_ctrl_c_and_leaves_the_terminal_as_it_was() -> None:
    with at_a_terminal(STAYS) as (terminal, program):
        said = read_until(terminal, "end the demo\r\n")

        os.write(terminal, b"\x03")

        assert "name: demo" in said
        assert "no kiosk to show what is published" in said
        assert "Traceback" not in read_until(terminal, "ended")
        os.write(terminal, b"lines again\n")
        assert "lines again" in read_until(terminal, "LINES AGAIN"), "the terminal echoes, and gives whole lines"
        os.write(terminal, b"\n")
        assert program.wait(ENDS_S) == 0


@pytest.mark.parametrize("stdin", [subprocess.DEVNULL, subprocess.PIPE])
def test_hold_waits_for_nobody_where_there_is_no_terminal(stdin: int) -> None:
    program = "from tools.holding import hold; print(hold('look around', 600))"

    done = subprocess.run([sys.executable, "-c", program], stdin=stdin, capture_output=True, cwd=ROOT, timeout=ENDS_S)

    assert done.stdout == b"False\n"


def test_demo_says_no_sign_in_where_nothing_stays_to_sign_in_to() -> None:
    program = "from tools.demo import stay; stay('password: fire gule elger')"

    done = subprocess.run(
        [sys.executable, "-c", program], stdin=subprocess.DEVNULL, capture_output=True, cwd=ROOT, timeout=ENDS_S
    )

    assert (done.returncode, done.stdout) == (0, b"")


def test_story_has_a_sentence_for_each_picture_and_four_chapters(tmp_path: Path) -> None:
    story = Story(tmp_path)
    for name in story.names:
        story.picture(name).write_bytes(b"")

    page = story.write().read_text("utf-8")

    assert [chapter.title for chapter in story.chapters] == ["A visitor", "A child", "The librarian", "The answer"]
    assert re.findall(r'src="([^"]+)"', page) == sorted(path.name for path in tmp_path.glob("*.png"))
    assert page.count("<figcaption>") == len(story.names) == len(set(story.names))
    assert f'href="{LEAFLET}"' in page


def test_story_needs_no_script_and_nothing_from_elsewhere(tmp_path: Path) -> None:
    story = Story(tmp_path)
    for name in story.names:
        story.picture(name).write_bytes(b"")

    page = story.write().read_text("utf-8")

    assert "<script" not in page
    assert re.findall(r'(?:src|href)="(?:[a-z]+:)?//', page) == []
    assert re.findall(r"url\(|@import", page) == []


def test_story_without_one_of_its_pictures_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no picture of attract, language"):
        Story(tmp_path).write()


def test_picture_of_nothing_in_the_story_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nowhere"):
        Story(tmp_path).picture("nowhere")

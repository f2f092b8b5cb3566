"""The glass under test: Kivy is told about the window before anything imports it. Nothing is really drawn here."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("KIVY_GL_BACKEND", "mock")
os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")

from kiosk import window
from tests.garbage import pytest_runtest_logfinish

__all__ = ["pytest_runtest_logfinish"]

window.prepare(windowed=True, max_fps=0)

# Without a GL nothing compiles; Kivy tells so for every shader.
logging.getLogger("kivy").setLevel(logging.CRITICAL)

if TYPE_CHECKING:
    from tests.glass.driver import Driver


@pytest.fixture
def glass(tmp_path: Path) -> Iterator["Driver"]:
    """A paired kiosk at rest, 1280x800, that speaks Norwegian."""
    from tests.glass.driver import Driver
    from tests.glass.kiosks import a_kiosk

    with Driver.of(a_kiosk(tmp_path / "kiosk")) as driver:
        yield driver


@pytest.fixture
def home(glass: "Driver") -> "Driver":
    """The same, after somebody has chosen Norwegian."""
    glass.tap("language-nb")
    return glass


@pytest.fixture
def writing(home: "Driver") -> "Driver":
    """The same, at the question for an idea."""
    home.tap("prompt-ideas")
    return home


@pytest.fixture
def status(glass: "Driver") -> "Driver":
    """A kiosk whose staff have just chosen a PIN."""
    glass.knock()
    glass.pad("112358" * 2)
    return glass

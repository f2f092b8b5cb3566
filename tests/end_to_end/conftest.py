"""A window that really draws: these tests run in a process of their own, for Kivy has one way to draw in each."""

import os

os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
assert os.environ.get("KIVY_GL_BACKEND") != "mock", "run tests/end_to_end on their own: pytest tests/end_to_end"

from kiosk import window  # noqa: E402 -- the line above must come first
from tests.garbage import pytest_runtest_logfinish  # noqa: E402 -- so must it here

__all__ = ["pytest_runtest_logfinish"]

window.prepare(windowed=True, max_fps=0)

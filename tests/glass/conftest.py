"""The glass under test: Kivy is told about the window before anything imports it."""

import logging
import os

os.environ.setdefault("KIVY_GL_BACKEND", "mock")
os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")

from kiosk import window

window.prepare(windowed=True, max_fps=0)

# Without a GL nothing compiles; Kivy tells so for every shader.
logging.getLogger("kivy").setLevel(logging.CRITICAL)

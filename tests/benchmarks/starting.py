"""The kiosk from process start to its first frame, against an empty Kivy app in a window of the same size."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.figures import Figure, rounds
from tests.processes import environment, pair, serving, succeed

ROUNDS = 11

FIRST_FRAME = """
from kivy.core.window import Window
import os, sys, time
def shown(*_):
    sys.stdout.write(f"{time.time()}\\n")
    sys.stdout.flush()
    os._exit(0)
Window.bind(on_flip=shown)
"""
EMPTY = """
from kivy.config import Config
for name, value in (("width", 1280), ("height", 800), ("multisamples", 0)):
    Config.set("graphics", name, value)
from kivy.app import App
"""
KIOSK = """
import sys
from pathlib import Path
from kiosk.bootstrap import build, build_app
from kiosk.config import KioskConfig
app = build_app(build(KioskConfig(Path(sys.argv[1]))), size=(1280, 800), windowed=True)
"""


def measure() -> list[Figure]:
    """Start both in turn; the kiosk is paired and has its prompts, as it would in a library."""
    with tempfile.TemporaryDirectory() as folder:
        kiosk = Path(folder, "kiosk")
        with serving(Path(folder, "hub"), discovery=False) as hub:
            pair(kiosk, hub)
            succeed("kiosk", "sync", "--data", str(kiosk))

        def start_kiosk() -> float:
            return _first_frame(KIOSK + FIRST_FRAME + "app.run()", str(kiosk))

        def start_empty() -> float:
            return _first_frame(EMPTY + FIRST_FRAME + "App().run()")

        rounds(1, start_kiosk, start_empty)  # the first start of all compiles, and reads the disk
        started, empty = rounds(ROUNDS, start_kiosk, start_empty)
    how = f"{started:.2f} s against {empty:.2f} s for an empty Kivy app"
    return [Figure("the kiosk from start to first frame", started / empty, 1.6, how)]


def _first_frame(script: str, *arguments: str) -> float:
    """Return the seconds from the start of a process to its first flip. Offscreen, drawn by the processor."""
    quiet = {"KIVY_NO_ARGS": "1", "KIVY_NO_CONFIG": "1", "KIVY_NO_FILELOG": "1", "KIVY_LOG_MODE": "PYTHON"}
    around = environment(SDL_VIDEODRIVER=os.environ.get("SDL_VIDEODRIVER", "offscreen"), **quiet)
    around.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], env=around, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return float(done.stdout) - start

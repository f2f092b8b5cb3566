"""The first picture waits for nothing that it does not show; what the others need is there soon after."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.screens import SCREENS
from tests.glass.kiosks import a_kiosk

if TYPE_CHECKING:
    from tests.glass.driver import Driver

STARTING = """
import gc, sys
from pathlib import Path
from kiosk.bootstrap import build, build_app
from kiosk.config import KioskConfig
app = build_app(build(KioskConfig(Path(sys.argv[1]), discovery=False)), windowed=True)
from kivy.core.window import Window
from kiosk.screens import loading
at_first, collects = [], []
def drawn(window):
    at_first.append({"no page is faded", *sys.modules} if app.stage.children[0].opacity == 1 else set(sys.modules))
    collects.append(gc.isenabled())
    window.unbind(on_draw=drawn)
Window.bind(on_draw=drawn)
from kivy.clock import Clock
from kiosk.screens.loading import ROOMS
wanted = {
    f"kiosk.{room}.{path.stem}".replace("/", ".")
    for room in ROOMS for path in (loading.KIOSK / room).glob("[!_]*.py")
}
def look(_):
    if at_first and wanted <= sys.modules.keys():
        collects.append(gc.isenabled())
        app.stop()
Clock.schedule_interval(look, 0)
app.run()
print(*sorted(at_first[0]), *(f"collects: {one}" for one in collects), sep=",")
"""
LATE = {
    *("cattrs", "cryptography", "httpx2", "tomllib", "zeroconf"),
    *("kivy.uix.textinput", "kiosk.forms", "kiosk.kinds", "kiosk.screens.visit.home"),
}


def test_first_picture_is_all_there_before_network_and_other_screens_are_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "kiosk"
    a_kiosk(folder).close()

    around = {**os.environ, "SDL_VIDEODRIVER": "offscreen", "KIVY_GL_BACKEND": "mock"}
    done = subprocess.run(
        [sys.executable, "-c", STARTING, str(folder)], env=around, capture_output=True, text=True, timeout=180
    )

    assert done.returncode == 0, done.stderr
    told = done.stdout.strip().split(",")
    loaded = set(told)
    assert told[-2:] == ["collects: False", "collects: True"]
    assert {"kiosk.screens.visit.attract", "no page is faded"} <= loaded
    assert loaded & LATE == set()


@pytest.mark.parametrize("view", SCREENS, ids=str)
def test_every_view_has_a_screen_that_can_be_built(glass: "Driver", view: type) -> None:
    from kiosk.screens.loading import load_all, screen_of

    load_all()

    assert screen_of(object.__new__(view))().app is glass.app

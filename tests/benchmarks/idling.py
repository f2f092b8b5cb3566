"""What kiosk and hub cost while nothing happens, against an empty Kivy app and an empty FastAPI app."""

import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import psutil

from tests.benchmarks.figures import Figure
from tests.benchmarks.starting import EMPTY, KIOSK
from tests.processes import environment, free_port, pair, serving, succeed

SETTLE_S, WATCH_S = 6.0, 20.0
EMPTY_HUB = """
import sys, uvicorn
from fastapi import FastAPI
uvicorn.run(FastAPI(), port=int(sys.argv[1]), log_level="error")
"""


def measure() -> list[Figure]:
    """Watch a connected pair for some seconds, then their empty likes."""
    with tempfile.TemporaryDirectory() as folder:
        kiosk_data = Path(folder, "kiosk")
        with serving(Path(folder, "hub")) as hub:
            pair(kiosk_data, hub)
            succeed("kiosk", "sync", "--data", str(kiosk_data))
            assert hub.process
            with _running(KIOSK + "app.run()", str(kiosk_data)) as kiosk:
                (kiosk_cpu, kiosk_mb), (hub_cpu, hub_mb) = _watch(kiosk.pid, hub.process.pid)
    with _running(EMPTY + "App().run()") as kivy, _running(EMPTY_HUB, str(free_port())) as fastapi:
        (kivy_cpu, kivy_mb), (fastapi_cpu, fastapi_mb) = _watch(kivy.pid, fastapi.pid)
    return [
        Figure("processor of a resting kiosk", kiosk_cpu, None, f"{kivy_cpu:.1f} % for an empty Kivy app", unit="%"),
        Figure("memory of a kiosk", kiosk_mb / kivy_mb, None, f"{kiosk_mb:.0f} MB against {kivy_mb:.0f} MB"),
        Figure("processor of an idle hub", hub_cpu, None, f"{fastapi_cpu:.1f} % for an empty FastAPI app", unit="%"),
        Figure("memory of a hub", hub_mb / fastapi_mb, None, f"{hub_mb:.0f} MB against {fastapi_mb:.0f} MB"),
    ]


def _running(script: str, *arguments: str) -> "subprocess.Popen[bytes]":
    quiet = {"KIVY_NO_ARGS": "1", "KIVY_NO_CONFIG": "1", "KIVY_NO_FILELOG": "1", "KIVY_LOG_MODE": "PYTHON"}
    return _Process(
        [sys.executable, "-c", script, *arguments],
        env=environment(SDL_VIDEODRIVER="offscreen", **quiet),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


class _Process(subprocess.Popen[bytes]):
    def __exit__(self, *_: object) -> None:
        self.kill()
        self.wait()


def _watch(*pids: int) -> list[tuple[float, float]]:
    """Return per cent of one core and resident MB of each process, over the same seconds."""
    pause = threading.Event()
    pause.wait(SETTLE_S)
    processes = [psutil.Process(pid) for pid in pids]
    for process in processes:
        process.cpu_percent()
    pause.wait(WATCH_S)
    return [(process.cpu_percent(), process.memory_info().rss / 1e6) for process in processes]

"""A machine with one part of Samskap says how the other is installed."""

import subprocess
import sys
from pathlib import Path

import pytest

from shared.errors import NotInstalled
from shared.parts import run_part

WITHOUT = """
import sys

class Without:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {missing}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Without())
from {part}.__main__ import main
sys.argv = ["samskap-{part}", *sys.argv[1:]]
sys.exit(main())
"""


@pytest.mark.parametrize(
    ("part", "arguments", "missing"),
    [
        ("kiosk", ["run"], ["kivy", "cattrs", "httpx2", "segno"]),
        ("kiosk", ["pair", "--hub", "127.0.0.1:1", "--code", "K7QM-2XHT-9FRB"], ["cattrs", "httpx2"]),
        ("hub", ["serve"], ["sqlite_utils"]),
        ("hub", ["serve"], ["fastapi", "starlette"]),
    ],
)
def test_part_that_is_not_installed_says_which_command_installs_it(
    tmp_path: Path, part: str, arguments: list[str], missing: list[str]
) -> None:
    program = WITHOUT.format(part=part, missing=missing)
    command = [sys.executable, "-c", program, *arguments, "--data", str(tmp_path / part)]

    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(f"{NotInstalled.says} (not-installed: without ")
    assert f"tools/setup.sh .venv {part})" in done.stderr


def test_part_that_is_broken_is_not_called_missing() -> None:
    def run() -> int:
        raise ModuleNotFoundError("No module named 'hub.page'", name="hub.page")

    with pytest.raises(ModuleNotFoundError):
        run_part("hub", run)

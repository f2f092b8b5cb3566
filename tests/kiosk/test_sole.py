"""One glass a folder, however the one before it ended."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.sole import sole_glass
from shared.errors import AlreadyRunning

HOLD = (
    "import sys; from pathlib import Path; from kiosk.sole import sole_glass\n"
    "with sole_glass(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
)


def test_second_glass_of_a_folder_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    with sole_glass(tmp_path), pytest.raises(AlreadyRunning), sole_glass(tmp_path):
        pass

    with sole_glass(tmp_path):
        assert (tmp_path / "kiosk.lock").stat().st_mode & 0o077 == 0


def test_glass_that_was_killed_leaves_the_folder_free(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning), sole_glass(tmp_path):
            pass
        other.kill()

    with sole_glass(tmp_path):
        pass

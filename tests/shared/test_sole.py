"""One hub, one glass a folder, however the one before it ended."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from shared.errors import AlreadyRunning
from shared.sole import sole

HOLD = (
    "import sys; from pathlib import Path; from shared.sole import sole\n"
    "with sole(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
)


def test_second_holder_of_a_file_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    with sole(tmp_path / "one.lock"), pytest.raises(AlreadyRunning), sole(tmp_path / "one.lock"):
        pass

    with sole(tmp_path / "one.lock"):
        assert (tmp_path / "one.lock").stat().st_mode & 0o077 == 0


def test_holder_that_was_killed_leaves_the_file_free(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "one.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning), sole(tmp_path / "one.lock"):
            pass
        other.kill()

    with sole(tmp_path / "one.lock"):
        pass


def test_who_waits_gets_the_file_when_its_holder_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "one.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        threading.Timer(0.3, other.kill).start()
        with sole(tmp_path / "one.lock", wait_s=60):
            pass

"""Programs at a terminal: a pseudo-terminal of their own, on whose other side a test reads and presses keys."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
OWN_TERMINAL = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
"""Begins a program that has what it was started with as its terminal, so that Ctrl-C reaches it and nobody else."""


@contextmanager
def at_a_terminal(
    program: str, *, folder: Path = ROOT, without: tuple[str, ...] = ()
) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """Run a Python program in a folder; yield the other side of its terminal, and the program.

    ``without``: variables that are not in its environment.
    """
    here, there = pty.openpty()
    variables = {name: value for name, value in os.environ.items() if name not in without}
    try:
        started = subprocess.Popen(
            [sys.executable, "-c", OWN_TERMINAL + program], stdin=there, stdout=there, stderr=there, cwd=folder,
            env={**variables, "PYTHONPATH": str(ROOT)}, start_new_session=True,
        )  # fmt: skip
        os.close(there)
        with started:
            try:
                yield here, started
            finally:
                started.kill()
    finally:
        os.close(here)


def read_until(terminal: int, words: str) -> str:
    """Return what was said until these words came. Raises OSError when the program ends without them."""
    said = ""
    while words not in said:
        said += os.read(terminal, 1024).decode(errors="replace")
    return said

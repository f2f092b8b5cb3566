"""One glass a folder: whoever shows a kiosk holds a lock on a file in it, and the system frees it when they die.

The commands beside it do not ask for the lock: their transactions take turns with the glass's.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.errors import AlreadyRunning

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FILE = "kiosk.lock"


@contextmanager
def sole_glass(folder: Path) -> Iterator[None]:
    """Be the only glass of the kiosk in this folder, which is there. Raises AlreadyRunning, OSError."""
    file = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(file)
        yield
    finally:
        os.close(file)


def _lock(file: int) -> None:
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as exc:  # the second is how Windows says it
        raise AlreadyRunning("another process shows the kiosk in this folder") from exc

"""One hub, one glass a folder: whoever serves or shows it holds a lock on a file there, which ends with its process.

The commands beside it do not ask for the lock: their transactions take turns.
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


@contextmanager
def sole(lock: Path) -> Iterator[None]:
    """Be the only one who holds this file, in a folder that is there. Raises AlreadyRunning, OSError."""
    file = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _locked(file):
            raise AlreadyRunning(f"another process holds {lock}")
        yield
    finally:
        os.close(file)


def _locked(file: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # the second is how Windows says it
        return False
    return True

"""One hub, one glass, one round of sync a folder: whoever is at it holds a lock on a file there, which ends with its
process.

The commands beside a hub or a glass do not ask for its lock: their transactions take turns.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.errors import AlreadyRunning

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOOK_S = 0.05
"""How often whoever waits looks whether the file is free."""


@contextmanager
def sole(lock: Path, wait_s: float = 0) -> Iterator[None]:
    """Be the only one who holds this file, in a folder that is there, after waiting at most so long for who holds it.

    Raises AlreadyRunning, OSError.
    """
    file, until = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600), time.monotonic() + wait_s
    try:
        while not _locked(file):
            if time.monotonic() >= until:
                raise AlreadyRunning(f"another process holds {lock}")
            time.sleep(LOOK_S)
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

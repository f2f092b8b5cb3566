"""Saves answers in child processes, each of which is struck at another of its system calls by strace.

python -m tests.faults.saver FOLDER TIMES STEP {pwrite64,fdatasync} {answers,sign-ups}

strace strikes every process at its call number TIMES + 1. Child ``k`` makes TIMES - k idle calls first, so it is
struck at its call number ``k`` + 1 on the kiosk's own files. It prints ``k id`` for each answer it was thanked for, and
``k error code`` when the kiosk said that it could not save. A sign-up is printed as ``k id state``.
"""

import os
import sys
from pathlib import Path

from kiosk.store import KioskStore
from shared.errors import StoreError
from tests.builders import save, sign_up
from tests.fakes import FrozenClock

SAVES = 6


def main(folder: Path, times: int, step: int, call: str, what: str) -> None:
    """Fork a child for each call to be struck, ``step`` calls apart."""
    scratch = os.open(folder / "scratch", os.O_RDWR | os.O_CREAT)
    for k in range(0, times, step):
        child = os.fork()
        if not child:
            for _ in range(times - k):
                os.pwrite(scratch, b"x", 0) if call == "pwrite64" else os.fdatasync(scratch)
            _save(folder / str(k), k, what)
            os._exit(0)
        os.waitpid(child, 0)


def _save(folder: Path, k: int, what: str) -> None:
    store = KioskStore.open(folder, FrozenClock())
    for number in range(SAVES):
        try:
            said = [save(store, f"answer {number}")] if what == "answers" else sign_up(store)
            line = f"{k} {' '.join(map(str, said))}\n"
        except StoreError as exc:
            line = f"{k} error {exc.code}\n"
        os.write(1, line.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])

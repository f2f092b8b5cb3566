"""Saves answers in child processes, each of which is struck at another of its system calls by strace.

python -m tests.faults.saver FOLDER TIMES STEP {pwrite64,fdatasync} {answers,sign-ups,faces}

strace strikes every process at its call number TIMES + 1. Child ``k`` makes TIMES - k idle calls first, so it is
struck at its call number ``k`` + 1 on the kiosk's own files. It prints ``k id`` for each answer it was thanked for, and
``k error code`` when the kiosk said that it could not save. A sign-up is printed as ``k id state``.
Where it is faces, a visitor touches one, is thanked, and then says WORDS: two saves each.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from kiosk.store import KioskStore
from kiosk.visit.views import Answering, Thanking
from kiosk.visit.visit import Visit
from shared.errors import StoreError
from tests.builders import save, sign_up
from tests.fakes import FrozenClock
from tests.visiting import a_visit

SAVES = 6
WORDS = "hemmelig ord"


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
    if what == "faces":
        for line in _said_in_two_goes(store):
            os.write(1, f"{k} {line}\n".encode())
        return
    for number in range(SAVES):
        try:
            said = [save(store, f"answer {number}")] if what == "answers" else sign_up(store)
            line = f"{k} {' '.join(map(str, said))}\n"
        except StoreError as exc:
            line = f"{k} error {exc.code}\n"
        os.write(1, line.encode())


def _said_in_two_goes(store: KioskStore) -> Iterator[str]:
    """One visitor after the other: a face, and after the thanks a comment. Who is refused goes away."""
    for _ in range(SAVES // 2):
        visit = a_visit(store, FrozenClock())
        visit.answer("feedback")
        visit.write("rating", 4)
        visit.go_on()
        yield _told(visit)
        if not isinstance(visit.view, Thanking):
            yield "error not-thanked"
            continue
        visit.say_more()
        visit.go_on()
        visit.write("comment", WORDS)
        visit.go_on()
        yield _told(visit)


def _told(visit: Visit) -> str:
    view = visit.view
    if isinstance(view, Thanking):
        return view.submission_id
    assert isinstance(view, Answering)
    assert view.problem
    return f"error {view.problem.code}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])

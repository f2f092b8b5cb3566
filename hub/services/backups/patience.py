"""Asking a drive, and not waiting for ever: one that fails, or a folder of a computer that is off, may say nothing.

The system lets nobody break off such a question. So it is asked by a thread of its own, one at a time, and whoever
asked goes on without an answer.
"""

import queue
import threading
from collections.abc import Callable
from typing import Final, TypeVar

from shared.errors import FolderGone, SamskapError

LOOK_S: Final = 3.0
"""How long whoever looks at a page waits for a drive."""
WRITE_S: Final = 20.0
"""How long a small file may take to be written: a stick that slept wakes up first."""
T = TypeVar("T")


class Patience:
    """Asks one question at a time; while one is not answered the next waits as long, and is told the same."""

    def __init__(self) -> None:
        self._one = threading.Semaphore()

    def ask(self, question: Callable[[], T], wait_s: float) -> T:
        """Return the answer to a question that raises SamskapError or OSError alone.

        Raises those too; FolderGone where no answer comes within ``wait_s`` seconds.
        """
        if not self._one.acquire(timeout=wait_s):
            raise FolderGone("the drive has not answered before")
        answers: queue.SimpleQueue[tuple[T] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put((question(),))
            except (SamskapError, OSError) as exc:
                answers.put(exc)
            finally:
                self._one.release()

        threading.Thread(target=ask, name="asking a drive", daemon=True).start()
        try:
            answer = answers.get(timeout=wait_s)
        except queue.Empty as exc:
            raise FolderGone("the drive does not answer") from exc
        if isinstance(answer, Exception):
            raise answer
        return answer[0]


PATIENCE: Final = Patience()
"""Of this process: all drives together."""

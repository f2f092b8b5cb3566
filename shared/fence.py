"""Fences, one round every task in the background: what goes wrong in one try ends neither the task nor the rest.

    with fence:
        one_try()

Whatever that raises is logged by its class, its code and its place, never by its words, which may be a visitor's. Staff
read the fence's trouble until a try goes well again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from shared.errors import SamskapError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Trouble:
    """What staff read: what is not done, why ("" when nobody foresaw it), and a code for whoever helps."""

    task: str
    says: str
    why: str
    code: str


class Fence:
    """The fence round one task. ``says`` tells staff what does not happen while it fails. Any thread may enter."""

    def __init__(self, task: str, says: str, on_change: Callable[[], None] = lambda: None) -> None:
        self.task, self._says, self._on_change = task, says, on_change
        self.trouble: Trouble | None = None

    def __enter__(self) -> None:
        """Begin one try."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        """End it: an error stays inside, a cancelled task or the end of the process goes on its way."""
        if error is None:
            self._set(None)
        elif isinstance(error, Exception):
            self.note(error)
            return True
        return False

    def note(self, error: Exception) -> None:
        """Log an error, and show it to staff until a try goes well."""
        why, code = (error.says, error.code) if isinstance(error, SamskapError) else ("", type(error).__name__)
        if self._set(Trouble(self.task, self._says, why, code)):  # once, not at every try
            log.error("%s did not work: %s, %s, %s", self.task, type(error).__name__, code, _place(error))

    def _set(self, trouble: Trouble | None) -> bool:
        """Take the trouble there is now; tell whether it is another one."""
        before, self.trouble = self.trouble, trouble
        if before != trouble:
            self._on_change()
        return before != trouble


class Fences:
    """All fences of one process. ``on_change`` is called, in any thread, when a trouble comes or goes."""

    def __init__(self) -> None:
        self._all: list[Fence] = []
        self.on_change: Callable[[], None] = lambda: None

    def round(self, task: str, says: str) -> Fence:
        """Put up a fence round a task."""
        fence = Fence(task, says, lambda: self.on_change())
        self._all.append(fence)
        return fence

    def troubles(self) -> list[Trouble]:
        """Return what does not work just now."""
        return [fence.trouble for fence in self._all if fence.trouble is not None]


def _place(error: Exception) -> str:
    """Return where an error was raised: file and line, which hold nobody's words."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else "nowhere"

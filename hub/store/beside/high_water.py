"""How far the database had come, written beside it: a database that is behind this mark is an old backup."""

import os
from contextlib import suppress
from pathlib import Path

from shared.errors import FileUnreadable
from shared.files import read_kept

WIDTH = 20
"""Digits of the number: every mark has one length, so the next is written over it."""


class HighWaterMark:
    """One number in one file. Losing the last step to a power cut does no harm: the mark may be low, never high.

    Raises FileUnreadable: a mark that cannot be read is not one that is gone.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = self.read()

    def read(self) -> int:
        """Return the highest revision ever marked; 0 when there is no mark. Raises FileUnreadable."""
        content = read_kept(self._path)
        try:
            return 0 if content is None else int(content)
        except ValueError as exc:
            raise FileUnreadable(f"{self._path}: it holds no number") from exc

    def raise_to(self, revision: int) -> None:
        """Mark that the database has come so far; a full disk is for the database to tell."""
        if revision <= self._known:
            return
        with suppress(OSError):
            self._write(f"{revision:0{WIDTH}d}\n".encode())
            self._known = revision

    def _write(self, line: bytes) -> None:
        """Write over the mark that is there: nothing is cut off, so a power cut leaves the old number or the new one.

        That needs no flush for each step. The first mark is flushed before it gets its name.
        """
        if self._path.exists() and self._path.stat().st_size == len(line):
            with self._path.open("r+b") as file:
                file.write(line)
            return
        fresh = self._path.with_suffix(".new")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)

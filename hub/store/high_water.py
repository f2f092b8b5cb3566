"""How far the database had come, written beside it: a database that is behind this mark is an old backup."""

from contextlib import suppress
from pathlib import Path


class HighWaterMark:
    """One number in one file. Losing the last step to a power cut does no harm: the mark may be low, never high."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = self.read()

    def read(self) -> int:
        """Return the highest revision ever marked; 0 when there is no mark that can be read."""
        with suppress(OSError, ValueError):
            return int(self._path.read_text("ascii"))
        return 0

    def raise_to(self, revision: int) -> None:
        """Mark that the database has come so far; a full disk is for the database to tell."""
        if revision <= self._known:
            return
        with suppress(OSError):
            fresh = self._path.with_suffix(".new")
            fresh.write_text(str(revision), "ascii")
            fresh.chmod(0o600)
            fresh.replace(self._path)
            self._known = revision

"""The list of erased ids beside the database: one JSON line each, so that no old backup brings anything back."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from shared.errors import FileUnreadable


class ErasureLog:
    """Appends to one file, and reads it whole. Holds ids and times, nothing else."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def remember(self, ids: Iterable[str], *, now: str) -> None:
        """Write these down; they are on the disk when this returns."""
        lines = "".join(json.dumps({"id": one, "at": now}) + "\n" for one in ids)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":  # a power cut took the end of the last line; do not lose this one too
                    lines = "\n" + lines
            file.write(lines.encode())
            file.flush()
            os.fsync(file.fileno())

    def every(self) -> list[str]:
        """Return all ids; a line cut short by a power cut is passed over, for its erasure was never confirmed.

        Raises FileUnreadable.
        """
        try:
            lines = self._path.read_text("utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []
        except OSError as exc:
            raise FileUnreadable(f"{self._path}: {exc.strerror}") from exc
        found = []
        for line in lines:
            try:
                found.append(json.loads(line)["id"])
            except (ValueError, KeyError, TypeError):
                continue
        return found

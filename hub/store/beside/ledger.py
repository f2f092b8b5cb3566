"""A list beside the database of what is done for good: one JSON line each, so that no old backup undoes it.

A database knows all that was done until its own day. So a list that was lost is written anew from it, unless the
database is an old backup: then the list alone knew.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from io import RawIOBase
from pathlib import Path
from typing import NamedTuple

from shared.errors import FileUnreadable, StoreError

_BEGINNING = '{"id": "'
_STRUCK = '{"no": "'
"""As long, so that a line is struck out where it stands."""


class Written(NamedTuple):
    """Lines that were written down, and where they begin."""

    at: int
    lines: bytes


class FileLedger:
    """Appends to one file, and reads it whole. Each line is an id, whatever its list needs for one, and a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = path.stem
        self._first = json.dumps({"log": self.name})
        """The first line of every list: so an empty one is never one that is new."""

    def is_here(self) -> bool:
        """Tell whether there is a file, whatever is in it."""
        return os.path.lexists(self._path)

    def begin(self) -> None:
        """Begin the list beside a database that is new; one that is there stays."""
        if not self.is_here():
            self._replace([self._first])

    def remember(self, ids: Iterable[str], *, now: str) -> Written:
        """Write these down; they are on the disk when this returns, or none of them is. Raises DiskFull, StoreBroken.

        One at a time may write, so it is inside ``Store.atomic()``.
        """
        lines = "".join(_line(one, now) + "\n" for one in ids)
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "r+b", buffering=0) as file:
                end = file.seek(0, os.SEEK_END)
                if end:
                    file.seek(-1, os.SEEK_END)
                    if file.read(1) != b"\n":  # a power cut took the end of the last line; do not lose this one too
                        lines = "\n" + lines
                written = Written(end, lines.encode())
                try:
                    _write(file, written.lines)
                    os.fsync(file.fileno())
                except OSError:
                    file.truncate(end)
                    raise
        except OSError as exc:
            raise StoreError.of(exc, str(self._path)) from exc
        return written

    def strike(self, written: Written) -> None:
        """Strike out what was written down and did not come about. It takes no room, so on a full disk too.

        Where that cannot be written either, it is carried out at the next start.
        """
        with suppress(OSError), self._path.open("r+b", buffering=0) as file:
            file.seek(written.at)
            if file.read(len(written.lines)) == written.lines:
                file.seek(written.at)
                _write(file, written.lines.replace(_BEGINNING.encode(), _STRUCK.encode()))
                os.fsync(file.fileno())

    def every(self) -> list[str]:
        """Return all ids; a line cut short by a power cut is passed over, for it was never confirmed.

        Raises FileUnreadable.
        """
        return [one for one in map(_id, self._lines()) if one is not None]

    def is_whole(self) -> bool:
        """Tell whether each line is one, or the beginning of one. A list that is gone, empty or damaged is not whole.

        Raises FileUnreadable.
        """
        lines = self._lines()
        return bool(lines) and all(
            _id(line) is not None or line == self._first or _is_cut(line) or _is_struck(line) for line in lines
        )

    def mend(self, known: Iterable[tuple[str, str]]) -> None:
        """Write it anew: what can be read in it, and these ids with their times.

        Raises FileUnreadable, DiskFull, StoreBroken.
        """
        kept = {one: line for line in self._lines() if (one := _id(line)) is not None}
        for one, at in known:
            kept.setdefault(one, _line(one, at))
        try:
            self._replace([self._first, *kept.values()])
        except OSError as exc:
            raise StoreError.of(exc, str(self._path)) from exc

    def _lines(self) -> list[str]:
        try:
            return self._path.read_text("utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []
        except OSError as exc:
            raise FileUnreadable(f"{self._path}: {exc.strerror}") from exc

    def _replace(self, lines: Iterable[str]) -> None:
        """Put a whole list in place of what is there, where that really lies."""
        path = Path(os.path.realpath(self._path))
        fresh = path.with_suffix(".new")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


def _line(one: str, at: str) -> str:
    return json.dumps({"id": one, "at": at})


def _id(line: str) -> str | None:
    try:
        return str(json.loads(line)["id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _is_struck(line: str) -> bool:
    return line.startswith(_STRUCK) and _id(line.replace(_STRUCK, _BEGINNING, 1)) is not None


def _write(file: RawIOBase, lines: bytes) -> None:
    """Write all of it: a disk that gets full takes a part before it says so."""
    while lines:
        lines = lines[file.write(lines) or 0 :]


def _is_cut(line: str) -> bool:
    """Tell whether this can be what a power cut left of a line."""
    return line.isascii() and line.isprintable() and _BEGINNING.startswith(line[: len(_BEGINNING)])

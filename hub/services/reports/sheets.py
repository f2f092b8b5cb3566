"""Tables as files that people open in any program: the same rows as CSV and as JSON, written as they come."""

import csv
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, NamedTuple, Self

from shared.written import MARK

BAIT: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""Where a text begins with one of these, programs for tables take it for a formula (ASVS 5, 1.2.10)."""


class Field(NamedTuple):
    """A column: its name, the same in every language, and what stands in it, a message id.

    ``words`` are what its cells may be, each with what that means, a message id; empty: anything.
    """

    name: str
    meaning: str
    words: Mapping[str, str] = {}


class Table(NamedTuple):
    """A table: the name of its files, what a row of it is, a message id, and its columns."""

    name: str
    row: str
    fields: Sequence[Field]


def cell(value: object) -> object:
    """Return a value as a cell of CSV: a text that a program could take for a formula has ' before it.

    Lists become one text, nothing becomes an empty cell, and no cell has letters that end a file (NUL).
    """
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float():
            return value
        case list() | tuple():
            return cell("; ".join(str(one) for one in value))
        case _:
            text = str(value).replace("\0", "")
            baits = text.startswith(BAIT) or text.lstrip().startswith(BAIT)
            return f"'{text}" if baits else text


def kept_file(path: Path, mode: str = "w") -> IO[Any]:
    """Open a new file for the owner alone: text as UTF-8, half of a letter as "?". Raises OSError."""

    def only_ours(name: str, flags: int) -> int:
        return os.open(name, flags, 0o600)

    if "b" in mode:
        return open(path, mode, opener=only_ours)
    return open(path, mode, encoding="utf-8", errors="replace", newline="", opener=only_ours)


class Sheet:
    """One table being written into a folder, in both formats. The CSV is marked as UTF-8, or Excel spoils its å."""

    def __init__(self, folder: Path, table: Table) -> None:
        self.table = table
        self.paths = folder / f"{table.name}.csv", folder / f"{table.name}.jsonl"
        self._open = ExitStack()
        csv_file, self._lines = (self._open.enter_context(kept_file(path)) for path in self.paths)
        self._rows = csv.writer(csv_file)
        csv_file.write(MARK)
        self._rows.writerow([field.name for field in table.fields])

    def write(self, row: Mapping[str, Any], more: Mapping[str, Any] | None = None) -> None:
        """Write a row; a column it does not name stays empty. ``more`` of it is told as JSON alone."""
        names = [field.name for field in self.table.fields]
        assert row.keys() <= set(names), "every column is told what it means"
        self._rows.writerow([cell(row.get(name)) for name in names])
        told = {name: row.get(name) for name in names} | dict(more or {})
        self._lines.write(json.dumps(told, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Close both files; they are whole then."""
        self._open.close()

    def __enter__(self) -> Self:
        """Be closed at the end."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close both files, whatever came of them."""
        self.close()

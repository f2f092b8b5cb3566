"""Saving what can still be read from a broken database into a new one, row by row."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

log = logging.getLogger(__name__)

_BLIND_REACH = 10_000
"""How far to look for rows when the broken file cannot say how many it had."""


def salvage(source: sqlite3.Connection, fresh: sqlite3.Connection, *, earlier: int) -> None:
    """Copy every readable row, and count the salvage. ``earlier``: broken files that were set aside before.

    News are asked for anew from the beginning: what is salvaged of them only fills the time until then.
    """
    rows = list(_submissions(source))
    facts: dict[str, Any] = {row["name"]: row["value"] for row in _readable(source, "SELECT * FROM facts")}
    highest = max([0, *(row["seq"] for row in rows), *_whole_numbers(facts.get("last_seq"))])
    before = max([earlier, *_whole_numbers(facts.get("salvages"))])
    facts |= {"salvages": before + 1, "last_seq": highest, "cursor": 0}
    fresh.execute("BEGIN")
    for row in rows:
        _copy(fresh, "submissions", row)
    for name, value in facts.items():
        fresh.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))
    for table in ("prompts", "notices", "receipts"):
        for row in _readable(source, f"SELECT * FROM {table}"):
            _copy(fresh, table, row)
    fresh.execute("COMMIT")
    log.warning("a broken database was set aside; %d submissions were saved from it", len(rows))


def _submissions(source: sqlite3.Connection) -> Iterator[sqlite3.Row]:
    """Ask for each row by its number: a broken page costs only the rows on it."""
    cursor = source.cursor()
    cursor.row_factory = sqlite3.Row
    for seq in range(1, _reach(source) + 1):
        with suppress(sqlite3.DatabaseError):
            row = cursor.execute("SELECT * FROM submissions WHERE seq = ?", (seq,)).fetchone()
            if row is not None:
                yield row


def _reach(source: sqlite3.Connection) -> int:
    """Return the highest number a row may have, by the table or, if that is broken there, by its index."""
    found = []
    for sql in (
        "SELECT max(seq) FROM submissions",
        "SELECT max(seq) FROM submissions INDEXED BY submissions_by_state WHERE state = 'waiting'",
        "SELECT max(seq) FROM submissions INDEXED BY submissions_by_state WHERE state = 'delivered'",
    ):
        with suppress(sqlite3.DatabaseError):
            found += [source.execute(sql).fetchone()[0] or 0]
    return found[0] if len(found) == 3 else max([_BLIND_REACH, *found])


def _readable(source: sqlite3.Connection, sql: str) -> Iterator[sqlite3.Row]:
    cursor = source.cursor()
    cursor.row_factory = sqlite3.Row
    with suppress(sqlite3.DatabaseError):
        yield from cursor.execute(sql)


def _copy(fresh: sqlite3.Connection, table: str, row: sqlite3.Row) -> None:
    names = row.keys()
    with suppress(sqlite3.DatabaseError):  # a row that broke a rule of the table is itself damaged
        fresh.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", tuple(row))


def _whole_numbers(value: object) -> list[int]:
    return [value] if isinstance(value, int) else []

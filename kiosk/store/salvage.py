"""Saving what can still be read from a broken database into a new one, row by row, and what stays in the broken one."""

import logging
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kiosk.store.pages import leaf_rows
from shared.submission import Submission

Row = dict[str, Any]

log = logging.getLogger(__name__)

SUBMISSION_COLUMNS = (
    "seq", "id", "kind", "prompt", "prompt_revision", "prompt_hash", "kiosk", "made_at", "language",
    "session", "sha256", "boot", "monotonic", "sealed", "activity", "persons", "seats", "finder", "pair",
)  # fmt: skip
"""The columns in the order in which the schema has them."""
_COLUMNS_BEFORE = (14, 17)
"""So many of them a row has that was written before there were activities, or slips."""
_TABLES = ("prompts", "notices", "receipts", "activities", "seats", "leases", "changes", "doors", "door_notes", "told")
_PROMISED = """
UPDATE leases SET promised = min(granted - returned, max(promised, (
    SELECT ifnull(sum(seats), 0) FROM submissions WHERE submissions.activity = leases.activity)))
"""
"""The sign-ups themselves say how many seats were promised at least."""

_IN_CLEAR = (
    "DROP TABLE IF EXISTS receipts",
    "DROP TABLE IF EXISTS changes",
    "DELETE FROM door_notes WHERE what = 'tick'",
    "DELETE FROM door_untold WHERE what = 'tick'",
)
"""Where receipt codes and replies lay before there were slips."""
_UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading may raise; the latter from sqlite3's own message when it quotes a damaged schema."""


def salvage(source: sqlite3.Connection, fresh: sqlite3.Connection, *, file: Path | None, earlier: int) -> None:
    """Copy every readable row, and count the salvage.

    Rows that SQLite no longer finds are looked for in the pages of ``file``. ``earlier`` is how many broken files were
    set aside before. News are asked for anew from the beginning: what is salvaged of them fills the time until then.
    A lease whose account is lost is not used: nobody knows what was promised from it.
    """
    facts: Row = {row["name"]: row["value"] for row in _readable(source, "SELECT * FROM facts")}
    rows = {row["id"]: row for row in _submissions(source)}
    for row in _strays(file) if file else ():
        rows.setdefault(row["id"], row)
    highest = max([0, *(row["seq"] for row in rows.values()), *_whole_numbers(facts.get("last_seq"))])
    before = max([earlier, *_whole_numbers(facts.get("salvages"))])
    facts |= {"salvages": before + 1, "last_seq": highest, "cursor": 0, "mark": "", "leases_lost": 1}
    fresh.execute("BEGIN")
    standing = {row["seq"]: row for row in _readable(source, "SELECT * FROM standing")}
    for row in rows.values():
        _copy(fresh, "submissions", row)
        _copy(fresh, "standing", standing.get(row["seq"]) or _unknown_standing(row))
    for name, value in facts.items():
        fresh.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))
    for table in _TABLES:
        for row in _readable(source, f"SELECT * FROM {table}"):
            _copy(fresh, table, row)
    fresh.execute(_PROMISED)
    fresh.execute("COMMIT")
    log.warning("a broken database was set aside; %d submissions were saved from it", len(rows))


def wipe_codes(aside: sqlite3.Connection) -> None:
    """Wipe the receipt codes and replies from a database that was set aside before there were slips.

    What visitors gave lies there sealed, and stays. A table that is itself broken stays as it is.
    """
    with suppress(*_UNREADABLE):
        aside.execute("PRAGMA writable_schema=ON")  # reads a schema with a broken line
    for statement in _IN_CLEAR:
        with suppress(*_UNREADABLE):
            aside.execute(statement)


def _submissions(source: sqlite3.Connection) -> Iterator[Row]:
    """Ask for each row by its number: a broken page costs only the rows on it."""
    for seq in range(1, _reach(source) + 1):
        yield from _readable(source, f"SELECT * FROM submissions WHERE seq = {seq}")


def _reach(source: sqlite3.Connection) -> int:
    """Return the highest number a row may have, by either table that knows it."""
    found = [0]
    for sql in (
        "SELECT max(seq) AS most FROM submissions",
        "SELECT max(seq) AS most FROM standing",
    ):
        found += [row["most"] or 0 for row in _readable(source, sql)]
    return max(found)


def _strays(file: Path) -> Iterator[Row]:
    """Yield submissions found on single pages, if they match their hash."""
    for seq, values in leaf_rows(file):
        if len(values) in (*_COLUMNS_BEFORE, len(SUBMISSION_COLUMNS)):
            row = {**dict(zip(SUBMISSION_COLUMNS, values, strict=False)), "seq": seq}
            if _is_whole(row):
                yield row


def _unknown_standing(row: Row) -> Row:
    """What waits is sent again, and what the hub has already it knows by its id; what was wiped stays erased."""
    return {"state": "erased" if row["sealed"] is None else "waiting", "seq": row["seq"]}


def _is_whole(row: Mapping[str, Any]) -> bool:
    if row["sealed"] is None:
        return isinstance(row["id"], str)
    try:
        return Submission(**{name: row[name] for name in Submission.__dataclass_fields__}).is_whole()
    except (TypeError, ValueError):
        return False


def _readable(source: sqlite3.Connection, sql: str) -> Iterator[Row]:
    cursor = source.cursor()
    cursor.row_factory = sqlite3.Row
    with suppress(*_UNREADABLE):
        for row in cursor.execute(sql):
            yield dict(row)


def _copy(fresh: sqlite3.Connection, table: str, row: Row) -> None:
    places = ", ".join("?" * len(row))
    with suppress(sqlite3.DatabaseError):  # a row that breaks a rule of the table is itself damaged
        fresh.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", tuple(row.values()))


def _whole_numbers(value: object) -> list[int]:
    return [value] if isinstance(value, int) else []

"""Single facts the kiosk remembers in its database: how far it has heard, what hub and clock said last."""

import sqlite3
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class LastWord:
    """How far the hub was heard: cursor and lineage of its last receipt, and its mark on these two.

    They are kept and said together, because the hub knows its own word by all three.
    """

    cursor: int = 0
    lineage: str | None = None
    mark: str = ""


def last_word(connection: sqlite3.Connection) -> LastWord:
    """Return how far the hub was heard."""
    return LastWord(fact(connection, "cursor", 0), fact(connection, "lineage"), fact(connection, "mark", ""))


def keep_last_word(connection: sqlite3.Connection, word: LastWord) -> None:
    """Keep how far the hub was heard."""
    keep_facts(connection, **asdict(word))


def fact(connection: sqlite3.Connection, name: str, default: Any = None) -> Any:
    """Return a fact, or the default when it was never kept."""
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return default if row is None else row[0]


def keep_facts(connection: sqlite3.Connection, **facts: str | float | None) -> None:
    """Keep these facts, each in place of what was known before."""
    connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

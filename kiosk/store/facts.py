"""Single facts the kiosk remembers in its database: how far it has heard, what hub and clock said last."""

import sqlite3
from typing import Any


def fact(connection: sqlite3.Connection, name: str, default: Any = None) -> Any:
    """Return a fact, or the default when it was never kept."""
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return default if row is None else row[0]


def keep_facts(connection: sqlite3.Connection, **facts: str | float | None) -> None:
    """Keep these facts, each in place of what was known before."""
    connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

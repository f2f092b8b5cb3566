"""Counting what a database is asked, where a clock would only measure the machine."""

import sqlite3
from pathlib import Path

from hub.store.sqlite.engine import Engine


class CountingEngine(Engine):
    """The hub's engine, noting what was ``asked`` and counting the ``steps`` SQLite took for it.

    A step is an instruction of SQLite's own machine: each row that is looked at takes some.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.asked, self.steps = path, list[str](), 0
        super().__init__(path)

    @property
    def statements(self) -> int:
        """How many statements were asked."""
        return len(self.asked)

    def begin(self) -> None:
        """Count from nought."""
        self.asked.clear()
        self.steps = 0

    def _connect(self) -> sqlite3.Connection:
        connection = super()._connect()
        connection.set_trace_callback(self._asked)
        connection.set_progress_handler(self._stepped, 1)
        return connection

    def _asked(self, statement: str) -> None:
        self.asked.append(statement)

    def _stepped(self) -> int:
        self.steps += 1
        return 0  # go on

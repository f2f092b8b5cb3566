"""Counting what a database is asked, where a clock would only measure the machine."""

import sqlite3
from pathlib import Path

from hub.store.sqlite.engine import Engine


class CountingEngine(Engine):
    """The hub's engine, counting ``statements`` and the ``steps`` SQLite took for them.

    A step is an instruction of SQLite's own machine: each row that is looked at takes some.
    """

    def __init__(self, path: Path) -> None:
        self.statements = self.steps = 0
        super().__init__(path)

    def begin(self) -> None:
        """Count from nought."""
        self.statements = self.steps = 0

    def _connect(self) -> sqlite3.Connection:
        connection = super()._connect()
        connection.set_trace_callback(self._asked)
        connection.set_progress_handler(self._stepped, 1)
        return connection

    def _asked(self, statement: str) -> None:
        self.statements += 1

    def _stepped(self) -> int:
        self.steps += 1
        return 0  # go on

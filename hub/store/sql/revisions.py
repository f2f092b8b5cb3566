"""The hub's own count of changes."""

from hub.store.sql.engine import Engine


class SqlRevisions:
    """The hub's own count of changes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def newest(self) -> int:
        """Return the newest revision; 0 before the first change."""
        row = self._engine.one("select n from counters where name = 'revision'")
        assert row is not None
        return int(row["n"])

    def take(self) -> int:
        """Take the next revision; inside ``atomic()`` only."""
        row = self._engine.one("update counters set n = n + 1 where name = 'revision' returning n")
        assert row is not None
        return int(row["n"])

    def raise_to(self, least: int) -> None:
        """See to it that the next revision is above this one."""
        self._engine.run("update counters set n = :least where name = 'revision' and n < :least", {"least": least})

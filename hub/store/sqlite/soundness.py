"""Looking for damage: SQLite knows whether its pages fit together.

It has no checksums of them, so one flipped bit in a text fits together; what stands on them is compared with hashes.
"""

from hub.store.base import Soundness
from hub.store.sql.soundness import SqlSoundness
from hub.store.sqlite.engine import Engine
from shared.errors import StoreDamaged


class SqliteSoundness(SqlSoundness):
    """Looks at what is kept, and changes nothing; nobody waits for it."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._pages = engine

    def tables(self) -> list[str]:
        """Return the names of all tables."""
        rows = self._engine.all("select name from sqlite_master where type = 'table' order by name")
        return [row["name"] for row in rows]

    def faults(self, table: str | None, limit_s: float | None) -> list[str] | None:
        """Return what is wrong with a table and its indexes, or with all of them, as the database says it.

        None where that could not be told within ``limit_s`` seconds.
        """
        about = "" if table is None else f'("{table}")'
        try:
            said = self._pages.bounded(f"pragma quick_check{about}", limit_s)
        except StoreDamaged as exc:
            return [str(exc)]
        return None if said is None else [str(row[0]) for row in said if row[0] != "ok"]


_: type[Soundness] = SqliteSoundness  # mypy proves the fit

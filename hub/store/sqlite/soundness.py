"""Looking for damage: SQLite knows whether its pages fit together, and hashes whether what stands on them is the same.

SQLite has no checksums of its pages, so one flipped bit in a text fits together. What can be compared is each record
that is still sealed, with the kiosk's hash, and each opened answer, with the hash it was kept with.
"""

from hub.store.base import Looked, Soundness
from hub.store.sql.submissions import from_row, hash_kept
from hub.store.sqlite.engine import Engine
from shared.errors import StoreDamaged


class SqliteSoundness:
    """Looks at what is kept, and changes nothing; nobody waits for it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

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
            said = self._engine.bounded(f"pragma quick_check{about}", limit_s)
        except StoreDamaged as exc:
            return [str(exc)]
        return None if said is None else [str(row[0]) for row in said if row[0] != "ok"]

    def look(self, after: int, many: int) -> Looked:
        """Compare the next submissions after this position with their hashes, at most so many."""
        rows = self._engine.all(
            "select * from submissions where position > :after order by position limit :many",
            {"after": after, "many": many},
        )
        damaged = []
        for row in rows:
            if row["payload"] is not None:
                whole = row["kept_hash"] in ("", hash_kept(row["id"], row["sha256"], row["payload"]))
            else:
                whole = not row["sealed"] or from_row(row).submission.is_whole()
            if not whole:
                damaged.append(row["id"])
        return Looked(len(rows), rows[-1]["position"] if len(rows) == many else None, damaged)


_: type[Soundness] = SqliteSoundness  # mypy proves the fit

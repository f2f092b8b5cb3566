"""Looking for damage in what stands in the rows, whatever the engine knows of its files.

What can be compared is each record that is still sealed, with the kiosk's hash, and each opened answer, with the hash
it was kept with.
"""

from hub.store.base import Looked
from hub.store.sql.engine import Engine
from hub.store.sql.submissions import from_row, hash_kept


class SqlSoundness:
    """Compares hashes; of its tables each engine tells itself."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

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

"""What was handed over as a worry, and how long it is held."""

from collections.abc import Sequence

from hub.model import Worry
from hub.store.sql.engine import Engine, Row
from hub.store.sql.voices import PART

_MARK = """
insert into worries (id, marked_by, marked_at, held_until, reason)
values (:id, :marked_by, :marked_at, :held_until, :reason)
on conflict (id) do update set marked_by = excluded.marked_by, marked_at = excluded.marked_at,
held_until = excluded.held_until, reason = excluded.reason
"""


class SqlWorries:
    """By whom and when submissions were handed over. What comes after one of them later: see ``voices``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def mark(self, ids: Sequence[str], worry: Worry) -> None:
        """Keep this of each of these, in place of what was kept."""
        said = {
            "marked_by": worry.by, "marked_at": worry.at, "held_until": worry.held_until, "reason": worry.reason,
        }  # fmt: skip
        self._engine.many(_MARK, [{"id": one, **said} for one in ids])

    def read(self, id: str) -> Worry | None:
        """Return what is kept of one, or None."""
        row = self._engine.one(
            "select marked_by, marked_at, held_until, reason from worries where id = :id", {"id": id}
        )
        return _worry(row) if row else None

    def held(self, now: str, many: int) -> list[tuple[str, Worry]]:
        """Return what is held, with its id, at most so many, that first whose hold ends first."""
        rows = self._engine.all(
            f"select w.* from worries w {self._engine.words.then_join} submissions s on s.id = w.id "
            f"where w.held_until > :now and s.entry <> '{PART}' order by w.held_until limit :many",
            {"now": now, "many": many},
        )
        return [(row["id"], _worry(row)) for row in rows]

    def unmark(self, ids: Sequence[str]) -> None:
        """Forget it of these."""
        self._engine.many("delete from worries where id = :id", [{"id": one} for one in ids])


def _worry(row: Row) -> Worry:
    return Worry(row["marked_by"], row["marked_at"], row["held_until"], row["reason"])

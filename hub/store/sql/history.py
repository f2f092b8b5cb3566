"""Who did what, each line bound to the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hub.lists import HistoryFilter
from hub.model import AuditLine
from hub.store.base.history import binding
from hub.store.sql.engine import Engine, json_list

_LINE = "select n, at, staff, move, subject, detail, bound from audit "
_NEVER = 2**62
"""More lines than there will ever be."""
_ENDS = "history_begins_after"
"""A setting: number and binding of the last line that reached its date, with a space between."""


def redate(engine: Engine, dates: Mapping[int, str]) -> None:
    """Write other times into lines, by their numbers, and bind all that follows anew: the hub's clock was wrong.

    Where a line was not bound as it should be before, it is not so afterwards either.
    """
    if not dates:
        return
    first = min(dates)
    before = engine.one("select bound from audit where n < :n order by n desc limit 1", {"n": first})
    former = newer = before["bound"] if before else SqlHistory(engine).begins_after()[1]
    bound = []
    for line in _lines(engine.all(_LINE + "where n >= :n order by n", {"n": first})):
        right, moved = line.bound == binding(former, line), replace(line, at=dates.get(line.n, line.at))
        former, newer = line.bound, binding(newer, moved) if right else line.bound
        bound.append({"n": line.n, "at": moved.at, "bound": newer})
    engine.many("update audit set at = :at, bound = :bound where n = :n", bound)


class SqlHistory:
    """Lines that say who did what and when, in the order in which it was done."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def write(self, line: AuditLine) -> None:
        """Write a line at the end. Its number, and what binds it to the line before, are the store's to give."""
        with self._engine.atomic():
            _, before = self.end()
            self._engine.run(
                "insert into audit (at, staff, move, subject, detail, bound) "
                "values (:at, :staff, :move, :subject, :detail, :bound)",
                {
                    "at": line.at, "staff": line.staff, "move": line.move, "subject": line.subject,
                    "detail": line.detail, "bound": binding(before, line),
                },
            )  # fmt: skip

    def about(self, subject: str) -> list[AuditLine]:
        """Return the lines about one thing, oldest first."""
        return _lines(self._engine.all(_LINE + "where subject = :subject order by n", {"subject": subject}))

    def newest(self, subject: str, moves: Sequence[str] = ()) -> AuditLine | None:
        """Return the last line about one thing, or the last of these moves."""
        among = f"and move in (select value from {self._engine.words.texts('moves')} as asked) " if moves else ""
        sql = _LINE + f"where subject = :subject {among}order by n desc limit 1"
        return next(iter(_lines(self._engine.all(sql, {"subject": subject, "moves": json_list(moves)}))), None)

    def end(self) -> tuple[int, str]:
        """Return number and binding of the last line of all, also where it is gone by its date; 0, "" at first."""
        row = self._engine.one("select n, bound from audit where n = (select max(n) from audit)")
        return (row["n"], row["bound"]) if row else self.begins_after()

    def binding_of(self, n: int) -> str | None:
        """Return the binding of the line with this number, also of the last that is gone; None of others."""
        row = self._engine.one("select bound from audit where n = :n", {"n": n})
        gone, bound = self.begins_after()
        return row["bound"] if row else bound if n == gone else None

    def page(self, chosen: HistoryFilter, *, below: int | None = None, size: int) -> list[AuditLine]:
        """Return at most so many lines of those chosen, the newest first; those before the number ``below``."""
        wanted = {
            "staff": "staff = :staff", "move": "move = :move", "subject": "subject = :subject", "since": "at >= :since",
            "until": "at < :until",
        }  # fmt: skip
        values = {name: getattr(chosen, name) for name in wanted if getattr(chosen, name)}
        where = ["n < :below", *(wanted[name] for name in values)]
        return _lines(
            self._engine.all(
                _LINE + f"where {' and '.join(where)} order by n desc limit :size",
                {**values, "size": size, "below": _NEVER if below is None else below},
            )
        )

    def portion(self, after: int, size: int) -> list[AuditLine]:
        """Return at most so many lines after a number, oldest first."""
        return _lines(
            self._engine.all(_LINE + "where n > :after order by n limit :size", {"after": after, "size": size})
        )

    def begins_after(self) -> tuple[int, str]:
        """Return number and binding of the last line that is gone by its date; 0, "" at first."""
        row = self._engine.one("select value from settings where name = :name", {"name": _ENDS})
        n, _, bound = row["value"].partition(" ") if row else ("0", "", "")
        return int(n), bound

    def end_before(self, at: str) -> int:
        """Forget the oldest lines, those before the first that is not older than a time; return how many."""
        with self._engine.atomic():
            first = self._engine.one("select min(n) as n from audit where at >= :at", {"at": at})
            last = self._engine.one(
                "select n, bound from audit where n < :n order by n desc limit 1",
                {"n": first["n"] if first and first["n"] is not None else _NEVER},
            )
            if last is None:
                return 0
            self._engine.run(
                "insert into settings (name, value) values (:name, :value) "
                "on conflict (name) do update set value = excluded.value",
                {"name": _ENDS, "value": f"{last['n']} {last['bound']}"},
            )
            return self._engine.run("delete from audit where n <= :n", {"n": last["n"]})


def _lines(rows: Sequence[Any]) -> list[AuditLine]:
    return [AuditLine(**dict(row)) for row in rows]

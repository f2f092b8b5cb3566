"""Binding the lines of a history that was written before they were bound."""

from sqlite_utils import Database

from hub.model import AuditLine
from hub.store.base.history import binding


def bind(db: Database) -> None:
    """Bind each line to the one before, from the first."""
    before, bound = "", list[tuple[str, int]]()
    for n, *said in db.execute("select n, at, staff, move, subject, detail from audit order by n").fetchall():
        before = binding(before, AuditLine(*said))
        bound.append((before, n))
    for one, n in bound:
        db.execute("update audit set bound = ? where n = ?", [one, n])

"""Seats this kiosk may confirm by itself, as accounts of numbers that only rise.

What is left = granted - returned - promised, and is never below zero: the table itself refuses that. A message that
comes twice, late or not at all changes nothing, because both sides compare totals and never add.
"""

import math
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.store import hub_clock
from kiosk.store.facts import fact, keep_facts
from shared.clock import Moment
from shared.protocol import Lease, LeaseReport

_LEFT = "granted - returned - promised"
_OPEN = "closed = 0 AND +hub = ?"
"""The plus keeps SQLite from walking all accounts there ever were of a hub: those that are open are few."""


@dataclass(frozen=True)
class _Account:
    activity: str
    granted: int = 0
    returned: int = 0
    promised: int = 0
    mark: str = ""

    @property
    def left(self) -> int:
        return self.granted - self.returned - self.promised


def expire(connection: sqlite3.Connection, now: Moment) -> None:
    """Hand back what is left of leases whose term is over, of whichever hub. It never comes alive again."""
    silent = hub_clock.silent_s(connection, now)
    connection.execute(
        f"UPDATE leases SET returned = granted - promised WHERE {_LEFT} > 0 AND term_s <= ?",
        (math.inf if silent is None else silent,),
    )


def hear(connection: sqlite3.Connection, hub: str, leases: Iterable[Lease]) -> None:
    """Take what the hub leases: never less than was heard before, and of what is left no more than it lets us keep.

    A kiosk that lost its memory cannot know what it promised from a lease it finds: it counts all of it as promised.
    """
    lost = bool(fact(connection, "leases_lost", 0))
    for lease in leases:
        account = _read(connection, hub, lease.activity)
        if account is None:
            account = _Account(lease.activity, promised=max(0, lease.granted) if lost else 0)
        granted = max(account.granted, lease.granted)
        mark = lease.mark if granted == lease.granted else account.mark
        left = granted - account.returned - account.promised
        returned = account.returned + max(0, left - max(0, lease.keep))
        connection.execute(
            "INSERT INTO leases (hub, activity, granted, returned, promised, term_s, mark) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (hub, activity) DO UPDATE SET granted = excluded.granted, returned = excluded.returned, "
            "term_s = excluded.term_s, mark = excluded.mark, closed = 0",
            (hub, lease.activity, granted, returned, account.promised, lease.term_s, mark),
        )


def remember(connection: sqlite3.Connection) -> None:
    """The hub has named every lease it knows of: one that comes now is new."""
    keep_facts(connection, leases_lost=0)


def promise(connection: sqlite3.Connection, hub: str, activity: str, seats: int) -> bool:
    """Promise so many seats if the account has them, in the transaction that saves their sign-up."""
    done = connection.execute(
        f"UPDATE leases SET promised = promised + ? WHERE hub = ? AND activity = ? AND {_LEFT} >= ?",
        (seats, hub, activity, seats),
    )
    return done.rowcount == 1


def reports(connection: sqlite3.Connection, hub: str) -> list[LeaseReport]:
    """Return what became of each lease, as the hub is told."""
    rows = connection.execute(
        f"SELECT activity, granted, returned, promised, mark FROM leases WHERE {_OPEN} ORDER BY activity",
        (hub,),
    )
    return [LeaseReport(*row) for row in rows]


def left(connection: sqlite3.Connection, hub: str, now: Moment) -> dict[str, int]:
    """Return by activity how many seats can be confirmed now."""
    silent = hub_clock.silent_s(connection, now)
    if silent is None:
        return {}
    sql = f"SELECT activity, {_LEFT} FROM leases WHERE {_OPEN} AND term_s > ?"
    return dict(connection.execute(sql, (hub, silent)).fetchall())


def close(connection: sqlite3.Connection, activities: Iterable[str]) -> None:
    """These activities are gone: their accounts stay, because their numbers only rise, but are not told any more."""
    connection.executemany("UPDATE leases SET closed = 1 WHERE activity = ?", [(one,) for one in activities])


def reopen(connection: sqlite3.Connection, activities: Iterable[str]) -> None:
    """These activities are there (again)."""
    connection.executemany("UPDATE leases SET closed = 0 WHERE activity = ?", [(one,) for one in activities])


def _read(connection: sqlite3.Connection, hub: str, activity: str) -> _Account | None:
    sql = "SELECT activity, granted, returned, promised, mark FROM leases WHERE hub = ? AND activity = ?"
    row = connection.execute(sql, (hub, activity)).fetchone()
    return None if row is None else _Account(*row)

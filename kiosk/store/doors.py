"""At the door: sealed lists of who comes, and what was noted there, in numbers, until the list is gone."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.store import hub_clock
from kiosk.store.database import Database
from kiosk.store.kept import Kept
from shared.clock import Clock
from shared.kinds import kind_of
from shared.protocol import DoorList
from shared.submission import utc

DOOR = "door"
"""The name under which the key pair of this door is kept: the private part only as the PIN wraps it."""


@dataclass(frozen=True)
class Noted:
    """What was noted at one door on one date: persons who came by door code, and heads without a name by band."""

    ticks: Mapping[str, int] = field(default_factory=dict)
    tally: Mapping[str, int] = field(default_factory=dict)


class AtDoor:
    """What a kiosk keeps that stands at a door. Every method raises StoreError."""

    def __init__(self, kept: Kept, database: Database, clock: Clock) -> None:
        self._kept, self._database, self._clock = kept, database, clock
        self._opened = clock.moment()

    def key(self) -> str | None:
        """Return the public key (base64) to which lists for this door are sealed; None before staff opened the door."""
        kept = self._kept.read_or_nothing(DOOR)
        return kept["public"] if isinstance(kept.get("public"), str) else None

    def wipe(self) -> None:
        """Delete the lists whose date has come, by the hub's time if that is sure."""
        moment = self._clock.moment()

        def wipe_if_sure(connection: sqlite3.Connection) -> None:
            if hub_clock.is_sure(connection, moment):
                wipe(connection, hub_clock.by_hub(connection, moment, self._opened))

        self._database.write(wipe_if_sure)

    def lists(self) -> list[DoorList]:
        """Return the lists, sealed; those whose date has come are wiped first."""
        self.wipe()
        return self._database.read(lists)

    def noted(self, activity: str, date: str, told: Noted | None = None) -> Noted:
        """Return what was noted here on one date, while its list is here; or what the hub ``told`` of all doors, with
        what it has not heard from here yet.
        """
        if told is None:
            return self._database.read(lambda c: noted(c, activity, date))
        return self._database.read(lambda c: over(c, activity, date, told))


def replace_all(connection: sqlite3.Connection, lists: Iterable[DoorList]) -> None:
    """Have these lists and no other. What the hub has of our notes by now is in them, and no longer untold."""
    connection.execute("DELETE FROM doors")
    connection.executemany(
        "INSERT OR REPLACE INTO doors VALUES (?, ?, ?)", [(one.activity, one.sealed, one.delete_at) for one in lists]
    )
    connection.execute(
        "DELETE FROM door_untold WHERE id NOT IN "
        "(SELECT submissions.id FROM submissions JOIN standing USING (seq) WHERE state = 'waiting')"
    )
    _forget_notes(connection)


def wipe(connection: sqlite3.Connection, now: datetime) -> None:
    """Delete the lists whose date has come; ``secure_delete`` overwrites the bytes."""
    if connection.execute("DELETE FROM doors WHERE delete_at <= ?", (utc(now),)).rowcount:
        _forget_notes(connection)


def lists(connection: sqlite3.Connection) -> list[DoorList]:
    """Return the lists, still sealed."""
    rows = connection.execute("SELECT activity, sealed, delete_at FROM doors ORDER BY activity")
    return [DoorList(*row) for row in rows]


def note(connection: sqlite3.Connection, submission_id: str, payload: bytes) -> None:
    """Remember what was noted: of a tick the last number counts, tallies add up."""
    answer = kind_of("attendance").unpack(payload)
    where = answer["activity"], answer["date"]
    counted = [("tick", *one) for one in answer["ticks"].items()]
    counted += [("tally", *one) for one in answer["tally"].items()]
    connection.executemany(
        "INSERT INTO door_untold (id, activity, date, what, name, count) VALUES (?, ?, ?, ?, ?, ?)",
        [(submission_id, *where, *one) for one in counted],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO door_notes VALUES (?, ?, 'tick', ?, ?)",
        [(*where, code, count) for code, count in answer["ticks"].items()],
    )
    connection.executemany(
        "INSERT INTO door_notes VALUES (?, ?, 'tally', ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
        [(*where, band, count) for band, count in answer["tally"].items()],
    )


def noted(connection: sqlite3.Connection, activity: str, date: str) -> Noted:
    """Return what was noted here on one date."""
    sql = "SELECT what, name, count FROM door_notes WHERE activity = ? AND date = ?"
    rows = connection.execute(sql, (activity, date)).fetchall()
    ticks, tally = ({name: count for what, name, count in rows if what == kind} for kind in ("tick", "tally"))
    return Noted(ticks, tally)


def over(connection: sqlite3.Connection, activity: str, date: str, told: Noted) -> Noted:
    """Return what the hub told of one date, and over it what was noted here and the hub has not got yet."""
    ticks, tally = dict(told.ticks), dict(told.tally)
    sql = "SELECT what, name, count FROM door_untold WHERE activity = ? AND date = ? ORDER BY n"
    for what, name, count in connection.execute(sql, (activity, date)):
        if what == "tick":
            ticks[name] = count
        else:
            tally[name] = tally.get(name, 0) + count
    return Noted(ticks, tally)


def _forget_notes(connection: sqlite3.Connection) -> None:
    for table in ("door_notes", "door_untold"):
        connection.execute(f"DELETE FROM {table} WHERE activity NOT IN (SELECT activity FROM doors)")


NOTED = {"attendance": note}
"""What is remembered of an answer beside its sealed record, by its kind."""

"""What this kiosk can say of sign-ups: the hub's word, or its own promise until the hub has spoken.

Kept here are numbers only. Who comes is sealed in the submission.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kiosk.store import outbox
from shared.activity import MAX_SEATS, Activity
from shared.notice import ReceiptState, SealedState, SignUpState, VisitorState

WAITING = "waiting"
"""What a visitor is told about a submission that has not reached the hub; the hub's words are VisitorState."""
CHANGEABLE = (SignUpState.REQUESTED, SignUpState.CONFIRMED, SignUpState.WAITING, SignUpState.TOLD)


@dataclass(frozen=True)
class SignedUp:
    """A sign-up that can still be changed by who has its receipt code."""

    activity: Activity
    persons: int


def told_of_own(own: outbox.Own) -> SealedState:
    """Return what a visitor is told of a submission made here before the hub has said anything."""
    if own.activity is not None:
        state = SignUpState.CONFIRMED if own.seats else SignUpState.REQUESTED
        return SealedState(own.finder, 0, state, activity=own.activity, persons=own.persons, seated=own.seats)
    return SealedState(own.finder, 0, VisitorState.RECEIVED if own.state == "delivered" else WAITING)


def asked(connection: sqlite3.Connection) -> dict[str, int]:
    """Count by activity the sign-ups that were promised nothing here and have not reached the hub.

    Who has said here that nobody of them comes waits no more.
    """
    sql = (
        "SELECT activity, count(*) FROM submissions INDEXED BY submissions_asked JOIN standing USING (seq) "
        "LEFT JOIN changes USING (finder) "
        "WHERE submissions.seats = 0 AND state = 'waiting' AND ifnull(changes.persons, 1) > 0 GROUP BY activity"
    )
    return dict(connection.execute(sql).fetchall())


def change(connection: sqlite3.Connection, submission_id: str, finder: str, persons: int) -> None:
    """Remember a change that was sent from here, so that it shows before the hub has heard of it."""
    connection.execute(
        "INSERT INTO changes VALUES (?, ?, ?) "
        "ON CONFLICT (finder) DO UPDATE SET id = excluded.id, persons = min(persons, excluded.persons)",
        (finder, submission_id, persons),
    )


def changed(connection: sqlite3.Connection, told: SealedState) -> SealedState:
    """Return a state as it is after what was changed from here."""
    row = connection.execute("SELECT persons FROM changes WHERE finder = ?", (told.finder,)).fetchone()
    if row is None or told.activity is None or told.state not in CHANGEABLE:
        return told
    if row[0] == 0:
        return replace(told, state=SignUpState.CANCELLED, seated=0)
    return replace(told, persons=min(told.persons, row[0]), seated=min(told.seated, row[0]))


def answered(connection: sqlite3.Connection, receipts: Iterable[SealedState]) -> None:
    """The hub has spoken of these sign-ups; its word counts, where it has what was changed from here."""
    connection.executemany(
        "DELETE FROM changes WHERE finder = ? AND NOT EXISTS ("
        "SELECT 1 FROM submissions JOIN standing USING (seq) WHERE submissions.id = changes.id AND state = 'waiting')",
        [(receipt.finder,) for receipt in receipts],
    )


def place(connection: sqlite3.Connection, waiting: ReceiptState, seats: int | None) -> int | None:
    """Return the place of one that waits, from 1: how many wait of the same activity, up to its turn.

    Who is more than all ``seats`` holds up nobody, and has no place.
    """
    room = MAX_SEATS if seats is None else seats
    if waiting.persons > room and not waiting.seated:
        return None
    sql = (
        "SELECT count(*) FROM receipts WHERE activity = ? AND state = ? AND turn <= ? AND (persons <= ? OR seated > 0)"
    )
    told = (waiting.activity, SignUpState.WAITING, waiting.order, room)
    return int(connection.execute(sql, told).fetchone()[0])

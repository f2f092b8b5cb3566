"""Submissions on the kiosk: waiting, delivered (a sealed copy stays for a while), set aside, erased.

Plain functions over one open transaction; :class:`kiosk.store.KioskStore` opens it.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from kiosk.store.facts import fact, keep_facts
from shared.clock import Moment
from shared.errors import RecordDamaged
from shared.notice import VisitorState
from shared.protocol import RETAIN_DAYS, Refusal, Retained, digest_ids
from shared.slip import NO_SLIP, Slip
from shared.submission import Submission, from_utc, sealed_submission, utc

MAX_TRIES = 5
"""So many times the hub may refuse a submission before it is set aside for staff."""
PRUNE_APART_S = 3_600.0
"""Two receipts at least so far apart must agree on the hub's clock before anything is pruned."""
PRUNE_SKEW = timedelta(days=1)
"""How far the clocks of kiosk and hub may be apart."""
PRUNE_DRIFT_S = 600.0
"""How far the hub's clock and the kiosk's unsettable one may run apart between the two."""

_COLUMNS = """
id, kind, prompt, prompt_revision, prompt_hash, kiosk, seq, made_at, language, session, sealed, sha256
"""  # in the order of the fields of Submission
_INSERT = f"""
INSERT INTO submissions ({_COLUMNS}, boot, monotonic, activity, persons, seats, finder, pair)
VALUES ({", ".join("?" * 19)}) ON CONFLICT (id) DO NOTHING
"""
_NEXT_SEQ = """
SELECT max(ifnull((SELECT max(seq) FROM submissions), 0),
           ifnull((SELECT value FROM facts WHERE name = 'last_seq'), 0)) + 1
"""
_WAITING = f"""
SELECT {_COLUMNS}, boot, monotonic, seats FROM standing JOIN submissions USING (seq)
WHERE state = 'waiting' AND standing.seq > ? ORDER BY standing.seq
"""
_THIS = "seq = (SELECT seq FROM submissions WHERE id = ?)"


@dataclass(frozen=True)
class Batch:
    """What travels together. ``ages_s`` and ``promised`` as in Delivery; ``last_seq`` is where to go on.

    ``more`` if something waits.
    """

    submissions: list[Submission] = field(default_factory=list)
    ages_s: dict[str, float] = field(default_factory=dict)
    promised: list[str] = field(default_factory=list)
    last_seq: int = 0
    more: bool = False


@dataclass(frozen=True)
class Seats:
    """What a record in the outbox says of seats in clear: a sign-up of so many persons, and how many are promised."""

    activity: str
    persons: int
    promised: int


@dataclass(frozen=True)
class Own:
    """A submission of this kiosk, by the finder of its receipt code. ``seats`` are those promised; sign-ups only."""

    finder: str
    state: str
    kind: str
    activity: str | None
    persons: int
    seats: int


@dataclass(frozen=True)
class Counts:
    """The books: created = on_hub + waiting + set_aside + erased, unless something was lost."""

    created: int
    waiting: int
    on_hub: int
    set_aside: int
    erased: int


def add(
    connection: sqlite3.Connection, *, id: str, kind: str, prompt: str, prompt_revision: int, prompt_hash: str,
    kiosk: str, language: str, sealed: bytes, made: Moment, slip: Slip = NO_SLIP,
    seats: Seats | None = None,
) -> None:  # fmt: skip
    """Put a sealed answer in the outbox under the next number; an id that is there already stays as it is.

    Of the ``slip`` nothing stays here that tells its code.
    """
    record = sealed_submission(
        id=id, kind=kind, prompt=prompt, prompt_revision=prompt_revision, prompt_hash=prompt_hash, kiosk=kiosk,
        seq=connection.execute(_NEXT_SEQ).fetchone()[0],
        made_at=utc(made.at), language=language, session=None, sealed=sealed,
    )  # fmt: skip
    added = connection.execute(
        _INSERT,
        (
            record.id, record.kind, record.prompt, record.prompt_revision, record.prompt_hash, record.kiosk, record.seq,
            record.made_at, record.language, record.session, record.sealed, record.sha256, made.boot, made.monotonic,
            *((seats.activity, seats.persons, seats.promised) if seats else (None, None, None)),
            *((None, None) if slip == NO_SLIP else (slip.finder, slip.pair)),
        ),
    )  # fmt: skip
    if added.rowcount:
        connection.execute("INSERT INTO standing (state, seq) VALUES ('waiting', ?)", (record.seq,))


def waiting(connection: sqlite3.Connection, *, after: int, limit_items: int, limit_bytes: int, now: Moment) -> Batch:
    """Return what waits after this number, in order, within the limits but for a single item that is larger.

    What no longer matches its hash is set aside on the way, where staff see it.
    """
    batch, size, damaged = Batch(), 0, []
    last_seq, more = after, False
    for row in connection.execute(_WAITING, (after,)):
        submission = Submission(*row[:12])
        if not submission.is_whole():
            damaged.append(submission.seq)
            continue
        size += len(submission.sealed)
        if batch.submissions and (len(batch.submissions) >= limit_items or size > limit_bytes):
            more = True
            break
        batch.submissions.append(submission)
        last_seq = submission.seq
        if row[12] == now.boot and row[13] <= now.monotonic:
            batch.ages_s[submission.id] = round(now.monotonic - row[13], 3)
        if row[14]:
            batch.promised.append(submission.id)
    connection.executemany(
        "UPDATE standing SET state = 'set_aside', reason = ? WHERE state = 'waiting' AND seq = ?",
        [(RecordDamaged.code, seq) for seq in damaged],
    )
    return replace(batch, last_seq=last_seq, more=more)


def accepted(connection: sqlite3.Connection, ids: Iterable[str], hub_time: str) -> None:
    """The hub has these durably; the sealed copies stay, the fleet is the backup."""
    connection.executemany(
        "UPDATE standing SET state = 'delivered', reason = NULL, delivered_at = ? "
        f"WHERE state IN ('waiting', 'set_aside', 'delivered') AND {_THIS}",
        [(hub_time, one) for one in ids],
    )


def refused(connection: sqlite3.Connection, refusals: Sequence[Refusal]) -> None:
    """The hub did not take these: keep them, and after the fifth time set them aside for staff."""
    connection.executemany(
        "UPDATE standing SET tries = tries + 1, reason = ?, "
        f"state = CASE WHEN tries + 1 >= ? THEN 'set_aside' ELSE state END WHERE state = 'waiting' AND {_THIS}",
        [(refusal.code, MAX_TRIES, refusal.id) for refusal in refusals],
    )


def erased(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    """Wipe what was erased on the hub; ``secure_delete`` overwrites the bytes. Only the number stays, for the books."""
    those = [(one,) for one in ids]
    connection.executemany("UPDATE submissions SET sealed = NULL WHERE id = ?", those)
    connection.executemany(
        "UPDATE standing SET state = 'erased', reason = NULL "
        f"WHERE state IN ('waiting', 'set_aside', 'delivered') AND {_THIS}",
        those,
    )


def lacking(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """The hub lost these: send the sealed copies again."""
    connection.executemany(
        f"UPDATE standing SET state = 'waiting', tries = 0 WHERE state = 'delivered' AND {_THIS}",
        [(one,) for one in ids],
    )


def counts(connection: sqlite3.Connection) -> Counts:
    """Return the books."""
    by_state = dict(connection.execute("SELECT state, count(*) FROM standing GROUP BY state"))
    return Counts(
        created=connection.execute(_NEXT_SEQ).fetchone()[0] - 1,
        waiting=by_state.get("waiting", 0),
        on_hub=by_state.get("delivered", 0) + fact(connection, "pruned", 0),
        set_aside=by_state.get("set_aside", 0),
        erased=by_state.get("erased", 0) + fact(connection, "erased", 0),
    )


def retained_ids(connection: sqlite3.Connection) -> list[str]:
    """Return the ids of the copies of what the hub has, in order."""
    return [one for _, one in _delivered(connection)]


def retained(connection: sqlite3.Connection) -> Retained | None:
    """Return range, count and digest of these ids; None when there are none."""
    rows = _delivered(connection)
    return Retained(rows[0][0], rows[-1][0], len(rows), digest_ids(one for _, one in rows)) if rows else None


def _delivered(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    sql = "SELECT seq, id FROM standing JOIN submissions USING (seq) WHERE state = 'delivered' ORDER BY seq"
    return connection.execute(sql).fetchall()


def promised(connection: sqlite3.Connection, id: str) -> int | None:
    """Return how many seats were promised with this record; None when it is not here."""
    row = connection.execute("SELECT ifnull(seats, 0) FROM submissions WHERE id = ?", (id,)).fetchone()
    return None if row is None else int(row[0])


def own(connection: sqlite3.Connection, *, finder: str | None = None, pair: int | None = None) -> list[Own]:
    """Return the kiosk's own submissions with this finder, or with this pair of words."""
    which, value = ("finder", finder) if finder is not None else ("pair", pair)
    sql = "SELECT finder, state, kind, activity, ifnull(persons, 0), ifnull(seats, 0) "
    sql += f"FROM submissions JOIN standing USING (seq) WHERE {which} = ? AND state != 'erased'"
    return [Own(*row) for row in connection.execute(sql, (value,))]


def prune(connection: sqlite3.Connection, hub_time: str, now: Moment) -> int:
    """Delete sealed copies that the hub has had for 30 days by its own clock; return how many.

    The empty rows of what was erased before those go too, and stay in the books as a number.

    A clock that jumped must delete nothing. So the hub's and the kiosk's must agree to a day, and two receipts an hour
    apart must agree with the clock that nobody can set. Copies go in the order of their numbers, without gaps; what
    their receipt codes give stays.
    """
    earlier = (fact(connection, "prune_hub_time"), fact(connection, "prune_monotonic"), fact(connection, "prune_boot"))
    if earlier[0] is None or earlier[2] != now.boot:
        _remember_prune(connection, hub_time, now)
        return 0
    passed = now.monotonic - earlier[1]
    if passed < PRUNE_APART_S:
        return 0
    _remember_prune(connection, hub_time, now)
    drift = (from_utc(hub_time) - from_utc(earlier[0])).total_seconds() - passed
    if abs(drift) > PRUNE_DRIFT_S or abs(from_utc(hub_time) - now.at) > PRUNE_SKEW:
        return 0
    connection.execute(  # the hub said a time once that has not come yet: these 30 days begin now
        "UPDATE standing SET delivered_at = ? WHERE state = 'delivered' AND delivered_at > ?", (hub_time, hub_time)
    )
    horizon = utc(from_utc(earlier[0]) - timedelta(days=RETAIN_DAYS))
    first_kept = connection.execute(
        "SELECT ifnull(min(seq), 9e18) FROM standing WHERE state = 'delivered' AND delivered_at >= ?", (horizon,)
    ).fetchone()[0]
    old = [(seq, one) for seq, one in _delivered(connection) if seq < first_kept]
    wiped = connection.execute("SELECT seq FROM standing WHERE state = 'erased' AND seq < ?", (first_kept,)).fetchall()
    keep_facts(
        connection,
        last_seq=connection.execute(_NEXT_SEQ).fetchone()[0] - 1,
        pruned=fact(connection, "pruned", 0) + len(old),
        erased=fact(connection, "erased", 0) + len(wiped),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO receipts (finder, pair, state, sealed) "
        "SELECT finder, pair, ?, '' FROM submissions WHERE seq = ? AND finder IS NOT NULL",
        [(VisitorState.RECEIVED, seq) for seq, _ in old],
    )
    gone = [*((seq,) for seq, _ in old), *wiped]
    connection.executemany("DELETE FROM submissions WHERE seq = ?", gone)
    connection.execute("DELETE FROM changes WHERE id NOT IN (SELECT id FROM submissions)")  # the hub never spoke of it
    connection.executemany("DELETE FROM standing WHERE state IN ('delivered', 'erased') AND seq = ?", gone)
    return len(old)


def _remember_prune(connection: sqlite3.Connection, hub_time: str, now: Moment) -> None:
    keep_facts(connection, prune_hub_time=hub_time, prune_monotonic=now.monotonic, prune_boot=now.boot)

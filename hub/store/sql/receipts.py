"""What receipt codes give: of submissions that staff moved or erased, and of sign-ups."""

import json

from hub.model import State, Told
from hub.store.sql.engine import Engine, Row
from shared.notice import ReceiptState, VisitorState
from shared.slip import Slip


class SqlReceipts:
    """What receipt codes give."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._words = engine.words

    def of_submissions(self, revision: int, limit: int) -> list[Told]:
        """Return what changed receipt codes give, oldest change first; of an erased one only its state."""
        values = {"revision": revision, "limit": limit}
        moved = self._engine.all(  # the revision first: SQLite seeks by the first bound, and the other names the index
            "select state, replies, revision as changed, code, pair, root from submissions where revision > :revision "
            "and revision > 0 and state <> 'filed' and root is not null order by revision limit :limit",
            values,
        )
        erased = self._engine.all(
            "select finder, pair, changed from tombstones "
            "where told = 1 and changed > :revision and finder is not null order by changed limit :limit",
            values,
        )
        told = [*map(_told, moved), *map(_erased, erased)]
        return sorted(told, key=lambda one: one.changed)[:limit]

    def of_sign_ups(self, revision: int, limit: int) -> list[Told]:
        """Return what changed sign-ups give, oldest change first; none that no kiosk could find by its code."""
        rows = self._engine.all(  # the revision first: SQLite seeks by the first bound, and the other names the index
            "select code, kiosk, state, activity, persons, seated, turn, revision, pair, root from sign_ups "
            f"where revision > :revision and revision > 0 and root <> {self._words.no_bytes} "
            "order by revision limit :limit",
            {"revision": revision, "limit": limit},
        )
        return [_of_sign_up(row) for row in rows]


def _told(row: Row) -> Told:
    slip = Slip(row["code"], row["pair"], row["root"])
    state = VisitorState.PUBLISHED if row["state"] == State.PUBLISHED else VisitorState.READ
    return Told(
        row["changed"], slip.finder, slip.pair, ReceiptState(slip.code, state.value, json.loads(row["replies"])), slip
    )


def _erased(row: Row) -> Told:
    return Told(row["changed"], row["finder"], row["pair"], ReceiptState("", VisitorState.READ.value), None)


def _of_sign_up(row: Row) -> Told:
    slip = Slip(row["code"], row["pair"], row["root"])
    state = ReceiptState(
        row["code"],
        row["state"],
        activity=row["activity"],
        persons=row["persons"],
        seated=row["seated"],
        order=row["turn"],
    )
    return Told(row["revision"], slip.finder, slip.pair, state, slip, row["kiosk"])

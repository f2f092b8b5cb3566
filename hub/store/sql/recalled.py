"""What a hub that was put back knows of what it has forgotten, and the sign-ups kiosks bring back of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.model import Recount, Told
from hub.store.sql.engine import Engine, Row
from hub.store.sql.settings import SqlSettings
from shared.notice import ReceiptState
from shared.slip import Slip

AWAITED, OWED, ASKED, LEARNT = "recount_awaited", "recount_owed", "recount_asked", "recount_learnt"
BACKUP, FORGOTTEN = "recount_kept", "recount_forgotten"
"""The settings a recount is kept in."""
PAGE = 500
"""Rows read at a time when all are read."""

_COLUMNS = ("code", "changed", "pair", "root", "state", "activity", "persons", "seated", "turn", "kiosk")
_REMEMBER = (
    f"insert into recalled ({', '.join(_COLUMNS)}) values ({', '.join(f':{name}' for name in _COLUMNS)}) "
    "on conflict (code) do update set "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
    + " where excluded.changed > recalled.changed"
)


class SqlRecalled:
    """What a hub that was put back knows of what it has forgotten, and the sign-ups kiosks bring back of it."""

    def __init__(self, engine: Engine, settings: SqlSettings) -> None:
        self._engine, self._settings = engine, settings

    def recount(self) -> Recount:
        """Return what is known; where there never was a recount, of nobody anything."""
        saved = self._settings.read()

        def kept(name: str) -> dict[str, Any]:
            found: dict[str, Any] = json.loads(saved.get(name) or "{}")
            return found

        return Recount(
            kept(AWAITED), kept(OWED), kept(ASKED), kept(LEARNT),
            int(kept(BACKUP).get("revision", 0)), int(kept(FORGOTTEN).get("revision", 0)),
        )  # fmt: skip

    def keep(self, known: Recount) -> None:
        """Keep what is known, as a whole."""
        values: dict[str, Mapping[str, Any]] = {
            AWAITED: known.awaited,
            OWED: known.owed,
            ASKED: known.asked,
            LEARNT: known.learnt,
            BACKUP: {"revision": known.backup},
            FORGOTTEN: {"revision": known.forgotten},
        }
        self._settings.save({name: json.dumps(value) if value else "" for name, value in values.items()})

    def remember(self, told: Sequence[Told]) -> None:
        """Keep these sign-ups, each in place of an older one with the same code. They must have slips."""
        self._engine.many(_REMEMBER, [_to_row(one) for one in told])

    def every(self) -> Iterator[Told]:
        """Return them, the oldest first, a few at a time; what was returned may be changed or forgotten meanwhile."""
        after: dict[str, Any] = {"changed": -1, "code": ""}
        while rows := self._engine.all(
            "select * from recalled where (changed, code) > (:changed, :code) order by changed, code limit :size",
            {**after, "size": PAGE},
        ):
            yield from map(_from_row, rows)
            after = {"changed": rows[-1]["changed"], "code": rows[-1]["code"]}

    def forget(self) -> None:
        """Forget all sign-ups; what else is known stays."""
        self._engine.run("delete from recalled")


def _to_row(told: Told) -> dict[str, Any]:
    state, slip = told.state, told.slip
    assert slip is not None, "only what has a slip is told"
    return {
        "code": slip.code, "changed": told.changed, "pair": slip.pair, "root": slip.root, "state": state.state,
        "activity": state.activity, "persons": state.persons, "seated": state.seated, "turn": state.order,
        "kiosk": told.kiosk,
    }  # fmt: skip


def _from_row(row: Row) -> Told:
    slip = Slip(row["code"], row["pair"], row["root"])
    state = ReceiptState(
        slip.code, row["state"], activity=row["activity"], persons=row["persons"], seated=row["seated"],
        order=row["turn"],
    )  # fmt: skip
    return Told(row["changed"], slip.finder, slip.pair, state, slip, row["kiosk"])

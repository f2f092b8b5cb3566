"""What kiosks bring back of sign-ups that a hub has forgotten, until it holds again."""

from collections.abc import Iterator, Sequence
from typing import Any

from hub.model import Told
from hub.store.sql.engine import Engine, Row
from shared.notice import ReceiptState
from shared.slip import Slip

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
    """What kiosks bring back of sign-ups that a hub has forgotten, until it holds again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def remember(self, told: Sequence[Told]) -> None:
        """Keep these, each in place of an older one with the same code. They must have slips."""
        self._engine.many(_REMEMBER, [_to_row(one) for one in told])

    def every(self) -> Iterator[Told]:
        """Return all, the oldest first, a few at a time; what was returned may be changed or forgotten meanwhile."""
        after: dict[str, Any] = {"changed": -1, "code": ""}
        while rows := self._engine.all(
            "select * from recalled where (changed, code) > (:changed, :code) order by changed, code limit :size",
            {**after, "size": PAGE},
        ):
            yield from map(_from_row, rows)
            after = {"changed": rows[-1]["changed"], "code": rows[-1]["code"]}

    def forget(self) -> None:
        """Forget all."""
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

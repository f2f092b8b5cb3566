"""Submissions as lists: pages by position, never by offset, and totals from the roll-up wherever it has them."""

from dataclasses import asdict
from typing import Any

from hub.lists import EVERYTHING, InboxFilter, InboxRow, Pile, SlipFilter
from hub.model import State
from hub.store.sql.engine import Engine, Row, json_list
from hub.store.sql.voices import ENTRY, LYING, PART, VOICE, WALKED

_ROW = f"select s.id, s.position, s.kind, s.prompt, s.language, s.kiosk, {ENTRY} as state, s.gist, s.made_at, \
s.received_at, s.replies <> '{{}}' as answered"
_ALL = " from submissions s"
IS_OUT = "exists (select 1 from kiosks k where k.id = {} and k.revoked_at is not null)"
"""Whether what names a kiosk names one that is shut out."""
_EQUAL = ("kind", "prompt", "language", "kiosk")
_LISTED = f"s.entry not in ('filed', '{PART}')"


class SqlInbox:
    """Submissions as lists. ``since`` and ``until`` of a filter are UTC times here, ``until`` exclusive."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._words = engine.words
        # The words come first and are walked in the order of positions: a page of a frequent word stops when it is
        # full.
        self._searched = f" from submission_words w {engine.words.then_join} submissions s on s.position = w.rowid"

    def page(
        self, chosen: InboxFilter, *, below: int | None = None, above: int | None = None, size: int
    ) -> list[InboxRow]:
        """Return rows newest first: those next below a position, or next above it, or the newest."""
        source, position = (self._searched, "w.rowid") if chosen.words else (_ALL, "s.position")
        where, values = self._where(chosen)
        if below is not None:
            where.append(f"{position} < :below")
        if above is not None:
            where.append(f"{position} > :above")
        order = "asc" if above is not None else "desc"
        sql = f"{_ROW}{source}{_joined(where)} order by {position} {order} limit :size"
        rows = self._engine.all(sql, {**values, "below": below, "above": above, "size": size})
        found = [_row(row) for row in rows]
        return found[::-1] if above is not None else found

    def count(self, chosen: InboxFilter, limit: int) -> int:
        """Count what is chosen: as many as its pages list; up to ``limit`` + 1 where words or dates are chosen."""
        where, values = self._where(chosen)
        if chosen.is_capped or chosen.pile:
            source = self._searched if chosen.words else _ALL
            inner = f"select 1{source}{_joined(where)}{' limit :most' if chosen.is_capped else ''}"
            row = self._engine.one(f"select count(*) as n from ({inner}) as counted", {**values, "most": limit + 1})
        else:
            where, values = self._where(chosen, "s.state")
            row = self._engine.one(f"select coalesce(sum(n), 0) as n from tally s{_joined(where)}", values)
        assert row is not None
        return int(row["n"])

    def of_slip(self, asked: SlipFilter, size: int) -> list[InboxRow]:
        """Return rows of a slip, newest first: those next below its ``answers_below``, or the newest."""
        rows = self._engine.all(
            f"{_ROW}{_ALL} where s.state <> 'filed' and (s.code = :code or s.pair in (select value from "
            f"{self._words.numbers('pairs')} as asked)) and {IS_OUT.format('s.kiosk')} = :out "
            "and (:worries or s.state <> 'worry') "
            "and (:below is null or s.position < :below) order by s.position desc limit :size",
            {**asdict(asked), "pairs": json_list(asked.pairs), "below": asked.answers_below, "size": size},
        )
        return [_row(row) for row in rows]

    def of_kiosks(self) -> dict[str, int]:
        """Count those of each kiosk that ever gave one."""
        rows = self._engine.all("select kiosk, sum(n) as n from tally where state <> 'filed' group by kiosk")
        return {row["kiosk"]: row["n"] for row in rows}

    def filed_of_kiosks(self) -> dict[str, int]:
        """Count those filed with an activity, of each kiosk that ever gave one."""
        rows = self._engine.all("select kiosk, sum(n) as n from tally where state = 'filed' group by kiosk")
        return {row["kiosk"]: row["n"] for row in rows if row["n"]}

    def states(self, chosen: InboxFilter = EVERYTHING) -> dict[State, int]:
        """Count each state among what is chosen by question, kind, language and kiosk."""
        hidden = {State.FILED} if chosen.worries else {State.FILED, State.WORRY}
        where = ["s.state <> 'filed'", *_equal(chosen)]
        rows = self._engine.all(
            f"select s.state, sum(n) as n from tally s{_joined(where)} group by s.state",
            {name: getattr(chosen, name) for name in _EQUAL},
        )
        counted = {row["state"]: row["n"] for row in rows}
        return {state: counted.get(state.value, 0) for state in State if state not in hidden}

    def newest_position(self) -> int:
        """Return the highest position given; 0 before the first arrival."""
        row = self._engine.one("select n from counters where name = 'position'")
        assert row is not None
        return int(row["n"])

    def arrived_since(self, position: int) -> int:
        """Count the new ones of which something new came after this position."""
        row = self._engine.one(
            f"select count(distinct {VOICE}) as n from submissions s where position > :at and {LYING[Pile.UNREAD]}",
            {"at": position},
        )
        assert row is not None
        return int(row["n"])

    def _where(self, chosen: InboxFilter, state: str = "s.entry") -> tuple[list[str], dict[str, Any]]:
        """Return the conditions, where ``state`` says in which state an entry is.

        Words are found wherever they stand, so also in what was said after another; it is in the state of its entry.
        """
        listed = "s.state <> 'filed'" if chosen.words or state == "s.state" else _LISTED
        where = [listed, *_equal(chosen)]
        if not chosen.worries:
            where.append(f"{'s.state' if chosen.words else state} <> 'worry'")
        if chosen.state:
            where.append(f"{ENTRY if chosen.words else state} = :state")
        values: dict[str, Any] = {name: getattr(chosen, name) for name in ("state", *_EQUAL)}
        lies = _received(chosen)
        if chosen.pile:
            pile = Pile(chosen.pile)
            lies = [LYING[pile], *lies]
            if not chosen.words:
                found = f" from submissions s{self._words.walked_by(WALKED[pile])}"
                found += _joined(["s.kiosk = :kiosk", *lies])
                lies = [f"s.id in (select {VOICE}{found})"]
        where += lies
        if chosen.words:
            where.append(self._words.found("w.words", "question"))
        asked = {"since": chosen.since, "until": chosen.until, "question": self._words.question(chosen.words)}
        return where, values | asked


def _equal(chosen: InboxFilter) -> list[str]:
    return [f"s.{name} = :{name}" for name in _EQUAL if getattr(chosen, name)]


def _received(chosen: InboxFilter) -> list[str]:
    said = {"s.received_at >= :since": chosen.since, "s.received_at < :until": chosen.until}
    return [condition for condition, moment in said.items() if moment]


def _row(row: Row) -> InboxRow:
    return InboxRow(**{**dict(row), "state": State(row["state"]), "answered": bool(row["answered"])})


def _joined(where: list[str]) -> str:
    return f" where {' and '.join(where)}"

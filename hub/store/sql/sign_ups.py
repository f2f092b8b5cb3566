"""Sign-ups as numbers, and beside them what they say of persons: each answer a row that is gone on its own date."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from hub.lists import SlipFilter
from hub.model import Detail, SignUp, Tell
from hub.store.sql.engine import Engine, Row, json_list
from hub.store.sql.inbox import IS_OUT
from hub.store.sql.words import Words
from shared.notice import SignUpState
from shared.slip import NO_PAIR
from shared.submission import utc

PAGE = 500
"""Rows read at a time when all are read."""

# "order" is a word of SQL, so the column is called turn.
_COLUMNS = (
    "id", "activity", "kiosk", "code", "language", "made_at", "received_at", "state", "persons", "ages", "turn",
    "seated", "leased", "split", "tell", "told_at", "flagged", "revision", "pair", "root", "asked_by",
)  # fmt: skip
_CAME = "where kiosk = :kiosk and (received_at >= :since or received_at = '')"
"""What came from a kiosk since a moment; when that was which a backup did not have, nobody knows."""
_INSERT = f"insert into sign_ups ({', '.join(_COLUMNS)}) values ({', '.join(f':{name}' for name in _COLUMNS)})"
_UPDATE = f"update sign_ups set {', '.join(f'{name} = :{name}' for name in _COLUMNS[1:])} where id = :id"
_ADD_DETAIL = """
insert into sign_up_details (sign_up, name, value, delete_at, days) values (:sign_up, :name, :value, :delete_at, :days)
on conflict (sign_up, name) do update set
value = excluded.value, delete_at = excluded.delete_at, days = excluded.days
"""


class SqlSignUps:
    """Sign-ups, and what they say of persons."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._words = engine.words
        self._heard = heard(engine.words)
        self._unknown = f"(received_at = '' and root = {engine.words.no_bytes})"
        """The others: nobody here knows their code."""

    def add(self, sign_ups: Sequence[SignUp], details: Sequence[Detail]) -> None:
        """Keep new ones, all or none."""
        with self._engine.atomic():
            self._engine.many(_INSERT, [_to_row(sign_up) for sign_up in sign_ups])
            self.save_details(details)

    def read(self, id: str) -> SignUp | None:
        """Return one, or None."""
        row = self._engine.one("select * from sign_ups where id = :id", {"id": id})
        return _from_row(row) if row else None

    def by_code(self, activity: str, code: str) -> SignUp | None:
        """Return the sign-up with this receipt code: for this activity, or else for the one it is in now, or None."""
        row = self._engine.one(
            "select * from sign_ups where code = :code order by activity <> :activity, turn limit 1",
            {"activity": activity, "code": code},
        )
        return _from_row(row) if row else None

    def known_codes(self, codes: Sequence[str]) -> set[str]:
        """Return those of these receipt codes with which something is here, be it only what a change told of."""
        rows = self._engine.all(
            f"select value as code from {self._words.texts('codes')} as asked "
            "where exists (select 1 from sign_ups where code = value)",
            {"codes": json_list(codes)},
        )
        return {row["code"] for row in rows}

    def unknown_codes(self) -> dict[str, int]:
        """Count what only changes told of, by the kiosk whose change came first."""
        rows = self._engine.all(
            f"select id, (select count(*) from sign_ups where {self._unknown} and asked_by = kiosks.id) as n "
            "from kiosks",
            {},
        )
        return {row["id"]: row["n"] for row in rows if row["n"]}

    def by_order(self, activity: str, order: int) -> SignUp | None:
        """Return the one with this turn, or None."""
        row = self._engine.one(
            "select * from sign_ups where activity = :activity and turn = :turn", {"activity": activity, "turn": order}
        )
        return _from_row(row) if row else None

    def of_slip(self, asked: SlipFilter, size: int) -> list[SignUp]:
        """Return those of a slip, newest first: those next below its ``sign_ups_below``, or the newest."""
        rows = self._engine.all(
            f"select s.* from sign_ups s where {self._heard} and (s.code = :code "
            f"or (s.root <> {self._words.no_bytes} "
            f"and s.pair in (select value from {self._words.numbers('pairs')} as asked))) "
            f"and {IS_OUT.format('s.kiosk')} = :out "
            "and (:below is null or s.turn < :below) order by s.turn desc limit :size",
            {**asdict(asked), "pairs": json_list(asked.pairs), "below": asked.sign_ups_below, "size": size},
        )
        return [_from_row(row) for row in rows]

    def of(self, *activities: str) -> list[SignUp]:
        """Return all of these activities, each in their order; not what only a change told of."""
        rows = self._engine.all(
            f"select s.* from {self._words.texts('activities')} as a {self._words.then_join} sign_ups s "
            f"on s.activity = a.value and {self._heard} order by s.activity, s.turn",
            {"activities": json_list(activities)},
        )
        return [_from_row(row) for row in rows]

    def waiting(self, activity: str) -> list[SignUp]:
        """Return those that wait, in their order."""
        rows = self._engine.all(
            f"select s.* from sign_ups s where activity = :activity and state = 'waiting' and {self._heard} "
            "order by turn",
            {"activity": activity},
        )
        return [_from_row(row) for row in rows]

    def waiting_of(self, activities: Sequence[str]) -> dict[str, list[SignUp]]:
        """Return those that wait, in their order, by activity: of these activities."""
        rows = self._engine.all(
            f"select s.* from {self._words.texts('activities')} as a {self._words.then_join} sign_ups s "
            f"on s.activity = a.value and s.state = 'waiting' and {self._heard} order by s.activity, s.turn",
            {"activities": json_list(activities)},
        )
        lines: dict[str, list[SignUp]] = {}
        for row in rows:
            lines.setdefault(row["activity"], []).append(_from_row(row))
        return lines

    def seated(self, activity: str) -> int:
        """Count the persons who have a seat."""
        row = self._engine.one(
            f"select coalesce(sum(seated), 0) as n from sign_ups s where activity = :activity and {self._heard}",
            {"activity": activity},
        )
        assert row is not None
        return int(row["n"])

    def to_tell_of(self, activities: Sequence[str]) -> dict[str, int]:
        """Count those whose people must be told something, by activity, of these activities."""
        rows = self._engine.all(
            "select activity, count(*) as n from sign_ups where tell <> '' "
            f"and activity in (select value from {self._words.texts('activities')} as asked) group by activity",
            {"activities": json_list(activities)},
        )
        return {row["activity"]: row["n"] for row in rows}

    def to_tell(self, now: str) -> int:
        """Count those whose people must be told something, of activities that are listed and not over."""
        row = self._engine.one(
            f"select count(*) as n from activities a {self._words.then_join} sign_ups s on s.activity = a.slug "
            "where a.withdrawn = 0 and a.ends_at > :now and s.tell <> ''",
            {"now": now},
        )
        assert row is not None
        return int(row["n"])

    def made_on(self, kiosk: str, *, since: str) -> dict[str, int]:
        """Count what came from a kiosk since then, or is known again of it from before a backup, by activity."""
        rows = self._engine.all(
            f"select activity, count(*) as n from sign_ups {_CAME} group by activity", {"kiosk": kiosk, "since": since}
        )
        return {row["activity"]: row["n"] for row in rows}

    def coming_from(self, kiosk: str, *, since: str) -> dict[str, tuple[int, int]]:
        """Count what came from a kiosk since then and has a seat or waits for one, and its seats, by activity."""
        rows = self._engine.all(
            f"select activity, count(*) as n, sum(seated) as seats from sign_ups {_CAME} "
            "and state in ('confirmed', 'told', 'waiting') group by activity",
            {"kiosk": kiosk, "since": since},
        )
        return {row["activity"]: (row["n"], row["seats"]) for row in rows}

    def ids_from(self, kiosk: str, *, since: str) -> list[str]:
        """Return the ids of what came from a kiosk since then: first what waits, each in the order of arrival."""
        rows = self._engine.all(
            f"select id from sign_ups {_CAME} order by state <> 'waiting', turn", {"kiosk": kiosk, "since": since}
        )
        return [row["id"] for row in rows]

    def count_in_look_up(self, kiosk: str, *, since: str) -> int:
        """Count what came from a kiosk since then and two words find, whatever became of it."""
        row = self._engine.one(
            f"select count(*) as n from sign_ups {_CAME} and pair <> {NO_PAIR} and root <> {self._words.no_bytes}",
            {"kiosk": kiosk, "since": since},
        )
        assert row is not None
        return int(row["n"])

    def these(self, ids: Sequence[str]) -> list[SignUp]:
        """Return those of these that are here, in their order."""
        rows = self._engine.all(
            f"select s.* from {self._words.texts('ids')} as i {self._words.then_join} sign_ups s "
            "on s.id = i.value order by i.key",
            {"ids": json_list(ids)},
        )
        return [_from_row(row) for row in rows]

    def every(self) -> Iterator[SignUp]:
        """Return all, by activity and order."""
        after: dict[str, Any] = {"activity": "", "turn": 0}
        while rows := self._engine.all(
            "select * from sign_ups where (activity, turn) > (:activity, :turn) order by activity, turn limit :size",
            {**after, "size": PAGE},
        ):
            yield from map(_from_row, rows)
            after = {"activity": rows[-1]["activity"], "turn": rows[-1]["turn"]}

    def next_order(self) -> int:
        """Take the next turn in the hub's one order; inside ``atomic()`` only."""
        row = self._engine.one("update counters set n = n + 1 where name = 'turn' returning n")
        assert row is not None
        return int(row["n"])

    def raise_order(self, least: int) -> None:
        """See to it that the next turn is above this one."""
        self._engine.run("update counters set n = :least where name = 'turn' and n < :least", {"least": least})

    def save(self, sign_up: SignUp) -> None:
        """Write what became of one."""
        self._engine.run(_UPDATE, _to_row(sign_up))

    def remove(self, id: str) -> None:
        """Delete one as if it had never been; only for what stood in for a sign-up that has come now."""
        with self._engine.atomic():
            self.forget(id)
            self._engine.run("delete from sign_ups where id = :id", {"id": id})

    def drop_asked_by(self, kiosk: str) -> None:
        """Delete what only changes told of, and those of this kiosk first."""
        self._engine.run(f"delete from sign_ups where {self._unknown} and asked_by = :kiosk", {"kiosk": kiosk})

    def drop_unknown_ended(self, before: str) -> None:
        """Delete what only changes told of, of activities that ended before this."""
        ended = "(select slug from activities where ends_at < :before)"
        self._engine.run(f"delete from sign_ups where {self._unknown} and activity in {ended}", {"before": before})

    def details(self, ids: Sequence[str]) -> list[Detail]:
        """Return the personal answers of these."""
        rows = self._engine.all(
            "select sign_up, name, value, delete_at, days from sign_up_details "
            f"where sign_up in (select value from {self._words.texts('ids')} as asked) order by sign_up, name",
            {"ids": json_list(ids)},
        )
        return [Detail(**dict(row)) for row in rows]

    def save_details(self, details: Sequence[Detail]) -> None:
        """Keep these answers in place of those with the same name."""
        self._engine.many(_ADD_DETAIL, [asdict(detail) for detail in details])

    def delete_details(self, now: str) -> list[str]:
        """Delete what has reached its date; return the ids of the sign-ups it belonged to."""
        with self._engine.atomic():
            rows = self._engine.all(
                "delete from sign_up_details where delete_at <= :now returning sign_up", {"now": now}
            )
        return sorted({row["sign_up"] for row in rows})

    def forget(self, id: str) -> None:
        """Delete all personal answers of one sign-up."""
        self._engine.run("delete from sign_up_details where sign_up = :id", {"id": id})

    def redate(self, activity: str, end: datetime, days: Mapping[str, int]) -> None:
        """Delete the answers of an activity so many days after its end, by name, or fewer where fewer were told.

        The submission they came with is deleted with the first of them.
        """
        theirs = "sign_up in (select id from sign_ups where activity = :activity)"
        with self._engine.atomic():
            told = self._engine.all(
                f"select distinct name, days from sign_up_details where {theirs}", {"activity": activity}
            )
            self._engine.many(
                f"update sign_up_details set delete_at = :at where name = :name and days = :days and {theirs}",
                [
                    {
                        "activity": activity,
                        "name": row["name"],
                        "days": row["days"],
                        "at": utc(end + timedelta(days=min(row["days"], days[row["name"]]))),
                    }
                    for row in told
                    if row["name"] in days
                ],
            )
            self._engine.run(
                "update submissions set delete_at = "
                "(select min(d.delete_at) from sign_up_details d where d.sign_up = submissions.id) "
                "where state = 'filed' and id in "
                "(select d.sign_up from sign_up_details d join sign_ups s on s.id = d.sign_up "
                "where s.activity = :activity)",
                {"activity": activity},
            )

    def delete_ended(self, before: str) -> int:
        """Delete the sign-ups of activities that ended before this, and what was noted at their doors; count them."""
        ended, values = "(select slug from activities where ends_at < :before)", {"before": before}
        with self._engine.atomic():
            for table in ("sign_up_details", "mail_tries"):
                self._engine.run(
                    f"delete from {table} where sign_up in (select id from sign_ups where activity in {ended})", values
                )
            for table in ("door_ticks", "door_tallies", "recalled"):
                self._engine.run(f"delete from {table} where activity in {ended}", values)
            return self._engine.run(f"delete from sign_ups where activity in {ended}", values)


def heard(words: Words) -> str:
    """Return that it has come, or the hub has said it: not what only a change told of, which takes no place in line.

    Whoever has a kiosk can make any number of those, so each question about people has an index that leaves them out.
    """
    return f"(s.received_at <> '' or s.root <> {words.no_bytes})"


def _to_row(sign_up: SignUp) -> dict[str, Any]:
    return {
        **asdict(sign_up),
        "turn": sign_up.order,
        "state": sign_up.state.value,
        "tell": sign_up.tell.value,
        "ages": json.dumps(sign_up.ages),
        "split": int(sign_up.split),
        "flagged": int(sign_up.flagged),
    }


def _from_row(row: Row) -> SignUp:
    return SignUp(
        **{
            **{"order" if name == "turn" else name: value for name, value in dict(row).items()},
            "state": SignUpState(row["state"]),
            "tell": Tell(row["tell"]),
            "ages": json.loads(row["ages"]),
            "split": bool(row["split"]),
            "flagged": bool(row["flagged"]),
        }
    )

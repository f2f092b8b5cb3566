"""The keys of kiosks that can be at a door, and what was noted there."""

from dataclasses import asdict

from hub.model import Attendance, DoorKeys
from hub.store.sql.engine import Engine

_TICK = """
insert into door_ticks (activity, date, code, persons, seq, kiosk)
values (:activity, :date, :code, :persons, coalesce(:seq, 1), :kiosk)
on conflict (activity, date, code) do update set
persons = excluded.persons, seq = coalesce(:seq, door_ticks.seq + 1), kiosk = excluded.kiosk
where :seq is null or (excluded.seq, excluded.kiosk) >= (door_ticks.seq, door_ticks.kiosk)
"""
_TALLY = """
insert into door_tallies (activity, date, band, n) values (:activity, :date, :band, :n)
on conflict (activity, date, band) do update set n = door_tallies.n + excluded.n
"""


class SqlDoors:
    """Keys of kiosks that can be at a door, and what was noted there."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keys(self, kiosk: str) -> DoorKeys:
        """Return what came for the door of this kiosk, and what staff said to it."""
        row = self._engine.one(
            "select accepted, pending, refused from door_keys where kiosk = :kiosk", {"kiosk": kiosk}
        )
        return DoorKeys(**dict(row)) if row else DoorKeys()

    def save_keys(self, kiosk: str, keys: DoorKeys) -> None:
        """Keep these in place of those before."""
        self._engine.run(
            "insert into door_keys (kiosk, accepted, pending, refused) values (:kiosk, :accepted, :pending, :refused) "
            "on conflict (kiosk) do update set "
            "accepted = excluded.accepted, pending = excluded.pending, refused = excluded.refused",
            {"kiosk": kiosk, **asdict(keys)},
        )

    def asking(self) -> list[str]:
        """Return the ids of the kiosks of whose keys one waits for staff."""
        rows = self._engine.all(
            "select id from kiosks where exists ("
            "select 1 from door_keys where kiosk = kiosks.id and pending is not null) order by id",
            {},
        )
        return [row["id"] for row in rows]

    def note(
        self, activity: str, date: str, *, kiosk: str, seq: int | None, ticks: dict[str, int], tally: dict[str, int]
    ) -> None:
        """Add what was noted; of a tick the one with the highest (seq, kiosk) counts, tallies add up.

        ``seq`` None: one above what is known of each code.
        """
        where = {"activity": activity, "date": date}
        with self._engine.atomic():
            self._engine.many(
                _TICK,
                [{**where, "code": code, "persons": n, "seq": seq, "kiosk": kiosk} for code, n in ticks.items()],
            )
            self._engine.many(_TALLY, [{**where, "band": band, "n": n} for band, n in tally.items()])

    def ticked(self, activity: str, date: str, *, kiosk: str) -> set[str]:
        """Return the codes of one date whose ticks that count are this kiosk's."""
        rows = self._engine.all(
            "select code from door_ticks where activity = :activity and date = :date and kiosk = :kiosk",
            {"activity": activity, "date": date, "kiosk": kiosk},
        )
        return {row["code"] for row in rows}

    def attendance(self, activity: str, date: str) -> Attendance:
        """Return what was noted on one date."""
        where = {"activity": activity, "date": date}
        ticks = self._engine.all(
            "select code, persons from door_ticks where activity = :activity and date = :date order by code", where
        )
        tally = self._engine.all(
            "select band, n from door_tallies where activity = :activity and date = :date order by band", where
        )
        return Attendance({row["code"]: row["persons"] for row in ticks}, {row["band"]: row["n"] for row in tally})

    def noted(self, activity: str) -> dict[str, Attendance]:
        """Return what was noted, by date; a date without a note is left out."""
        where, found = {"activity": activity}, dict[str, Attendance]()
        for row in self._engine.all("select date, code, persons from door_ticks where activity = :activity", where):
            found.setdefault(row["date"], Attendance({}, {})).ticks[row["code"]] = row["persons"]
        for row in self._engine.all("select date, band, n from door_tallies where activity = :activity", where):
            found.setdefault(row["date"], Attendance({}, {})).tally[row["band"]] = row["n"]
        return found

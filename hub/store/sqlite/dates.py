"""Dates that were set while the hub's time was wrong, and how they are moved."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from hub.store.sqlite.engine import Engine
from shared.submission import from_utc, utc


class SqliteDates:
    """The dates that the hub set by its own time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def newest(self, *, before: str) -> str | None:
        """Return when the newest submission was received, of those received before this; None where there is none."""
        row = self._engine.one("select max(received_at) as at from submissions where received_at < :at", {"at": before})
        return row["at"] if row else None

    def move(self, since: str, by: timedelta, *, but: Collection[str]) -> None:
        """Move the dates that were set from this on, and all waits and sessions of staff."""
        self._received("received_at >= :at", since, lambda at: at + by, but)
        with self._engine.atomic():
            for table, names in (("sessions", ("started_at", "seen_at")), ("tries", ("until_at",))):
                for name in names:
                    self._dated(table, name, "1 = 1", {}, lambda at: at + by)

    def mend(self, earliest: str, latest: str, *, to: str, but: Collection[str]) -> None:
        """Let what was received before the earliest or from the latest on, which cannot be, be received at ``to``."""
        right = from_utc(to)
        self._received("received_at < :at and received_at <> ''", earliest, lambda at: right, but)
        self._received("received_at >= :at", latest, lambda at: right, but)

    def _received(self, where: str, at: str, moved: Callable[[datetime], datetime], but: Collection[str]) -> None:
        """Move when things were received, and by as much when they are deleted.

        But where that is an activity's date, which no clock of ours has set: of these kinds, when they could be read.
        """
        rows = self._engine.all(
            f"select position, kind, reason, received_at, delete_at from submissions where {where}", {"at": at}
        )
        values = []
        for row in rows:
            before = from_utc(row["received_at"])
            by = timedelta() if row["kind"] in but and row["reason"] is None else moved(before) - before
            ends = utc(from_utc(row["delete_at"]) + by)
            values.append({"position": row["position"], "received": utc(moved(before)), "ends": ends})
        with self._engine.atomic():
            self._engine.many(
                "update submissions set received_at = :received, delete_at = :ends where position = :position", values
            )
            self._dated("sign_ups", "received_at", where, {"at": at}, moved)

    def _dated(
        self, table: str, name: str, where: str, values: dict[str, str], moved: Callable[[datetime], datetime]
    ) -> None:
        found = self._engine.all(
            f"select distinct {name} as at from {table} where {where} and {name} <> '' order by {name} desc", values
        )
        changes = [{"before": row["at"], "after": utc(moved(from_utc(row["at"])))} for row in found]
        if changes and changes[0]["after"] < changes[0]["before"]:
            changes.reverse()  # the earliest first, so that no moved date is found again
        for change in changes:
            self._engine.run(f"update {table} set {name} = :after where {name} = :before", change)

"""Dates that were set while the hub's time was wrong, and how they are moved."""

import json
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from hub.store.sql.engine import Engine
from hub.store.sql.history import redate
from shared.protocol import RETAIN_DAYS
from shared.submission import from_utc, utc

MOVED = {
    "audit": ("at",),
    "activity_revisions": ("saved_at",),
    "kiosks": ("paired_at", "revoked_at", "last_seen_at"),
    "leases": ("heard_at",),
    "mail_tries": ("tried_at",),
    "notices": ("published_at",),
    "prompt_revisions": ("saved_at",),
    "sign_ups": ("received_at", "told_at"),
    "staff": ("added_at", "shut_at"),
    "submissions": ("received_at", "delete_at"),
    "tombstones": ("erased_at",),
    "worries": ("marked_at",),
}
"""What the hub dates by its own time: moved where it was set while that was wrong."""
ALL_MOVED = {"invitations": ("closes_at",), "sessions": ("started_at", "seen_at"), "tries": ("until_at",)}
"""Moved whenever they were set: they say how long ago or how long yet, and nobody is to be signed out by a clock."""
LEFT = {
    ("activities", "starts_at"): "people gave it",
    ("activities", "ends_at"): "people gave it",
    ("pairing_codes", "opened_at"): "a code lives ten minutes, and a leap ends it: never longer",
    ("pairing_codes", "closes_at"): "as opened_at",
    ("sign_up_details", "delete_at"): "it follows from the activity's own dates",
    ("sign_ups", "made_at"): "the kiosk's clock said so: it is part of what was sealed and hashed",
    ("submissions", "made_at"): "as in sign_ups",
}
"""Dates that no clock of the hub's has set, or that need not be right, and why."""


class SqlDates:
    """The dates that the hub set by its own time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._words = engine.words

    def newest(self, *, before: str) -> str | None:
        """Return when the newest submission was received, of those received before this; None where there is none."""
        row = self._engine.one("select max(received_at) as at from submissions where received_at < :at", {"at": before})
        return row["at"] if row else None

    def move(self, since: str, by: timedelta, *, but: Collection[str]) -> None:
        """Move the dates that were set from this on, and all waits and sessions of staff."""
        self._dated(">= :at", since, lambda at: at + by, but)
        with self._engine.atomic():
            for table, names in ALL_MOVED.items():
                for name in names:
                    self._column(table, name, "<> ''", "", lambda at: at + by)

    def mend(self, earliest: str, latest: str, *, to: str, but: Collection[str]) -> None:
        """Let what is dated before the earliest or from the latest on, which cannot be, be dated ``to``."""
        right = from_utc(to)
        self._dated("< :at", earliest, lambda at: right, but)
        self._dated(">= :at", latest, lambda at: right, but)

    def _dated(self, when: str, at: str, moved: Callable[[datetime], datetime], but: Collection[str]) -> None:
        with self._engine.atomic():
            self._received(when, at, moved, but)
            self._published(when, at, moved)
            self._noted(when, at, moved)
            for table, names in MOVED.items():
                for name in names:
                    if table not in ("audit", "submissions", "notices"):
                        self._column(table, name, when, at, moved)

    def _received(self, when: str, at: str, moved: Callable[[datetime], datetime], but: Collection[str]) -> None:
        """Move when submissions were received, and by as much when they are deleted.

        But where that is an activity's date, which no clock of ours has set: of these kinds, unless nobody knew whose
        activity it was.
        """
        rows = self._engine.all(
            "select position, kind, received_at, delete_at from submissions "
            f"where received_at {when} and received_at <> ''",
            {"at": at},
        )
        values = []
        for row in rows:
            before = from_utc(row["received_at"])
            ends = from_utc(row["delete_at"])
            by = moved(before) - before
            if row["kind"] not in but or ends - before == timedelta(days=RETAIN_DAYS):
                ends += by
            values.append({"position": row["position"], "received": utc(before + by), "ends": utc(ends)})
        self._engine.many(
            "update submissions set received_at = :received, delete_at = :ends where position = :position", values
        )

    def _published(self, when: str, at: str, moved: Callable[[datetime], datetime]) -> None:
        """Move when notices were published, in their own words too; kiosks hear of it as of any change."""
        rows = self._engine.all(
            f"select id, published_at, body from notices where published_at {when} order by changed", {"at": at}
        )
        for row in rows:
            published = utc(moved(from_utc(row["published_at"])))
            body = (
                json.dumps(json.loads(row["body"]) | {"published_at": published}, ensure_ascii=False)
                if row["body"]
                else ""
            )
            changed = self._engine.one("update counters set n = n + 1 where name = 'revision' returning n")
            assert changed is not None
            self._engine.run(
                "update notices set published_at = :published, body = :body, changed = :changed where id = :id",
                {"id": row["id"], "published": published, "body": body, "changed": changed["n"]},
            )

    def _noted(self, when: str, at: str, moved: Callable[[datetime], datetime]) -> None:
        """Move when lines of the history were written, and bind them anew."""
        found = self._engine.all(f"select n, at from audit where at {when}", {"at": at})
        redate(self._engine, {row["n"]: utc(moved(from_utc(row["at"]))) for row in found})

    def _column(self, table: str, name: str, when: str, at: str, moved: Callable[[datetime], datetime]) -> None:
        found = self._engine.all(
            f"select {self._words.row} as n, {name} as at from {table} where {name} {when} and {name} <> ''", {"at": at}
        )
        self._engine.many(
            f"update {table} set {name} = :at where {self._words.row} = :n",
            [{"n": row["n"], "at": utc(moved(from_utc(row["at"])))} for row in found],
        )

"""Activities by slug: every saved revision stays, the newest is the one kiosks hear of."""

import json
from collections.abc import Iterator

from hub.model import ActivityCare, SeatFigures
from hub.store.sql.engine import Engine, Row
from hub.store.sql.sign_ups import heard
from hub.store.sql.words import Words
from shared.activity import Activity, activity_json, activity_kept

_NEWEST = (
    "select a.slug, a.withdrawn + a.retired as gone, a.changed, r.body from activities a "
    "join activity_revisions r on r.slug = a.slug and r.revision = a.revision"
)
_COMING = "where a.withdrawn = 0 and a.ends_at > :now order by a.starts_at, a.slug"


class SqlActivities:
    """Activities by slug; every saved revision stays readable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._seats = _seats(engine.words)
        self._recent: dict[str, Activity] = {}
        """What the last look at what is coming gave, by body: no body ever changes, and it never grows beyond that."""

    def every(self) -> list[Activity]:
        """Return the newest revision of every activity not withdrawn, by start."""
        rows = self._engine.all(f"{_NEWEST} where a.withdrawn = 0 order by a.starts_at, a.slug")
        return [self._activity(row) for row in rows]

    def coming(self, now: str) -> list[Activity]:
        """Return those of them that are not over, by start."""
        rows = self._engine.all(f"{_NEWEST} {_COMING}", {"now": now})
        self._recent = {row["body"]: self._activity(row) for row in rows}
        return [self._activity(row) for row in rows]

    def seats_coming(self, now: str) -> list[SeatFigures]:
        """Return the same with their seats, in one question."""
        rows = self._engine.all(f"{self._seats} {_COMING}", {"now": now})
        self._recent = {row["body"]: self._activity(row) for row in rows}
        return [SeatFigures(self._activity(row), row["seated"], row["waiting"], row["out"]) for row in rows]

    def seats_past(self, now: str, limit: int, *, before: str | None = None) -> list[SeatFigures]:
        """Return at most so many that are over, the last to end first; ``before``: those after the one of this slug."""
        rows = self._engine.all(
            f"{self._seats} where a.withdrawn = 0 and a.ends_at <= :now and (:before is null or "
            "(a.ends_at, a.slug) < (select b.ends_at, b.slug from activities b where b.slug = :before)) "
            "order by a.ends_at desc, a.slug desc limit :limit",
            {"now": now, "limit": limit, "before": before},
        )
        return [SeatFigures(self._activity(row), row["seated"], row["waiting"], row["out"]) for row in rows]

    def count_past(self, now: str) -> int:
        """Count those that are over."""
        row = self._engine.one(
            "select count(*) as n from activities where withdrawn = 0 and ends_at <= :now", {"now": now}
        )
        assert row is not None
        return int(row["n"])

    def read(self, slug: str) -> Activity | None:
        """Return the newest revision, also of a withdrawn one."""
        row = self._engine.one(f"{_NEWEST} where a.slug = :slug", {"slug": slug})
        return self._activity(row) if row else None

    def slugs(self) -> dict[str, str]:
        """Return the slug of every activity by its id, also of withdrawn ones."""
        return {json.loads(row["body"])["id"]: row["slug"] for row in self._engine.all(_NEWEST)}

    def standing(self, slug: str) -> tuple[bool, str]:
        """Tell whether an activity is withdrawn, and when its newest revision was saved, "" where there is none."""
        row = self._engine.one(
            "select a.withdrawn, r.saved_at from activities a "
            "join activity_revisions r on r.slug = a.slug and r.revision = a.revision where a.slug = :slug",
            {"slug": slug},
        )
        return (bool(row["withdrawn"]), row["saved_at"]) if row else (False, "")

    def asked(self, slug: str, revision: int) -> Activity | None:
        """Return this revision, or the newest where this one is not known here."""
        row = self._engine.one(
            "select body from activity_revisions where slug = :slug "
            "order by case when revision = :revision then 0 else 1 end, revision desc limit 1",
            {"slug": slug, "revision": revision},
        )
        return self._activity(row) if row else None

    def revisions(self, slug: str) -> Iterator[Activity]:
        """Yield every revision, the newest first."""
        rows = self._engine.all(
            "select body from activity_revisions where slug = :slug order by revision desc", {"slug": slug}
        )
        return map(self._activity, rows)

    def save(self, activity: Activity, *, changed: int, now: str) -> None:
        """Keep a new revision; it becomes the newest and is no longer withdrawn."""
        values = {
            "slug": activity.slug,
            "revision": activity.revision,
            "starts_at": activity.starts_at,
            "ends_at": activity.ends_at,
            "body": json.dumps(activity_json(activity), ensure_ascii=False),
            "now": now,
            "changed": changed,
        }
        with self._engine.atomic():
            self._engine.run(
                "insert into activity_revisions (slug, revision, body, saved_at) "
                "values (:slug, :revision, :body, :now)",
                values,
            )
            self._engine.run(
                "insert into activities (slug, revision, starts_at, ends_at, withdrawn, changed) "
                "values (:slug, :revision, :starts_at, :ends_at, 0, :changed) on conflict (slug) do update set "
                "revision = excluded.revision, starts_at = excluded.starts_at, ends_at = excluded.ends_at, "
                "withdrawn = 0, retired = 0, changed = excluded.changed",
                values,
            )

    def withdraw(self, slug: str, *, changed: int) -> None:
        """Take an activity away from kiosks and lists; its revisions stay."""
        self._engine.run(
            "update activities set withdrawn = 1, changed = :changed where slug = :slug",
            {"slug": slug, "changed": changed},
        )

    def to_retire(self, before: str) -> dict[str, bool]:
        """Return by slug what should be retired because it ended before this, or, with False, should not after all."""
        rows = self._engine.all(
            "select slug, 1 as retired from activities where retired = 0 and ends_at <= :before "
            "union all select slug, 0 from activities where retired = 1 and ends_at > :before",
            {"before": before},
        )
        return {row["slug"]: bool(row["retired"]) for row in rows}

    def retire(self, slug: str, *, changed: int, retired: bool = True) -> None:
        """Take an activity away from kiosks because it is long over, or with False give it back."""
        self._engine.run(
            "update activities set retired = :retired, changed = :changed where slug = :slug",
            {"slug": slug, "retired": int(retired), "changed": changed},
        )

    def since(self, revision: int, limit: int) -> list[tuple[int, Activity | str]]:
        """Return changed activities with their revision, oldest change first; one that is gone as its slug."""
        rows = self._engine.all(
            f"{_NEWEST} where a.changed > :revision order by a.changed limit :limit",
            {"revision": revision, "limit": limit},
        )
        return [(row["changed"], row["slug"] if row["gone"] else self._activity(row)) for row in rows]

    def at_door(self, kiosk: str, after: str) -> list[Activity]:
        """Return those this kiosk is the door of, also withdrawn ones, but for those that ended before; by slug."""
        rows = self._engine.all(
            f"{_NEWEST} where a.ends_at > :after and a.slug in (select slug from activity_desks where door = :kiosk) "
            "order by a.slug",
            {"kiosk": kiosk, "after": after},
        )
        return [self._activity(row) for row in rows]

    def care(self, slug: str) -> ActivityCare:
        """Return who looks after it."""
        row = self._engine.one("select owners, door from activity_desks where slug = :slug", {"slug": slug})
        return ActivityCare(tuple(json.loads(row["owners"])), row["door"]) if row else ActivityCare()

    def save_care(self, slug: str, care: ActivityCare) -> None:
        """Keep who looks after it."""
        self._engine.run(
            "insert into activity_desks (slug, owners, door) values (:slug, :owners, :door) "
            "on conflict (slug) do update set owners = excluded.owners, door = excluded.door",
            {"slug": slug, "owners": json.dumps(care.owners), "door": care.door},
        )

    def _activity(self, row: Row) -> Activity:
        body: str = row["body"]
        return self._recent.get(body) or activity_kept(body)


def _seats(words: Words) -> str:
    came = heard(words)
    return f"""
select r.body,
  (select coalesce(sum(s.seated), 0) from sign_ups s where s.activity = a.slug and {came}) as seated,
  (select count(*) from sign_ups s where s.activity = a.slug and s.state = 'waiting' and {came}) as waiting,
  (select coalesce(sum(l.granted - l.returned - l.arrived - l.freed), 0) from leases l
    where l.activity = a.slug and l.granted > l.returned + l.arrived + l.freed) as out
from activities a join activity_revisions r on r.slug = a.slug and r.revision = a.revision
"""

"""Activities by slug: every saved revision stays, the newest is the one kiosks hear of."""

import json

from hub.model import ActivityDesk
from hub.store.sqlite.engine import Engine, Row
from shared.activity import Activity, activity_from_json, activity_json

_NEWEST = (
    "select a.slug, a.withdrawn, a.changed, r.body from activities a "
    "join activity_revisions r on r.slug = a.slug and r.revision = a.revision"
)


class SqliteActivities:
    """Activities by slug; every saved revision stays readable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def every(self) -> list[Activity]:
        """Return the newest revision of every activity not withdrawn, by start."""
        rows = self._engine.all(f"{_NEWEST} where a.withdrawn = 0 order by a.starts_at, a.slug")
        return [_activity(row) for row in rows]

    def read(self, slug: str) -> Activity | None:
        """Return the newest revision, also of a withdrawn one."""
        row = self._engine.one(f"{_NEWEST} where a.slug = :slug", {"slug": slug})
        return _activity(row) if row else None

    def asked(self, slug: str, revision: int) -> Activity | None:
        """Return this revision, or the newest where this one is not known here."""
        row = self._engine.one(
            "select body from activity_revisions where slug = :slug "
            "order by case when revision = :revision then 0 else 1 end, revision desc limit 1",
            {"slug": slug, "revision": revision},
        )
        return _activity(row) if row else None

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
                "withdrawn = 0, changed = excluded.changed",
                values,
            )

    def withdraw(self, slug: str, *, changed: int) -> None:
        """Take an activity away from kiosks and lists; its revisions stay."""
        self._engine.run(
            "update activities set withdrawn = 1, changed = :changed where slug = :slug",
            {"slug": slug, "changed": changed},
        )

    def since(self, revision: int, limit: int) -> list[tuple[int, Activity | str]]:
        """Return changed activities with their revision, oldest change first; a withdrawn one as its slug."""
        rows = self._engine.all(
            f"{_NEWEST} where a.changed > :revision order by a.changed limit :limit",
            {"revision": revision, "limit": limit},
        )
        return [(row["changed"], row["slug"] if row["withdrawn"] else _activity(row)) for row in rows]

    def desk(self, slug: str) -> ActivityDesk:
        """Return who looks after it."""
        row = self._engine.one("select owners, door from activity_desks where slug = :slug", {"slug": slug})
        return ActivityDesk(tuple(json.loads(row["owners"])), row["door"]) if row else ActivityDesk()

    def save_desk(self, slug: str, desk: ActivityDesk) -> None:
        """Keep who looks after it."""
        self._engine.run(
            "insert into activity_desks (slug, owners, door) values (:slug, :owners, :door) "
            "on conflict (slug) do update set owners = excluded.owners, door = excluded.door",
            {"slug": slug, "owners": json.dumps(desk.owners), "door": desk.door},
        )


def _activity(row: Row) -> Activity:
    return activity_from_json(json.loads(row["body"]))

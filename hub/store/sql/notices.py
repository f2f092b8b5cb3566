"""What is on the board."""

import json
from dataclasses import asdict

from hub.store.sql.engine import Engine
from shared.notice import Notice


class SqlNotices:
    """What is on the board; kiosks hear of what was taken from it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def every(self) -> list[Notice]:
        """Return what is on the board, newest first."""
        rows = self._engine.all("select body from notices where withdrawn = 0 order by published_at desc, id desc")
        return [Notice(**json.loads(row["body"])) for row in rows]

    def read(self, id: str) -> Notice | None:
        """Return a notice that is on the board, or None."""
        row = self._engine.one("select body from notices where id = :id and withdrawn = 0", {"id": id})
        return Notice(**json.loads(row["body"])) if row else None

    def submission_of(self, notice_id: str) -> str | None:
        """Return the id of the submission a notice on the board was made of, or None."""
        row = self._engine.one("select submission_id from notices where id = :id and withdrawn = 0", {"id": notice_id})
        return row["submission_id"] if row else None

    def save(self, notice: Notice, *, submission_id: str, changed: int) -> None:
        """Put a notice on the board, or change it."""
        self._engine.run(
            "insert into notices (id, submission_id, published_at, body, withdrawn, changed) "
            "values (:id, :submission_id, :published_at, :body, 0, :changed) on conflict (id) do update set "
            "published_at = excluded.published_at, body = excluded.body, withdrawn = 0, changed = excluded.changed",
            {
                "id": notice.id,
                "submission_id": submission_id,
                "published_at": notice.published_at,
                "body": json.dumps(asdict(notice), ensure_ascii=False),
                "changed": changed,
            },
        )

    def withdraw(self, id: str, *, changed: int) -> None:
        """Take a notice from the board and forget its words."""
        self._engine.run(
            "update notices set withdrawn = 1, body = '', changed = :changed where id = :id",
            {"id": id, "changed": changed},
        )

    def since(self, revision: int, limit: int) -> list[tuple[int, Notice | str]]:
        """Return changed notices with their revision, oldest change first; a withdrawn one as its id."""
        rows = self._engine.all(
            "select id, withdrawn, changed, body from notices where changed > :revision order by changed limit :limit",
            {"revision": revision, "limit": limit},
        )
        return [(row["changed"], row["id"] if row["withdrawn"] else Notice(**json.loads(row["body"]))) for row in rows]

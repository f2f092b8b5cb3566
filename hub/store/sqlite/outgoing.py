"""What kiosks are told: prompts, notices, receipt states, each under the revision of its last change."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace

from hub.model import State, Told
from hub.store.sqlite.engine import Engine, Row
from shared.notice import Notice, ReceiptState, VisitorState
from shared.prompt import Prompt, prompt_from_json
from shared.slip import Slip

_NEWEST = "select p.place, r.body from prompts p join prompt_revisions r on r.id = p.id and r.revision = p.revision"


class SqliteOutgoing:
    """What kiosks are told: prompts, notices, receipt states, each under the revision of its last change."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def revision(self) -> int:
        """Return the newest revision; 0 before the first change."""
        row = self._engine.one("select n from counters where name = 'revision'")
        assert row is not None
        return int(row["n"])

    def next_revision(self) -> int:
        """Take the next revision; inside ``atomic()`` only."""
        row = self._engine.one("update counters set n = n + 1 where name = 'revision' returning n")
        assert row is not None
        return int(row["n"])

    def raise_revision(self, least: int) -> None:
        """See to it that the next revision is above this one."""
        self._engine.run("update counters set n = :least where name = 'revision' and n < :least", {"least": least})

    def prompts(self) -> list[Prompt]:
        """Return the newest revision of every prompt not withdrawn, in order."""
        return [_prompt(row) for row in self._engine.all(f"{_NEWEST} where p.withdrawn = 0 order by p.place, p.id")]

    def prompt(self, id: str) -> Prompt | None:
        """Return the newest revision, also of a withdrawn prompt."""
        row = self._engine.one(f"{_NEWEST} where p.id = :id", {"id": id})
        return _prompt(row) if row else None

    def prompt_asked(self, id: str, content_hash: str) -> Prompt | None:
        """Return the newest revision with exactly this content, if it was ever published here."""
        row = self._engine.one(
            "select 0 as place, body from prompt_revisions where id = :id and content_hash = :content_hash "
            "order by revision desc limit 1",
            {"id": id, "content_hash": content_hash},
        )
        return _prompt(row) if row else None

    def shortest_kept(self, id: str, since: int) -> int | None:
        """Return the fewest days that answers were kept in any revision from this one on; None where there is none."""
        row = self._engine.one(
            "select min(json_extract(body, '$.keep_days')) as days from prompt_revisions "
            "where id = :id and revision >= :since",
            {"id": id, "since": since},
        )
        return row["days"] if row else None

    def save_prompt(self, prompt: Prompt, *, changed: int, now: str) -> None:
        """Keep a new revision; it becomes the newest and is no longer withdrawn."""
        values = {
            "id": prompt.id,
            "revision": prompt.revision,
            "content_hash": prompt.content_hash(),
            "body": json.dumps(asdict(prompt), ensure_ascii=False),
            "now": now,
            "place": prompt.order,
            "changed": changed,
        }
        with self._engine.atomic():
            self._engine.run(
                "insert into prompt_revisions (id, revision, content_hash, body, saved_at) "
                "values (:id, :revision, :content_hash, :body, :now)",
                values,
            )
            self._engine.run(
                "insert into prompts (id, revision, place, withdrawn, changed) "
                "values (:id, :revision, :place, 0, :changed) on conflict (id) do update set "
                "revision = excluded.revision, place = excluded.place, withdrawn = 0, changed = excluded.changed",
                values,
            )

    def place_prompt(self, id: str, order: int, *, changed: int) -> None:
        """Change the place of a prompt in the order."""
        self._engine.run(
            "update prompts set place = :place, changed = :changed where id = :id",
            {"id": id, "place": order, "changed": changed},
        )

    def withdraw_prompt(self, id: str, *, changed: int) -> None:
        """Take a prompt away from kiosks; its revisions stay."""
        self._engine.run(
            "update prompts set withdrawn = 1, changed = :changed where id = :id", {"id": id, "changed": changed}
        )

    def notices(self) -> list[Notice]:
        """Return what is on the board, newest first."""
        rows = self._engine.all("select body from notices where withdrawn = 0 order by published_at desc, id desc")
        return [Notice(**json.loads(row["body"])) for row in rows]

    def notice(self, id: str) -> Notice | None:
        """Return a notice that is on the board, or None."""
        row = self._engine.one("select body from notices where id = :id and withdrawn = 0", {"id": id})
        return Notice(**json.loads(row["body"])) if row else None

    def submission_of(self, notice_id: str) -> str | None:
        """Return the id of the submission a notice on the board was made of, or None."""
        row = self._engine.one("select submission_id from notices where id = :id and withdrawn = 0", {"id": notice_id})
        return row["submission_id"] if row else None

    def save_notice(self, notice: Notice, *, submission_id: str, changed: int) -> None:
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

    def withdraw_notice(self, id: str, *, changed: int) -> None:
        """Take a notice from the board and forget its words."""
        self._engine.run(
            "update notices set withdrawn = 1, body = '', changed = :changed where id = :id",
            {"id": id, "changed": changed},
        )

    def prompts_since(self, revision: int, limit: int) -> list[tuple[int, Prompt | str]]:
        """Return changed prompts with their revision, oldest change first; a withdrawn one as its id."""
        rows = self._engine.all(
            "select p.id, p.place, p.withdrawn, p.changed, r.body from prompts p "
            "join prompt_revisions r on r.id = p.id and r.revision = p.revision "
            "where p.changed > :revision order by p.changed limit :limit",
            {"revision": revision, "limit": limit},
        )
        return [(row["changed"], row["id"] if row["withdrawn"] else _prompt(row)) for row in rows]

    def notices_since(self, revision: int, limit: int) -> list[tuple[int, Notice | str]]:
        """Return changed notices with their revision, oldest change first; a withdrawn one as its id."""
        rows = self._engine.all(
            "select id, withdrawn, changed, body from notices where changed > :revision order by changed limit :limit",
            {"revision": revision, "limit": limit},
        )
        return [(row["changed"], row["id"] if row["withdrawn"] else Notice(**json.loads(row["body"]))) for row in rows]

    def receipts_since(self, revision: int, limit: int) -> list[Told]:
        """Return what changed receipt codes give, oldest change first; of an erased one only its state."""
        values = {"revision": revision, "limit": limit}
        moved = self._engine.all(  # the revision first: SQLite seeks by the first bound, and the other names the index
            "select state, replies, revision as changed, code, pair, root from submissions where revision > :revision "
            "and revision > 0 and state <> 'filed' and root is not null order by revision limit :limit",
            values,
        )
        erased = self._engine.all(
            "select finder, pair, changed from tombstones "
            "where told = 1 and changed > :revision and finder is not null order by changed limit :limit",
            values,
        )
        told = [*map(_told, moved), *map(_erased, erased)]
        return sorted(told, key=lambda one: one.changed)[:limit]

    def settings(self) -> dict[str, str]:
        """Return the library's settings that were ever saved."""
        return {row["name"]: row["value"] for row in self._engine.all("select name, value from settings")}

    def save_settings(self, settings: Mapping[str, str]) -> None:
        """Keep these settings."""
        self._engine.many(
            "insert into settings (name, value) values (:name, :value) "
            "on conflict (name) do update set value = excluded.value",
            [{"name": name, "value": value} for name, value in settings.items()],
        )


def _prompt(row: Row) -> Prompt:
    return replace(prompt_from_json(json.loads(row["body"])), order=row["place"])


def _told(row: Row) -> Told:
    slip = Slip(row["code"], row["pair"], row["root"])
    state = VisitorState.PUBLISHED if row["state"] == State.PUBLISHED else VisitorState.READ
    return Told(
        row["changed"], slip.finder, slip.pair, ReceiptState(slip.code, state.value, json.loads(row["replies"])), slip
    )


def _erased(row: Row) -> Told:
    return Told(row["changed"], row["finder"], row["pair"], ReceiptState("", VisitorState.READ.value), None)

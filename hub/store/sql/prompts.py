"""Prompts by id: every saved revision stays, the newest is the one kiosks hear of."""

import json
from dataclasses import asdict, replace

from hub.store.sql.engine import Engine, Row
from shared.prompt import Prompt, prompt_from_json

_NEWEST = "select p.place, r.body from prompts p join prompt_revisions r on r.id = p.id and r.revision = p.revision"


class SqlPrompts:
    """Prompts by id; every saved revision stays readable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._words = engine.words

    def every(self) -> list[Prompt]:
        """Return the newest revision of every prompt not withdrawn, in order."""
        return [_prompt(row) for row in self._engine.all(f"{_NEWEST} where p.withdrawn = 0 order by p.place, p.id")]

    def read(self, id: str) -> Prompt | None:
        """Return the newest revision, also of a withdrawn prompt."""
        row = self._engine.one(f"{_NEWEST} where p.id = :id", {"id": id})
        return _prompt(row) if row else None

    def asked(self, id: str, content_hash: str) -> Prompt | None:
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
            f"select min({self._words.number_in('body', 'keep_days')}) as days from prompt_revisions "
            "where id = :id and revision >= :since",
            {"id": id, "since": since},
        )
        return row["days"] if row else None

    def save(self, prompt: Prompt, *, changed: int, now: str) -> None:
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

    def place(self, id: str, order: int, *, changed: int) -> None:
        """Change the place of a prompt in the order."""
        self._engine.run(
            "update prompts set place = :place, changed = :changed where id = :id",
            {"id": id, "place": order, "changed": changed},
        )

    def withdraw(self, id: str, *, changed: int) -> None:
        """Take a prompt away from kiosks; its revisions stay."""
        self._engine.run(
            "update prompts set withdrawn = 1, changed = :changed where id = :id", {"id": id, "changed": changed}
        )

    def since(self, revision: int, limit: int) -> list[tuple[int, Prompt | str]]:
        """Return changed prompts with their revision, oldest change first; a withdrawn one as its id."""
        rows = self._engine.all(
            "select p.id, p.place, p.withdrawn, p.changed, r.body from prompts p "
            "join prompt_revisions r on r.id = p.id and r.revision = p.revision "
            "where p.changed > :revision order by p.changed limit :limit",
            {"revision": revision, "limit": limit},
        )
        return [(row["changed"], row["id"] if row["withdrawn"] else _prompt(row)) for row in rows]


def _prompt(row: Row) -> Prompt:
    return replace(prompt_from_json(json.loads(row["body"])), order=row["place"])

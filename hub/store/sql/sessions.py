"""Who is signed in, and who tried in vain."""

from typing import Any

from hub.model import Session
from hub.store.sql.engine import Engine
from hub.store.sql.people import WHO, staff_of

_READ = (
    f"select {WHO}, s.token_sha256, s.started_at, s.seen_at, s.second, s.agent "
    "from sessions s join staff f on f.id = s.staff_id where f.shut_at is null and "
)


class SqlSessions:
    """Sessions by the hash of their token, and wrong tries."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, token_sha256: str, staff_id: int, *, now: str, second: bool = False, agent: str = "") -> None:
        """Begin a session; ``second``: with a second factor; ``agent``: in which browser."""
        self._engine.run(
            "insert into sessions (token_sha256, staff_id, started_at, seen_at, second, agent) "
            "values (:token, :staff_id, :now, :now, :second, :agent)",
            {"token": token_sha256, "staff_id": staff_id, "now": now, "second": int(second), "agent": agent},
        )

    def read(self, token_sha256: str) -> Session | None:
        """Return a session; None where there is none, or its person was shut out."""
        row = self._engine.one(_READ + "s.token_sha256 = :token", {"token": token_sha256})
        return _session(row) if row else None

    def of(self, staff_id: int) -> list[Session]:
        """Return a person's sessions, the one that was seen last first."""
        rows = self._engine.all(_READ + "s.staff_id = :id order by s.seen_at desc, s.token_sha256", {"id": staff_id})
        return [_session(row) for row in rows]

    def touch(self, token_sha256: str, *, now: str) -> None:
        """Write that a session was seen."""
        self._engine.run(
            "update sessions set seen_at = :now where token_sha256 = :token", {"now": now, "token": token_sha256}
        )

    def end(self, token_sha256: str) -> None:
        """End one session."""
        self._engine.run("delete from sessions where token_sha256 = :token", {"token": token_sha256})

    def end_of(self, staff_id: int, *, but: str | None = None) -> None:
        """End a person's sessions, all but one."""
        self._engine.run(
            "delete from sessions where staff_id = :staff_id and token_sha256 <> coalesce(:but, '')",
            {"staff_id": staff_id, "but": but},
        )

    def end_stale(self, *, started_before: str, seen_before: str) -> None:
        """Forget sessions and wrong tries that are over."""
        with self._engine.atomic():
            self._engine.run(
                "delete from sessions where started_at < :started_before or seen_at < :seen_before",
                {"started_before": started_before, "seen_before": seen_before},
            )
            self._engine.run("delete from tries where until_at < :started_before", {"started_before": started_before})

    def tries(self, key: str) -> tuple[int, str] | None:
        """Return how many wrong tries there were for a key, and until when to wait."""
        row = self._engine.one("select failures, until_at from tries where key = :key", {"key": key})
        return (row["failures"], row["until_at"]) if row else None

    def save_tries(self, key: str, failures: int, *, until: str) -> None:
        """Keep the count of wrong tries; 0 forgets them."""
        if failures == 0:
            self._engine.run("delete from tries where key = :key", {"key": key})
            return
        self._engine.run(
            "insert into tries (key, failures, until_at) values (:key, :failures, :until) "
            "on conflict (key) do update set failures = excluded.failures, until_at = excluded.until_at",
            {"key": key, "failures": failures, "until": until},
        )


def _session(row: Any) -> Session:
    return Session(
        row["token_sha256"], staff_of(row), row["started_at"], row["seen_at"], bool(row["second"]), row["agent"]
    )

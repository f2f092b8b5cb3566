"""Staff, their sessions, wrong tries, and who did what."""

from hub.model import AuditLine, Staff
from hub.store.sql.engine import Engine
from shared.errors import NameTaken, StoreError


class SqlPeople:
    """Staff, their sessions, wrong tries, and who did what."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, password_hash: str, *, now: str) -> Staff:
        """Keep a person. Raises NameTaken; capital letters make no difference."""
        with self._engine.atomic():
            if self.find(name) is not None:
                raise NameTaken("this name is in use")
            row = self._engine.one(
                "insert into staff (name, name_key, password_hash, added_at) "
                "values (:name, :key, :password_hash, :now) returning id",
                {"name": name, "key": _key(name), "password_hash": password_hash, "now": now},
            )
        if row is None:
            raise StoreError("a person was not kept")
        return Staff(row["id"], name)

    def any(self) -> bool:
        """Tell whether anybody can sign in."""
        return self._engine.one("select 1 from staff limit 1") is not None

    def every(self) -> list[Staff]:
        """Return everybody, by name."""
        return [
            Staff(row["id"], row["name"]) for row in self._engine.all("select id, name from staff order by name_key")
        ]

    def find(self, name: str) -> tuple[Staff, str] | None:
        """Return a person and the password's hash, by name; capital letters make no difference."""
        row = self._engine.one("select id, name, password_hash from staff where name_key = :key", {"key": _key(name)})
        return (Staff(row["id"], row["name"]), row["password_hash"]) if row else None

    def save_password(self, staff_id: int, password_hash: str) -> None:
        """Change the password's hash."""
        self._engine.run(
            "update staff set password_hash = :password_hash where id = :id",
            {"password_hash": password_hash, "id": staff_id},
        )

    def add_session(self, token_sha256: str, staff_id: int, *, now: str) -> None:
        """Begin a session."""
        self._engine.run(
            "insert into sessions (token_sha256, staff_id, started_at, seen_at) values (:token, :staff_id, :now, :now)",
            {"token": token_sha256, "staff_id": staff_id, "now": now},
        )

    def session(self, token_sha256: str) -> tuple[Staff, str, str] | None:
        """Return whose session it is, when it began and when it was last seen."""
        row = self._engine.one(
            "select f.id, f.name, s.started_at, s.seen_at from sessions s join staff f on f.id = s.staff_id "
            "where s.token_sha256 = :token",
            {"token": token_sha256},
        )
        return (Staff(row["id"], row["name"]), row["started_at"], row["seen_at"]) if row else None

    def touch_session(self, token_sha256: str, *, now: str) -> None:
        """Write that a session was seen."""
        self._engine.run(
            "update sessions set seen_at = :now where token_sha256 = :token", {"now": now, "token": token_sha256}
        )

    def end_session(self, token_sha256: str) -> None:
        """End one session."""
        self._engine.run("delete from sessions where token_sha256 = :token", {"token": token_sha256})

    def end_sessions(self, staff_id: int, *, but: str | None = None) -> None:
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

    def write_audit(self, line: AuditLine) -> None:
        """Write a line that says who did what."""
        self._engine.run(
            "insert into audit (at, staff, move, subject, detail) values (:at, :staff, :move, :subject, :detail)",
            vars(line),
        )

    def audit(self, subject: str) -> list[AuditLine]:
        """Return the lines about one thing, oldest first."""
        rows = self._engine.all(
            "select at, staff, move, subject, detail from audit where subject = :subject order by n",
            {"subject": subject},
        )
        return [AuditLine(**dict(row)) for row in rows]


def _key(name: str) -> str:
    return name.strip().casefold()

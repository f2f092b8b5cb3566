"""Staff, and who did what."""

from typing import Protocol

from hub.model import AuditLine, Staff


class People(Protocol):
    """Staff, their sessions, wrong tries, and who did what."""

    def add(self, name: str, password_hash: str, *, now: str) -> Staff:
        """Keep a person. Raises NameTaken; capital letters make no difference."""

    def any(self) -> bool:
        """Tell whether anybody can sign in."""

    def every(self) -> list[Staff]:
        """Return everybody, by name."""

    def find(self, name: str) -> tuple[Staff, str] | None:
        """Return a person and the password's hash, by name; capital letters make no difference."""

    def save_password(self, staff_id: int, password_hash: str) -> None:
        """Change the password's hash."""

    def add_session(self, token_sha256: str, staff_id: int, *, now: str) -> None:
        """Begin a session."""

    def session(self, token_sha256: str) -> tuple[Staff, str, str] | None:
        """Return whose session it is, when it began and when it was last seen."""

    def touch_session(self, token_sha256: str, *, now: str) -> None:
        """Write that a session was seen."""

    def end_session(self, token_sha256: str) -> None:
        """End one session."""

    def end_sessions(self, staff_id: int, *, but: str | None = None) -> None:
        """End a person's sessions, all but one."""

    def end_stale(self, *, started_before: str, seen_before: str) -> None:
        """Forget sessions and wrong tries that are over."""

    def tries(self, key: str) -> tuple[int, str] | None:
        """Return how many wrong tries there were for a key, and until when to wait."""

    def save_tries(self, key: str, failures: int, *, until: str) -> None:
        """Keep the count of wrong tries; 0 forgets them."""

    def write_audit(self, line: AuditLine) -> None:
        """Write a line that says who did what."""

    def audit(self, subject: str) -> list[AuditLine]:
        """Return the lines about one thing, oldest first."""

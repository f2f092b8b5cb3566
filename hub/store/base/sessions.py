"""Who is signed in, and who tried in vain."""

from typing import Protocol

from hub.model import Session


class Sessions(Protocol):
    """Sessions by the hash of their token, and wrong tries."""

    def begin(self, token_sha256: str, staff_id: int, *, now: str, second: bool = False, agent: str = "") -> None:
        """Begin a session; ``second``: with a second factor; ``agent``: in which browser."""

    def read(self, token_sha256: str) -> Session | None:
        """Return a session; None where there is none, or its person was shut out."""

    def of(self, staff_id: int) -> list[Session]:
        """Return a person's sessions, the one that was seen last first."""

    def touch(self, token_sha256: str, *, now: str) -> None:
        """Write that a session was seen."""

    def end(self, token_sha256: str) -> None:
        """End one session."""

    def end_of(self, staff_id: int, *, but: str | None = None) -> None:
        """End a person's sessions, all but one."""

    def end_stale(self, *, started_before: str, seen_before: str) -> None:
        """Forget sessions and wrong tries that are over."""

    def tries(self, key: str) -> tuple[int, str] | None:
        """Return how many wrong tries there were for a key, and until when to wait."""

    def save_tries(self, key: str, failures: int, *, until: str) -> None:
        """Keep the count of wrong tries; 0 forgets them."""

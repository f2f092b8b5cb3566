"""Whether what lies in the database is what was put there."""

from typing import NamedTuple, Protocol


class Looked(NamedTuple):
    """So many submissions were looked at: how far that was, None at the end, and the ids of those that are damaged."""

    n: int
    position: int | None
    damaged: list[str]


class Soundness(Protocol):
    """Looks at what is kept, and changes nothing; nobody waits for it."""

    def tables(self) -> list[str]:
        """Return the names of all tables."""

    def faults(self, table: str | None, limit_s: float | None) -> list[str] | None:
        """Return what is wrong with a table and its indexes, or with all of them, as the database says it.

        None where that could not be told within ``limit_s`` seconds.
        """

    def look(self, after: int, many: int) -> Looked:
        """Compare the next submissions after this position with their hashes, at most so many."""

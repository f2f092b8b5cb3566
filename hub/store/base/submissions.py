"""Submissions by id."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from hub.lists import Unread
from hub.model import Arrival, State, StoredSubmission


class Submissions(Protocol):
    """Every submission by its id, and the ids of those that were erased."""

    def known(self, ids: Sequence[str]) -> dict[str, str | None]:
        """Return the SHA-256 of each of these that ever came, by id; None for one that was erased."""

    def add(self, arrivals: Sequence[Arrival]) -> None:
        """Keep these, all or none. Raises StoreError when one of them cannot be kept."""

    def read(self, id: str) -> StoredSubmission | None:
        """Return one, or None."""

    def these(self, ids: Sequence[str]) -> list[StoredSubmission]:
        """Return those of these that are here, in no order."""

    def after(self, ids: Sequence[str]) -> list[StoredSubmission]:
        """Return what was said after these and is listed with them, in the order it came."""

    def every(self) -> Iterator[StoredSubmission]:
        """Return all in the order they came, a few at a time."""

    def unasked(self, kiosk: str, limit: int) -> list[StoredSubmission]:
        """Return what a kiosk brought for what was not known here then, and is now; the oldest first."""

    def unopened(self) -> Iterator[StoredSubmission]:
        """Return those whose seal could not be opened."""

    def reopen(self, arrival: Arrival) -> None:
        """Take this in place of the same submission, whose seal could not be opened before."""

    def move(
        self, id: str, *, state: State, status: str | None, replies: Mapping[str, str], notice_id: str | None,
        revision: int,
    ) -> None:  # fmt: skip
        """Write what staff decided."""

    def move_together(self, kiosk: str, *, aside: bool, since: str, after: int, limit: int) -> list[tuple[int, str]]:
        """Set aside what a kiosk brought since then and nobody has looked at, or make that new again, the oldest first.

        At most so many of those after a position; return the position and id of each. Kiosks hear nothing of it.
        """

    def unread(self, kiosk: str, *, since: str) -> Unread:
        """Return how much a kiosk brought since then that nobody has looked at."""

    def put_together(self) -> dict[str, int]:
        """Count what is set aside together with others of its kiosk, by kiosk."""

    def shorten(self, prompt: str, days: int) -> None:
        """Delete the answers to a prompt so many days after they were received, where that is sooner."""

    def remove(self, ids: Sequence[str], *, now: str) -> None:
        """Delete these and everything made of them, and remember the ids; ids that never came are remembered too.

        Of a sign-up the numbers stay: seats are counted by them.
        """

    def erased(self) -> list[tuple[str, str]]:
        """Return the id of each that was erased, and when."""

    def due(self, now: str, limit: int) -> list[str]:
        """Return ids whose time is over, at most ``limit``; not those that are held."""

"""What was handed over as a worry, and how long it is held."""

from collections.abc import Sequence
from typing import Protocol

from hub.model import Worry


class Worries(Protocol):
    """By whom and when submissions were handed over; what comes after one of them later is as it is."""

    def mark(self, ids: Sequence[str], worry: Worry) -> None:
        """Keep this of each of these, in place of what was kept."""

    def read(self, id: str) -> Worry | None:
        """Return what is kept of one, or None."""

    def held(self, now: str, many: int) -> list[tuple[str, Worry]]:
        """Return what is held, with its id, at most so many, that first whose hold ends first.

        What was said after another is told of with that.
        """

    def unmark(self, ids: Sequence[str]) -> None:
        """Forget it of these."""

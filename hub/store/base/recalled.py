"""What was forgotten."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from hub.model import Recount, Told


class Recalled(Protocol):
    """What a hub that was put back knows of what it has forgotten, and the sign-ups kiosks bring back of it."""

    def recount(self) -> Recount:
        """Return what is known; where there never was a recount, of nobody anything."""

    def keep(self, known: Recount) -> None:
        """Keep what is known, as a whole."""

    def remember(self, told: Sequence[Told]) -> None:
        """Keep these sign-ups, each in place of an older one with the same code. They must have slips."""

    def every(self) -> Iterator[Told]:
        """Return them, the oldest first, a few at a time; what was returned may be changed or forgotten meanwhile."""

    def forget(self) -> None:
        """Forget all sign-ups; what else is known stays."""

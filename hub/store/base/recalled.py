"""What was forgotten of who comes."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from hub.model import Told


class Recalled(Protocol):
    """What kiosks bring back of sign-ups that a hub has forgotten, until it holds again."""

    def remember(self, told: Sequence[Told]) -> None:
        """Keep these, each in place of an older one with the same code. They must have slips."""

    def every(self) -> Iterator[Told]:
        """Return all, the oldest first, a few at a time; what was returned may be changed or forgotten meanwhile."""

    def forget(self) -> None:
        """Forget all."""

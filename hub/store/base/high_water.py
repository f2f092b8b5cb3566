"""How far the database had come, kept beside it."""

from typing import Protocol


class HighWater(Protocol):
    """How far the database had come, kept outside it: one that is behind is an old backup."""

    def read(self) -> int:
        """Return the highest revision ever marked; 0 when there is no mark."""

    def raise_to(self, revision: int) -> None:
        """Mark that the database has come so far."""

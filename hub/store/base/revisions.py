"""The hub's own count of changes."""

from typing import Protocol


class Revisions(Protocol):
    """The hub's own count of changes."""

    def newest(self) -> int:
        """Return the newest revision; 0 before the first change."""

    def take(self) -> int:
        """Take the next revision; inside ``atomic()`` only."""

    def raise_to(self, least: int) -> None:
        """See to it that the next revision is above this one."""

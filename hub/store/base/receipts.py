"""What receipt codes give."""

from typing import Protocol

from hub.model import Told


class Receipts(Protocol):
    """What receipt codes give, each under the revision of its last change."""

    def of_submissions(self, revision: int, limit: int) -> list[Told]:
        """Return what changed receipt codes give, oldest change first; of an erased one only its state."""

    def of_sign_ups(self, revision: int, limit: int) -> list[Told]:
        """Return what changed sign-ups give, oldest change first; none that no kiosk could find by its code."""

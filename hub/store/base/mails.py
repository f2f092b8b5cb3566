"""Letters that could not be sent."""

from collections.abc import Sequence
from typing import Protocol

from hub.model import MailTry


class Mails(Protocol):
    """Letters that could not be sent."""

    def tried(self, ids: Sequence[str]) -> dict[str, MailTry]:
        """Return the last try for each of these sign-ups that had one."""

    def save(self, tried: MailTry) -> None:
        """Keep a try in place of the one before."""

"""What is on the board."""

from typing import Protocol

from shared.notice import Notice


class Notices(Protocol):
    """What is on the board; kiosks hear of what was taken from it."""

    def every(self) -> list[Notice]:
        """Return what is on the board, newest first."""

    def read(self, id: str) -> Notice | None:
        """Return a notice that is on the board, or None."""

    def submission_of(self, notice_id: str) -> str | None:
        """Return the id of the submission a notice on the board was made of, or None."""

    def save(self, notice: Notice, *, submission_id: str, changed: int) -> None:
        """Put a notice on the board, or change it."""

    def withdraw(self, id: str, *, changed: int) -> None:
        """Take a notice from the board and forget its words."""

    def since(self, revision: int, limit: int) -> list[tuple[int, Notice | str]]:
        """Return changed notices with their revision, oldest change first; a withdrawn one as its id."""

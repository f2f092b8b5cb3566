"""What must never come back, written down beside the database."""

from collections.abc import Iterable
from typing import Protocol


class Ledger(Protocol):
    """A list of what is done for good, by ids: an old backup that is put back has forgotten that, and must not undo it.

    ``name`` says what it lists, such as ``erasures``; that is the file ``erasures.log``.
    """

    name: str

    def is_here(self) -> bool:
        """Tell whether there is such a list, whole or not."""

    def remember(self, ids: Iterable[str], *, now: str) -> object:
        """Write these down, durably, or none of them. Raises DiskFull, StoreBroken.

        ``Store.erasing`` and ``Store.shutting_out`` do it for what must not come about without it.
        """

    def every(self) -> list[str]:
        """Return all that were ever written down."""

    def is_whole(self) -> bool:
        """Tell whether nothing of it is lost, as far as can be seen: it is there, neither emptied nor damaged."""

    def mend(self, known: Iterable[tuple[str, str]]) -> None:
        """Write it anew, with these ids and times beside what can be read in it. Raises OSError."""

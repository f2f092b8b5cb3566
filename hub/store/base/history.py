"""Who did what, each line bound to the one before."""

import hashlib
from collections.abc import Sequence
from typing import Protocol

from hub.lists import HistoryFilter
from hub.model import AuditLine


def binding(before: str, line: AuditLine) -> str:
    """Return what binds a line to the one before it, whose binding is ``before``: a SHA-256 (hex) over both.

    Each field has its length before it, so that no two lines are the same bytes.
    """
    said = (before, line.at, line.staff, line.move, line.subject, line.detail)
    fields = [one.encode(errors="surrogatepass") for one in said]
    return hashlib.sha256(b"".join(len(one).to_bytes(4) + one for one in fields)).hexdigest()


class History(Protocol):
    """Lines that say who did what and when, in the order in which it was done."""

    def write(self, line: AuditLine) -> None:
        """Write a line at the end. Its number, and what binds it to the line before, are the store's to give."""

    def about(self, subject: str) -> list[AuditLine]:
        """Return the lines about one thing, oldest first."""

    def newest(self, subject: str, moves: Sequence[str] = ()) -> AuditLine | None:
        """Return the last line about one thing, or the last of these moves."""

    def end(self) -> tuple[int, str]:
        """Return number and binding of the last line of all, also where it is gone by its date; 0, "" at first."""

    def binding_of(self, n: int) -> str | None:
        """Return the binding of the line with this number, also of the last that is gone; None of others."""

    def page(self, chosen: HistoryFilter, *, below: int | None = None, size: int) -> list[AuditLine]:
        """Return at most so many lines of those chosen, the newest first; those before the number ``below``."""

    def portion(self, after: int, size: int) -> list[AuditLine]:
        """Return at most so many lines after a number, oldest first."""

    def begins_after(self) -> tuple[int, str]:
        """Return number and binding of the last line that is gone by its date; 0, "" at first."""

    def end_before(self, at: str) -> int:
        """Forget the oldest lines, those before the first that is not older than a time; return how many."""

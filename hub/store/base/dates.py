"""The dates that the hub set by its own time."""

from collections.abc import Collection
from datetime import timedelta
from typing import Protocol


class Dates(Protocol):
    """The dates that the hub set by its own time."""

    def newest(self, *, before: str) -> str | None:
        """Return when the newest submission was received, of those received before this; None where there is none."""

    def move(self, since: str, by: timedelta, *, but: Collection[str]) -> None:
        """Move what was dated from this moment on, and by as much when submissions are deleted.

        Dates of other clocks and those people gave stay. Notices get a revision, so that kiosks hear of it.
        Sessions and waits of staff move along. Submissions of the kinds in ``but`` are deleted on a date of their own.
        """

    def mend(self, earliest: str, latest: str, *, to: str, but: Collection[str]) -> None:
        """Let what is dated before the earliest or from the latest on, which cannot be, be dated ``to``."""

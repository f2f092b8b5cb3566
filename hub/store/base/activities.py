"""What people come to."""

from collections.abc import Iterator
from typing import Protocol

from hub.model import ActivityCare, SeatFigures
from shared.activity import Activity


class Activities(Protocol):
    """Activities by slug; every saved revision stays readable.

    What :meth:`coming` and :meth:`seats_coming` cost follows what is not over at ``now``, never what has been.
    """

    def every(self) -> list[Activity]:
        """Return the newest revision of every activity not withdrawn, by start."""

    def coming(self, now: str) -> list[Activity]:
        """Return those of them that are not over, by start."""

    def seats_coming(self, now: str) -> list[SeatFigures]:
        """Return the same with their seats, in one question."""

    def seats_past(self, now: str, limit: int, *, before: str | None = None) -> list[SeatFigures]:
        """Return at most so many that are over, the last to end first; ``before``: those after the one of this slug."""

    def count_past(self, now: str) -> int:
        """Count those that are over."""

    def read(self, slug: str) -> Activity | None:
        """Return the newest revision, also of a withdrawn one."""

    def slugs(self) -> dict[str, str]:
        """Return the slug of every activity by its id, also of withdrawn ones."""

    def standing(self, slug: str) -> tuple[bool, str]:
        """Tell whether an activity is withdrawn, and when its newest revision was saved, "" where there is none."""

    def asked(self, slug: str, revision: int) -> Activity | None:
        """Return this revision, or the newest where this one is not known here."""

    def revisions(self, slug: str) -> Iterator[Activity]:
        """Yield every revision, the newest first."""

    def save(self, activity: Activity, *, changed: int, now: str) -> None:
        """Keep a new revision; it becomes the newest and is no longer withdrawn or retired."""

    def withdraw(self, slug: str, *, changed: int) -> None:
        """Take an activity away from kiosks and lists; its revisions stay."""

    def to_retire(self, before: str) -> dict[str, bool]:
        """Return by slug what should be retired because it ended before this, or, with False, should not after all."""

    def retire(self, slug: str, *, changed: int, retired: bool = True) -> None:
        """Take an activity away from kiosks because it is long over, or with False give it back."""

    def since(self, revision: int, limit: int) -> list[tuple[int, Activity | str]]:
        """Return changed activities with their revision, oldest change first; one that is gone as its slug."""

    def at_door(self, kiosk: str, after: str) -> list[Activity]:
        """Return those this kiosk is the door of, also withdrawn ones, but for those that ended before; by slug."""

    def care(self, slug: str) -> ActivityCare:
        """Return who looks after it."""

    def save_care(self, slug: str, care: ActivityCare) -> None:
        """Keep who looks after it."""

"""Submissions as lists."""

from typing import Protocol

from hub.lists import EVERYTHING, InboxFilter, InboxRow, SlipFilter
from hub.model import State


class Inbox(Protocol):
    """Submissions as lists, without those filed with an activity.

    ``since`` and ``until`` of a filter are UTC times here, ``until`` exclusive.
    """

    def page(
        self, chosen: InboxFilter, *, below: int | None = None, above: int | None = None, size: int
    ) -> list[InboxRow]:
        """Return rows newest first: those next below a position, or next above it, or the newest."""

    def count(self, chosen: InboxFilter, limit: int) -> int:
        """Count what is chosen: as many as its pages list; up to ``limit`` + 1 where words or dates are chosen."""

    def of_slip(self, asked: SlipFilter, size: int) -> list[InboxRow]:
        """Return rows of a slip, newest first: those next below its ``answers_below``, or the newest."""

    def of_kiosks(self) -> dict[str, int]:
        """Count those of each kiosk that ever gave one."""

    def filed_of_kiosks(self) -> dict[str, int]:
        """Count those filed with an activity, of each kiosk that ever gave one."""

    def states(self, chosen: InboxFilter = EVERYTHING) -> dict[State, int]:
        """Count each state among what is chosen by question, kind, language and kiosk."""

    def newest_position(self) -> int:
        """Return the highest position given; 0 before the first arrival."""

    def arrived_since(self, position: int) -> int:
        """Count the new ones of which something new came after this position."""

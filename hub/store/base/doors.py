"""Who was there."""

from typing import Protocol

from hub.model import Attendance, DoorKeys


class Doors(Protocol):
    """Keys of kiosks that can be at a door, and what was noted there."""

    def keys(self, kiosk: str) -> DoorKeys:
        """Return what came for the door of this kiosk, and what staff said to it."""

    def save_keys(self, kiosk: str, keys: DoorKeys) -> None:
        """Keep these in place of those before."""

    def asking(self) -> list[str]:
        """Return the ids of the kiosks of whose keys one waits for staff."""

    def note(
        self, activity: str, date: str, *, kiosk: str, seq: int | None, ticks: dict[str, int], tally: dict[str, int]
    ) -> None:
        """Add what was noted; of a tick the one with the highest (seq, kiosk) counts, tallies add up.

        ``seq`` None: one above what is known of each code.
        """

    def ticked(self, activity: str, date: str, *, kiosk: str) -> set[str]:
        """Return the codes of one date whose ticks that count are this kiosk's."""

    def attendance(self, activity: str, date: str) -> Attendance:
        """Return what was noted on one date."""

    def noted(self, activity: str) -> dict[str, Attendance]:
        """Return what was noted, by date; a date without a note is left out."""

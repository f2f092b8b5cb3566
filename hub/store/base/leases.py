"""Seats out on kiosks."""

from collections.abc import Sequence
from typing import Protocol

from hub.model import LeaseAccount


class Leases(Protocol):
    """The seats that are out on kiosks."""

    def read(self, activity: str, kiosk: str) -> LeaseAccount:
        """Return the account; an empty one where there is none."""

    def of(self, activity: str) -> list[LeaseAccount]:
        """Return the accounts of an activity."""

    def coming(self, now: str) -> list[LeaseAccount]:
        """Return the accounts of all activities that are listed and not over."""

    def of_kiosk(self, kiosk: str, activities: Sequence[str]) -> list[LeaseAccount]:
        """Return a kiosk's accounts of these activities, empty ones too; none for an activity that is not known."""

    def save(self, *accounts: LeaseAccount) -> None:
        """Write accounts."""

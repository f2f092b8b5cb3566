"""Who comes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from hub.lists import SlipFilter
from hub.model import Detail, SignUp


class SignUps(Protocol):
    """Sign-ups, and what they say of persons."""

    def add(self, sign_ups: Sequence[SignUp], details: Sequence[Detail]) -> None:
        """Keep new ones, all or none."""

    def read(self, id: str) -> SignUp | None:
        """Return one, or None."""

    def by_code(self, activity: str, code: str) -> SignUp | None:
        """Return the sign-up with this receipt code: for this activity, or else for the one it is in now, or None."""

    def known_codes(self, codes: Sequence[str]) -> set[str]:
        """Return those of these receipt codes with which something is here, be it only what a change told of."""

    def unknown_codes(self) -> dict[str, int]:
        """Count what only changes told of, by the kiosk whose change came first."""

    def by_order(self, activity: str, order: int) -> SignUp | None:
        """Return the one with this turn, or None."""

    def of_slip(self, asked: SlipFilter, size: int) -> list[SignUp]:
        """Return those of a slip, newest first: those next below its ``sign_ups_below``, or the newest."""

    def of(self, *activities: str) -> list[SignUp]:
        """Return all of these activities, each in their order; not what only a change told of."""

    def waiting(self, activity: str) -> list[SignUp]:
        """Return those that wait, in their order; not what only a change told of."""

    def waiting_of(self, activities: Sequence[str]) -> dict[str, list[SignUp]]:
        """Return those that wait, in their order, by activity: of these activities."""

    def seated(self, activity: str) -> int:
        """Count the persons who have a seat."""

    def to_tell_of(self, activities: Sequence[str]) -> dict[str, int]:
        """Count those whose people must be told something, by activity, of these activities."""

    def to_tell(self, now: str) -> int:
        """Count those whose people must be told something, of activities that are listed and not over."""

    def made_on(self, kiosk: str, *, since: str) -> dict[str, int]:
        """Count what came from a kiosk since then, by activity."""

    def coming_from(self, kiosk: str, *, since: str) -> dict[str, tuple[int, int]]:
        """Count what came from a kiosk since then and has a seat or waits for one, and its seats, by activity."""

    def ids_from(self, kiosk: str, *, since: str) -> list[str]:
        """Return the ids of what came from a kiosk since then: first what waits, each in the order of arrival."""

    def count_in_look_up(self, kiosk: str, *, since: str) -> int:
        """Count what came from a kiosk since then and two words find, whatever became of it."""

    def these(self, ids: Sequence[str]) -> list[SignUp]:
        """Return those of these that are here, in their order."""

    def every(self) -> Iterator[SignUp]:
        """Return all, by activity and order."""

    def next_order(self) -> int:
        """Take the next turn in the hub's one order; inside ``atomic()`` only."""

    def raise_order(self, least: int) -> None:
        """See to it that the next turn is above this one."""

    def save(self, sign_up: SignUp) -> None:
        """Write what became of one."""

    def remove(self, id: str) -> None:
        """Delete one as if it had never been; only for what stood in for a sign-up that has come now."""

    def drop_asked_by(self, kiosk: str) -> None:
        """Delete what only changes told of, and those of this kiosk first."""

    def drop_unknown_ended(self, before: str) -> None:
        """Delete what only changes told of, of activities that ended before this."""

    def details(self, ids: Sequence[str]) -> list[Detail]:
        """Return the personal answers of these."""

    def save_details(self, details: Sequence[Detail]) -> None:
        """Keep these answers in place of those with the same name."""

    def delete_details(self, now: str) -> list[str]:
        """Delete what has reached its date; return the ids of the sign-ups it belonged to."""

    def forget(self, id: str) -> None:
        """Delete all personal answers of one sign-up."""

    def redate(self, activity: str, end: datetime, days: Mapping[str, int]) -> None:
        """Delete the answers of an activity so many days after its end, by name, or fewer where fewer were told.

        The submission they came with is deleted with the first of them.
        """

    def delete_ended(self, before: str) -> int:
        """Delete the sign-ups of activities that ended before this, and what was noted at their doors; count them."""

"""What services may ask of a store about activities: who comes, which seats are out, who was there. Small Protocols."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from hub.lists import SlipFilter
from hub.model import ActivityDesk, Attendance, Detail, DoorKeys, LeaseAccount, MailTry, SeatFigures, SignUp, Told
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

    def desk(self, slug: str) -> ActivityDesk:
        """Return who looks after it."""

    def save_desk(self, slug: str, desk: ActivityDesk) -> None:
        """Keep who looks after it."""


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

    def receipts_since(self, revision: int, limit: int) -> list[Told]:
        """Return what changed sign-ups give, oldest change first; none that no kiosk could find by its code."""

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


class Mails(Protocol):
    """Letters that could not be sent."""

    def tried(self, ids: Sequence[str]) -> dict[str, MailTry]:
        """Return the last try for each of these sign-ups that had one."""

    def save(self, tried: MailTry) -> None:
        """Keep a try in place of the one before."""


class Recalled(Protocol):
    """What kiosks bring back of sign-ups that a hub has forgotten, until it holds again."""

    def remember(self, told: Sequence[Told]) -> None:
        """Keep these, each in place of an older one with the same code. They must have slips."""

    def every(self) -> Iterator[Told]:
        """Return all, the oldest first, a few at a time; what was returned may be changed or forgotten meanwhile."""

    def forget(self) -> None:
        """Forget all."""


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

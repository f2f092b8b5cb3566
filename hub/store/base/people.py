"""Staff: who may sign in, with what, and what each may do."""

from collections.abc import Collection, Sequence
from typing import Protocol

from hub.model import Account, Invitation, Role, Staff


class People(Protocol):
    """Staff, what they sign in with, and the codes by which they were invited."""

    def add(self, name: str, password_hash: str, *, roles: Collection[Role], now: str) -> Staff:
        """Keep a person; "" for a hash that no password has. Raises NameTaken; capital letters make no difference."""

    def any(self) -> bool:
        """Tell whether anybody was ever kept."""

    def every(self) -> list[Staff]:
        """Return everybody, by name; those who were shut out too."""

    def find(self, name: str) -> Account | None:
        """Return a person with what they sign in with, by name; capital letters make no difference."""

    def read(self, staff_id: int) -> Account | None:
        """Return the same by id."""

    def save_roles(self, staff_id: int, roles: Collection[Role]) -> None:
        """Change what a person is here."""

    def save_language(self, staff_id: int, language: str) -> None:
        """Keep in which language a person reads the pages; "" for what the browser says."""

    def save_password(self, staff_id: int, password_hash: str) -> None:
        """Change the password's hash; "" for one that no password has."""

    def save_second(self, staff_id: int, second: str, recovery_sha256: Sequence[str]) -> None:
        """Keep a second factor, hidden, and the hashes of its recovery codes; "" and none for no second factor.

        Of one that is kept already the steps that were used stay used.
        """

    def use_step(self, staff_id: int, step: int) -> bool:
        """Take a step of the second factor as used; tell whether it is newer than any that was."""

    def use_recovery(self, staff_id: int, code_sha256: str) -> bool:
        """Use a recovery code up; tell whether there was such a one."""

    def recovery_left(self, staff_id: int) -> int:
        """Return how many recovery codes are left."""

    def save_shut(self, staff_id: int, at: str | None) -> None:
        """Write since when a person is shut out; None for one who is let in again."""

    def invite(self, invitation: Invitation) -> None:
        """Keep by which code, given by its hash, a person may choose a password; the one before is worthless then."""

    def invitation(self, code_sha256: str) -> Invitation | None:
        """Return the invitation with this hash."""

    def invited(self) -> dict[int, Invitation]:
        """Return the open invitations, by the person's id."""

    def end_invitation(self, staff_id: int) -> None:
        """Forget by which code a person may choose a password."""

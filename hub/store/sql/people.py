"""Staff: who may sign in, with what, and what each may do."""

from collections.abc import Collection, Sequence
from typing import Any

from hub.model import Account, Invitation, Role, Staff
from hub.store.sql.engine import Engine
from shared.errors import NameTaken, StoreError

WHO = "f.id, f.name, f.roles, f.language, f.shut_at"
"""What of a row makes a Staff."""


def staff_of(row: Any) -> Staff:
    """Return who a row with WHO in it is."""
    known = frozenset(Role(one) for one in row["roles"].split() if one in set(Role))
    return Staff(row["id"], row["name"], known, row["language"], row["shut_at"])


class SqlPeople:
    """Staff, what they sign in with, and the codes by which they were invited."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, password_hash: str, *, roles: Collection[Role], now: str) -> Staff:
        """Keep a person; "" for a hash that no password has. Raises NameTaken; capital letters make no difference."""
        with self._engine.atomic():
            if self.find(name) is not None:
                raise NameTaken("this name is in use")
            row = self._engine.one(
                "insert into staff (name, name_key, password_hash, roles, added_at) "
                "values (:name, :key, :password_hash, :roles, :now) returning id",
                {
                    "name": name, "key": _key(name), "password_hash": password_hash, "roles": _written(roles),
                    "now": now,
                },
            )  # fmt: skip
        if row is None:
            raise StoreError("no id came back")
        return Staff(row["id"], name, frozenset(roles))

    def any(self) -> bool:
        """Tell whether anybody was ever kept."""
        return self._engine.one("select 1 from staff limit 1") is not None

    def every(self) -> list[Staff]:
        """Return everybody, by name; those who were shut out too."""
        return [staff_of(row) for row in self._engine.all(f"select {WHO} from staff f order by name_key")]

    def find(self, name: str) -> Account | None:
        """Return a person with what they sign in with, by name; capital letters make no difference."""
        return self._account("name_key = :key", {"key": _key(name)})

    def read(self, staff_id: int) -> Account | None:
        """Return the same by id."""
        return self._account("id = :id", {"id": staff_id})

    def _account(self, which: str, values: dict[str, Any]) -> Account | None:
        row = self._engine.one(f"select {WHO}, password_hash, second from staff f where {which}", values)
        return Account(staff_of(row), row["password_hash"], row["second"]) if row else None

    def save_roles(self, staff_id: int, roles: Collection[Role]) -> None:
        """Change what a person is here."""
        self._save(staff_id, "roles", _written(roles))

    def save_language(self, staff_id: int, language: str) -> None:
        """Keep in which language a person reads the pages; "" for what the browser says."""
        self._save(staff_id, "language", language)

    def save_password(self, staff_id: int, password_hash: str) -> None:
        """Change the password's hash; "" for one that no password has."""
        self._save(staff_id, "password_hash", password_hash)

    def save_second(self, staff_id: int, second: str, recovery_sha256: Sequence[str]) -> None:
        """Keep a second factor, hidden, and the hashes of its recovery codes; "" and none for no second factor.

        Of one that is kept already the steps that were used stay used.
        """
        with self._engine.atomic():
            self._engine.run(
                "update staff set second = :second, "
                "second_step = case when second = :second then second_step else 0 end where id = :id",
                {"id": staff_id, "second": second},
            )
            self._engine.run("delete from recovery_codes where staff_id = :id", {"id": staff_id})
            self._engine.many(
                "insert into recovery_codes (staff_id, code_sha256) values (:id, :code)",
                [{"id": staff_id, "code": one} for one in recovery_sha256],
            )

    def use_step(self, staff_id: int, step: int) -> bool:
        """Take a step of the second factor as used; tell whether it is newer than any that was."""
        sql = "update staff set second_step = :step where id = :id and second_step < :step"
        return self._engine.run(sql, {"id": staff_id, "step": step}) > 0

    def use_recovery(self, staff_id: int, code_sha256: str) -> bool:
        """Use a recovery code up; tell whether there was such a one."""
        sql = "delete from recovery_codes where staff_id = :id and code_sha256 = :code"
        return self._engine.run(sql, {"id": staff_id, "code": code_sha256}) > 0

    def recovery_left(self, staff_id: int) -> int:
        """Return how many recovery codes are left."""
        row = self._engine.one("select count(*) as n from recovery_codes where staff_id = :id", {"id": staff_id})
        return int(row["n"]) if row else 0

    def save_shut(self, staff_id: int, at: str | None) -> None:
        """Write since when a person is shut out; None for one who is let in again."""
        self._save(staff_id, "shut_at", at)

    def _save(self, staff_id: int, column: str, value: str | int | None) -> None:
        self._engine.run(f"update staff set {column} = :value where id = :id", {"value": value, "id": staff_id})

    def invite(self, invitation: Invitation) -> None:
        """Keep by which code, given by its hash, a person may choose a password; the one before is worthless then."""
        with self._engine.atomic():
            self.end_invitation(invitation.staff_id)
            self._engine.run(
                "insert into invitations (staff_id, code_sha256, closes_at) "
                "values (:staff_id, :code_sha256, :closes_at)",
                vars(invitation),
            )

    def invitation(self, code_sha256: str) -> Invitation | None:
        """Return the invitation with this hash."""
        row = self._engine.one(
            "select staff_id, code_sha256, closes_at from invitations where code_sha256 = :code", {"code": code_sha256}
        )
        return Invitation(**dict(row)) if row else None

    def invited(self) -> dict[int, Invitation]:
        """Return the open invitations, by the person's id."""
        rows = self._engine.all("select staff_id, code_sha256, closes_at from invitations")
        return {row["staff_id"]: Invitation(**dict(row)) for row in rows}

    def end_invitation(self, staff_id: int) -> None:
        """Forget by which code a person may choose a password."""
        self._engine.run("delete from invitations where staff_id = :id", {"id": staff_id})


def _key(name: str) -> str:
    return name.strip().casefold()


def _written(roles: Collection[Role]) -> str:
    return " ".join(sorted(roles))

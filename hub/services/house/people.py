"""The people who work here: invited with a code on paper or on a screen, given roles, and shut out when they leave.

At least one who can sign in stays admin, whatever is done here. Whoever sits at the hub's own computer can always add
another: ``samskap-hub add-staff``.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from hub.bus import PEOPLE
from hub.model import Actor, Invitation, Right, Role, Staff
from hub.services.changing import Change, changing
from hub.services.house import staff
from hub.services.house.kiosks import checked_name, hash_of
from hub.services.house.pairing import one_time_code
from hub.store.base import Store
from shared.errors import InvitationOver, LastAdmin, NameTaken, NoRole, NotFound
from shared.protocol import read_pairing_code
from shared.submission import from_utc, utc

INVITED = timedelta(days=7)
"""How long an invitation waits: somebody may be away for some days. 60 random bits are not guessed in that time."""


class Invited(NamedTuple):
    """Who was invited, by which code, and until when it is good."""

    staff: Staff
    code: str
    closes_at: str


def listed(store: Store) -> list[Staff]:
    """Return everybody, by name; those who were shut out too."""
    return store.people.every()


def read(store: Store, id: int) -> Staff:
    """Return a person. Raises NotFound."""
    found = store.people.read(id)
    if found is None:
        raise NotFound("staff")
    return found.staff


def add(
    store: Store, name: str, password: str, *, roles: Collection[Role], by: Actor | None = None, now: datetime
) -> Staff:
    """Let a person sign in with this password. ``by``: None for the first person, who begins by themselves.

    Raises BadName, InvalidInput, WeakPassword, GuessablePassword, NameTaken, NoRole.
    """
    name, password_hash = checked_name(name), staff.hashed(password)
    with changing(store, by or staff.DOOR, now, Right.PEOPLE) as change:
        return _added(change, name, password_hash, roles, "add")


def invite(store: Store, name: str, *, roles: Collection[Role], by: Actor, now: datetime) -> Invited:
    """Let a person in who has the code that is returned, and chooses a password with it.

    Raises BadName, NameTaken, NoRole.
    """
    name = checked_name(name)
    with changing(store, by, now, Right.PEOPLE) as change:
        return _with_code(change, _added(change, name, "", roles, "invite"))


def reset(store: Store, id: int, *, by: Actor, now: datetime) -> Invited:
    """Take a person's password and second factor away, end their sessions, and invite them anew.

    Who was shut out is let in again by it. Raises LastAdmin, NotFound.
    """
    with changing(store, by, now, Right.PEOPLE) as change:
        before = read(store, id)
        store.people.save_password(id, "")
        store.people.save_second(id, "", [])
        store.people.save_shut(id, None)
        _out(change, id)
        _check_admin(store)
        change.note("let-in-again" if before.shut_at else "reset", f"staff {id}", before.name)
        return _with_code(change, read(store, id))


def change_roles(store: Store, id: int, roles: Collection[Role], *, by: Actor, now: datetime) -> None:
    """Say what a person is here; it holds at once. Raises LastAdmin, NoRole, NotFound."""
    with changing(store, by, now, Right.PEOPLE) as change:
        before = read(store, id)
        if not roles:
            raise NoRole(before.name)
        if set(roles) == before.roles:
            return
        store.people.save_roles(id, roles)
        _check_admin(store)
        change.note("change-roles", f"staff {id}", f"{before.name}: {', '.join(sorted(roles))}")
        change.wake(PEOPLE)


def shut_out(store: Store, id: int, *, by: Actor, now: datetime) -> None:
    """Shut a person out, at once and everywhere: no session of theirs goes on. Raises LastAdmin, NotFound."""
    with changing(store, by, now, Right.PEOPLE) as change:
        before = read(store, id)
        if before.shut_at is not None:
            return
        store.people.save_shut(id, change.at)
        store.people.end_invitation(id)
        _out(change, id)
        _check_admin(store)
        change.note("shut-out", f"staff {id}", before.name)


def invited(store: Store, code: str, now: datetime) -> Staff:
    """Return who may choose a password with a code. Raises InvitationOver."""
    found = store.people.invitation(hash_of(read_pairing_code(code) or ""))
    if found is None or not timedelta() < from_utc(found.closes_at) - now <= INVITED:  # more: the clock was set back
        raise InvitationOver("no such code, or no longer")
    return read(store, found.staff_id)


def accept(store: Store, code: str, password: str, *, now: datetime) -> Staff:
    """Take a new password of whoever has the code; it is worthless then.

    Raises InvitationOver, WeakPassword, GuessablePassword, InvalidInput.
    """
    person, password_hash = invited(store, code, now), staff.hashed(password)
    with changing(store, person, now, Right.SIGNED_IN) as change:
        person = invited(store, code, now)  # somebody may have been quicker
        store.people.save_password(person.id, password_hash)
        store.people.end_invitation(person.id)
        change.note("accept", f"staff {person.id}", person.name)
    return person


def save_language(store: Store, person: Staff, language: str, *, now: datetime) -> None:
    """Keep in which language a person reads the pages."""
    with changing(store, person, now, Right.SIGNED_IN):
        store.people.save_language(person.id, language)


def holders(store: Store, right: Right) -> list[Staff]:
    """Return who may do something, by name."""
    return [one for one in listed(store) if one.may(right)]


def _added(change: Change, name: str, password_hash: str, roles: Collection[Role], move: str) -> Staff:
    store = change.store
    if not roles:
        raise NoRole(name)
    if staff.account(store, name) is not None:
        raise NameTaken("this name is in use")
    person = store.people.add(name, password_hash, roles=roles, now=change.at)
    change.note(move, f"staff {person.id}", f"{name}: {', '.join(sorted(roles))}")
    return person


def _with_code(change: Change, person: Staff) -> Invited:
    code, closes_at = one_time_code(), utc(change.now + INVITED)
    change.store.people.invite(Invitation(person.id, hash_of(read_pairing_code(code) or ""), closes_at))
    return Invited(person, code, closes_at)


def _out(change: Change, id: int) -> None:
    """End every session of a person's; open pages hear of it."""
    change.store.sessions.end_of(id)
    change.wake(PEOPLE)


def _check_admin(store: Store) -> None:
    """Somebody must be left who can sign in and may say who else does. Raises LastAdmin."""
    admins = [store.people.read(one.id) for one in holders(store, Right.PEOPLE)]
    if not any(one is not None and one.password_hash for one in admins):
        raise LastAdmin("nobody else could let people in")

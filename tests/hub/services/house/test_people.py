"""The people who work here: invited, given roles, shut out; and somebody is always left who can let people in."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from hub.model import Right, Role, Staff
from hub.services.activities import activities
from hub.services.house import people, staff
from hub.services.review import review
from hub.store.base import Store
from shared.errors import InvitationOver, LastAdmin, NameTaken, NoRole, NotAllowed, NotFound, SignInFailed, WeakPassword
from shared.submission import utc
from tests.fakes import NOON
from tests.hub_builders import DeliveringKiosk

PASSWORD = "fire gule elger"
LATER = NOON + timedelta(minutes=1)


@pytest.fixture(scope="module")
def hashed() -> str:
    return PasswordHasher().hash(PASSWORD)


@pytest.fixture
def kari(store: Store, hashed: str) -> Staff:
    """The admin there is."""
    return store.people.add("Kari", hashed, roles={Role.ADMIN}, now=utc(NOON))


def accept(store: Store, code: str) -> str:
    """Let somebody choose a password with a code; return the token of their session."""
    person = people.accept(store, code, PASSWORD, now=NOON)
    return staff.sign_in(store, person.name, PASSWORD, address="x", now=NOON)


def moves(store: Store, person: Staff) -> list[tuple[str, str]]:
    return [(line.move, line.staff) for line in store.history.about(f"staff {person.id}")]


def test_whoever_is_invited_chooses_a_password_once(store: Store, kari: Staff) -> None:
    invited = people.invite(store, "Ola", roles=[Role.REVIEWER], by=kari, now=NOON)
    with pytest.raises(SignInFailed):
        staff.sign_in(store, "Ola", "", address="y", now=NOON)

    assert people.invited(store, invited.code.lower().replace("-", " "), NOON) == invited.staff
    found = staff.session(store, accept(store, invited.code), NOON)

    assert found is not None
    assert found.staff.roles == {Role.REVIEWER}
    with pytest.raises(InvitationOver):
        people.accept(store, invited.code, "en helt annen frase", now=NOON)
    assert sorted(moves(store, invited.staff)) == [
        ("accept", "Ola"), ("invite", "Kari"), ("sign-in", "Ola"), ("sign-in-failed", "sign-in")
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["", "K7QM-2XHT-9FRB", "\ud800", "x" * 999])
def test_code_that_nobody_was_given_lets_nobody_in(store: Store, kari: Staff, code: str) -> None:
    people.invite(store, "Ola", roles=[Role.REVIEWER], by=kari, now=NOON)

    with pytest.raises(InvitationOver):
        people.invited(store, code, NOON)


def test_invitation_ends_after_a_week_and_no_clock_makes_it_longer(store: Store, kari: Staff) -> None:
    code = people.invite(store, "Ola", roles=[Role.REVIEWER], by=kari, now=NOON).code
    assert people.invited(store, code, NOON + people.INVITED - timedelta(seconds=1))

    for at in (NOON + people.INVITED, NOON - timedelta(seconds=1)):
        with pytest.raises(InvitationOver):
            people.invited(store, code, at)


def test_weak_password_uses_no_invitation_up(store: Store, kari: Staff) -> None:
    code = people.invite(store, "Ola", roles=[Role.REVIEWER], by=kari, now=NOON).code

    with pytest.raises(WeakPassword):
        people.accept(store, code, "kort", now=NOON)

    assert accept(store, code)


def test_name_and_roles_are_asked_for(store: Store, kari: Staff) -> None:
    with pytest.raises(NameTaken):
        people.invite(store, "KARI", roles=[Role.REVIEWER], by=kari, now=NOON)
    with pytest.raises(NoRole):
        people.invite(store, "Ola", roles=[], by=kari, now=NOON)
    assert [one.name for one in people.listed(store)] == ["Kari"]


def test_whoever_is_shut_out_is_out_at_once_and_everywhere(store: Store, kari: Staff, hashed: str) -> None:
    ola = store.people.add("Ola", hashed, roles={Role.REVIEWER}, now=utc(NOON))
    tokens = [staff.sign_in(store, "Ola", PASSWORD, address="x", now=NOON) for _ in range(2)]

    people.shut_out(store, ola.id, by=kari, now=NOON)
    people.shut_out(store, ola.id, by=kari, now=LATER)  # out already

    assert [staff.session(store, token, NOON) for token in tokens] == [None, None]
    with pytest.raises(SignInFailed):
        staff.sign_in(store, "Ola", PASSWORD, address="x", now=LATER)
    assert not any(people.read(store, ola.id).may(right) for right in Right)
    assert people.holders(store, Right.REVIEW) == []
    assert ("shut-out", "Kari") in moves(store, ola)


def test_whoever_was_shut_out_comes_in_again_with_a_code_and_nothing_of_before(
    store: Store, kari: Staff, hashed: str
) -> None:
    ola = store.people.add("Ola", hashed, roles={Role.REVIEWER}, now=utc(NOON))
    people.shut_out(store, ola.id, by=kari, now=NOON)

    code = people.reset(store, ola.id, by=kari, now=LATER).code

    with pytest.raises(SignInFailed):
        staff.sign_in(store, "Ola", PASSWORD, address="x", now=LATER)
    people.accept(store, code, "et annet langt passord", now=LATER)
    assert staff.sign_in(store, "Ola", "et annet langt passord", address="y", now=LATER)


def test_new_code_takes_password_second_factor_and_sessions_away(store: Store, kari: Staff, hashed: str) -> None:
    ola = store.people.add("Ola", hashed, roles={Role.REVIEWER}, now=utc(NOON))
    store.people.save_second(ola.id, "hidden", ["c1"])
    token = staff.sign_in(store, "Ola", PASSWORD, address="x", now=NOON)

    people.reset(store, ola.id, by=kari, now=NOON)

    found = store.people.read(ola.id)
    assert found is not None
    assert (found.password_hash, found.second, store.people.recovery_left(ola.id)) == ("", "", 0)
    assert staff.session(store, token, NOON) is None


def test_last_admin_who_can_sign_in_stays(store: Store, kari: Staff, hashed: str) -> None:
    people.invite(store, "Ola", roles=[Role.ADMIN], by=kari, now=NOON)  # has no password yet
    token = staff.sign_in(store, "Kari", PASSWORD, address="x", now=NOON)

    for act in (people.shut_out, people.reset):
        with pytest.raises(LastAdmin):
            act(store, kari.id, by=kari, now=NOON)
    with pytest.raises(LastAdmin):
        people.change_roles(store, kari.id, [Role.REVIEWER], by=kari, now=NOON)

    assert staff.session(store, token, NOON) is not None
    store.people.add("Per", hashed, roles={Role.ADMIN}, now=utc(NOON))
    people.shut_out(store, kari.id, by=kari, now=NOON)


def test_roles_hold_at_once(store: Store, kari: Staff, hashed: str, kiosk: DeliveringKiosk) -> None:
    ola = store.people.add("Ola", hashed, roles={Role.REVIEWER}, now=utc(NOON))
    token, given = staff.sign_in(store, "Ola", PASSWORD, address="x", now=NOON), kiosk.give()

    people.change_roles(store, ola.id, [Role.OWNER], by=kari, now=NOON)
    people.change_roles(store, ola.id, [Role.OWNER], by=kari, now=NOON)  # nothing changes

    found = staff.session(store, token, NOON)
    assert found is not None
    with pytest.raises(NotAllowed):
        review.keep(store, given, by=found.staff, now=NOON)
    assert activities.staff(store) == [found.staff]
    assert moves(store, ola) == [("sign-in", "Ola"), ("change-roles", "Kari")]
    with pytest.raises(NoRole):
        people.change_roles(store, ola.id, [], by=kari, now=NOON)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_nobody_but_an_admin_lets_people_in_or_shuts_them_out(
    store: Store, kari: Staff, hashed: str, role: Role
) -> None:
    ola = store.people.add("Ola", hashed, roles={role}, now=utc(NOON))

    with pytest.raises(NotAllowed):
        people.invite(store, "Per", roles=[Role.ADMIN], by=ola, now=NOON)
    with pytest.raises(NotAllowed):
        people.change_roles(store, ola.id, [Role.ADMIN], by=ola, now=NOON)
    for act in (people.shut_out, people.reset):
        with pytest.raises(NotAllowed):
            act(store, kari.id, by=ola, now=NOON)


def test_person_who_is_not_here_is_not_found(store: Store, kari: Staff) -> None:
    with pytest.raises(NotFound):
        people.shut_out(store, 99, by=kari, now=NOON)

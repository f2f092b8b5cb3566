"""Staff: passwords, waits, sessions."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from hub.model import Role
from hub.services.house import people, staff
from hub.store.base import Store
from shared.errors import GuessablePassword, InvalidInput, NameTaken, SignInFailed, TooManyTries, WeakPassword
from shared.submission import utc
from tests.fakes import NOON

PASSWORD = "fire gule elger"
HOME = "127.0.0.1"
S = timedelta(seconds=1)


@pytest.fixture(scope="module")
def hashed() -> str:
    """The password as it is kept: made once, for it takes as long as a sign-in."""
    return PasswordHasher().hash(PASSWORD)


@pytest.fixture
def kari(store: Store, hashed: str) -> str:
    store.people.add("Kari", hashed, roles=set(Role), now=utc(NOON))
    return "Kari"


def sign_in(
    store: Store, name: str = "Kari", password: str = PASSWORD, *, at: timedelta = 0 * S, address: str = HOME
) -> str:
    return staff.sign_in(store, name, password, address=address, now=NOON + at)


def test_nobody_exists_at_first(store: Store) -> None:
    assert not staff.exists(store)

    people.add(store, " Kari ", PASSWORD, roles=set(Role), now=NOON)

    assert staff.exists(store)
    assert sign_in(store, "kari")


@pytest.mark.parametrize("password", ["", "elleve tegn", "x" * 1_001])
def test_weak_password_is_refused(store: Store, password: str) -> None:
    with pytest.raises(WeakPassword):
        people.add(store, "Kari", password, roles=set(Role), now=NOON)
    assert not staff.exists(store)


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa", "åååååååååååå", "abcabcabcabc", "passwordpassword", "password1234",
        "passord12345", "Passord12345", "123456789012", "qwertyuiopas", "1qaz2wsx3edc", "sonyericsson", "sommersommer",
        "samskapsamskap",
    ],
)  # fmt: skip
def test_password_that_is_tried_first_is_refused_wherever_one_is_chosen(store: Store, kari: str, password: str) -> None:
    with pytest.raises(GuessablePassword):
        people.add(store, "Ola", password, roles=set(Role), now=NOON)
    found = store.people.find(kari)
    assert found is not None
    with pytest.raises(GuessablePassword):
        staff.change_password(store, found.staff, old=PASSWORD, new=password, now=NOON)
    assert sign_in(store)


@pytest.mark.parametrize(
    "password", ["fire gule elger", "sju blåe sauer syng", "høns blyant torsdag regn", "kT9#vq2!LmZp"]
)
def test_password_of_ordinary_words_or_of_chance_is_taken(store: Store, password: str) -> None:
    people.add(store, "Ola", password, roles=set(Role), now=NOON)

    assert sign_in(store, "Ola", password)


def test_password_of_half_characters_is_refused(store: Store) -> None:
    with pytest.raises(InvalidInput):
        people.add(store, "Kari", "\ud800" * 12, roles=set(Role), now=NOON)


def test_name_is_taken_once(store: Store, kari: str) -> None:
    with pytest.raises(NameTaken):
        people.add(store, "KARI", PASSWORD, roles=set(Role), now=NOON)


COMPOSED, DECOMPOSED = "fire gule måker på Øya", "fire gule ma\u030aker pa\u030a Øya"
"""The same words as Windows and as a Mac may write them."""


@pytest.mark.parametrize(("chosen", "typed"), [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)], ids=["mac", "windows"])
def test_name_and_password_are_the_same_from_every_keyboard(store: Store, chosen: str, typed: str) -> None:
    people.add(store, chosen, chosen, roles=set(Role), now=NOON)

    assert sign_in(store, typed, typed)
    assert sign_in(store, typed.upper(), typed.replace(" ", "\u00a0"))
    with pytest.raises(NameTaken):
        people.add(store, typed, PASSWORD, roles=set(Role), now=NOON)


@pytest.mark.parametrize("typed", [COMPOSED, DECOMPOSED])
@pytest.mark.parametrize("kept", [COMPOSED, DECOMPOSED])
def test_person_kept_in_either_form_can_still_sign_in(store: Store, kept: str, typed: str) -> None:
    with store.atomic():
        store.people.add(kept, PasswordHasher().hash(kept), roles=set(Role), now=utc(NOON))

    assert sign_in(store, typed, typed)


def test_wrong_tries_from_two_keyboards_are_counted_together(store: Store) -> None:
    people.add(store, COMPOSED, PASSWORD, roles=set(Role), now=NOON)
    with pytest.raises(SignInFailed):
        sign_in(store, COMPOSED, "not this one")

    with pytest.raises(TooManyTries):
        sign_in(store, DECOMPOSED, PASSWORD)


def test_password_is_kept_only_as_argon2(store: Store) -> None:
    people.add(store, "Kari", PASSWORD, roles=set(Role), now=NOON)

    found = store.people.find("Kari")

    assert found is not None
    assert found.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("name", "password"), [("Kari", "wrong password"), ("Ola", PASSWORD), ("", ""), ("Kari", "\ud800")]
)
def test_wrong_name_and_wrong_password_are_answered_alike(store: Store, kari: str, name: str, password: str) -> None:
    with pytest.raises(SignInFailed) as caught:
        sign_in(store, name, password)

    assert str(caught.value) == "name or password"


def test_wait_doubles_with_each_wrong_try(store: Store, kari: str) -> None:
    at = 0 * S
    waits = []
    for _ in range(12):
        with pytest.raises(SignInFailed):
            sign_in(store, password="wrong password", at=at)
        with pytest.raises(TooManyTries) as caught:
            sign_in(store, at=at)
        waits.append(caught.value.seconds or 0)
        at += waits[-1] * S

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert sign_in(store, at=at)


def test_right_password_forgives_the_wrong_tries(store: Store, kari: str) -> None:
    for at in (0, 1):
        with pytest.raises(SignInFailed):
            sign_in(store, password="wrong password", at=at * S)
    sign_in(store, at=5 * S)

    with pytest.raises(SignInFailed):
        sign_in(store, password="wrong password", at=6 * S)
    assert sign_in(store, at=7 * S)


def test_tries_from_elsewhere_lock_nobody_out_here(store: Store, kari: str) -> None:
    with pytest.raises(SignInFailed):
        sign_in(store, password="wrong password", address="192.0.2.7")

    assert sign_in(store)


def test_session_is_whose_token_it_is(store: Store, kari: str) -> None:
    token = sign_in(store)

    found = staff.session(store, token, NOON)

    assert found is not None
    assert found.staff.name == "Kari"
    assert staff.session(store, token + "x", NOON) is None
    assert sign_in(store, at=S) != token


def test_session_ends_after_thirty_idle_minutes(store: Store, kari: str) -> None:
    token = sign_in(store)
    assert staff.session(store, token, NOON + timedelta(minutes=29))
    assert staff.session(store, token, NOON + timedelta(minutes=58))

    assert staff.session(store, token, NOON + timedelta(minutes=88)) is None
    assert staff.session(store, token, NOON) is None


def test_page_that_looks_by_itself_keeps_no_session_alive(store: Store, kari: str) -> None:
    token = sign_in(store)
    assert staff.session(store, token, NOON + timedelta(minutes=29), present=False)

    assert staff.session(store, token, NOON + timedelta(minutes=31)) is None


def test_session_ends_after_twelve_busy_hours(store: Store, kari: str) -> None:
    token = sign_in(store)
    for minutes in range(0, 12 * 60, 20):
        assert staff.session(store, token, NOON + timedelta(minutes=minutes))

    assert staff.session(store, token, NOON + timedelta(hours=12)) is None


def test_signed_out_is_out(store: Store, kari: str) -> None:
    token, other = sign_in(store), sign_in(store)

    staff.sign_out(store, token)

    assert staff.session(store, token, NOON) is None
    assert staff.session(store, other, NOON)


def test_changed_password_ends_the_other_sessions(store: Store, kari: str) -> None:
    mine, other = sign_in(store), sign_in(store)
    person = staff.session(store, mine, NOON)
    assert person is not None

    staff.change_password(store, person.staff, old=PASSWORD, new="helt nytt passord", now=NOON, token=mine)

    assert staff.session(store, mine, NOON)
    assert staff.session(store, other, NOON) is None
    assert sign_in(store, password="helt nytt passord")
    with pytest.raises(SignInFailed):
        sign_in(store)


def test_password_changes_only_with_the_old_one_and_to_a_strong_one(store: Store, kari: str) -> None:
    person = staff.session(store, sign_in(store), NOON)
    assert person is not None

    with pytest.raises(SignInFailed):
        staff.change_password(store, person.staff, old="wrong password", new="helt nytt passord", now=NOON)
    with pytest.raises(WeakPassword):
        staff.change_password(store, person.staff, old=PASSWORD, new="kort", now=NOON)

    assert sign_in(store)


def test_confirming_counts_wrong_tries_too(store: Store, kari: str) -> None:
    person = staff.session(store, sign_in(store), NOON)
    assert person is not None
    staff.confirm(store, person.staff, PASSWORD, address=HOME, now=NOON)

    with pytest.raises(SignInFailed):
        staff.confirm(store, person.staff, "wrong password", address=HOME, now=NOON)
    with pytest.raises(TooManyTries):
        staff.confirm(store, person.staff, PASSWORD, address=HOME, now=NOON)

"""What a sign-in asks and answers does not tell who works here: by words, by status, or by the work it takes."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher

from hub.marks import Marks
from hub.model import Role
from hub.services.house import people, second, staff
from hub.store.sqlite import SqliteStore
from shared.errors import AccessError, SignInFailed
from shared.submission import utc
from tests.counting import CountingEngine
from tests.fakes import NOON

PASSWORD = "fire gule elger"
NAMES = ("Kari", "Kåre med mobil", "Ingen", "Invitert", "Utestengt", "Ny kode", "", "Ka\u030are")
"""Somebody, with a telephone, nobody, invited, shut out, let in anew, no name at all, nobody as a Mac writes it."""


@pytest.fixture
def engine() -> list[CountingEngine]:
    """The engine of the store, once that is open."""
    return []


@pytest.fixture
def store(tmp_path: Path, engine: list[CountingEngine]) -> Iterator[SqliteStore]:
    """A store that notes what it is asked, with somebody of each kind."""

    def noting(path: Path) -> CountingEngine:
        engine.append(CountingEngine(path))
        return engine[0]

    with closing(SqliteStore(tmp_path, noting)) as opened:
        boss, hashed = opened.people.add("Sjef", "x", roles=set(Role), now=utc(NOON)), PasswordHasher().hash(PASSWORD)
        added = {name: opened.people.add(name, hashed, roles={Role.ADMIN}, now=utc(NOON)) for name in NAMES[:2]}
        secret = pyotp.random_base32()
        second.set_up(opened, added[NAMES[1]], Marks([bytes(32)]), secret, pyotp.TOTP(secret).at(NOON), now=NOON)
        people.invite(opened, "Invitert", roles={Role.REVIEWER}, by=boss, now=NOON)
        for name, change in (("Utestengt", people.shut_out), ("Ny kode", people.reset)):
            person = opened.people.add(name, hashed, roles={Role.REVIEWER}, now=utc(NOON))
            change(opened, person.id, by=boss, now=NOON)
        yield opened


def asked_of(engine: CountingEngine, store: SqliteStore, name: str, n: int) -> tuple[str, list[str]]:
    """Return what a wrong password is answered, and what the store was asked for it, without the values."""
    at = NOON + timedelta(hours=1 + n)  # so far apart that nobody waits, and each leaves a line
    store.people.any()  # what opening a connection asks is asked before
    engine.begin()
    with pytest.raises(AccessError) as refused:
        staff.sign_in(store, name, "not this one", address="192.0.2.7", now=at, second=True)
    return f"{refused.value.code}: {refused.value}", [re.sub(r"'[^']*'|\b\d+\b", "?", one) for one in engine.asked]


def test_same_is_asked_and_answered_for_every_name(store: SqliteStore, engine: list[CountingEngine]) -> None:
    found = {name: asked_of(engine[0], store, name, n) for n, name in enumerate(NAMES)}

    assert {answer for answer, _ in found.values()} == {f"{SignInFailed.code}: name or password"}
    assert {name: asked for name, (_, asked) in found.items() if asked != found["Ingen"][1]} == {}
    assert len(found["Ingen"][1]) > 5


@pytest.mark.parametrize("name", NAMES[2:])
def test_right_password_of_who_may_not_come_in_is_no_password(store: SqliteStore, name: str) -> None:
    with pytest.raises(SignInFailed):
        staff.sign_in(store, name, PASSWORD, address="192.0.2.7", now=NOON, second=True)

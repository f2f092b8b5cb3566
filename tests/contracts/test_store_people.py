"""What every store promises about staff, sessions and the audit."""

import pytest

from hub.model import Account, Invitation, Role, Session
from hub.store.base import Store
from shared.errors import NameTaken
from shared.submission import utc
from tests.fakes import NOON

LATER = utc(NOON.replace(hour=13))


def test_person_is_found_by_name_in_any_case(store: Store) -> None:
    assert not store.people.any()
    person = store.people.add("Åse Ødegård", "hash", roles={Role.REVIEWER}, now=utc(NOON))

    assert store.people.any()
    assert store.people.find(" åse ØDEGÅRD ") == Account(person, "hash")
    assert store.people.find("Åse") is None


def test_everybody_is_listed_by_name(store: Store) -> None:
    later, first = (store.people.add(name, "hash", roles={Role.REVIEWER}, now=utc(NOON)) for name in ("kari", "Anna"))

    assert store.people.every() == [first, later]


def test_name_is_taken_in_any_case(store: Store) -> None:
    store.people.add("Kari", "hash", roles={Role.REVIEWER}, now=utc(NOON))

    with pytest.raises(NameTaken):
        store.people.add("KARI", "other", roles={Role.REVIEWER}, now=utc(NOON))


def test_session_tells_whose_it_is_and_when_it_was_seen(store: Store) -> None:
    person = store.people.add("Kari", "hash", roles={Role.REVIEWER}, now=utc(NOON))
    store.sessions.begin("t1", person.id, now=utc(NOON))
    store.sessions.touch("t1", now=LATER)

    assert store.sessions.read("t1") == Session("t1", person, utc(NOON), LATER)
    assert store.sessions.read("t2") is None


def test_sessions_end_alone_or_all_but_one(store: Store) -> None:
    person = store.people.add("Kari", "hash", roles={Role.REVIEWER}, now=utc(NOON))
    for token in ("t1", "t2", "t3"):
        store.sessions.begin(token, person.id, now=utc(NOON))

    store.sessions.end("t1")
    store.sessions.end_of(person.id, but="t3")

    assert [store.sessions.read(token) is not None for token in ("t1", "t2", "t3")] == [False, False, True]
    store.sessions.end_of(person.id)
    assert store.sessions.read("t3") is None


def test_stale_sessions_and_waits_are_forgotten(store: Store) -> None:
    person = store.people.add("Kari", "hash", roles={Role.REVIEWER}, now=utc(NOON))
    store.sessions.begin("old", person.id, now=utc(NOON))
    store.sessions.begin("new", person.id, now=LATER)
    store.sessions.save_tries("old", 3, until=utc(NOON))
    store.sessions.save_tries("new", 3, until=LATER)

    store.sessions.end_stale(started_before=LATER, seen_before=LATER)

    assert (store.sessions.read("old"), store.sessions.tries("old")) == (None, None)
    assert store.sessions.read("new") is not None
    assert store.sessions.tries("new") == (3, LATER)


def test_tries_are_counted_by_key(store: Store) -> None:
    store.sessions.save_tries("kari\0127.0.0.1", 1, until=utc(NOON))
    store.sessions.save_tries("kari\0127.0.0.1", 2, until=LATER)
    assert store.sessions.tries("kari\0127.0.0.1") == (2, LATER)
    assert store.sessions.tries("kari\0127.0.0.2") is None

    store.sessions.save_tries("kari\0127.0.0.1", 0, until="")

    assert store.sessions.tries("kari\0127.0.0.1") is None


def test_password_is_replaced(store: Store) -> None:
    person = store.people.add("Kari", "hash", roles={Role.REVIEWER}, now=utc(NOON))

    store.people.save_password(person.id, "other")

    assert store.people.find("Kari") == Account(person, "other")


def test_what_a_person_is_here_and_reads_in_is_kept(store: Store) -> None:
    person = store.people.add("Kari", "hash", roles={Role.REVIEWER}, now=utc(NOON))
    store.people.save_roles(person.id, {Role.ADMIN, Role.OWNER})
    store.people.save_language(person.id, "nn")

    found = store.people.read(person.id)

    assert person.roles == {Role.REVIEWER}
    assert found is not None
    assert (found.staff.roles, found.staff.language) == (frozenset({Role.ADMIN, Role.OWNER}), "nn")
    assert store.people.read(person.id + 1) is None


def test_whoever_is_shut_out_has_no_session_until_let_in_again(store: Store) -> None:
    person = store.people.add("Kari", "hash", roles={Role.REVIEWER}, now=utc(NOON))
    store.sessions.begin("t1", person.id, now=utc(NOON))

    store.people.save_shut(person.id, LATER)
    assert store.sessions.read("t1") is None
    assert store.sessions.of(person.id) == []
    assert [one.shut_at for one in store.people.every()] == [LATER]

    store.people.save_shut(person.id, None)
    assert store.sessions.read("t1") is not None


def test_sessions_of_a_person_are_listed_the_last_seen_first(store: Store) -> None:
    kari, ola = (store.people.add(name, "hash", roles={Role.REVIEWER}, now=utc(NOON)) for name in ("Kari", "Ola"))
    store.sessions.begin("t1", kari.id, now=utc(NOON), agent="Firefox")
    store.sessions.begin("t2", kari.id, now=LATER, second=True)
    store.sessions.begin("t3", ola.id, now=LATER)

    found = [(one.token_sha256, one.second, one.agent) for one in store.sessions.of(kari.id)]

    assert found == [("t2", True, ""), ("t1", False, "Firefox")]


def test_step_and_recovery_code_are_used_once(store: Store) -> None:
    kari, ola = (store.people.add(name, "hash", roles={Role.REVIEWER}, now=utc(NOON)) for name in ("Kari", "Ola"))
    for person in (kari, ola):
        store.people.save_second(person.id, "hidden", ["c1", "c2"])

    assert [store.people.use_step(kari.id, step) for step in (7, 7, 6, 8)] == [True, False, False, True]
    assert [store.people.use_recovery(kari.id, code) for code in ("c1", "c1", "c3")] == [True, False, False]
    assert (store.people.recovery_left(kari.id), store.people.recovery_left(ola.id)) == (1, 2)

    store.people.save_second(kari.id, "", [])

    assert store.people.recovery_left(kari.id) == 0
    assert store.people.find("Kari") == Account(kari, "hash")
    assert store.people.find("Ola") == Account(ola, "hash", "hidden")


def test_newest_invitation_of_a_person_counts(store: Store) -> None:
    person = store.people.add("Kari", "", roles={Role.REVIEWER}, now=utc(NOON))
    first, second = (Invitation(person.id, code, LATER) for code in ("c1", "c2"))

    store.people.invite(first)
    store.people.invite(second)

    assert (store.people.invitation("c1"), store.people.invitation("c2")) == (None, second)
    assert store.people.invited() == {person.id: second}
    store.people.end_invitation(person.id)
    assert store.people.invited() == {}

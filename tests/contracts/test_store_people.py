"""What every store promises about staff, sessions and the audit."""

import pytest

from hub.model import AuditLine, Staff
from hub.store.base import Store
from shared.errors import NameTaken
from shared.submission import utc
from tests.fakes import NOON

LATER = utc(NOON.replace(hour=13))


def test_person_is_found_by_name_in_any_case(store: Store) -> None:
    assert not store.people.any()
    person = store.people.add("Åse Ødegård", "hash", now=utc(NOON))

    assert store.people.any()
    assert store.people.find(" åse ØDEGÅRD ") == (person, "hash")
    assert store.people.find("Åse") is None


def test_everybody_is_listed_by_name(store: Store) -> None:
    later, first = (store.people.add(name, "hash", now=utc(NOON)) for name in ("kari", "Anna"))

    assert store.people.every() == [first, later]


def test_name_is_taken_in_any_case(store: Store) -> None:
    store.people.add("Kari", "hash", now=utc(NOON))

    with pytest.raises(NameTaken):
        store.people.add("KARI", "other", now=utc(NOON))


def test_session_tells_whose_it_is_and_when_it_was_seen(store: Store) -> None:
    person = store.people.add("Kari", "hash", now=utc(NOON))
    store.people.add_session("t1", person.id, now=utc(NOON))
    store.people.touch_session("t1", now=LATER)

    assert store.people.session("t1") == (Staff(person.id, "Kari"), utc(NOON), LATER)
    assert store.people.session("t2") is None


def test_sessions_end_alone_or_all_but_one(store: Store) -> None:
    person = store.people.add("Kari", "hash", now=utc(NOON))
    for token in ("t1", "t2", "t3"):
        store.people.add_session(token, person.id, now=utc(NOON))

    store.people.end_session("t1")
    store.people.end_sessions(person.id, but="t3")

    assert [store.people.session(token) is not None for token in ("t1", "t2", "t3")] == [False, False, True]
    store.people.end_sessions(person.id)
    assert store.people.session("t3") is None


def test_stale_sessions_and_waits_are_forgotten(store: Store) -> None:
    person = store.people.add("Kari", "hash", now=utc(NOON))
    store.people.add_session("old", person.id, now=utc(NOON))
    store.people.add_session("new", person.id, now=LATER)
    store.people.save_tries("old", 3, until=utc(NOON))
    store.people.save_tries("new", 3, until=LATER)

    store.people.end_stale(started_before=LATER, seen_before=LATER)

    assert (store.people.session("old"), store.people.tries("old")) == (None, None)
    assert store.people.session("new") is not None
    assert store.people.tries("new") == (3, LATER)


def test_tries_are_counted_by_key(store: Store) -> None:
    store.people.save_tries("kari\0127.0.0.1", 1, until=utc(NOON))
    store.people.save_tries("kari\0127.0.0.1", 2, until=LATER)
    assert store.people.tries("kari\0127.0.0.1") == (2, LATER)
    assert store.people.tries("kari\0127.0.0.2") is None

    store.people.save_tries("kari\0127.0.0.1", 0, until="")

    assert store.people.tries("kari\0127.0.0.1") is None


def test_password_is_replaced(store: Store) -> None:
    person = store.people.add("Kari", "hash", now=utc(NOON))

    store.people.save_password(person.id, "other")

    assert store.people.find("Kari") == (person, "other")


def test_audit_of_one_thing_is_told_oldest_first(store: Store) -> None:
    lines = [AuditLine(utc(NOON), "Kari", move, "s1", "") for move in ("publish", "answer")]
    store.people.write_audit(lines[0])
    store.people.write_audit(AuditLine(utc(NOON), "Kari", "keep", "s2"))
    store.people.write_audit(lines[1])

    assert store.people.audit("s1") == lines

"""A database that an earlier version of the program wrote opens with everything in it."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlite_utils import Database

from hub.bootstrap import open_store
from hub.lists import InboxFilter
from hub.model import Attendance, DoorKeys, State
from hub.store.base import Store
from hub.store.sqlite import FILE
from hub.store.sqlite.migrations import migrations
from shared.errors import DiskFull, StoreBroken
from tests.full_disk import room_for
from tests.hub_builders import an_arrival

HERE = Path(__file__).parent
FIRST = (HERE / "hub-1.sql").read_text("utf-8")
"""What the first version wrote: five submissions, two that were erased, prompts, a notice, kiosks, staff."""
SECOND = (HERE / "hub-2.sql").read_text("utf-8")
"""What the second wrote beside it, the first with activities: one with a sign-up, one that waits, a lease, a door."""
IDS = [f"01900000-0000-7000-8000-00000000000{n}" for n in range(9)]
STARTS = "2026-11-25T12:00:00.000Z"
LOST = {"pairing_codes": 0, "pairing_challenges": None}
"""What a step takes away, and means to: a pairing code lives ten minutes, and is opened anew."""
AFTER = {
    "first_tables": "d5498d23d19c3668",
    "activities": "8f4c0ebbef372225",
    "mail_tries": "71b6c257a48eeaa8",
    "times_of_one_shape": "ca5b294b447ba73d",
    "what_is_coming": "ccdb3d050715d504",
    "books_of_kiosks": "23631cdf9c09d704",
    "walked_by_index": "c4ce76c43468beca",
    "named_codes": "9504d5b3cce38562",
    "codes_anywhere": "d8b71c0fffda3e81",
    "days_told": "e1502821e02f84ea",
    "sign_ups_of_a_kiosk": "d53ad29964e600c3",
    "codes_with_their_key": "be38c2f327e05a02",
    "door_keys_wait": "d8bd3c22e7cad300",
    "hashes_of_what_is_kept": "581bb872f478f0a6",
    "slips": "5044540a7ab80258",
    "words_of_what_was_forgotten": "945282132c3d02d0",
    "people_alone": "edcad50574fb9a17",
    "set_aside_together": "1283534c2b1e3eaf",
    "who_asked": "59a78cba9ee9216a",
    "said_after": "debf93d75f8880cf",
    "parts_by_first": "e8529feeaf22139d",
    "roles": "65f68a595ade1e64",
    "bound_history": "8597483627baff0b",
    "worries": "b876db58d90cde3f",
    "places_of_kiosks": "a15e3595b1bc4b72",
    "holds_by_end": "b92ea35501750fbc",
    "pictures": "c93af405eb47bf65",
}
"""What the database holds after each step, as a hash. A step that was released is never changed: the others who ran it
have what it made, so whatever it lacked is another step's to make. A new step gets a line here, and no line changes."""
STEPS = list(AFTER)


@pytest.fixture(name="old")
def _old(tmp_path: Path) -> Path:
    """The folder of a hub that ran the first version with activities."""
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as connection:
        connection.executescript(FIRST)
        migrations.apply(Database(connection), stop_before=STEPS[2])
        connection.executescript(SECOND)
    return tmp_path


@pytest.fixture(name="store")
def _store(old: Path) -> Iterator[Store]:
    with closing(open_store(old)) as opened:
        yield opened


def raw(folder: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(folder / FILE, isolation_level=None))


def tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of all tables but those in which others keep their own."""
    rows = connection.execute(
        "select name from sqlite_master where type = 'table' and name not like 'submission_words_%' "
        "and name not like 'sqlite_%' and name <> '_sqlite_migrations' order by name"
    )
    return [name for (name,) in rows]


def form(connection: sqlite3.Connection) -> list[object]:
    """Return the form of all tables and indexes."""
    found = connection.execute("select name, sql from sqlite_master where type = 'index' and sql <> '' order by name")
    indexes = [(name, " ".join(sql.split())) for name, sql in found if "sqlite_migrations" not in name]
    strict = connection.execute("select name, strict, wr from pragma_table_list where schema = 'main' order by name")
    columns = [(name, connection.execute(f"pragma table_info({name})").fetchall()) for name in tables(connection)]
    words = connection.execute("select sql from sqlite_master where name = 'submission_words'").fetchall()
    return [columns, words, indexes, [one for one in strict.fetchall() if one[0] in tables(connection)]]


def content(connection: sqlite3.Connection) -> str:
    """Return the form and all rows as one text."""
    asked = {name: f"select * from {name} order by 1, 2" for name in tables(connection)}
    asked["submission_words"] = "select rowid, words from submission_words order by 1"
    rows = {name: connection.execute(sql).fetchall() for name, sql in asked.items()}
    return json.dumps([form(connection), rows], default=bytes.hex, ensure_ascii=False)


def made_by_steps() -> dict[str, str]:
    """Return what the old database holds after each step."""
    made = {}
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(FIRST)
        for step, following in zip(STEPS, [*STEPS[1:], None], strict=True):
            if step != STEPS[0]:
                migrations.apply(Database(connection), stop_before=following)
            made[step] = content(connection)
            if step == STEPS[1]:
                connection.executescript(SECOND)
    return made


def test_released_step_is_never_changed() -> None:
    with closing(sqlite3.connect(":memory:")) as empty:
        assert [step.name for step in migrations.pending(Database(empty))] == STEPS
    made = {step: hashlib.sha256(said.encode()).hexdigest()[:16] for step, said in made_by_steps().items()}

    assert made == AFTER


def test_first_tables_are_those_of_the_first_version() -> None:
    with (
        closing(sqlite3.connect(":memory:", isolation_level=None)) as made,
        closing(sqlite3.connect(":memory:", isolation_level=None)) as old,
    ):
        migrations.apply(Database(made), stop_before=STEPS[1])
        old.executescript(FIRST)
        assert form(made) == form(old)


def test_every_row_survives(old: Path) -> None:
    with raw(old) as connection:
        before = {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in tables(connection)}

    open_store(old).close()

    with raw(old) as connection:
        here = tables(connection)
        after = {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in here}
    assert all(before.values()), "each table has a row that can be lost"
    assert {name: after.get(name) for name in before} == before | LOST


def test_old_submissions_are_read_found_and_counted(store: Store) -> None:
    assert [(one.submission.id, one.state) for one in store.submissions.every()] == [
        (IDS[0], State.NEW),
        (IDS[1], State.KEPT),
        (IDS[2], State.PUBLISHED),
        (IDS[3], State.SET_ASIDE),
        (IDS[4], State.SET_ASIDE),
    ]
    assert [one.id for one in store.inbox.page(InboxFilter(words="tanke"), size=9)] == [IDS[n] for n in (4, 2, 1, 0)]
    assert store.inbox.count(InboxFilter(state="set_aside"), 9) == 2
    assert store.soundness.look(0, 9).damaged == []
    assert store.submissions.known(IDS[5:7]) == {IDS[5]: None, IDS[6]: None}
    books = {kiosk.id: (kiosk.stored, kiosk.erased_here) for kiosk in store.kiosks.every()}
    assert books == {"k1": (4, 1), "k2": (1, 0)}


def test_old_words_of_the_house_are_read(store: Store) -> None:
    assert [(one.id, one.revision) for one in store.prompts.every()] == [("idea", 2)]
    assert [one.id for one in store.notices.every()] == ["n1"]
    asked = store.prompts.read("poll")
    assert asked is not None
    assert asked.closes_at == "2027-11-29T17:00:00.000Z"
    assert store.settings.read() == {
        "library": "Holmlia",
        "default_language": "nb",
        "recount_known": "",
        "recount_asked": '{"k1":""}',
    }
    assert [one.name for one in store.people.every()] == ["Kari"]
    assert [line.move for line in store.history.about(IDS[2])] == ["publish"]
    assert store.revisions.newest() == 11


def test_old_activities_are_read_with_who_comes(store: Store) -> None:
    [soup] = store.activities.every()
    assert (soup.slug, store.activities.care("soup").door) == ("soup", "k1")
    assert [(one.id, one.code, one.seated) for one in store.sign_ups.of("soup")] == [
        (IDS[7], "K7QM2001", 2),
        (IDS[8], "K7QM2002", 0),
    ]
    assert {one.name: one.value for one in store.sign_ups.details([IDS[7]])} == {
        "name": "Ola",
        "contact": "ola@example.org",
    }
    assert [one.granted for one in store.leases.of("soup")] == [5]
    assert store.doors.keys("k1") == DoorKeys(pending="a key")
    assert store.doors.attendance("soup", STARTS) == Attendance({"QC0WMF88": 2}, {"child": 3})


def test_old_database_takes_new_submissions(store: Store) -> None:
    new = an_arrival()

    store.submissions.add([new])

    assert [one.position for one in store.submissions.every()] == [1, 2, 3, 4, 5, 6]


def test_old_and_new_database_have_the_same_tables(old: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    new = tmp_path_factory.mktemp("new")
    for folder in (old, new):
        open_store(folder).close()

    with raw(old) as one, raw(new) as other:
        assert form(one) == form(other)


def test_step_that_is_interrupted_is_whole_or_nothing(old: Path) -> None:
    states = list(made_by_steps().values())[1:]
    with raw(old) as connection:
        states[0] = content(connection)
    seen = set()
    for moment in range(1, 10_000, 4):
        with raw(old) as connection, closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
            connection.backup(copy)
            if not interrupted(copy, moment):
                break
            seen.add(states.index(content(copy)))
            migrations.apply(Database(copy))
            assert content(copy) == states[-1]

    assert seen == set(range(len(states) - 1)), "each step was interrupted"


def interrupted(connection: sqlite3.Connection, moment: int) -> bool:
    """Upgrade, but let SQLite stop once, after so many hundred of its own steps; tell whether it came to that."""
    left = [moment]

    def stops() -> bool:
        left[0] -= 1
        return left[0] == 0

    connection.set_progress_handler(stops, 100)
    with suppress(sqlite3.OperationalError):
        migrations.apply(Database(connection))
    connection.set_progress_handler(None, 0)
    return left[0] <= 0


def test_upgrade_on_a_full_disk_says_what_is_wrong_and_is_made_once_there_is_room(old: Path) -> None:
    with room_for((old / FILE).stat().st_size), pytest.raises((DiskFull, StoreBroken)):
        open_store(old)

    with closing(open_store(old)) as store:
        assert len(list(store.submissions.every())) == 5

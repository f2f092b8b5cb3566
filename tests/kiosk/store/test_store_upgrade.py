"""A database that an earlier version of the program wrote opens with everything in it."""

import os
import re
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.store import KioskStore, LastWord
from kiosk.store.schema import BEFORE_SLIPS, SCHEMA_VERSION, STEPS
from shared.errors import StoreBroken
from tests.attacks.thief import everything_in
from tests.builders import a_pairing, a_prompt, a_store, payload_of, save
from tests.fakes import NOON, FrozenClock
from tests.full_disk import room_for
from tests.kiosk.store.test_store_damage import PAGE, flip, flip_page_header, flip_schema_text, root_page

FIRST = (Path(__file__).parent / "kiosk-1.sql").read_text("utf-8")
"""What the first version wrote: five ideas, of which two are on the hub, one is erased and one was refused once."""
CODE = "K7QM2"
"""So begins each receipt code that is written below."""
IDS = [f"01900000-0000-7000-8000-00000000000{n}" for n in range(5)]


@pytest.fixture(name="old")
def _old(tmp_path: Path) -> Path:
    """The folder of a kiosk that ran the first version."""
    connection = sqlite3.connect(tmp_path / "kiosk.db")
    connection.executescript(FIRST)
    connection.close()
    return tmp_path


def opened(folder: Path) -> KioskStore:
    store = KioskStore.open(folder, FrozenClock())
    store.keep_pairing(a_pairing())
    return store


def version(folder: Path) -> int:
    connection = sqlite3.connect(folder / "kiosk.db")
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return int(found)


def test_old_database_opens_with_everything_in_it(old: Path) -> None:
    word = KioskStore.open(old, FrozenClock()).last_word()
    store = opened(old)

    waiting = store.waiting().submissions
    status = store.status()
    assert word == LastWord(0, "lineage 1", "")
    assert [s.id for s in waiting] == IDS[3:]
    assert all(s.is_whole() for s in waiting)
    assert payload_of(waiting[0]) == b'{"text":"tanke 3","cards":[]}'
    assert store.retained_ids() == IDS[:2]
    assert (status.created, status.waiting, status.on_hub, status.erased, status.salvages) == (5, 2, 2, 1, 0)
    assert a_prompt("idea") in store.open_prompts(NOON)
    assert [notice.id for notice in store.notices()] == ["n1"]
    assert store.activities(NOON) == []
    assert version(old) == SCHEMA_VERSION


def test_old_database_keeps_no_code_and_no_reply_in_clear(old: Path) -> None:
    opened(old).close()

    left = (old / "kiosk.db").read_bytes()
    assert b"ABCDEFGH" not in left
    assert b'{"nb": "Ja"}' not in left
    assert b'"Ja"' not in left


REPLY = "Dear Ola, the letter is ready. " + "x" * 9_000
"""Longer than a page, so that it lies on pages of its own."""


def write_last_form_before_slips(file: Path) -> None:
    """Write what the last program before slips kept: codes and replies in clear beside what is sealed."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript(FIRST)
        for step in STEPS[1:BEFORE_SLIPS]:
            connection.executescript(step)
        connection.execute(f"PRAGMA user_version={BEFORE_SLIPS}")
        rows = [(f"{CODE}{n:03}", n, "published", REPLY) for n in range(200)]
        connection.executemany("INSERT INTO receipts (code, pair, state, replies) VALUES (?, ?, ?, ?)", rows)
        connection.execute("INSERT INTO changes VALUES (?, 'one', 0)", (f"{CODE}WWW",))
        connection.execute("INSERT INTO door_notes VALUES ('soup', 'today', 'tick', ?, 1)", (f"{CODE}VVV",))
        connection.execute("INSERT INTO door_untold VALUES (1, 'two', 'soup', 'today', 'tick', ?, 1)", (f"{CODE}YYY",))


def test_last_form_before_slips_keeps_no_code_and_no_reply_in_clear(tmp_path: Path) -> None:
    write_last_form_before_slips(tmp_path / "kiosk.db")

    store = opened(tmp_path)

    assert [s.id for s in store.waiting().submissions] == IDS[3:]
    store.close()
    assert in_clear(tmp_path) == []


@pytest.mark.parametrize("damaged", ["submissions", "standing", "facts"])
def test_what_was_set_aside_before_slips_loses_its_codes_and_keeps_what_is_sealed(tmp_path: Path, damaged: str) -> None:
    a_store(tmp_path).close()
    aside = tmp_path / "broken-20260101T000000000000Z.db"
    write_last_form_before_slips(aside)
    flip(aside, root_page(aside, damaged) * PAGE - PAGE)
    sealed = [payload.encode() for payload in sealed_in(FIRST)]

    KioskStore.open(tmp_path).close()

    assert in_clear(tmp_path) == []
    assert all(one in aside.read_bytes() for one in sealed)


@pytest.mark.parametrize("damage", [flip_page_header, flip_schema_text])
def test_database_from_before_slips_that_breaks_is_set_aside_without_its_codes(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    write_last_form_before_slips(tmp_path / "kiosk.db")
    damage(tmp_path / "kiosk.db")

    store = opened(tmp_path)

    assert store.status().salvages == 1
    store.close()
    [aside] = tmp_path.glob("broken-*.db")
    assert all(one.encode() in aside.read_bytes() for one in sealed_in(FIRST))
    assert in_clear(tmp_path) in ([], [f"{CODE}VVV"])  # a tick at the door, by a code that gives and changes nothing


def in_clear(folder: Path) -> list[str]:
    """Return which codes and replies somebody reads there."""
    loot = everything_in(folder)
    codes = {found.decode() for found in re.findall(CODE.encode() + rb"\w{3}", loot)}
    return sorted(codes) + ["a reply"] * (b"Dear Ola" in loot or b"x" * 100 in loot)


def sealed_in(script: str) -> list[str]:
    """Return what is sealed in what the first version wrote."""
    return re.findall(r"'([A-Za-z0-9+/]{80,}=*)'", script)


def test_upgrade_on_a_full_disk_says_what_is_wrong_and_is_made_once_there_is_room(old: Path) -> None:
    with room_for((old / "kiosk.db").stat().st_size), pytest.raises(StoreBroken, match="disk"):
        KioskStore.open(old, FrozenClock())

    assert version(old) == 1
    assert opened(old).status().created == 5
    assert version(old) == SCHEMA_VERSION


def test_old_database_takes_new_answers(old: Path) -> None:
    store = opened(old)

    new = save(store)

    assert [s.seq for s in store.waiting().submissions] == [4, 5, 6]
    assert store.waiting().submissions[-1].id == new
    assert store.check()


def test_old_and_new_database_have_the_same_tables(old: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    new = tmp_path_factory.mktemp("new")
    opened(old).close()
    a_store(new).close()

    assert tables(old) == tables(new)


def tables(folder: Path) -> list[tuple[str, list[tuple[object, ...]]]]:
    connection = sqlite3.connect(folder / "kiosk.db")
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master ORDER BY name")]
    found = [(name, connection.execute(f"PRAGMA table_info({name})").fetchall()) for name in names]
    connection.close()
    return found


@pytest.mark.parametrize("broken", [b"CREATE TABLE submissions", b"CREATE TABLE standing"])
def test_old_database_that_is_broken_is_salvaged_into_a_new_one(old: Path, broken: bytes) -> None:
    content = (old / "kiosk.db").read_bytes()
    (old / "kiosk.db").write_bytes(content.replace(broken, broken.replace(b"CREATE", b"CR\xffATE")))

    store = opened(old)
    store.check()

    assert store.status().salvages == 1
    assert store.status().created == 5
    assert [s.id for s in store.waiting().submissions] == [one for one in IDS if one != IDS[2]]
    assert version(old) == SCHEMA_VERSION
    assert save(store)


def test_two_that_open_an_old_database_at_once_upgrade_it_once(old: Path) -> None:
    problems: list[Exception] = []

    def open_it() -> None:
        try:
            KioskStore.open(old, FrozenClock()).status()
        except Exception as exc:  # noqa: BLE001 -- told to the test below
            problems.append(exc)

    openers = [threading.Thread(target=open_it) for _ in range(4)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()

    assert problems == []
    assert opened(old).status().created == 5


def test_old_database_put_back_under_a_running_kiosk_is_upgraded_too(
    old: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    running = tmp_path_factory.mktemp("running")
    store = a_store(running)
    save(store)

    os.replace(old / "kiosk.db", running / "kiosk.db")
    new = save(store)

    assert new in [s.id for s in store.waiting().submissions]
    assert version(running) == SCHEMA_VERSION

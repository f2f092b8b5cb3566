"""A broken database never stops a kiosk, is never deleted, and gives back every row that can be read."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.store import KioskStore
from kiosk.store.salvage import SUBMISSION_COLUMNS
from shared.errors import DiskFull, RecordDamaged, StoreBroken, StoreBusy, StoreError
from tests.builders import a_pairing, a_receipt, a_store, save
from tests.fakes import NOON

PAGE = 4096


def cut_to_nothing(path: Path) -> None:
    os.truncate(path, 0)


def cut_in_the_middle(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2 // PAGE * PAGE)


def write_nonsense(path: Path) -> None:
    path.write_bytes(b"<html>not a database</html>" * 1_000)


def flip_file_header(path: Path) -> None:
    flip(path, 0)


def flip_page_header(path: Path) -> None:
    flip(path, root_page(path, "submissions") * PAGE - PAGE)


def flip_index_header(path: Path) -> None:
    flip(path, root_page(path, "sqlite_autoindex_submissions_1") * PAGE - PAGE)


def flip_schema_text(path: Path) -> None:
    flip(path, path.read_bytes().index(b"CREATE TABLE submissions") + 3)


def cut_off_last_page(path: Path) -> None:
    os.truncate(path, path.stat().st_size - PAGE)


DAMAGES = [
    cut_off_last_page,
    cut_to_nothing,
    cut_in_the_middle,
    write_nonsense,
    flip_file_header,
    flip_page_header,
    flip_index_header,
    flip_schema_text,
]


def root_page(path: Path, name: str) -> int:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    connection.close()
    return int(found)


def flip(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 0xFF]))


def set_aside(folder: Path) -> list[Path]:
    return sorted(folder.glob("broken-*.db"))


@pytest.mark.parametrize("damage", DAMAGES)
def test_broken_database_found_at_start_is_set_aside_and_told_and_the_kiosk_goes_on(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    store = a_store(tmp_path)
    for _ in range(40):
        save(store, "x" * 300)
    store.close()
    damage(tmp_path / "kiosk.db")
    broken = (tmp_path / "kiosk.db").read_bytes()

    store = KioskStore.open(tmp_path)
    store.check()
    new = save(store)

    assert [path.read_bytes() for path in set_aside(tmp_path)] == [broken]
    assert store.status().salvages == 1
    assert store.pairing() == a_pairing()
    assert store.waiting().submissions[-1].id == new
    assert store.check()


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_saved_into_a_database_that_breaks_under_it_is_there_after_a_restart(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    store = a_store(tmp_path)
    for _ in range(40):
        save(store, "x" * 300)
    damage(tmp_path / "kiosk.db")

    new = save(store)
    store.close()
    store = KioskStore.open(tmp_path)
    store.check()

    assert new in [s.id for s in store.waiting().submissions]
    assert store.pairing() == a_pairing()


def test_damaged_index_loses_no_row(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    ids = [save(store, "x" * 300) for _ in range(40)]
    store.close()
    flip_index_header(tmp_path / "kiosk.db")

    store = KioskStore.open(tmp_path)
    store.check()

    assert [s.id for s in store.waiting().submissions] == ids
    assert store.open_prompts(NOON) != []
    assert store.status().created == len(ids)


@pytest.mark.parametrize("damage", [flip_file_header, flip_page_header, flip_schema_text, cut_off_last_page])
def test_rows_that_sqlite_no_longer_finds_are_read_from_their_pages(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    store = a_store(tmp_path)
    ids = [save(store, "x" * size) for size in (0, 300, 3_000, 5_000, 50_000) for _ in range(8)]
    before = store.waiting(1_000, 10**9).submissions
    store.close()
    damage(tmp_path / "kiosk.db")

    store = KioskStore.open(tmp_path)
    store.check()

    left = store.waiting(1_000, 10**9).submissions
    assert len(left) >= len(ids) - 1
    assert left == before[: len(left)]


def test_columns_of_the_salvage_are_those_of_the_schema(tmp_path: Path) -> None:
    a_store(tmp_path).close()

    with closing(sqlite3.connect(tmp_path / "kiosk.db")) as raw:
        columns = raw.execute("PRAGMA table_info(submissions)").fetchall()

    assert tuple(column[1] for column in columns) == SUBMISSION_COLUMNS


def test_one_bad_page_costs_only_the_rows_on_it_and_the_books_show_it(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    ids = [save(store, "x" * 300) for _ in range(60)]
    last = store.waiting().submissions[-1]
    before = store.waiting().submissions
    store.close()
    path = tmp_path / "kiosk.db"
    middle = path.read_bytes().index(before[30].sealed.encode()) // PAGE * PAGE
    flip(path, middle)

    store = KioskStore.open(tmp_path)
    store.check()

    left = store.waiting().submissions
    status = store.status()
    assert 50 <= len(left) < len(ids)
    assert left[-1] == last
    assert set(left) <= set(before)
    assert (status.created, status.waiting) == (60, len(left))


def test_salvaged_rows_keep_their_state_and_the_next_number_follows(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    ids = [save(store, "x" * 300) for _ in range(5)]
    store.take_receipt(a_receipt(accepted=ids[:2]))
    store.close()
    flip_index_header(tmp_path / "kiosk.db")

    store = KioskStore.open(tmp_path)
    store.check()
    save(store)

    assert store.retained_ids() == ids[:2]
    assert [s.seq for s in store.waiting().submissions] == [3, 4, 5, 6]
    assert (store.last_word().cursor, store.last_word().mark) == (0, "")


def test_erased_submission_stays_erased_through_a_salvage(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    ids = [save(store, "x" * 300) for _ in range(40)]
    store.take_receipt(a_receipt(erased=ids[:1]))
    store.close()
    flip_page_header(tmp_path / "kiosk.db")

    store = KioskStore.open(tmp_path)
    store.check()

    assert [s.id for s in store.waiting().submissions] == ids[1:]
    assert (store.status().created, store.status().erased) == (40, 1)


def test_database_removed_while_running_is_written_anew_with_everything_in_it(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    before = save(store)
    (tmp_path / "kiosk.db").unlink()

    after = save(store)

    assert [s.id for s in store.waiting().submissions] == [before, after]
    assert [s.id for s in KioskStore.open(tmp_path).waiting().submissions] == [before, after]
    assert store.status().salvages == 1


def test_journal_of_a_database_that_is_gone_is_not_played_back_into_the_new_one(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    for _ in range(40):
        save(store, "x" * 300)
    store.close()
    hot = a_hot_journal(tmp_path / "kiosk.db")
    (tmp_path / "kiosk.db").unlink()
    (tmp_path / "kiosk.db-journal").write_bytes(hot)

    store = KioskStore.open(tmp_path)

    assert store.check()
    assert (store.status().created, store.status().salvages) == (0, 0)


def a_hot_journal(path: Path) -> bytes:
    """What the journal holds while a transaction has written to the file: a first page with another version."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA user_version=99")
    connection.execute("PRAGMA cache_size=1")
    connection.execute("BEGIN")
    connection.execute("PRAGMA user_version=98")
    connection.execute("UPDATE submissions SET language = 'sv'")
    journal = Path(f"{path}-journal").read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    return journal


def test_folder_removed_while_running_comes_back_with_the_pairing(tmp_path: Path) -> None:
    folder = tmp_path / "kiosk"
    store = a_store(folder)
    before = save(store)
    shutil.rmtree(folder)

    after = save(store)

    assert [s.id for s in store.waiting().submissions] == [before, after]
    assert KioskStore.open(folder).pairing() == a_pairing()


def test_database_set_aside_by_one_store_is_left_by_the_other(tmp_path: Path) -> None:
    glass, worker = a_store(tmp_path), KioskStore.open(tmp_path)
    ids = [save(glass, "x" * 300) for _ in range(40)]
    flip_index_header(tmp_path / "kiosk.db")

    worker.check()
    ids.append(save(glass))

    assert [s.id for s in worker.waiting().submissions] == ids
    assert len(set_aside(tmp_path)) == glass.status().salvages == 1


def test_saves_during_a_salvage_are_all_kept(tmp_path: Path) -> None:
    store, worker = a_store(tmp_path), KioskStore.open(tmp_path)
    for _ in range(40):
        save(store, "x" * 300)
    flip_index_header(tmp_path / "kiosk.db")
    thanked: list[str] = []

    def give() -> None:
        glass = KioskStore.open(tmp_path)
        thanked.extend(save(glass) for _ in range(30))
        glass.close()

    givers = [threading.Thread(target=give) for _ in range(3)]
    for giver in givers:
        giver.start()
    worker.check()
    for giver in givers:
        giver.join()

    kept = {s.id for s in worker.waiting(1_000, 10**9).submissions}
    assert len(thanked) == 90
    assert set(thanked) <= kept


@pytest.mark.parametrize("byte", [0x00, 0xFF])
def test_flipped_byte_in_a_seal_is_found_before_upload_and_set_aside_alone(tmp_path: Path, byte: int) -> None:
    store = a_store(tmp_path)
    ids = [save(store) for _ in range(3)]
    sealed = store.waiting().submissions[1].sealed.encode()
    store.close()
    path = tmp_path / "kiosk.db"
    content = bytearray(path.read_bytes())
    content[content.index(sealed) + 10] ^= 0x80 if byte else 0x01
    path.write_bytes(content)

    store = KioskStore.open(tmp_path)

    assert store.check()
    assert [s.id for s in store.waiting().submissions] == [ids[0], ids[2]]
    status = store.status()
    assert (status.created, status.waiting, status.set_aside, status.salvages) == (3, 2, 1, 0)
    with closing(sqlite3.connect(path)) as raw:
        reasons = raw.execute("SELECT reason FROM standing WHERE reason IS NOT NULL").fetchall()
    assert reasons == [(RecordDamaged.code,)]


def test_full_disk_keeps_nothing_says_so_and_loses_nothing(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    saved = save(store)
    limit_pages(store)

    with pytest.raises(DiskFull):
        save(store, "x" * 100_000)

    assert [s.id for s in store.waiting().submissions] == [saved]
    assert store.check()


def limit_pages(store: KioskStore) -> None:
    """Let the database grow no further, as on a disk that is full to the last page."""

    def limit(connection: sqlite3.Connection) -> None:
        used = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={used}")

    store._database.read(limit)


def test_database_that_another_program_holds_is_busy_not_broken(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    store._database.read(lambda c: c.execute("PRAGMA busy_timeout=0").fetchall())
    other = sqlite3.connect(tmp_path / "kiosk.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(StoreBusy):
        save(store)
    other.close()

    assert save(store)
    assert store.status().salvages == 0


def test_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "kiosk").write_text("in the way")

    with pytest.raises(StoreBroken):
        KioskStore.open(tmp_path / "kiosk")


def test_database_of_a_newer_program_is_not_touched(tmp_path: Path) -> None:
    a_store(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "kiosk.db")
    connection.execute("PRAGMA user_version=99")
    connection.close()
    before = (tmp_path / "kiosk.db").read_bytes()

    with pytest.raises(StoreError):
        KioskStore.open(tmp_path)

    assert (tmp_path / "kiosk.db").read_bytes() == before
    assert set_aside(tmp_path) == []

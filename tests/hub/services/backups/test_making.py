"""A backup is made: of one moment, beside who writes, whole or not at all, and the former ones stay."""

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.model import Role, Staff
from hub.services.backups import lists, making, places, standing
from hub.services.backups.entries import DATABASE, content_of, read_entries
from hub.services.backups.sealed import Opening
from hub.services.house import history
from shared.errors import (
    BackupFull,
    FolderGone,
    FolderInside,
    FolderMissing,
    FolderUnfit,
    NotAllowed,
    StoreDamaged,
    WorkBusy,
)
from shared.submission import from_utc
from tests.backing_up import BackedUp, to_the_end
from tests.fakes import NOON
from tests.full_disk import room_for
from tests.hub_builders import BY, an_arrival

CANARY = "kvekkfisk i kjelleren"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[BackedUp]:
    hub = BackedUp(tmp_path)
    with closing(hub.store):
        fill(hub, 300)
        yield hub


def fill(hub: BackedUp, n: int) -> None:
    words: dict[str, Any] = {"gist": CANARY, "words": CANARY, "payload": f'{{"text":"{CANARY}","cards":[]}}'.encode()}
    hub.store.submissions.add([an_arrival(**words) for _ in range(n)])


def contents(hub: BackedUp, file: Path) -> dict[str, bytes]:
    with file.open("rb") as opened:
        opening = Opening(opened, hub.keys.unseal_key.keys[0])
        return {name: b"".join(content_of(opening, size)) for name, size in read_entries(opening)}


def choose(hub: BackedUp, typed: str) -> None:
    standing.choose(hub.store, standing.proved(hub.store, hub.keys, hub.data, typed, **BY), **BY)


def count(database: bytes, folder: Path) -> int:
    """How many submissions are in a database."""
    path = folder / "looked-at.db"
    path.write_bytes(database)
    with closing(sqlite3.connect(path)) as opened:
        assert opened.execute("pragma integrity_check").fetchall() == [("ok",)]
        return int(opened.execute("select count(*) from submissions").fetchone()[0])


def moves(hub: BackedUp) -> list[tuple[str, str]]:
    return [(line.move, line.detail) for line in history.every(hub.store) if line.subject == "backup"]


def test_backup_holds_what_a_new_machine_needs_and_nothing_else_lies_there(hub: BackedUp, tmp_path: Path) -> None:
    (hub.data / "hub.toml").write_text('name = "Elvestad"\n')

    made = hub.back_up()

    found = contents(hub, made.path)
    keys = {"keys/hub-id", "keys/tls.key", "keys/tls.crt"}
    assert set(found) == {*keys, "hub.toml", "erasures.log", "shut-outs.log", "pairings.log", "hub.db"}
    assert count(found[DATABASE], tmp_path) == 300
    assert hub.names() == [f"samskap-{hub.keys.hub_id}-00001-2026-11-22.backup", f"samskap-{hub.keys.hub_id}.lists"]
    assert made.size == made.path.stat().st_size
    assert sorted(one.name for one in hub.data.iterdir() if "copy" in one.name) == []
    assert moves(hub) == [("begin-backup", ""), ("back-up", made.path.name)]
    assert standing.read(hub.store).made_at == made.made_at


def test_nothing_readable_lies_in_the_folder_at_any_moment(hub: BackedUp) -> None:
    looked = 0
    for _ in hub.portions():
        for file in hub.folder.iterdir():
            content = file.read_bytes()
            looked += len(content)
            assert CANARY.encode() not in content
            assert b"SQLite format" not in content
            assert file.stat().st_mode & 0o077 == 0
    assert looked > 0
    assert CANARY.encode() in contents(hub, next(hub.folder.glob("*.backup")))[DATABASE]


def test_backup_is_of_one_moment_and_who_writes_meanwhile_does_not_wait(hub: BackedUp, tmp_path: Path) -> None:
    fill(hub, 4_700)
    portions, copied = hub.portions(), 0
    while copied < 3:
        done, total = next(portions)
        assert done < total / 3, "it is being copied"
        copied += 1
        fill(hub, 50)
    made = to_the_end(portions)

    assert count(contents(hub, made.path)[DATABASE], tmp_path) == 5_000


def test_backup_that_is_cancelled_leaves_nothing_at_each_of_its_portions(hub: BackedUp) -> None:
    portions = len(list(hub.portions()))
    before = hub.names()
    assert portions > 5

    for n in range(1, portions):
        half = hub.portions()
        for _ in range(n):
            next(half)
        half.close()

        assert hub.names() == before
        assert [one.name for one in hub.data.iterdir() if "copy" in one.name] == []


def test_newest_seven_are_kept_whatever_day_the_clock_says(hub: BackedUp) -> None:
    moments = [NOON + timedelta(days=n) for n in range(8)]
    for now in [*moments, NOON - timedelta(days=9_000), NOON - timedelta(days=9_001)]:
        made = hub.back_up(now)

    kept = places.kept(hub.folder, hub.keys.hub_id)
    assert [one.number for one in kept] == [10, 9, 8, 7, 6, 5, 4]
    assert kept[0].path == made.path
    assert kept[0].made_at == made.made_at


def test_files_of_others_are_left_alone(hub: BackedUp) -> None:
    others = [f"samskap-{'0' * 16}-0000{n}-2026-01-01.backup" for n in range(9)]
    others += ["feriebilder.jpg", f"samskap-{'0' * 16}-00001-2026-01-01.backup.12ab34cd.part"]
    for name in others:
        (hub.folder / name).write_text("another's")

    for _ in range(9):
        hub.back_up()

    assert set(others) <= set(hub.names())


@pytest.mark.parametrize("room", [100_000, 400_000])
def test_full_disk_leaves_the_former_backups_whole_and_says_so(hub: BackedUp, room: int) -> None:
    before = {one.name: one.read_bytes() for one in [hub.back_up().path]}
    portions = hub.portions(NOON + timedelta(days=1))
    while not list(hub.folder.glob("*.part")):
        next(portions)
    hub.store.scour()  # the hub's own log is short, so its disk has room

    with room_for(room), pytest.raises(BackupFull):
        to_the_end(portions)

    assert {one.name: one.read_bytes() for one in hub.folder.glob("samskap-*-*")} == before
    assert moves(hub)[-1] == ("back-up-failed", "backup-full")
    assert standing.read(hub.store).code == "backup-full"
    hub.back_up()
    assert standing.read(hub.store).code == ""


def test_folder_that_vanishes_in_the_middle_is_named(hub: BackedUp) -> None:
    portions = hub.portions()
    next(portions)
    hub.folder.rename(hub.folder.with_name("gone"))

    with pytest.raises(FolderGone):
        to_the_end(portions)

    assert moves(hub)[-1] == ("back-up-failed", "folder-gone")


def test_chosen_folder_without_the_hubs_lists_is_another_one(hub: BackedUp) -> None:
    """What a drive is mounted on is a folder too, on the hub's own disk, while the drive is not there."""
    choose(hub, str(hub.folder))
    chosen = standing.read(hub.store).folder
    assert chosen == hub.folder
    to_the_end(making.make_where_chosen(hub.store, hub.keys, hub.data, chosen, **BY))
    hub.folder.rename(hub.folder.with_name("in a drawer"))
    hub.folder.mkdir()

    with pytest.raises(FolderGone):
        to_the_end(making.make_where_chosen(hub.store, hub.keys, hub.data, chosen, **BY))

    assert hub.names() == []


def test_second_at_once_is_told_that_one_is_being_made(hub: BackedUp) -> None:
    first = hub.portions()
    next(first)

    with pytest.raises(WorkBusy):
        hub.back_up()

    to_the_end(first)
    assert standing.read(hub.store).code == ""


def test_only_who_keeps_the_library_safe_makes_one(hub: BackedUp) -> None:
    with pytest.raises(NotAllowed):
        next(
            making.make(
                hub.store, hub.keys, hub.data, hub.folder, by=Staff(3, "Per", frozenset({Role.REVIEWER})), now=NOON
            )
        )
    assert hub.names() == []


def test_damaged_database_is_no_backup(hub: BackedUp) -> None:
    hub.back_up()
    before = hub.names()
    hub.store.close()
    size = (hub.data / "hub.db").stat().st_size
    with (hub.data / "hub.db").open("r+b") as file:
        for at in range(size - 4 * 4096, size, 4096):
            file.seek(at)
            file.write(bytes(200))
    hub = BackedUp(hub.data.parent)

    with closing(hub.store), pytest.raises(StoreDamaged):
        to_the_end(hub.portions())
    assert hub.names() == before


def _be_killed(folder: Path, portions: int) -> None:
    """Make a backup, and end in the middle without a word."""
    hub = BackedUp(folder)
    going = hub.portions()
    for _ in range(portions):
        next(going)
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("when", ["copying", "writing", "reading back"])
def test_backup_that_is_killed_harms_no_former_one_and_the_next_clears_up(
    hub: BackedUp, tmp_path: Path, when: str
) -> None:
    first = hub.back_up()
    portions = len(list(hub.portions()))
    n = {"copying": 2, "writing": portions - 3, "reading back": portions}[when]
    before = set(hub.names())
    killed = multiprocessing.get_context("spawn").Process(target=_be_killed, args=(tmp_path, n))
    killed.start()
    killed.join(60)
    assert killed.exitcode == -signal.SIGKILL
    assert before <= set(hub.names())
    assert all(CANARY.encode() not in one.read_bytes() for one in hub.folder.iterdir())

    last = hub.back_up()

    assert count(contents(hub, last.path)[DATABASE], tmp_path) == 300
    assert count(contents(hub, first.path)[DATABASE], tmp_path) == 300
    assert not [name for name in (*hub.names(), *os.listdir(hub.data)) if name.endswith((".part", "-copy.db"))]


@pytest.mark.parametrize("typed", ["", "  ", "stick", "./stick", "x" * 1_001, "/a\0b", "/tmp/a\nb"])
def test_folder_that_is_no_whole_path_or_cannot_be_is_refused(hub: BackedUp, typed: str) -> None:
    with pytest.raises(FolderUnfit):
        choose(hub, typed)

    assert standing.read(hub.store).folder is None
    assert moves(hub) == []


def test_folder_whose_own_folder_is_not_there_is_called_missing(hub: BackedUp) -> None:
    with pytest.raises(FolderMissing):
        choose(hub, "/nowhere/at/all")

    assert standing.read(hub.store).folder is None


def test_folder_is_made_where_only_its_last_part_is_missing(hub: BackedUp) -> None:
    choose(hub, f" {hub.folder / 'Samskap'} ")

    assert [one.name for one in (hub.folder / "Samskap").iterdir()] == [f"samskap-{hub.keys.hub_id}.lists"]
    assert moves(hub) == [("choose-backup-folder", str(hub.folder / "Samskap"))]


def test_what_killed_ones_have_left_goes_but_not_the_lists_that_are_being_written(hub: BackedUp) -> None:
    own = f"samskap-{hub.keys.hub_id}"
    left = [f"{own}-00003-2026-01-01.backup.12ab34cd.part", f"{own}.lists.12ab34cd.part"]
    stays = [f"{own}.lists.00000000.part", f"{own}.lists.part", f"{own}-00003-2026-01-01.backup.12ab34cd.part.txt"]
    for name in (*left, *stays):
        (hub.folder / name).write_text("half")
    os.utime(hub.folder / left[1], (0, 0))

    hub.back_up()

    assert set(hub.names()).isdisjoint(left)
    assert set(stays) <= set(hub.names())


def test_copy_that_a_killed_hub_left_is_taken_away_at_its_start_but_not_while_one_is_made(hub: BackedUp) -> None:
    going = hub.portions()
    next(going)
    making.clear_up(hub.store, hub.data)
    to_the_end(going)

    (hub.data / "hub-copy.db").write_text(CANARY)
    making.clear_up(hub.store, hub.data)

    assert not (hub.data / "hub-copy.db").exists()


def test_file_and_folder_without_leave_to_write_are_refused(hub: BackedUp) -> None:
    (hub.folder / "file").write_text("x")

    for typed in (hub.folder / "file", Path("/proc/samskap")):
        with pytest.raises(FolderUnfit):
            choose(hub, str(typed))


def test_hubs_own_folder_is_refused_also_by_another_name(hub: BackedUp, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(hub.data)

    for typed in (hub.data, hub.data / "keys", hub.data / "new", tmp_path / "link", hub.folder / ".." / "hub"):
        with pytest.raises(FolderInside):
            choose(hub, str(typed))
    assert not (hub.data / "new").exists()


def test_library_is_warned_when_two_days_passed_without_a_backup(hub: BackedUp) -> None:
    assert not standing.read(hub.store).is_late(NOON + timedelta(days=9))
    choose(hub, str(hub.folder))
    day = timedelta(days=1)

    assert [standing.read(hub.store).is_late(NOON + n * day) for n in (1, 2, 3)] == [False, False, True]
    hub.back_up(NOON + 2 * day)
    assert [standing.read(hub.store).is_late(NOON + n * day) for n in (3, 4, 5)] == [False, False, True]


@pytest.mark.parametrize(
    ("made", "now", "due"),
    [
        ("", "2026-11-22T00:10", True),
        ("2026-11-22T03:00", "2026-11-22T22:00", False),
        ("2026-11-22T03:00", "2026-11-23T00:30", False),
        ("2026-11-22T03:00", "2026-11-23T01:30", True),
        ("2026-11-22T23:30", "2026-11-23T01:30", False),
        ("2026-11-22T03:00", "2026-11-30T09:00", True),
        ("2031-01-01T03:00", "2026-11-30T09:00", True),
    ],
)
def test_backup_is_due_once_a_day_in_the_night_of_the_library(made: str, now: str, due: bool) -> None:
    stands = standing.Standing(Path("/media/stick"), "2026-11-22T00:00:00.000Z", made and f"{made}:00.000Z")

    assert stands.is_due(from_utc(f"{now}:00.000Z"), "Europe/Oslo") is due
    assert not replace(stands, folder=None).is_due(from_utc(f"{now}:00.000Z"), "Europe/Oslo")


def test_lists_beside_the_backups_are_as_they_are_now(hub: BackedUp) -> None:
    made = hub.back_up()
    with hub.store.erasing(["0190" + "0" * 28], now=made.made_at):
        pass
    lists.put(hub.store, hub.keys, hub.data, hub.folder, now=NOON)

    at, found = lists.opened(places.lists_path(hub.folder, hub.keys.hub_id), hub.keys.unseal_key.keys[0])

    assert at == made.made_at
    assert found == {name: (hub.data / name).read_bytes() for name in ("erasures.log", "shut-outs.log", "pairings.log")}
    assert b"0190" + b"0" * 28 in found["erasures.log"]


def test_lists_are_joined_each_line_once_in_their_order() -> None:
    assert lists.joined(b"a\nb\n", b"a\nb\nc\nd\n") == b"a\nb\nc\nd\n"
    assert lists.joined(b"a\nb", b"c\n") == b"a\nb\nc\n"
    assert lists.joined(b"", b"") == b""

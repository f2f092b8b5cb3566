"""The plug is pulled, or the disk fails, at each single write and sync of a save: what was thanked is there."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.store import KeepFree, KioskStore
from shared.errors import DiskFull, StoreBroken
from tests.builders import a_store, save
from tests.fakes import NOON, FrozenClock
from tests.faults.saver import SAVES
from tests.leasing import a_store_with_seats

SEATS = 3
"""Fewer than there are saves."""
AS_ROOT = [] if os.getuid() == 0 else ["sudo", "-n"]
"""Mounting a disk is for root; the set-up has asked for it already."""
CALLS = {"pwrite64": 60, "fdatasync": 30}
"""The first so many calls of each kind: several whole saves."""
LEAST = 20
"""Where each call is struck, so many children at least show it, or nothing was tried. Not all do: the very last sync of
a commit may fail after the answer is safe."""
STEPS = [pytest.param(4, id="one in four"), pytest.param(1, id="each", marks=pytest.mark.faults)]
"""Which of them are struck: `make faults` strikes each."""


def strike(folder: Path, call: str, blow: str, step: int, what: str = "answers") -> dict[int, list[str]]:
    """Strike every child at another call, ``step`` calls apart; return what each was told."""
    assert shutil.which("strace"), "the set-up installs strace"
    times = CALLS[call]
    a_store_with_seats(folder / "template", SEATS).close()
    struck = range(0, times, step)
    for k in struck:
        shutil.copytree(folder / "template", folder / str(k))
    strace = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{blow}:when={times + 1}"]
    program = [sys.executable, "-m", "tests.faults.saver", str(folder), str(times), str(step), call, what]
    done = subprocess.run([*strace, *program], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    told = {k: list[str]() for k in struck}
    for line in done.stdout.splitlines():
        child, _, said = line.partition(" ")
        told[int(child)].append(said)
    assert sum(map(was_struck, told.values())) >= LEAST // step
    return told


def was_struck(said: list[str]) -> bool:
    """Tell whether a child was killed before it had said all, or said that it could not save."""
    return len(said) < SAVES or any(one.startswith("error") for one in said)


def kept(folder: Path) -> list[str]:
    """The ids in the kiosk's folder after a restart, whole and in order."""
    store = KioskStore.open(folder)
    assert store.check()
    assert store.status().salvages == 0
    submissions = store.waiting(1_000, 10**9).submissions
    assert [s.seq for s in submissions] == list(range(1, len(submissions) + 1))
    store.close()
    return [s.id for s in submissions]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("call", CALLS)
def test_answer_thanked_before_the_kill_is_there_and_no_other_is_half_there(
    tmp_path: Path, call: str, step: int
) -> None:
    told = strike(tmp_path, call, "signal=SIGKILL", step)

    killed = 0
    for k, thanked in told.items():
        ids = kept(tmp_path / str(k))
        assert ids[: len(thanked)] == thanked
        assert len(ids) - len(thanked) in (0, 1)  # committed, and killed before the thanks
        killed += len(thanked) < SAVES
    assert killed > len(told) // 2


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("call", "blow"),
    [
        ("pwrite64", "signal=SIGKILL"),
        ("fdatasync", "signal=SIGKILL"),
        ("pwrite64", "error=EIO"),
        ("fdatasync", "error=EIO"),
    ],
)
def test_seat_is_promised_with_its_sign_up_or_neither_is(tmp_path: Path, call: str, blow: str, step: int) -> None:
    told, seen = strike(tmp_path, call, blow, step, "sign-ups"), list[int]()

    for k, said in told.items():
        store = KioskStore.open(tmp_path / str(k), FrozenClock())
        promised = store.waiting().promised
        [report] = store.lease_reports()
        confirmed = {one.split()[0] for one in said if one.endswith(" confirmed")}
        seen.append(len(confirmed))
        assert confirmed <= set(promised)
        assert report.promised == len(promised) <= SEATS
        store.close()
    assert any(seen)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("call", "fault"), [("fdatasync", "EIO"), ("pwrite64", "EIO"), ("pwrite64", "ENOSPC")])
def test_disk_that_fails_once_gives_an_honest_refusal_and_no_false_thanks(
    tmp_path: Path, call: str, fault: str, step: int
) -> None:
    told = strike(tmp_path, call, f"error={fault}", step)

    refused = 0
    for k, said in told.items():
        thanked = [one for one in said if not one.startswith("error")]
        ids = kept(tmp_path / str(k))
        assert [one for one in ids if one in thanked] == thanked
        # The very last sync of a commit may fail after the answer is safe; then the visitor may send it again.
        assert len(ids) <= len(said) == SAVES
        refused += len(thanked) < SAVES
    assert refused > len(told) // 2


@pytest.fixture(name="small_disk")
def _small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run([*AS_ROOT, "mount", "-t", "tmpfs", "-o", f"size=1m,uid={os.getuid()}", "tmpfs", disk], check=True)
    yield disk
    subprocess.run([*AS_ROOT, "umount", disk], check=True)


def test_disk_that_fills_up_ends_in_honest_refusals_and_keeps_all_that_was_thanked(small_disk: Path) -> None:
    store = a_store(small_disk / "kiosk", keep_free=KeepFree(0, 0))

    thanked = list(until_full(store))
    store.close()

    assert len(thanked) > 100
    assert kept(small_disk / "kiosk") == thanked


def test_disk_that_became_read_only_shows_what_is_there_and_refuses_honestly(small_disk: Path) -> None:
    store = a_store(small_disk / "kiosk", keep_free=KeepFree(0, 0))
    thanked = save(store)
    store.close()
    subprocess.run([*AS_ROOT, "mount", "-o", "remount,ro", small_disk], check=True)

    store = KioskStore.open(small_disk / "kiosk", keep_free=KeepFree(0, 0))
    with pytest.raises(StoreBroken):
        save(store)

    assert [s.id for s in store.waiting().submissions] == [thanked]
    assert store.open_prompts(NOON) != []
    assert store.status().salvages == 0
    store.close()


def until_full(store: KioskStore) -> Iterator[str]:
    """Save until the disk is full; yield the ids."""
    with suppress(DiskFull):
        while True:
            yield save(store, "x" * 1_500)

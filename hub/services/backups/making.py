"""A backup is made: the database as it was at one moment and what else a new machine needs, sealed, and read back."""

import hashlib
import os
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from hub.keys import HubKeys
from hub.model import Actor
from hub.services.backups import lists, places, standing
from hub.services.backups.entries import (
    DATABASE,
    KEYS,
    PORTION,
    SETTINGS,
    begin_entry,
    content_of,
    end_entries,
    read_entries,
    write_small,
)
from hub.services.backups.sealed import Opening, Sealing
from hub.store.base import Store
from shared.errors import (
    AlreadyRunning,
    BackupDamaged,
    BackupFull,
    BackupUnsound,
    DiskFull,
    FolderGone,
    MachineError,
    SamskapError,
    WorkBusy,
)
from shared.sole import sole
from shared.submission import utc

LOCK: Final = "backup.lock"
"""Held by the one who makes a backup of the hub in a folder."""
FLUSH: Final = 4 * PORTION
"""So many bytes are brought to the drive at a time."""
SPARE: Final = 64 * 2**20
"""So many bytes stay free on any disk: for what visitors send meanwhile."""


@dataclass(frozen=True)
class Made:
    """A backup that lies in its folder and was read back: where, how many bytes it has, and when it was made (UTC)."""

    path: Path
    size: int
    made_at: str


Portions = Generator[tuple[int, int], None, Made]
"""How many of the bytes to copy, to write and to read back are done."""


def make(store: Store, keys: HubKeys, data: Path, folder: Path, *, by: Actor, now: datetime) -> Portions:
    """Make a backup of the hub in ``data``, in portions. Closed before its end it leaves nothing in the folder.

    The former backups stay as they are until it is whole; then the oldest beyond places.KEEP goes. Raises NotAllowed;
    WorkBusy where one is being made; BackupFull, BackupUnsound, FolderGone, DiskFull, StoreError, FileUnreadable.
    """
    standing.note_begun(store, by=by, now=now)
    try:
        with sole(data / LOCK):
            made = yield from _made(store, keys, data, folder, now)
    except AlreadyRunning as exc:
        raise WorkBusy(standing.SUBJECT) from exc
    except (SamskapError, OSError) as exc:
        error = MachineError.of(exc) if isinstance(exc, OSError) else exc
        with suppress(SamskapError):  # a disk that is full takes no line either, and that is not why it failed
            standing.note_failed(store, error, now=now)
        raise error from exc.__cause__
    standing.note_made(store, made.path, made.size, now=now)
    return made


def clear_up(store: Store, data: Path) -> None:
    """Take away the copy that a hub which was killed has left; not while a command makes a backup. Raises OSError."""
    with suppress(AlreadyRunning), sole(data / LOCK):
        store.drop_copy()


def make_where_chosen(store: Store, keys: HubKeys, data: Path, folder: Path, *, by: Actor, now: datetime) -> Portions:
    """Make a backup in the folder that was chosen, where it is the one that was: it has the lists of this hub in it.

    What lies at that place while the drive is not plugged in is another folder. Raises as :func:`make`.
    """
    if not places.lists_path(folder, keys.hub_id).exists():
        error = FolderGone("the lists of this hub are not in it")
        standing.note_failed(store, error, now=now)
        raise error
    made = yield from make(store, keys, data, folder, by=by, now=now)
    return made


def _made(store: Store, keys: HubKeys, data: Path, folder: Path, now: datetime) -> Portions:
    _look_for_room(data, folder)
    with (yield from _copied(store)) as copy:
        total = 3 * copy.seek(0, os.SEEK_END)
        copy.seek(0)
        small = {name: lists.read_if_there(data / name) for name in (*KEYS, *_former(data), SETTINGS)}
        small |= lists.read_all(store, data)  # after the copy: they know all that it knows
        final = places.next_backup(folder, keys.hub_id, utc(now))
        with places.written(final) as file:
            digest = yield from _sealed(file, copy, small, keys, utc(now), total)
            places.forget_buffered(file)
            file.seek(0)
            yield from _read_back(file, keys, digest, total)
    lists.put(store, keys, data, folder, now=now)
    places.take_away_old(folder, keys.hub_id)
    return Made(final, final.stat().st_size, utc(now))


def _look_for_room(data: Path, folder: Path) -> None:
    """Raise DiskFull or BackupFull where the copy, or the backup, would fill a disk."""
    size = (data / DATABASE).stat().st_size
    if places.room(data) < size + SPARE:
        raise DiskFull("no room for a copy of the database")
    if places.room(folder) < size * (2 if places.is_same_disk(folder, data) else 1) + SPARE:
        raise BackupFull("no room for another backup")


def _copied(store: Store) -> Generator[tuple[int, int], None, BinaryIO]:
    """Copy the database: the first third of the work."""
    copying = store.copy()
    try:
        while True:
            done, size = next(copying)
            yield done, 3 * size
    except StopIteration as end:
        copy: BinaryIO = end.value
        return copy
    finally:
        copying.close()


def _former(data: Path) -> list[str]:
    folder = data / "keys" / "former"
    return [f"keys/former/{one.name}" for one in sorted(folder.glob("*.secret"))]


def _sealed(
    file: BinaryIO, copy: BinaryIO, small: dict[str, bytes | None], keys: HubKeys, made_at: str, total: int
) -> Generator[tuple[int, int], None, bytes]:
    """Write all of it; return the hash of the database."""
    sealing, digest = Sealing(file, keys.unseal_key.keys[0], keys.hub_id, made_at), hashlib.sha256()
    for name, content in small.items():
        if content is not None:
            write_small(sealing, name, content)
    begin_entry(sealing, DATABASE, total // 3)
    written = 0
    while portion := copy.read(PORTION):
        digest.update(portion)
        sealing.write(portion)
        written += len(portion)
        if written % FLUSH == 0:  # a little at a time: on the hub's own disk whoever commits waits for all of it
            places.forget_buffered(file)
        yield total // 3 + written, total
    end_entries(sealing)
    return digest.digest()


def _read_back(file: BinaryIO, keys: HubKeys, digest: bytes, total: int) -> Generator[tuple[int, int], None, None]:
    """Open what was written, and compare. Raises BackupUnsound."""
    found, read = hashlib.sha256(), 0
    try:
        opening = Opening(file, keys.unseal_key.keys[0])
        for name, size in read_entries(opening):
            for portion in content_of(opening, size):
                if name == DATABASE:
                    found.update(portion)
                    read += len(portion)
                    yield 2 * (total // 3) + read, total
    except BackupDamaged as exc:
        raise BackupUnsound(str(exc)) from exc
    if found.digest() != digest:
        raise BackupUnsound("the database in it is another")

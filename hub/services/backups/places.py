"""Where backups lie: a folder, best on a drive that is taken out, and in it the newest of each hub and its lists.

Files are numbered, since a clock may be wrong: the highest number is the newest, whatever day it says.
"""

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import BinaryIO, Final

from hub.services.backups.sealed import Header
from shared.errors import BackupError, BackupFull, FolderGone, FolderInside, FolderMissing, FolderUnfit

KEEP: Final = 7
"""So many backups of a hub are kept: a week of nights."""
_NAME: Final = re.compile(r"samskap-([0-9a-f]{16})-(\d{5,15})-\d{4}-\d\d-\d\d\.backup")
_PART: Final = re.compile(r"samskap-([0-9a-f]{16})(-\d{5,15}-\d{4}-\d\d-\d\d\.backup|)(?:\.lists)?\.[0-9a-f]{8}\.part")
OLD_S: Final = 60 * 60
"""The lists are small: what is left of them after an hour belongs to nobody."""
MAX_PATH: Final = 1_000
"""Letters of a path that is typed."""


@dataclass(frozen=True)
class Kept:
    """A backup in its folder: when it was made ("" where its header cannot be read), and how many bytes it has."""

    path: Path
    number: int
    made_at: str
    size: int


def lists_path(folder: Path, hub_id: str) -> Path:
    """Return the file beside the backups that holds the newest lists."""
    return folder / f"samskap-{hub_id}.lists"


def kept(folder: Path, hub_id: str) -> list[Kept]:
    """Return the backups of a hub, the newest first. Raises FolderGone."""
    return [_kept(path, number) for number, path in _numbered(folder, hub_id)]


def _numbered(folder: Path, hub_id: str) -> list[tuple[int, Path]]:
    try:
        names = [_NAME.fullmatch(name) for name in os.listdir(folder)]
    except OSError as exc:
        raise FolderGone(str(exc.strerror)) from exc
    own = [name for name in names if name is not None and name[1] == hub_id]
    return sorted(((int(name[2]), folder / name[0]) for name in own), reverse=True)


def _kept(path: Path, number: int) -> Kept:
    made_at, size = "", 0
    with suppress(OSError, BackupError):
        size = path.stat().st_size
        with path.open("rb") as file:
            made_at = Header.read(file).made_at
    return Kept(path, number, made_at, size)


def take_away_old(folder: Path, hub_id: str) -> None:
    """Delete all but the newest KEEP backups; what cannot be deleted stays for the next time."""
    for _, path in _numbered(folder, hub_id)[KEEP:]:
        with suppress(OSError):
            path.unlink()


def checked(typed: str, data: Path) -> Path:
    """Return the folder that somebody has typed, made where only its last part was missing.

    Raises FolderUnfit, FolderMissing; FolderInside for the hub's own folder ``data`` and what is in it.
    """
    folder = Path(typed.strip())
    if not typed.strip() or len(typed) > MAX_PATH or not typed.strip().isprintable() or not folder.is_absolute():
        raise FolderUnfit("no whole path")
    try:
        real, own = Path(os.path.realpath(folder)), Path(os.path.realpath(data))
        if real == own or own in real.parents:
            raise FolderInside(str(own))
        if not folder.exists():
            if not folder.parent.is_dir():
                raise FolderMissing("its parent is not there")
            folder.mkdir(mode=0o700)
        if not folder.is_dir():
            raise FolderUnfit("no folder")
    except (OSError, ValueError) as exc:
        raise FolderUnfit(str(getattr(exc, "strerror", None) or exc)) from exc
    return folder


def is_same_disk(folder: Path, data: Path) -> bool:
    """Tell whether a folder lies on the disk of the hub's own; False where that cannot be told."""
    try:
        return folder.stat().st_dev == data.stat().st_dev
    except OSError:
        return False


def room(folder: Path) -> int:
    """Return how many bytes there is room for. Raises FolderGone."""
    try:
        return shutil.disk_usage(folder).free
    except OSError as exc:
        raise FolderGone(str(exc.strerror)) from exc


@contextmanager
def written(final: Path) -> Iterator[BinaryIO]:
    """Write a file under another name, which gets its own once all went well, and is gone where it did not.

    Raises BackupFull, FolderGone.
    """
    part = final.with_name(f"{final.name}.{secrets.token_hex(4)}.part")  # nobody else's, whoever writes just now
    try:
        try:
            with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, final)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        _flush_names(final.parent)
    except OSError as exc:
        raise BackupFull.of(exc) from exc


def next_backup(folder: Path, hub_id: str, made_at: str) -> Path:
    """Return the name of the next backup, and take away what a killed one has left. Raises FolderGone."""
    _take_away_parts(folder, hub_id)
    newest = next((number for number, _ in _numbered(folder, hub_id)), 0)
    return folder / f"samskap-{hub_id}-{newest + 1:05}-{made_at[:10]}.backup"


def _take_away_parts(folder: Path, hub_id: str) -> None:
    """Delete what killed backups of a hub have left; of its lists only what nobody can be writing just now."""
    with suppress(OSError):
        for name in os.listdir(folder):
            part = _PART.fullmatch(name)
            if part is not None and part[1] == hub_id and (part[2] or _is_old(folder / name)):
                (folder / name).unlink()


def _is_old(part: Path) -> bool:
    return abs(time() - part.stat().st_mtime) > OLD_S


def forget_buffered(file: BinaryIO) -> None:
    """Have what is read next come from the drive, where the system lets one say so."""
    file.flush()
    os.fsync(file.fileno())
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _flush_names(folder: Path) -> None:
    """Make a new name durable. Some systems and some drives have no way to."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

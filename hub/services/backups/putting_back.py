"""A backup is put back: into an empty folder, whole or not at all.

What it holds is laid into a folder beside its place first. The database gets its place as the last: before that there
is no hub, and after it there is a whole one. Then what any hub does that was put back goes on, see
:mod:`hub.services.restoring`: it finds no mark beside the database.
"""

import os
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from hub.model import Right
from hub.services.backups import entries, lists, places, standing
from hub.services.backups.sealed import Opening
from hub.services.changing import changing
from hub.services.restoring import ledgers
from hub.store.base import Store
from shared.errors import BackupDamaged, BackupError, HubHere, MachineError, NotABackup, SamskapError, StoreError
from shared.files import write_kept
from shared.seal import UnsealKey
from shared.sole import sole

STAGE: Final = "restoring"
"""The folder in which a backup is laid out first. One that is there is left of a command that was killed."""
_HUB: Final = (entries.DATABASE, "hub.db-wal", "revision.mark")
_NEEDED: Final = {entries.DATABASE, "keys/hub-id", "keys/tls.key", "keys/tls.crt"}


@dataclass(frozen=True)
class Restored:
    """When the backup was made (UTC), and until when it is known what was erased: None where no lists lay beside it.

    ``settings``: the settings in ``hub.toml`` came back too.
    """

    made_at: str
    known_until: str | None
    settings: bool


def put_back(
    file: Path, data: Path, secret: bytes, *, open_store: Callable[[Path], Store], now: Callable[[Store], datetime]
) -> Restored:
    """Make a hub of a backup in an empty folder, or of one that is not there yet.

    Raises HubHere, NotABackup, BackupTooNew, BackupDamaged, WrongWords, DiskFull, StoreError, MachineError; then
    nothing is left behind.
    """
    unseal_key = UnsealKey(secret)
    try:
        with file.open("rb") as opened:
            opening = Opening(opened, unseal_key)
            _must_be_empty(data)
            with _Stage(data) as stage:
                _lay_out(opening, stage)
                known_until = _join_lists(stage, file, opening.header.hub_id, unseal_key)
                write_kept(stage / "keys" / "seal.secret", secret.hex().encode())
                _settle(stage, opening.header.made_at, open_store, now)
                return Restored(opening.header.made_at, known_until, _move(stage, data))
    except SamskapError:
        raise
    except OSError as exc:
        raise _said(exc) from exc


def _said(error: OSError) -> SamskapError:
    """Return a full disk as what it is, and all else as the system says it."""
    found = StoreError.of(error, "the folder of the hub")
    return found if found.code == "disk-full" else MachineError.of(error)


def _must_be_empty(data: Path) -> None:
    left = () if (data / STAGE).is_dir() else ("keys", *entries.LISTS)
    for name in (*_HUB, *left):
        if os.path.lexists(data / name):
            raise HubHere(str(data / name))


class _Stage:
    """The folder in which it is laid out; whatever happens, it is gone afterwards."""

    def __init__(self, data: Path) -> None:
        self._data, self._made = data, not data.exists()
        self._sole = sole(data / STAGE / "restoring.lock")

    def __enter__(self) -> Path:
        stage = self._data / STAGE
        self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
        stage.mkdir(mode=0o700, exist_ok=True)
        self._sole.__enter__()
        for one in stage.iterdir():
            if one.name != "restoring.lock":
                shutil.rmtree(one) if one.is_dir() else one.unlink()
        return stage

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        shutil.rmtree(self._data / STAGE, ignore_errors=True)
        self._sole.__exit__(None, None, None)
        if kind is not None and self._made:
            with suppress(OSError):
                self._data.rmdir()


def _lay_out(opening: Opening, stage: Path) -> None:
    """Write each file of the backup under its own name, for the owner alone."""
    found = set[str]()
    for name, size in entries.read_entries(opening):
        path = stage / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for portion in entries.content_of(opening, size):
                file.write(portion)
            file.flush()
            os.fsync(file.fileno())
        found.add(name)
    if entries.DATABASE not in found:
        raise NotABackup("it holds lists alone")
    if not found >= _NEEDED or (stage / "keys" / "hub-id").read_text().strip() != opening.header.hub_id:
        raise BackupDamaged("a key is missing")


def _join_lists(stage: Path, file: Path, hub_id: str, unseal_key: UnsealKey) -> str | None:
    """Add what was erased, shut out and paired since; return until when that is known."""
    try:
        until, newer = lists.opened(places.lists_path(file.parent, hub_id), unseal_key)
    except (BackupError, OSError):
        return None
    for name, content in newer.items():
        older = lists.read_if_there(stage / name) or b""
        write_kept(stage / name, lists.joined(older, content))
    return until


def _settle(stage: Path, made_at: str, open_store: Callable[[Path], Store], now: Callable[[Store], datetime]) -> None:
    """Bring the database to the form of this version, sign everybody out, and write down what was done."""
    with closing(open_store(stage)) as store:
        moment = now(store)
        ledgers.mend(store, store.erasures, store.submissions.erased, by=standing.WHO, now=moment)
        with changing(store, standing.WHO, moment, Right.OWN_HAND) as change:
            for one in store.people.every():
                store.sessions.end_of(one.id)
            change.note("put-back", standing.SUBJECT, made_at)


def _move(stage: Path, data: Path) -> bool:
    """Give everything its place, the database last; tell whether settings came with it."""
    _must_be_empty(data)
    settings = (stage / entries.SETTINGS).exists() and not (data / entries.SETTINGS).exists()
    shutil.rmtree(data / "keys", ignore_errors=True)  # of a command that was killed right here
    names = ["keys", *entries.LISTS, *([entries.SETTINGS] if settings else []), entries.DATABASE]
    for name in names:
        if (stage / name).exists():
            os.replace(stage / name, data / name)
    return settings

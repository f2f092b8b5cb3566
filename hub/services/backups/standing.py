"""How it stands with the backups: where they go, when the last was made, and why the last try did not work."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from hub.keys import HubKeys
from hub.model import Actor, OwnHand, Right
from hub.services.backups import lists, places
from hub.services.changing import changing
from hub.store.base import Store
from shared.errors import FolderUnfit, SamskapError, StoreError
from shared.submission import from_utc, utc

WHO: Final = OwnHand("backup")
SUBJECT: Final = "backup"
LATE: Final = timedelta(days=2)
"""After so long without a backup staff are warned."""
_FOLDER, _MADE, _FAILED = "backup_folder", "backup_made", "backup_failed"


@dataclass(frozen=True)
class Standing:
    """Where backups go and since when (None: nowhere), when the last was made, and the code of what went wrong since.

    ``size`` are the bytes of the last one.
    """

    folder: Path | None = None
    chosen_at: str = ""
    made_at: str = ""
    size: int = 0
    failed_at: str = ""
    code: str = ""

    def is_late(self, now: datetime) -> bool:
        """Tell whether a folder is chosen, and no backup was made for two days. A clock put back makes none late."""
        last = max(self.made_at, self.chosen_at)
        return self.folder is not None and now - from_utc(last) > LATE

    def is_due(self, now: datetime) -> bool:
        """Tell whether a night has passed since the last one; also where that stands a day in the future."""
        return self.folder is not None and (not self.made_at or abs(now - from_utc(self.made_at)) > timedelta(hours=23))


def read(store: Store) -> Standing:
    """Return how it stands."""
    saved = store.settings.read()
    folder, made, failed = (json.loads(saved.get(name) or "{}") for name in (_FOLDER, _MADE, _FAILED))
    where = Path(folder["folder"]) if folder.get("folder") else None
    return Standing(
        where, folder.get("at", ""), made.get("at", ""), made.get("bytes", 0), failed.get("at", ""),
        failed.get("code", ""),
    )  # fmt: skip


def choose(store: Store, keys: HubKeys, data: Path, typed: str, *, by: Actor, now: datetime) -> Path:
    """Let backups go to a folder from now on; return it. It gets the lists at once, which proves that it takes files.

    Raises NotAllowed, FolderUnfit, FolderInside, StoreError.
    """
    folder = places.checked(typed, data)
    try:
        lists.put(store, keys, data, folder, now=now)
    except SamskapError as exc:
        if isinstance(exc, StoreError):
            raise
        raise FolderUnfit(str(exc)) from exc
    with changing(store, by, now, Right.SETTINGS) as change:
        store.settings.save({_FOLDER: json.dumps({"folder": str(folder), "at": change.at}), _FAILED: ""})
        change.note("choose-backup-folder", SUBJECT, str(folder))
    return folder


def note_begun(store: Store, *, by: Actor, now: datetime) -> None:
    """Write down that somebody begins a backup. Raises NotAllowed."""
    with changing(store, by, now, Right.SETTINGS) as change:
        change.note("begin-backup", SUBJECT)


def note_made(store: Store, path: Path, size: int, *, now: datetime) -> None:
    """Write down that a backup lies where it should, and could be read back."""
    with changing(store, WHO, now, Right.OWN_HAND) as change:
        store.settings.save({_MADE: json.dumps({"at": utc(now), "bytes": size}), _FAILED: ""})
        change.note("back-up", SUBJECT, path.name)


def note_failed(store: Store, error: SamskapError, *, now: datetime) -> None:
    """Write down why a backup could not be made."""
    with changing(store, WHO, now, Right.OWN_HAND) as change:
        store.settings.save({_FAILED: json.dumps({"at": utc(now), "code": error.code})})
        change.note("back-up-failed", SUBJECT, error.code)

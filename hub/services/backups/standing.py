"""How it stands with the backups: where they go, when the last was made, and why the last try did not work."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from hub.keys import HubKeys
from hub.model import Actor, OwnHand, Right
from hub.services.backups import lists, places
from hub.services.changing import changing, must
from hub.store.base import Store
from shared import errors
from shared.errors import BackupError, FolderUnfit, SamskapError
from shared.submission import from_utc, utc

WHO: Final = OwnHand("backup")
SUBJECT: Final = "backup"
LATE: Final = timedelta(days=2)
"""After so long without a backup staff are warned."""
NIGHT: Final = 2
"""From this hour on a backup of the day is made; where the hub is off at night, once it is on."""
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

    @property
    def is_kept(self) -> bool:
        """Tell whether a folder is chosen, and a backup has been made since ever."""
        return self.folder is not None and bool(self.made_at)

    def is_late(self, now: datetime) -> bool:
        """Tell whether a folder is chosen, and no backup was made for two days. A clock put back makes none late."""
        last = max(self.made_at, self.chosen_at)
        return self.folder is not None and now - from_utc(last) > LATE

    def is_due(self, now: datetime, zone: str) -> bool:
        """Tell whether none was made today, in the time zone of the library, and it is past two.

        One that stands on a day to come is none of today: the clock was wrong then, or is now.
        """
        there = now.astimezone(ZoneInfo(zone))
        made = from_utc(self.made_at).astimezone(ZoneInfo(zone)).date() if self.made_at else None
        return self.folder is not None and (made is None or (made != there.date() and there.hour >= NIGHT))

    def reason(self) -> SamskapError:
        """Return what went wrong the last time, as the error it was."""
        classes = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, SamskapError)]
        return next((one for one in classes if one.code == self.code), BackupError)()


def read(store: Store) -> Standing:
    """Return how it stands."""
    saved = store.settings.read()
    folder, made, failed = (json.loads(saved.get(name) or "{}") for name in (_FOLDER, _MADE, _FAILED))
    where = Path(folder["folder"]) if folder.get("folder") else None
    return Standing(
        where, folder.get("at", ""), made.get("at", ""), made.get("bytes", 0), failed.get("at", ""),
        failed.get("code", ""),
    )  # fmt: skip


def proved(store: Store, keys: HubKeys, data: Path, typed: str, *, by: Actor, now: datetime) -> Path:
    """Return the folder that somebody has typed, once it has taken the lists: so it takes files.

    Raises NotAllowed, FolderUnfit, FolderMissing, FolderInside, StoreError.
    """
    must(by, Right.SETTINGS)
    folder = places.checked(typed, data)
    try:
        lists.put(store, keys, data, folder, now=now)
    except BackupError as exc:
        raise FolderUnfit(str(exc)) from exc
    return folder


def choose(store: Store, folder: Path, *, by: Actor, now: datetime) -> None:
    """Let backups go to a folder from now on that was proved. Raises NotAllowed, StoreError."""
    with changing(store, by, now, Right.SETTINGS) as change:
        store.settings.save({_FOLDER: json.dumps({"folder": str(folder), "at": change.at}), _FAILED: ""})
        change.note("choose-backup-folder", SUBJECT, str(folder))


def leave_off(store: Store, *, by: Actor, now: datetime) -> None:
    """Make no more backups; those that are there stay. Raises NotAllowed."""
    with changing(store, by, now, Right.SETTINGS) as change:
        store.settings.save({_FOLDER: "", _FAILED: ""})
        change.note("leave-off-backups", SUBJECT)


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

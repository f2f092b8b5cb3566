"""Backing up the hub, where it was chosen to."""

from datetime import datetime
from pathlib import Path

from hub.jobs.work import Job, Work
from hub.keys import HubKeys
from hub.model import Actor, Right
from hub.services.backups import making, standing
from hub.store.base import Store
from shared.errors import NoBackupFolder
from shared.languages import N_

BACK_UP = Job("backup", Right.SETTINGS, N_("No backup could be made."))


def begin(work: Work, store: Store, keys: HubKeys, data: Path, *, by: Actor, now: datetime) -> None:
    """Begin a backup of the hub in ``data``. Raises NoBackupFolder, NotAllowed, StoreError, WorkBusy."""
    folder = standing.read(store).folder
    if folder is None:
        raise NoBackupFolder("nobody has chosen one")
    work.start(BACK_UP, lambda: making.make_where_chosen(store, keys, data, folder, by=by, now=now), by=by, now=now)

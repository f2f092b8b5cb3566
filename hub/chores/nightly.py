"""Backing up each night, where staff have chosen a folder, and keeping the lists beside the backups as they are now."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from hub.jobs import backing_up
from hub.jobs.work import Ending
from hub.running import Hub
from hub.services.backups import lists, making, places, standing
from hub.services.backups.entries import LISTS
from hub.services.backups.patience import LOOK_S, PATIENCE, WRITE_S
from hub.services.backups.standing import Standing
from hub.services.house import settings
from shared.errors import FolderGone, WorkBusy
from shared.submission import from_utc

log = logging.getLogger(__name__)

AGAIN: Final = timedelta(hours=6)
"""After so long a backup that did not work, or was cancelled, is tried again."""


class Nightly:
    """Looks each minute whether a backup is due, and whether anything was erased, shut out or paired."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._put: object = None
        making.clear_up(hub.store, hub.config.data)

    def look(self) -> None:
        """Look once. Raises BackupError, StoreError where the lists cannot be brought up to date."""
        hub, now = self._hub, self._hub.now()
        stands = standing.read(hub.store)
        if stands.folder is None:
            return
        if stands.is_due(now, settings.read(hub.store).zone) and self._may_try(stands, stands.folder, now):
            try:
                backing_up.begin(hub.work, hub.store, hub.keys, hub.config.data, by=standing.WHO, now=now)
            except WorkBusy:
                log.info("the backup waits for other work")
        self._bring_up_to_date(stands.folder)

    def _may_try(self, stands: Standing, folder: Path, now: datetime) -> bool:
        """Tell whether it may work by now. That the drive is out is written down once; once it is back, it is tried."""
        gone = stands.code == FolderGone.code
        if self._is_out(folder):
            if not gone:
                standing.note_failed(self._hub.store, FolderGone("the drive is out"), now=now)
            return False
        last = self._hub.work.stand(backing_up.BACK_UP)
        ended = last.ended_at if last and last.ending is Ending.CANCELLED else None
        if not gone and stands.failed_at:
            ended = max(filter(None, (ended, from_utc(stands.failed_at))))
        return ended is None or abs(now - ended) >= AGAIN

    def _is_out(self, folder: Path) -> bool:
        try:
            return not PATIENCE.ask(places.lists_path(folder, self._hub.keys.hub_id).exists, LOOK_S)
        except FolderGone:
            return True

    def _bring_up_to_date(self, folder: Path) -> None:
        """Put the lists beside the backups again when one has changed; not where the drive is out."""
        hub = self._hub
        if self._is_out(folder):
            self._put = None
            return
        seen = (folder, *map(self._state, LISTS))
        if seen != self._put:
            PATIENCE.ask(lambda: lists.put(hub.store, hub.keys, hub.config.data, folder, now=hub.now()), WRITE_S)
            self._put = seen

    def _state(self, name: str) -> tuple[int, int] | None:
        try:
            found = (self._hub.config.data / name).stat()
        except OSError:
            return None
        return found.st_size, found.st_mtime_ns


def warn(hub: Hub) -> None:
    """Say so where no backup has worked for two days: raise why."""
    stands = standing.read(hub.store)
    if stands.is_late(hub.now()):
        raise stands.reason()

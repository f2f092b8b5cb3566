"""Files that jobs made, each for the person who asked for it: kept for an hour, and no longer than what is in them.

They lie in a folder of the hub's own, for the owner alone. What somebody erases, or hands over as a worry, is in none
of them afterwards: whatever was made before is deleted. A hub that starts, or stops, deletes all.
"""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from hub.lists import HistoryFilter
from hub.model import Move, Right
from hub.store.base import Store
from shared.errors import StoreError

KEPT: Final = timedelta(hours=1)
TAKEN_AWAY: Final = frozenset({Move.ERASE.value, Move.WORRY.value, "purge"})
"""Lines of the history after which what was made before may hold what it must not."""
PORTION: Final = 500


@dataclass(frozen=True)
class Made:
    """A file that a job made for a person, by the number of that person.

    ``called`` is what it is called where it is saved. It is for whoever holds all these ``rights``. ``since`` is the
    last line of the history before the job began.
    """

    job: str
    person: int
    path: Path
    called: str
    media_type: str
    size: int
    made_at: datetime
    rights: frozenset[Right]
    since: int

    @property
    def until(self) -> datetime:
        """When it is deleted."""
        return self.made_at + KEPT


class Making:
    """A file that is being made, in a ``folder`` that goes with whatever else is in it."""

    def __init__(self, shelf: "Shelf", job: str, person: int, folder: Path, since: int) -> None:
        self.folder, self._shelf, self._job, self._person, self._since = folder, shelf, job, person, since

    def keep(self, name: str, *, called: str, media_type: str, rights: frozenset[Right], now: datetime) -> Made:
        """Keep a file of the folder in place of what this person had of this job. Raises OSError."""
        path = self._shelf.folder / f"{self._job}-{self._person}{Path(name).suffix}"
        size = (self.folder / name).stat().st_size
        made = Made(self._job, self._person, path, called, media_type, size, now, rights, self._since)
        self._shelf.put(made, self.folder / name)
        return made


class Shelf:
    """All files that jobs of one hub made. Any thread may ask."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self._store = folder, store
        self._lock = threading.Lock()
        self._made: dict[tuple[str, int], Made] = {}

    def empty(self) -> None:
        """Delete all that is there, also of a hub that was ended in the middle. Raises StoreError."""
        with self._lock:
            self._made.clear()
            try:
                if self.folder.exists():
                    shutil.rmtree(self.folder)
            except OSError as exc:
                raise StoreError.of(exc, str(self.folder)) from exc

    @contextmanager
    def making(self, job: str, person: int) -> Iterator[Making]:
        """Make a file for a person; what is not kept is deleted. Raises StoreError, DiskFull where it has no room."""
        newest = self._store.history.page(HistoryFilter(), size=1)
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            folder = Path(mkdtemp(prefix="new-", dir=self.folder))
            try:
                yield Making(self, job, person, folder, newest[0].n if newest else 0)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError as exc:
            raise StoreError.of(exc, str(self.folder)) from exc

    def put(self, made: Made, at: Path) -> None:
        """Put a file that lies somewhere else on the shelf. Raises OSError."""
        with self._lock:
            os.replace(at, made.path)
            self._made[made.job, made.person] = made

    def of(self, job: str, person: int, now: datetime) -> Made | None:
        """Return what there is for a person, None where there is nothing any more."""
        self.look(now)
        with self._lock:
            return self._made.get((job, person))

    def look(self, now: datetime) -> None:
        """Delete what is over, and what may hold something that was taken away. Raises StoreError."""
        with self._lock:
            every = list(self._made.values())
        for made in every:
            if now >= made.until or now < made.made_at - KEPT or self._was_taken_from(made):
                self.drop(made)

    def drop(self, made: Made) -> None:
        """Delete a file. Raises StoreError where that does not work."""
        with self._lock:
            if self._made.get((made.job, made.person)) != made:
                return
            try:
                made.path.unlink(missing_ok=True)
            except OSError as exc:
                raise StoreError.of(exc, str(made.path)) from exc
            del self._made[made.job, made.person]

    def _was_taken_from(self, made: Made) -> bool:
        after = made.since
        while lines := self._store.history.portion(after, PORTION):
            if any(line.move in TAKEN_AWAY for line in lines):
                return True
            after = lines[-1].n
        return False

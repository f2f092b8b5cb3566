"""The store in one SQLite file: durable, one writer at a time, readers never wait."""

from collections.abc import Callable
from pathlib import Path

from hub.bus import Bus
from hub.store.base import Store
from hub.store.beside import Beside
from hub.store.sql.store import SqlStore
from hub.store.sqlite.copying import Copied
from hub.store.sqlite.engine import Engine
from hub.store.sqlite.soundness import SqliteSoundness
from shared.errors import FileLost, FileUnreadable

FILE = "hub.db"


class SqliteStore(SqlStore):
    """A Store in ``folder``. Raises StoreBroken when the database cannot be opened, FileUnreadable, FileLost."""

    def __init__(self, folder: Path, engine: Callable[[Path], Engine] = Engine, bus: Bus | None = None) -> None:
        beside = Beside(folder)
        if beside.high_water.read():
            _must_hold_something(folder / FILE)
        if not (folder / FILE).exists():
            beside.begin()
        self._engine = engine(folder / FILE)
        super().__init__(self._engine, beside, bus or Bus())
        self.soundness = SqliteSoundness(self._engine)

    def elsewhere(self) -> int:
        """Return a number that is another one as soon as another process has changed something."""
        return self._engine.elsewhere()

    def copy(self) -> Copied:
        """Copy the whole database as it is now, in portions, and look through the copy; one at a time."""
        return self._engine.copy()

    def drop_copy(self) -> None:
        """Take away what is left of a copy that was killed in the middle; not while one is made."""
        self._engine.copy_path.unlink(missing_ok=True)

    def scour(self) -> None:
        """See to it that what was deleted stands in no file any more; not inside ``atomic()``."""
        self.submissions.forget_empty()
        self._engine.scour()

    def close(self) -> None:
        """Close the database."""
        self._engine.close()


def _must_hold_something(database: Path) -> None:
    """Refuse a database that is gone or was cut to nothing: it would become a new library. Raises StoreError."""
    if not database.exists():
        raise FileLost(f"{database}: it is gone. Without a backup: delete revision.mark, and begin a new library")
    if database.stat().st_size == 0:
        raise FileUnreadable(f"{database}: it is empty")


_: type[Store] = SqliteStore  # mypy proves the fit

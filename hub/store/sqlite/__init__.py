"""The store in one SQLite file: durable, one writer at a time, readers never wait."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from hub.store.base import Store
from hub.store.high_water import HighWaterMark
from hub.store.ledger import FileLedger
from hub.store.sqlite.activities import SqliteActivities
from hub.store.sqlite.dates import SqliteDates
from hub.store.sqlite.engine import Engine
from hub.store.sqlite.inbox import SqliteInbox
from hub.store.sqlite.kiosks import SqliteKiosks
from hub.store.sqlite.notices import SqliteNotices
from hub.store.sqlite.people import SqlitePeople
from hub.store.sqlite.prompts import SqlitePrompts
from hub.store.sqlite.recalled import SqliteRecalled
from hub.store.sqlite.receipts import SqliteReceipts
from hub.store.sqlite.revisions import SqliteRevisions
from hub.store.sqlite.seats import SqliteDoors, SqliteLeases
from hub.store.sqlite.settings import SqliteSettings
from hub.store.sqlite.sign_ups import SqliteMails, SqliteSignUps
from hub.store.sqlite.soundness import SqliteSoundness
from hub.store.sqlite.submissions import SqliteSubmissions
from shared.errors import FileLost, FileUnreadable

FILE = "hub.db"


class SqliteStore:
    """A Store in ``folder``. Raises StoreBroken when the database cannot be opened, FileUnreadable, FileLost."""

    def __init__(self, folder: Path, engine: Callable[[Path], Engine] = Engine) -> None:
        self.erasures = FileLedger(folder / "erasures.log")
        self.shut_outs = FileLedger(folder / "shut-outs.log")
        self.pairings = FileLedger(folder / "pairings.log")
        self.high_water = HighWaterMark(folder / "revision.mark")
        if self.high_water.read():
            _must_hold_something(folder / FILE)
        if not (folder / FILE).exists():
            self.erasures.begin()
            self.shut_outs.begin()
            self.pairings.begin()
        self._engine = engine(folder / FILE)
        self.soundness = SqliteSoundness(self._engine)
        self.submissions = SqliteSubmissions(self._engine)
        self.dates = SqliteDates(self._engine)
        self.inbox = SqliteInbox(self._engine)
        self.revisions = SqliteRevisions(self._engine)
        self.prompts = SqlitePrompts(self._engine)
        self.notices = SqliteNotices(self._engine)
        self.receipts = SqliteReceipts(self._engine)
        self.settings = SqliteSettings(self._engine)
        self.kiosks = SqliteKiosks(self._engine)
        self.people = SqlitePeople(self._engine)
        self.activities = SqliteActivities(self._engine)
        self.sign_ups = SqliteSignUps(self._engine)
        self.mails = SqliteMails(self._engine)
        self.recalled = SqliteRecalled(self._engine)
        self.leases = SqliteLeases(self._engine)
        self.doors = SqliteDoors(self._engine)

    def atomic(self) -> AbstractContextManager[None]:
        """All or nothing, one writer at a time, durable when it ends; inside another it can fail alone."""
        return self._engine.atomic()

    @contextmanager
    def erasing(self, ids: Sequence[str], *, now: str) -> Iterator[None]:
        """As ``atomic()``, not inside another, for erasing these: they are written down before it is done, or it fails.

        Should the power go in between, the next start carries the erasure out. Raises DiskFull, StoreBroken where they
        cannot be written down; then nothing is erased.
        """
        with self._noting(self.erasures, now) as noted:
            noted.extend(ids)
            yield

    def shutting_out(self, *, now: str) -> AbstractContextManager[list[str]]:
        """As ``erasing``, for shutting kiosks out: the hashes of tokens that are added to the list are written down."""
        return self._noting(self.shut_outs, now)

    @contextmanager
    def _noting(self, ledger: FileLedger, now: str) -> Iterator[list[str]]:
        """Write down what is added to the list as the last thing before it is done; strike it out where that fails."""
        noted, written = list[str](), None
        try:
            with self.atomic():
                yield noted
                written = ledger.remember(noted, now=now) if noted else None
        except BaseException:
            if written is not None:
                ledger.strike(written)
            raise

    def elsewhere(self) -> int:
        """Return a number that is another one as soon as another process has changed something."""
        return self._engine.elsewhere()

    def scour(self) -> None:
        """See to it that what was deleted stands in no file any more; not inside ``atomic()``."""
        self.submissions.forget_words()
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

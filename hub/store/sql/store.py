"""One library's data by the portable statements; what lies beside the database is given by whoever opens it."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from hub.bus import Bus
from hub.store.beside import Beside
from hub.store.beside.ledger import FileLedger
from hub.store.sql.activities import SqlActivities
from hub.store.sql.dates import SqlDates
from hub.store.sql.doors import SqlDoors
from hub.store.sql.engine import Engine
from hub.store.sql.history import SqlHistory
from hub.store.sql.inbox import SqlInbox
from hub.store.sql.kiosks import SqlKiosks
from hub.store.sql.leases import SqlLeases
from hub.store.sql.mails import SqlMails
from hub.store.sql.notices import SqlNotices
from hub.store.sql.people import SqlPeople
from hub.store.sql.pictures import SqlPictures
from hub.store.sql.prompts import SqlPrompts
from hub.store.sql.recalled import SqlRecalled
from hub.store.sql.receipts import SqlReceipts
from hub.store.sql.revisions import SqlRevisions
from hub.store.sql.sessions import SqlSessions
from hub.store.sql.settings import SqlSettings
from hub.store.sql.sign_ups import SqlSignUps
from hub.store.sql.submissions import SqlSubmissions
from hub.store.sql.worries import SqlWorries
from hub.store.waking import Waking


class SqlStore:
    """What a Store is on any engine. Whether it is sound, and when it is scoured and closed, each engine knows."""

    def __init__(self, engine: Engine, beside: Beside, bus: Bus) -> None:
        self.bus, self._waking = bus, Waking(bus)
        self.erasures, self.shut_outs, self.pairings = beside.erasures, beside.shut_outs, beside.pairings
        self.high_water = beside.high_water
        self.submissions = SqlSubmissions(engine)
        self.worries = SqlWorries(engine)
        self.dates = SqlDates(engine)
        self.inbox = SqlInbox(engine)
        self.revisions = SqlRevisions(engine)
        self.prompts = SqlPrompts(engine)
        self.notices = SqlNotices(engine)
        self.receipts = SqlReceipts(engine)
        self.settings = SqlSettings(engine)
        self.pictures = SqlPictures(engine)
        self.kiosks = SqlKiosks(engine)
        self.people = SqlPeople(engine)
        self.sessions = SqlSessions(engine)
        self.history = SqlHistory(engine)
        self.activities = SqlActivities(engine)
        self.sign_ups = SqlSignUps(engine)
        self.mails = SqlMails(engine)
        self.recalled = SqlRecalled(engine, self.settings)
        self.leases = SqlLeases(engine)
        self.doors = SqlDoors(engine)
        self._atomic = engine.atomic

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """All or nothing, one writer at a time, durable when it ends; inside another it can fail alone."""
        with self._waking.after(), self._atomic():
            yield

    def wake(self, topic: str) -> None:
        """Say this on the bus: at once, or inside ``atomic()`` once the outermost is durable, and never if undone."""
        self._waking.wake(topic)

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

"""The kiosk's SQLite file: how it is opened, how a transaction runs, and that a broken file never stops a kiosk.

``journal_mode=TRUNCATE`` with ``synchronous=FULL``: no thanked row was lost in any simulated power cut, and the
WAL-reset bug of SQLite 3.7 to 3.51.2 does not touch rollback journals.
"""

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from kiosk.store.facts import keep_facts
from kiosk.store.kept import sync_folder
from kiosk.store.pages import PAGE_SIZE
from kiosk.store.salvage import salvage, wipe_codes
from kiosk.store.schema import BEFORE_SLIPS, SCHEMA_VERSION, upgrade
from shared.errors import DiskFull, StoreBroken, StoreBusy, StoreError

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

FILE = "kiosk.db"
_ASIDE = "broken-"
APPLICATION_ID = 0x53414D53  # "SAMS"
BUSY_S = 5.0

_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_READONLY_DBMOVED}
_healing = threading.Lock()
"""One at a time sets a broken file aside; who comes second finds the new one."""


class _NotOurs(Exception):
    """The file with the name is not, or no longer, the database that was opened."""


class Database:
    """One connection to one file. Any thread may call; each call is one transaction."""

    def __init__(self, folder: Path) -> None:
        """Open the file, or create it. Raises StoreBroken when the folder cannot be used at all."""
        self._connection: sqlite3.Connection | None = None
        self.path = folder / FILE
        self._lock = threading.RLock()
        self._file: tuple[int, int] = (0, 0)
        self.read(_probe)
        self._wipe_aside()

    def write(self, work: Work[T]) -> T:
        """Run ``work`` in one transaction, on disk when this returns. Raises StoreError; then nothing was changed."""
        return self._run("BEGIN IMMEDIATE", work)

    def read(self, work: Work[T]) -> T:
        """Run ``work`` on one consistent state. Raises StoreError."""
        return self._run("BEGIN", work)

    def check(self) -> bool:
        """Read through the whole file; what is broken is set aside. Tell whether it was whole."""
        with self._lock:
            whole = self.read(_is_whole)
            if not whole:
                try:
                    self._heal()
                except (sqlite3.Error, OSError) as exc:
                    raise _translated(exc) from exc
        return whole

    def close(self) -> None:
        """Close the file. Calling any method opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def __del__(self) -> None:
        """Close the file with the last one who holds this: from Python 3.13 on, SQLite complains where nobody does."""
        if self._connection is not None:
            self._connection.close()

    def _run(self, begin: str, work: Work[T]) -> T:
        with self._lock:
            try:
                try:
                    return self._transact(begin, work)
                except (_NotOurs, sqlite3.DatabaseError, UnicodeDecodeError) as exc:
                    if _is_damage(exc):
                        self._heal()
                    elif not self._read_leniently(exc):
                        raise
                    return self._transact(begin, work)
            except (_NotOurs, sqlite3.Error, UnicodeDecodeError, OSError) as exc:
                raise _translated(exc) from exc

    def _transact(self, begin: str, work: Work[T]) -> T:
        connection = self._connection or self._open()
        connection.execute(begin)
        try:
            # A writer looks only now: nobody can set the file aside while it holds the lock.
            if _identity(self.path) != self._file:
                raise _NotOurs
            done = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            # A full disk has rolled back already; a broken file cannot.
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
        return done

    def _read_leniently(self, exc: Exception) -> bool:
        """A flipped byte can make text that is not UTF-8: then read it all the same, its hash will tell."""
        if self._connection is None or "decode to UTF-8" not in str(exc):
            return False
        self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        return True

    def _open(self) -> sqlite3.Connection:
        with _healing:
            if not self.path.exists():
                fresh = create(self.path.with_suffix(".new"))
                # A kiosk that has a hub and no database had one: it does not know what it has promised.
                keep_facts(fresh, leases_lost=int((self.path.parent / "pairing.json").exists()))
                self._put_in_place(fresh)
        # The identity is taken first: if the file is changed in between, the first transaction notices.
        self._file = _identity(self.path)
        self._connection = _connect(self.path)
        if _application(self._connection) == APPLICATION_ID:
            upgrade(self._connection)
        return self._connection

    def _heal(self) -> None:
        """Set a broken file aside, save what can be read into a new one, and go on with that."""
        with _healing:
            if self._connection is not None and _identity(self.path) == (0, 0):
                # The name is gone but the file is still open: everything in it can be read.
                self._begin_anew(self._connection)
            elif self._connection is None or _identity(self.path) == self._file:
                source = _connect(self.path)
                try:
                    _shut_others_out(source)
                    self._begin_anew(source)
                finally:
                    source.close()
            self.close()
        self._wipe_aside()

    def _wipe_aside(self) -> None:
        """Wipe receipt codes from what was set aside before there were slips; a failure is for the next start."""
        for aside in self.path.parent.glob(f"{_ASIDE}*.db"):
            with suppress(OSError, sqlite3.Error):
                if _form(aside) <= BEFORE_SLIPS and not (self.path.exists() and aside.samefile(self.path)):
                    with closing(_connect(aside)) as connection:
                        wipe_codes(connection)

    def _begin_anew(self, source: sqlite3.Connection) -> None:
        folder = self.path.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        fresh = create(new)
        file = self.path if self.path.exists() else None
        salvage(source, fresh, file=file, earlier=len(list(folder.glob(f"{_ASIDE}*.db"))))
        if file:
            _set_aside(file, folder / f"{_ASIDE}{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.db")
        self._put_in_place(fresh)

    def _put_in_place(self, fresh: sqlite3.Connection) -> None:
        fresh.close()
        new = self.path.with_suffix(".new")
        # SQLite would play an old file's journal back into the new one.
        _journal(self.path).unlink(missing_ok=True)
        new.replace(self.path)
        _journal(new).unlink(missing_ok=True)
        sync_folder(self.path.parent)


def create(path: Path) -> sqlite3.Connection:
    """Create an empty kiosk database, replacing what is there, and return the open connection."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in (path, _journal(path)):
        old.unlink(missing_ok=True)
    # SQLite gives the journal the mode of the database.
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    connection = _connect(path)
    connection.execute(f"PRAGMA page_size={PAGE_SIZE}")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    upgrade(connection)
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    with suppress(sqlite3.DatabaseError, UnicodeDecodeError):  # what is broken here breaks the first transaction too
        connection.execute("PRAGMA journal_mode=TRUNCATE").fetchone()
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
    return connection


def _shut_others_out(source: sqlite3.Connection) -> None:
    """Hold the file, so that nobody saves into it while it is set aside. A file too broken for that takes no save."""
    try:
        source.execute("BEGIN EXCLUSIVE")
    except (sqlite3.DatabaseError, UnicodeDecodeError) as exc:
        if not _is_damage(exc):
            raise


def _set_aside(file: Path, aside: Path) -> None:
    """Give a broken file its second name, with what its journal holds; the first goes to the new one in one step."""
    with suppress(FileNotFoundError):
        _journal(file).replace(_journal(aside))
    try:
        aside.hardlink_to(file)
    except OSError:  # not every file system knows two names
        file.replace(aside)


def _journal(file: Path) -> Path:
    return Path(f"{file}-journal")


def _probe(connection: sqlite3.Connection) -> None:
    """Raise as for damage when this is not a database of ours; an emptied file is a valid empty database."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if _application(connection) != APPLICATION_ID:
        raise _NotOurs
    if version > SCHEMA_VERSION:
        raise StoreBroken(f"the database has schema {version}, this program knows {SCHEMA_VERSION}")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _application(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA application_id").fetchone()[0])


def _form(file: Path) -> int:
    """Return the schema of a database without opening it: bytes 60 to 63 of its header."""
    with file.open("rb") as opened:
        return int.from_bytes(opened.read(64)[60:])


def _is_whole(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def _identity(path: Path) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return 0, 0
    return found.st_dev, found.st_ino


def _is_damage(exc: Exception) -> bool:
    code = getattr(exc, "sqlite_errorcode", 0)
    emptied = str(exc).startswith("no such table")  # a file cut to nothing is a valid, empty database
    # sqlite3 itself fails on a message that quotes a damaged schema.
    return isinstance(exc, _NotOurs | UnicodeDecodeError) or emptied or code in _DAMAGE or code & 0xFF in _DAMAGE


def _translated(exc: Exception) -> StoreError:
    code = getattr(exc, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(str(exc))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy(str(exc))
    return StoreBroken(str(exc))

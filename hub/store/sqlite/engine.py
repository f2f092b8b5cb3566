"""Connections and transactions: one writer, several readers, every commit on the disk before it is answered.

WAL with synchronous=FULL: a power cut takes nothing that was committed, at one fsync a commit (WAL+NORMAL lost rows in
8 of 8 power cuts). SQLite before 3.51.3 can lose a committed row when two connections write and checkpoint at the same
moment, so writing is one connection under one lock, and a lock file keeps other processes (the commands) apart.
"""

import os
import queue
import sqlite3
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from pathlib import Path
from time import monotonic
from typing import Any

from sqlite_utils import Database

from hub.store.sql.engine import Values
from hub.store.sqlite.copying import Copied, copied
from hub.store.sqlite.migrations import migrations
from hub.store.sqlite.words import SqliteWords
from shared.errors import DiskFull, StoreBroken, StoreBusy, StoreDamaged, StoreError

if sys.platform != "win32":
    import fcntl

READERS = 8
"""So many reads run at once; the next waits. More threads than cores only wait for each other."""
BUSY_S = 5
CHECKPOINT_PAGES = 4_000
"""16 MB: an intake of some thousand drawings' worth of pages is written back once, not after each batch."""

STEPS = 10_000
"""So many steps of SQLite are made between two looks at the clock: about a tenth of a millisecond."""

Row = sqlite3.Row


class Engine:
    """Runs SQL with named parameters on one database file."""

    words = SqliteWords()

    def __init__(self, path: Path) -> None:
        self._path, self.copy_path = path, path.with_name(f"{path.stem}-copy.db")
        self._opened = ExitStack()
        self._here = threading.local()
        self._turn = threading.RLock()
        self._readers: queue.LifoQueue[sqlite3.Connection | None] = queue.LifoQueue()
        for _ in range(READERS):
            self._readers.put(None)
        self._closed = False
        self._lock_file = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        self._opened.callback(os.close, self._lock_file)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        with _translated():
            self._writer = self._opened.enter_context(closing(self._connect()))
            database = Database(self._writer, execute_plugins=False)
            if migrations.pending(database):  # a command beside a hub that serves need not wait for its turn
                with self._other_processes_out():
                    migrations.apply(database)

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Run what follows in this thread as one transaction; a nested one is a savepoint."""
        depth: int = getattr(self._here, "depth", 0)
        if depth:
            begin, end, undo = f"savepoint s{depth}", f"release s{depth}", f"rollback to s{depth}; release s{depth}"
        else:
            begin, end, undo = "begin immediate", "commit", "rollback"
        with self._turn, nullcontext() if depth else self._other_processes_out():
            with _translated():
                self._writer.execute(begin)
            self._here.depth = depth + 1
            try:
                yield
                with _translated():
                    self._writer.execute(end)
            except BaseException:
                # A full disk has already rolled back by itself; asking again would hide the first error.
                if self._writer.in_transaction:
                    for statement in undo.split("; "):
                        self._writer.execute(statement)
                raise
            finally:
                self._here.depth = depth

    def all(self, sql: str, values: Values | None = None) -> list[Row]:
        """Return the rows of a question."""
        with self._asking() as connection, _translated():
            found: list[Row] = connection.execute(sql, values or {}).fetchall()
            return found

    def one(self, sql: str, values: Values | None = None) -> Row | None:
        """Return the first row of a question, or None."""
        with self._asking() as connection, _translated():
            found: Row | None = connection.execute(sql, values or {}).fetchone()
            return found

    def bounded(self, sql: str, limit_s: float | None) -> list[Row] | None:
        """Return the rows of a question that may take long; None where ``limit_s`` seconds were not enough for it."""
        ends = None if limit_s is None else monotonic() + limit_s
        with _translated(), closing(self._connect()) as connection:
            if ends is not None:
                connection.set_progress_handler(lambda: monotonic() > ends, STEPS)
            try:
                found: list[Row] = connection.execute(sql).fetchall()
            except sqlite3.OperationalError as exc:
                if exc.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                    return None
                raise
            return found

    def run(self, sql: str, values: Values | None = None) -> int:
        """Change something; return how many rows."""
        with self.atomic(), _translated():
            return self._writer.execute(sql, values or {}).rowcount

    def many(self, sql: str, rows: Iterable[Values] | Iterable[Sequence[Any]]) -> None:
        """Do the same change for many rows."""
        with self.atomic(), _translated():
            self._writer.executemany(sql, rows)

    def elsewhere(self) -> int:
        """Return a number that is another one as soon as another process has changed something.

        SQLite counts what other connections commit, and of this process only the writer does.
        """
        with self._turn, _translated():
            return int(self._writer.execute("pragma data_version").fetchone()[0])

    def copy(self) -> Copied:
        """Copy everything as it is now, in portions; one at a time. Nobody who writes waits for it.

        The copy lies beside the database until it is whole. Raises DiskFull, StoreBroken, StoreDamaged.
        """
        with _translated():
            file = yield from copied(self._connect, self.copy_path)
            return file

    def scour(self) -> None:
        """Merge the parts of search, which only marks removed words until then, write the log back and cut it off.

        Deleted rows are zeros in the database, but stand in the log until then. While somebody reads an older state the
        log stays, and this is for the next time.
        """
        self.run("insert into submission_words (submission_words) values ('optimize')")
        with self._turn, self._other_processes_out(), _translated():
            self._writer.execute("pragma wal_checkpoint(truncate)").fetchall()

    def close(self) -> None:
        """Close every connection that is not in use."""
        with self._turn:
            with suppress(queue.Empty):
                while True:
                    reader = self._readers.get_nowait()
                    if reader is not None:
                        reader.close()
            self._closed = True
            self._readers.put(None)  # whoever asks later is told, and does not wait for ever
            self._opened.close()

    def __del__(self) -> None:
        """Close with the last one who holds this: from Python 3.13 on, SQLite complains where nobody does."""
        self.close()

    @contextmanager
    def _asking(self) -> Iterator[sqlite3.Connection]:
        if getattr(self._here, "depth", 0):
            yield self._writer
            return
        reader = self._readers.get()
        try:
            if self._closed:
                raise StoreBroken("the store is closed")
            if reader is None:
                with _translated():
                    reader = self._connect()
                    reader.execute("pragma query_only = on")
            yield reader
        finally:
            self._readers.put(reader)

    def _connect(self) -> sqlite3.Connection:
        # isolation_level=None: the driver opens no transactions of its own; atomic() alone does.
        connection = sqlite3.connect(
            self._path, timeout=BUSY_S, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        connection.row_factory = sqlite3.Row
        with ExitStack() as on_failure:
            on_failure.callback(connection.close)
            for pragma in (
                "journal_mode = wal",
                "synchronous = full",
                "secure_delete = on",
                "temp_store = memory",
                f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
            ):
                connection.execute(f"pragma {pragma}")
            on_failure.pop_all()
        return connection

    @contextmanager
    def _other_processes_out(self) -> Iterator[None]:
        if sys.platform == "win32":  # SQLite's own lock has to do there
            yield
            return
        fcntl.flock(self._lock_file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._lock_file, fcntl.LOCK_UN)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as exc:
        said = str(exc)
        if "full" in said:
            raise DiskFull("the hub's disk is full") from exc
        if "locked" in said or "busy" in said:
            raise StoreBusy("another process writes") from exc
        raise StoreBroken(said) from exc
    except sqlite3.IntegrityError as exc:
        raise StoreError("a rule of the database was broken") from exc
    except sqlite3.DatabaseError as exc:
        damaged = getattr(exc, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        raise (StoreDamaged if damaged else StoreBroken)(str(exc)) from exc
    except (OverflowError, UnicodeEncodeError) as exc:
        raise StoreError("a value does not fit into the database") from exc

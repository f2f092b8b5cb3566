"""A copy of the database as it was at one moment, made while others write.

SQLite's backup copies pages in portions. It is asked through a connection that reads one state all the while, so what
is written meanwhile neither waits for the copy nor makes it begin anew; the log alone grows until the copy is made.
"""

import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO

from shared.errors import StoreDamaged

PAGES = 256
"""Pages of a portion: 1 MB, some milliseconds."""
FLUSH = 4
"""So many portions are brought to the disk at a time."""
NO_LOG = (18, b"\x01\x01")
"""Where a database says by which journal it is written, and the word for one without a log beside it (SQLite's file
format, section 1.3): a copy is one file, and looking at it makes no other."""

Copied = Generator[tuple[int, int], None, BinaryIO]
"""How many bytes of how many are copied, after each portion; at the end the copy, open at its beginning. Its file has
lost its name by then, and is gone when it is closed."""


class _Stopped(Exception):
    """Nobody wants the copy any more."""


def copied(connect: Callable[[], sqlite3.Connection], to: Path) -> Copied:
    """Copy the database that ``connect`` opens into the file ``to``, which is nobody else's, and look through the copy.

    Raises sqlite3.Error, OSError; StoreDamaged where the copy is not sound.
    """
    to.unlink(missing_ok=True)  # of one that was killed
    file = os.fdopen(os.open(to, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "r+b")
    try:
        with closing(connect()) as source, closing(_opened(to)) as target:
            source.execute("begin")
            source.execute("select count(*) from sqlite_master").fetchone()  # here the moment is
            size = source.execute("pragma page_size").fetchone()[0]
            for n, (done, total) in enumerate(_in_portions(source, target)):
                if n % FLUSH == 0:  # a little at a time: else whoever commits waits until all of it is on the disk
                    os.fsync(file.fileno())
                yield done * size, total * size
        _write_at(file, *NO_LOG)
        with closing(_opened(to)) as target:
            for table in _tables(target):
                yield file.seek(0, os.SEEK_END), file.tell()
                _look_at(target, table)
        with suppress(PermissionError):  # Windows lets no open file go: there the next copy takes it away
            to.unlink()
        file.seek(0)
    except BaseException:
        file.close()
        to.unlink(missing_ok=True)
        raise
    return file


def _opened(path: Path) -> sqlite3.Connection:
    """Open the copy. It is of no use until it is whole, so it needs no journal, and nothing is flushed."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode = off", "synchronous = off", "temp_store = memory"):
        connection.execute(f"pragma {pragma}")
    return connection


def _in_portions(source: sqlite3.Connection, target: sqlite3.Connection) -> Generator[tuple[int, int], None, None]:
    """Yield how many pages of how many are copied. The driver copies to the end in one go, so a thread does it."""
    told: queue.SimpleQueue[tuple[int, int] | Exception | None] = queue.SimpleQueue()
    goes_on, stopped = threading.Semaphore(0), threading.Event()

    def tell(_: int, left: int, total: int) -> None:
        told.put((total - left, total))
        goes_on.acquire()
        if stopped.is_set():
            raise _Stopped

    def copy() -> None:
        came: Exception | None = _Stopped()
        try:
            source.backup(target, pages=PAGES, progress=tell)
            came = None
        except (sqlite3.Error, _Stopped) as exc:
            came = exc
        finally:
            told.put(came)

    thread = threading.Thread(target=copy, name="copying", daemon=True)
    thread.start()
    try:
        while (said := told.get()) is not None:
            if isinstance(said, Exception):
                raise said
            yield said
            goes_on.release()
    finally:
        stopped.set()
        goes_on.release()
        thread.join()


def _tables(target: sqlite3.Connection) -> list[str]:
    return [name for (name,) in target.execute("select name from sqlite_master where type = 'table' order by name")]


def _look_at(target: sqlite3.Connection, table: str) -> None:
    said = [str(row[0]) for row in target.execute(f'pragma quick_check("{table}")')]
    if said != ["ok"]:
        raise StoreDamaged(f"table {table}: {said[0] if said else 'nothing said'}")


def _write_at(file: BinaryIO, at: int, what: bytes) -> None:
    file.seek(at)
    file.write(what)
    file.flush()

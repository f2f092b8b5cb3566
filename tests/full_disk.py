"""Disks that are full: as the database finds them, and as any file does."""

import logging
import resource
from collections.abc import Iterator
from contextlib import contextmanager

from hub.store.base import Store
from hub.store.sqlite import SqliteStore


@contextmanager
def full(store: Store) -> Iterator[None]:
    """As if no page more fitted on the disk: SQLite then fails as it does at ENOSPC."""
    assert isinstance(store, SqliteStore)
    writer = store._engine._writer
    (before,), (pages,) = (writer.execute(f"pragma {name}").fetchone() for name in ("max_page_count", "page_count"))
    writer.execute(f"pragma max_page_count = {pages}")
    yield
    writer.execute(f"pragma max_page_count = {before}")


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """As if no file could grow beyond so many bytes: a write is cut there, and the next fails, as on a full disk.

    Nothing is logged meanwhile: where a test before this one loaded Kivy, every line goes to a file of Kivy's as well.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    logging.disable()
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        logging.disable(logging.NOTSET)

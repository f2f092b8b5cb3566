"""Every store that keeps the contract; `make portable` puts another in its place."""

from collections.abc import Callable
from pathlib import Path

from hub.store.base import Store
from hub.store.sqlite import SqliteStore

STORES: dict[str, Callable[[Path], Store]] = {"sqlite": SqliteStore}


def take_fifty(open_store: Callable[[Path], Store], folder: Path) -> None:
    """Take fifty revisions, each for itself; for a process of its own."""
    store = open_store(folder)
    for _ in range(50):
        with store.atomic():
            store.revisions.take()
    store.close()

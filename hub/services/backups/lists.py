"""The lists beside the database, sealed beside the backups as they are now.

A backup knows what was erased until it was made. What was erased since stands in the hub's lists; they lie on the disk
that breaks. So the newest of them are beside the backups as well, and whoever puts one back has them.
"""

from datetime import datetime
from pathlib import Path

from hub.keys import HubKeys
from hub.services.backups import places
from hub.services.backups.entries import LISTS, content_of, end_entries, read_entries, write_small
from hub.services.backups.sealed import Opening, Sealing
from hub.store.base import Store
from shared.errors import FileUnreadable
from shared.seal import UnsealKey
from shared.submission import utc


def read_all(store: Store, data: Path) -> dict[str, bytes]:
    """Return the lists as they are, by their names, while nobody writes in them. Raises FileUnreadable, StoreError."""
    with store.atomic():
        found = {name: read_if_there(data / name) for name in LISTS}
    return {name: content for name, content in found.items() if content is not None}


def read_if_there(path: Path) -> bytes | None:
    """Return what is in a file; None where there is none. Raises FileUnreadable."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as exc:
        raise FileUnreadable(f"{path}: {exc.strerror}") from exc


def put(store: Store, keys: HubKeys, data: Path, folder: Path, *, now: datetime) -> None:
    """Put the lists as they are now beside the backups. Raises BackupFull, FolderGone, FileUnreadable, StoreError."""
    found = read_all(store, data)
    with places.written(places.lists_path(folder, keys.hub_id)) as file:
        sealing = Sealing(file, keys.unseal_key.keys[0], keys.hub_id, utc(now))
        for name, content in found.items():
            write_small(sealing, name, content)
        end_entries(sealing)


def opened(path: Path, unseal_key: UnsealKey) -> tuple[str, dict[str, bytes]]:
    """Return when lists were put beside the backups, and the lists. Raises BackupError, OSError."""
    with path.open("rb") as file:
        opening = Opening(file, unseal_key)
        found = {name: b"".join(content_of(opening, size)) for name, size in read_entries(opening) if name in LISTS}
        return opening.header.made_at, found


def joined(older: bytes, newer: bytes) -> bytes:
    """Return the lines of both, each once, those of the older first. A list only grows."""
    lines = dict.fromkeys([*older.splitlines(), *newer.splitlines()])
    return b"".join(line + b"\n" for line in lines if line)

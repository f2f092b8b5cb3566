"""What is in a backup: some files of the hub's folder, one after the other, each under one of the names that are known.

No other name is taken, so that nothing is ever put anywhere else; and nothing is packed, so that little never becomes
much.
"""

import re
from collections.abc import Iterator
from typing import Final

from hub.services.backups.sealed import Opening, Sealing
from shared.errors import BackupDamaged

DATABASE: Final = "hub.db"
LISTS: Final = ("erasures.log", "shut-outs.log", "pairings.log")
KEYS: Final = ("keys/hub-id", "keys/tls.key", "keys/tls.crt", "keys/root.pem", "keys/staff.pem")
"""Not the seal's secret: the recovery words are just that."""
SETTINGS: Final = "hub.toml"
FORMER: Final = re.compile(r"keys/former/[0-9a-f]{16}\.secret")
PORTION: Final = 2**20
SMALL: Final = 64 * 2**20
"""Most bytes of what is not the database: a list of a million erasures has less."""


def is_known(name: str) -> bool:
    """Tell whether a backup may hold a file of this name."""
    return name in (DATABASE, SETTINGS, *LISTS, *KEYS) or FORMER.fullmatch(name) is not None


def begin_entry(sealing: Sealing, name: str, size: int) -> None:
    """Write what stands before the content of a file: its name and how many bytes come."""
    said = name.encode("ascii")
    sealing.write(len(said).to_bytes(1) + said + size.to_bytes(8))


def write_small(sealing: Sealing, name: str, content: bytes) -> None:
    """Write a whole file."""
    begin_entry(sealing, name, len(content))
    sealing.write(content)


def end_entries(sealing: Sealing) -> None:
    """Write that no more files come."""
    sealing.write(b"\x00")
    sealing.end()


def read_entries(opening: Opening) -> Iterator[tuple[str, int]]:
    """Yield name and size of each file; whoever asks for the next has read the content with :func:`content_of`.

    Raises BackupDamaged, OSError.
    """
    seen = set[str]()
    while length := opening.read(1)[0]:
        name = opening.read(length).decode("ascii", "replace")
        size = int.from_bytes(opening.read(8))
        if not is_known(name) or name in seen or (name != DATABASE and size > SMALL):
            raise BackupDamaged("it holds a file that no backup has")
        seen.add(name)
        yield name, size
    opening.must_end()


def content_of(opening: Opening, size: int) -> Iterator[bytes]:
    """Yield the content of a file in portions. Raises BackupDamaged, OSError."""
    while size > 0:
        portion = opening.read(min(size, PORTION))
        size -= len(portion)
        yield portion

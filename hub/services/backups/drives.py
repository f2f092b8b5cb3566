"""Drives that are plugged in to the hub's computer, for whoever chooses where backups go."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

MOUNTS: Final = Path("/proc/self/mounts")
"""Where Linux says what is mounted: a line each, device and place first, with odd letters in octal (fstab(5))."""
ROOTS: Final = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
"""Where systems mount what is plugged in."""
OWN: Final = "Samskap"
"""The folder that is made for backups on a drive with other things on it."""


class Drive(NamedTuple):
    """A drive: what it is called, the folder backups would go to, how many bytes are free."""

    name: str
    folder: Path
    free: int


def plugged_in(mounts: Path = MOUNTS, roots: Sequence[str] = ROOTS) -> list[Drive]:
    """Return the drives the hub may write to, by name; none where the system does not say."""
    try:
        lines = mounts.read_text("utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []
    places = {_place(line.split(" ")[1]) for line in lines if line.count(" ") > 1}
    found = [_drive(Path(one)) for one in sorted(places) if one.startswith(tuple(roots))]
    return [one for one in found if one is not None]


def _place(written: str) -> str:
    """Return a place as it is; odd letters are written by their numbers."""
    head, *rest = written.split("\\")
    return head + "".join(chr(int(one[:3], 8)) + one[3:] if one[:3].isdecimal() else f"\\{one}" for one in rest)


def _drive(place: Path) -> Drive | None:
    try:
        if not place.name.isprintable() or not os.access(place, os.W_OK | os.X_OK):
            return None
        return Drive(place.name, place / OWN, shutil.disk_usage(place).free)
    except OSError:
        return None

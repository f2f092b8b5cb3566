"""Commands run by root work as whoever owns the folder, so that the service can read what they leave in it.

It also keeps root from following links that somebody else has put there.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":
    import pwd


@dataclass(frozen=True)
class Owner:
    """A user and a group of this machine, by number."""

    user: int
    group: int


def owner_to_be(folder: Path, *, user: int) -> Owner | None:
    """Return whom to become before anything in a folder is touched; None when ``user`` may go on as it is.

    A folder that is not there yet belongs to whom the nearest folder above it belongs.
    """
    if user != 0:
        return None
    nearest = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    found = nearest.stat()
    return Owner(found.st_uid, found.st_gid) if found.st_uid != 0 else None


def work_as_owner(folder: Path) -> str | None:
    """Become the owner of the folder for good, in its groups too, when root runs this; return the owner's home then.

    None when nobody else was become, or the owner has no home.
    """
    if sys.platform == "win32":
        return None
    owner = owner_to_be(folder, user=os.geteuid())
    if owner is None:
        return None
    home = None
    try:
        known = pwd.getpwuid(owner.user)
        os.initgroups(known.pw_name, owner.group)
        home = known.pw_dir
    except KeyError:  # a number without a name, as containers have them
        os.setgroups([owner.group])
    os.setgid(owner.group)
    os.setuid(owner.user)
    return home

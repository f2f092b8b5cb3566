"""The library's logo: taken from a file, kept in the database with all else, and given away again."""

import hashlib
from datetime import datetime

from hub.bus import NEWS
from hub.model import Actor, Right
from hub.services.changing import changing, must
from hub.services.house import pictures, settings
from hub.services.house.settings import KnownLogo
from hub.store.base import Store
from shared.errors import LogoMissing, NotFound


def choose(store: Store, file: bytes, *, by: Actor, now: datetime) -> None:
    """Make the picture in a file the logo, in place of the one before. Raises LogoMissing, InvalidInput, NotAllowed."""
    must(by, Right.SETTINGS)
    if not file:
        raise LogoMissing("no file")
    new = pictures.made(file)
    mark = hashlib.sha256(new.png + new.ground.encode()).hexdigest()[:32]
    with changing(store, by, now, Right.SETTINGS) as change:
        store.pictures.keep(mark, new.png)
        store.settings.save({settings.LOGO: f"{mark} {new.across} {new.down} {new.ground}"})
        change.note("choose-logo", "logo")
        change.wake(NEWS)


def remove(store: Store, *, by: Actor, now: datetime) -> None:
    """Go without a logo; where there is none nothing is done. Raises NotAllowed."""
    with changing(store, by, now, Right.SETTINGS) as change:
        if settings.read(store).logo is not None:
            store.pictures.drop()
            store.settings.save({settings.LOGO: ""})
            change.note("remove-logo", "logo")
            change.wake(NEWS)


def picture(store: Store) -> bytes:
    """Return the logo as PNG; b"" where there is none."""
    known = settings.read(store).logo
    return (store.pictures.read(known.mark) if known else None) or b""


def png(store: Store, known: KnownLogo | None, mark: str) -> bytes:
    """Return the picture with this mark, if it is the one that is ``known``. Raises NotFound."""
    found = store.pictures.read(mark) if known is not None and known.mark == mark else None
    if found is None:
        raise NotFound("logo")
    return found

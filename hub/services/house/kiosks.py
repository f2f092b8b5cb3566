"""The paired kiosks, as staff see them and as the sync app lets them in."""

import hashlib
import unicodedata
from datetime import datetime

from hub.config import is_name
from hub.model import AuditLine, DoorKeys, PairedKiosk, Staff
from hub.services.restoring import recount
from hub.store.base import Store
from shared.errors import BadName, IllegalMove, KioskRevoked, NotAllowed, NotFound
from shared.submission import utc


def listed(store: Store) -> list[PairedKiosk]:
    """Return every kiosk that was ever paired, by name."""
    return store.kiosks.every()


def known(store: Store, token: str) -> PairedKiosk:
    """Return the kiosk whose token this is. Raises NotAllowed, or KioskRevoked for one that is shut out."""
    kiosk = store.kiosks.by_token(hash_of(token))
    if kiosk is None:
        raise NotAllowed("no kiosk has this token")
    if kiosk.revoked_at is not None:
        raise KioskRevoked(kiosk.id)
    return kiosk


def revoke(store: Store, id: str, *, staff: Staff, now: datetime) -> None:
    """Shut a kiosk out: its next request is refused, no recount waits for its word, and its door is asked about anew.

    Codes that only it has told of are forgotten, see unknown_codes. It is written down beside the database too, see
    shut_again. One that is out already stays so. Raises NotFound; DiskFull, StoreBroken where it cannot be written
    down, and then nothing is done.
    """
    with store.shutting_out(now=utc(now)) as tokens:
        if read(store, id).revoked_at is None:
            tokens.append(store.kiosks.token_of(id))
            shut(store, id, AuditLine(utc(now), staff.name, "revoke", f"kiosk {id}"))


def shut(store: Store, id: str, line: AuditLine) -> None:
    """Shut a kiosk out with this line of its history; inside ``atomic()``."""
    store.doors.save_keys(id, DoorKeys())
    store.kiosks.revoke(id, now=line.at)
    store.sign_ups.drop_asked_by(id)
    recount.leave_out(store, id)
    store.people.write_audit(line)


def shut_out(store: Store, id: str) -> PairedKiosk:
    """Return a kiosk that is shut out. Raises NotFound, IllegalMove for one that is not."""
    found = read(store, id)
    if found.revoked_at is None:
        raise IllegalMove("the kiosk is not shut out")
    return found


def rename(store: Store, id: str, name: str, *, staff: Staff, now: datetime) -> None:
    """Give a kiosk another name. Raises NotFound, BadName."""
    with store.atomic():
        read(store, id)
        store.kiosks.rename(id, checked_name(name))
        store.people.write_audit(AuditLine(utc(now), staff.name, "rename", f"kiosk {id}"))


def checked_name(name: str) -> str:
    """Return a name fit for a list, its letters whole whatever keyboard wrote them. Raises BadName."""
    name = unicodedata.normalize("NFC", name).strip()
    if not is_name(name):
        raise BadName("name")
    return name


def hash_of(token: str) -> str:
    """Return what is stored of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def read(store: Store, id: str) -> PairedKiosk:
    """Return a kiosk. Raises NotFound."""
    kiosk = store.kiosks.read(id)
    if kiosk is None:
        raise NotFound("kiosk")
    return kiosk

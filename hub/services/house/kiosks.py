"""The paired kiosks, as staff see them and as the sync app lets them in."""

import hashlib
import unicodedata
from datetime import datetime
from itertools import count

from hub.bus import KIOSKS
from hub.config import MAX_NAME, is_name
from hub.model import Actor, DoorKeys, PairedKiosk, Right
from hub.services.changing import Change, changing, shutting_out
from hub.services.restoring import recount
from hub.store.base import Store
from shared.errors import BadName, BadPlace, IllegalMove, KioskRevoked, NameTaken, NotAllowed, NotFound


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


def revoke(store: Store, id: str, *, by: Actor, now: datetime) -> None:
    """Shut a kiosk out: its stream of nudges ends, its next request is refused, no recount waits for its word, and its
    door is asked about anew.

    Codes that only it has told of are forgotten, see unknown_codes. It is written down beside the database too, see
    shut_again. One that is out already stays so. Raises NotFound; DiskFull, StoreBroken where it cannot be written
    down, and then nothing is done.
    """
    with shutting_out(store, by, now, Right.KIOSKS) as (change, tokens):
        if read(store, id).revoked_at is None:
            tokens.append(store.kiosks.token_of(id))
            shut(change, id, "revoke")


def shut(change: Change, id: str, move: str) -> None:
    """Shut a kiosk out, which its history calls ``move``: whoever waits for kiosks looks who is still known."""
    store = change.store
    store.doors.save_keys(id, DoorKeys())
    store.kiosks.revoke(id, now=change.at)
    store.sign_ups.drop_asked_by(id)
    recount.leave_out(change, id)
    change.note(move, f"kiosk {id}")
    change.wake(KIOSKS)


def shut_out(store: Store, id: str) -> PairedKiosk:
    """Return a kiosk that is shut out. Raises NotFound, IllegalMove for one that is not."""
    found = read(store, id)
    if found.revoked_at is None:
        raise IllegalMove("the kiosk is not shut out")
    return found


def rename(store: Store, id: str, name: str, *, by: Actor, now: datetime) -> None:
    """Give a kiosk another name. Raises NotFound, BadName, NameTaken where another that may call has it."""
    name = checked_name(name)
    with changing(store, by, now, Right.KIOSKS) as change:
        read(store, id)
        if free_name(store, name, id) != name:
            raise NameTaken(name)
        store.kiosks.rename(id, name)
        change.note("rename", f"kiosk {id}")


def say_where(store: Store, id: str, place: str, *, by: Actor, now: datetime) -> None:
    """Say where a kiosk stands, "" to leave it open. Raises NotFound, BadPlace."""
    place = checked_place(place)
    with changing(store, by, now, Right.KIOSKS) as change:
        if read(store, id).place != place:
            store.kiosks.say_where(id, place)
            change.note("say-where", f"kiosk {id}", place)


def free_name(store: Store, name: str, id: str) -> str:
    """Return a name that no other kiosk has that may call: this one, or with a number behind it."""
    taken = {one.name.casefold() for one in listed(store) if one.id != id and one.revoked_at is None}
    numbered = (f"{name[: MAX_NAME - 4]} {n}" for n in count(2))
    return name if name.casefold() not in taken else next(one for one in numbered if one.casefold() not in taken)


def checked_name(name: str) -> str:
    """Return a name fit for a list, its letters whole whatever keyboard wrote them. Raises BadName."""
    name = unicodedata.normalize("NFC", name).strip()
    if not is_name(name):
        raise BadName("name")
    return name


def checked_place(place: str) -> str:
    """Return a place fit for a list, as :func:`checked_name` does; it may be empty. Raises BadPlace."""
    place = unicodedata.normalize("NFC", place).strip()
    if place and not is_name(place):
        raise BadPlace("place")
    return place


def hash_of(token: str) -> str:
    """Return what is stored of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def read(store: Store, id: str) -> PairedKiosk:
    """Return a kiosk. Raises NotFound."""
    kiosk = store.kiosks.read(id)
    if kiosk is None:
        raise NotFound("kiosk")
    return kiosk

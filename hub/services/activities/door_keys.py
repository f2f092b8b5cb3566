"""Whose door may read who comes: a key that a kiosk tells waits until staff have compared its words, and said yes.

The token of a kiosk lies on its disk, so whoever has the disk can send a key. What he has not is the screen of the
tablet, and only there stand the words of its own key.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from hub.bus import NEWS
from hub.model import Actor, DoorKeys, PairedKiosk, Right
from hub.services.changing import Change, changing
from hub.services.taking import Taking
from hub.store.base import Store
from shared.door_key import door_words, read_door_key
from shared.errors import NotFound
from shared.seal import SealKey


@dataclass(frozen=True)
class Asked:
    """A key of the door of ``kiosk`` about which staff have something to say, and its words."""

    kiosk: PairedKiosk
    key: str
    words: tuple[str, ...]


def accepted(store: Store, kiosk: PairedKiosk) -> SealKey | None:
    """Return the key that lists for the door of this kiosk are sealed to; None before staff said yes to one."""
    key = store.doors.keys(kiosk.id).accepted
    return None if key is None else SealKey(read_door_key(key).hex())


def hear(taking: Taking) -> None:
    """Take the key a kiosk tells. One that is new waits; only the newest does, and what is no key is passed over.

    The history has one line for all that come until staff have answered: a kiosk that tells another key each time
    fills neither it nor the database.
    """
    change, kiosk, key = taking.change, taking.kiosk.id, taking.delivery.door_key
    keys = change.store.doors.keys(kiosk)
    if key is None or key in (keys.accepted, keys.pending, keys.refused) or not _is_key(key):
        return
    change.store.doors.save_keys(kiosk, replace(keys, pending=key))
    if keys.pending is None:
        change.note("tell-door-key", f"kiosk {kiosk}", _mark(key))


def waiting(store: Store, kiosk: PairedKiosk, language: str) -> Asked | None:
    """Return the key that waits for staff, with its words in this language; None when none does."""
    return _asked(kiosk, store.doors.keys(kiosk.id).pending, language)


def refused(store: Store, kiosk: PairedKiosk, language: str) -> Asked | None:
    """Return the last key that staff said no to: it may have been a slip."""
    return _asked(kiosk, store.doors.keys(kiosk.id).refused, language)


def accept(store: Store, kiosk: str, key: str, *, by: Actor, now: datetime) -> None:
    """Seal lists to this key from now on: staff have seen its words on the tablet.

    Raises NotFound when it is not, or no longer, the key that was asked about.
    """
    with changing(store, by, now, Right.DOOR_KEYS) as change:
        keys = store.doors.keys(kiosk)
        if key not in (keys.pending, keys.refused):
            raise NotFound("door key")
        pending = None if key == keys.pending else keys.pending
        store.doors.save_keys(kiosk, DoorKeys(key, pending, None if key == keys.refused else keys.refused))
        _note(change, "accept-door-key", kiosk, key)


def refuse(store: Store, kiosk: str, key: str, *, by: Actor, now: datetime) -> None:
    """Seal nothing to this key, and ask about it no more. Raises NotFound when it is not the one that waits."""
    with changing(store, by, now, Right.DOOR_KEYS) as change:
        keys = store.doors.keys(kiosk)
        if key != keys.pending:
            raise NotFound("door key")
        store.doors.save_keys(kiosk, replace(keys, pending=None, refused=key))
        _note(change, "refuse-door-key", kiosk, key)


def _note(change: Change, move: str, kiosk: str, key: str) -> None:
    change.note(move, f"kiosk {kiosk}", _mark(key))
    change.wake(NEWS)


def _asked(kiosk: PairedKiosk, key: str | None, language: str) -> Asked | None:
    if key is None or kiosk.revoked_at is not None or not _is_key(key):
        return None
    return Asked(kiosk, key, door_words(read_door_key(key), kiosk.id, language))


def _is_key(key: str) -> bool:
    try:
        read_door_key(key)
    except ValueError:
        return False
    return True


def _mark(key: str) -> str:
    """Return by what a key is known in the history."""
    return sha256(key.encode()).hexdigest()[:16]

"""At the door: who comes, from a list that only this kiosk with its staff PIN can read, and who came, noted offline.

The private key never lies on disk but as AES-256-GCM wraps it by the key of the PIN, see ``kiosk.staff_round.pin``. Six
digits are few, so this protects names against a look at the disk, not against a thief with a week; that is why lists
hold no contacts and are gone the day after.
"""

import base64
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kiosk.staff_round.pin import PinKey
from kiosk.store import DOOR, KioskStore, Noted
from shared.activity import DEFAULT_ZONE, YEARS, attendance_prompt
from shared.dates import local
from shared.door_key import door_words, read_door_key
from shared.errors import CannotUnseal, FileUnreadable, NotFound
from shared.kinds import kind_of
from shared.protocol import DoorList
from shared.submission import from_utc, new_submission_id, utc

if TYPE_CHECKING:
    from shared.seal import UnsealKey

_ABOUT = b"samskap door key 2"


@dataclass(frozen=True)
class Guest:
    """One sign-up on the list, and how many of its ``persons`` came; None: nobody has ticked it."""

    code: str
    names: tuple[str, ...]
    ages: Mapping[str, int]
    persons: int
    state: str
    needs: Mapping[str, str] = field(default_factory=dict)
    came: int | None = None


@dataclass(frozen=True)
class Door:
    """The door of one activity on one date. ``tally`` counts heads without a name by age band.

    Both are what the hub knew when it last spoke, from every door and page, and over it what was noted here since.
    """

    activity: str
    title: Mapping[str, str]
    date: str
    dates: tuple[str, ...]
    guests: tuple[Guest, ...]
    tally: Mapping[str, int]
    delete_at: str
    zone: str = DEFAULT_ZONE
    """Where it takes place."""


class DoorBook:
    """The book at the door. What :meth:`open` read is in RAM until :meth:`close`; ticks and heads go to disk at once.

    ``wake`` is called after each thing noted: there is something to sync.
    """

    def __init__(self, store: KioskStore, wake: Callable[[], None] = lambda: None) -> None:
        self._store, self._wake = store, wake
        self._private: UnsealKey | None = None
        self._read: dict[str, dict[str, Any]] = {}

    @property
    def is_open(self) -> bool:
        """Whether the PIN was given and the book not closed since."""
        return self._private is not None

    def open(self, key: PinKey) -> list[Door]:
        """Open the book with what the staff PIN gave, and return every door there is; the first time its key is made.

        Raises StoreError.
        """
        self._private = self._unlocked(key) or self._made(key)
        return self.doors()

    def close(self) -> None:
        """Forget the key and the names."""
        self._private = None
        self._read.clear()

    def words(self) -> str:
        """Return the words of this door's key, by which staff know it at the hub; "" before there is a hub or a key.

        They are in the library's language, as they are there. Raises StoreError.
        """
        pairing, told = self._store.pairing(), self._store.door.key()
        if pairing is None or told is None:
            return ""
        return " · ".join(door_words(read_door_key(told), pairing.kiosk_id, self._store.default_language()))

    def doors(self) -> list[Door]:
        """Return the door of each list, on the date that is today or comes next; [] when the book is closed.

        A list that the hub took away, or whose date has come, is not there any more. Raises StoreError.
        """
        if self._private is None:
            return []
        found = [(one, _opened(self._private, one)) for one in self._store.door.lists()]
        self._read = {one.activity: content for one, content in found if content is not None}
        return [self._view(slug, self._next_date(slug, content["dates"])) for slug, content in self._read.items()]

    def door(self, activity: str, date: str | None = None) -> Door:
        """Return one door, on this date or on the one that comes next. Raises NotFound, StoreError."""
        self.doors()
        if activity not in self._read:
            raise NotFound("no such list here")
        dates = self._read[activity]["dates"]
        return self._view(activity, date if date is not None and date in dates else self._next_date(activity, dates))

    def tick(self, activity: str, date: str, code: str, came: int) -> None:
        """So many came of the sign-up with this code; on disk when this returns.

        Raises NotFound, InvalidAnswer, StoreError.
        """
        self._note(activity, {"date": date, "ticks": {code: came}, "tally": {}})

    def count(self, activity: str, date: str, band: str, by: int) -> None:
        """One more head without a name, or with -1 one fewer, for a slip; on disk when this returns.

        Raises NotFound, InvalidAnswer, StoreError.
        """
        self._note(activity, {"date": date, "ticks": {}, "tally": {band: by}})

    def _note(self, slug: str, noted: Mapping[str, Any]) -> None:
        activity = self._store.activity(slug)
        if activity is None or slug not in self._read:
            raise NotFound("no such list here")
        prompt, kind = attendance_prompt(activity), kind_of("attendance")
        answer = kind.check({"activity": slug, **noted}, prompt.settings)
        self._store.save(new_submission_id(), prompt, self._store.default_language(), kind.pack(answer))
        self._wake()

    def _view(self, slug: str, date: str) -> Door:
        content = self._read[slug]
        noted = self._store.door.noted(slug, date, _told(content, date))
        guests = tuple(
            Guest(
                code=one["code"],
                names=tuple(one["names"]),
                ages=one["ages"],
                persons=one["persons"],
                state=one["state"],
                needs=one["needs"],
                came=noted.ticks.get(one["code"]),
            )
            for one in content["people"]
        )
        dates = tuple(content["dates"])
        return Door(slug, content["title"], date, dates, guests, noted.tally, content["delete_at"], self._zone(slug))

    def _zone(self, slug: str) -> str:
        activity = self._store.activity(slug)
        return activity.zone if activity else DEFAULT_ZONE

    def _next_date(self, slug: str, dates: list[str]) -> str:
        """Return the date that is today where it takes place, by the hub's clock, or comes next, or the last one."""
        zone = self._zone(slug)
        today = local(utc(self._store.now()), zone).date()
        return next((date for date in dates if local(date, zone).date() >= today), dates[-1])

    def _unlocked(self, key: PinKey) -> "UnsealKey | None":
        """Return the private key that is kept; None when there is none, or another PIN wrapped it.

        Raises FileUnreadable: a key that cannot be read is not made anew, the lists that are here are sealed to it.
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        from shared.seal import UnsealKey  # cryptography takes 25 ms to load, and only the door needs it here

        kept = self._store.kept.read(DOOR)
        if kept is None:
            return None
        try:
            nonce, wrapped = (bytes.fromhex(kept[name]) for name in ("nonce", "wrapped"))
            return UnsealKey(AESGCM(key.secret).decrypt(nonce, wrapped, _ABOUT))
        except InvalidTag:
            return None
        except (KeyError, TypeError, ValueError) as exc:
            raise FileUnreadable(f"{DOOR}.json: it makes no sense") from exc

    def _made(self, key: PinKey) -> "UnsealKey":
        """Make a key pair and keep it; lists that were sealed to the one before come anew with the next sync."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        from shared.seal import new_unseal_key

        private, nonce = new_unseal_key(), os.urandom(12)
        wrapped = AESGCM(key.secret).encrypt(nonce, private.secret, _ABOUT)
        public = base64.b64encode(bytes.fromhex(private.public.hex)).decode()
        kept = {"public": public, "nonce": nonce.hex(), "wrapped": wrapped.hex()}
        self._store.kept.write(DOOR, kept)
        self._wake()
        return private


def _opened(key: "UnsealKey", sealed: DoorList) -> dict[str, Any] | None:
    """Return what a list says; None for one that was sealed to another key, or is none."""
    try:
        raw = base64.b64decode(sealed.sealed, validate=True)
        content: dict[str, Any] = json.loads(key.unseal(raw, submission_id=sealed.activity, kind="attendance"))
        can_be = all(from_utc(date).year in YEARS for date in content["dates"])
        return content if content["activity"] == sealed.activity and content["dates"] and can_be else None
    except (CannotUnseal, ValueError, KeyError, TypeError, RecursionError):
        return None


def _told(content: Mapping[str, Any], date: str) -> Noted | None:
    """Return what the hub knew of one date when it sealed the list; None from a hub that does not say."""
    if "noted" not in content:
        return None
    return Noted(**content["noted"].get(date, {}))

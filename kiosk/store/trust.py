"""Which hub this kiosk trusts: a file says it, and the database remembers by a digest that it is still the same.

Whoever puts another file there would have every answer sealed to a key of his own. So a file that differs is refused
until staff pair the kiosk anew. Where the hub answers may change freely. A database that was begun anew remembers
nothing, and takes the file that is there.
"""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from kiosk.store.database import Database
from kiosk.store.facts import fact, keep_facts
from kiosk.store.kept import Kept
from kiosk.store.pairing import HubPairing, PairingFile
from shared.errors import PairingChanged, StoreError


class Trust:
    """The pairing in the file, if it is the one the database knows."""

    def __init__(self, kept: Kept, database: Database) -> None:
        self._file, self._database = PairingFile(kept), database
        self._bound: HubPairing | None = None

    def read(self) -> HubPairing | None:
        """Return the pairing; None when the kiosk has no hub yet. Raises PairingChanged, FileUnreadable, StoreError."""
        pairing = self._file.read()
        if pairing is None or pairing is self._bound:
            return pairing
        digest = _digest(pairing)
        known, coming = self._database.read(lambda c: (fact(c, "trusts"), fact(c, "trusts_next")))
        if digest not in (known, coming) and (known, coming) != (None, None):
            raise PairingChanged("another pairing than the database knows")
        with suppress(StoreError):  # a full disk: then it is bound another time
            if digest != known:
                self._database.write(lambda c: _bind(c, pairing))
            self._bound = pairing
        return pairing

    def read_or_none(self) -> HubPairing | None:
        """Return the pairing; None also when it cannot be read or was changed, for what is only shown."""
        try:
            return self.read()
        except StoreError:
            return None

    def kiosk_id(self) -> str | None:
        """Return the id this kiosk has for life, whatever the file says by now; None before it was paired.

        Raises FileUnreadable where only the file knows, StoreError.
        """
        known = self._database.read(lambda c: fact(c, "kiosk_id"))
        if known is not None:
            return str(known)
        pairing = self.read()
        return pairing.kiosk_id if pairing else None

    def keep(self, pairing: HubPairing, change: Callable[[sqlite3.Connection, HubPairing | None], None]) -> None:
        """Trust this hub from now on; ``change`` is told which it was before. Raises FileUnreadable, StoreError.

        First the database learns that this pairing may come, then it comes, then no other is good any more: a plug
        that is pulled in between leaves the one before, or this one.
        """
        self.read_or_none()  # so that the one before is known, and stays good until this one has come
        before = self._file.read()

        def expect(connection: sqlite3.Connection) -> None:
            change(connection, before)
            keep_facts(connection, trusts_next=_digest(pairing), kiosk_id=pairing.kiosk_id)

        self._database.write(expect)
        self._file.write(pairing)
        self.read_or_none()  # and so it is bound, now or the next time

    def answered_at(self, address: str) -> None:
        """Remember where the hub answered ("host:port"). Raises StoreError."""
        pairing = self.read()
        if pairing is not None and address != pairing.address:
            self._file.write(replace(pairing, address=address))


def _bind(connection: sqlite3.Connection, pairing: HubPairing) -> None:
    keep_facts(connection, trusts=_digest(pairing), trusts_next=None, kiosk_id=pairing.kiosk_id)


def _digest(pairing: HubPairing) -> str:
    """Return what stands for whom is trusted: who the hub is, by which certificate and key, and who we are for it."""
    said = (pairing.hub_id, pairing.certificate_sha256, pairing.seal_key, pairing.kiosk_id)
    return hashlib.sha256("\0".join(("samskap trust 1", *said)).encode(errors="replace")).hexdigest()

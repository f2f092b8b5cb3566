"""After an old backup was put back: who was paired since it was made is trusted as before, and asked what it was told.

Nobody has to pair a tablet again, and no seat is given away before those tablets were heard as well. What is written
down beside the database is a line for each pairing. Why it is so stands in docs/adr/0019.
"""

from datetime import datetime
from typing import NamedTuple, Self

from hub.model import AuditLine
from hub.services import ledgers
from hub.store.base import Store
from shared.submission import utc

WHO = "restore"
AGAIN = "trust-again"
"""The move in the history of a kiosk that is trusted again."""


class Pairing(NamedTuple):
    """What has to be known of a kiosk to trust it: the hash of its token, its id, its name."""

    token_sha256: str
    kiosk: str
    name: str

    @classmethod
    def of(cls, line: str) -> Self | None:
        """Read what :meth:`line` wrote; None for what it never wrote."""
        parts = line.split(" ", 2)
        return cls(*parts) if len(parts) == len(cls._fields) else None

    def line(self) -> str:
        """Return it as it is written down."""
        return " ".join(self)


def mend(store: Store, now: datetime) -> bool:
    """Write the list anew where it lacks what the database knows; tell whether it did. So it is made for an old hub."""
    known = [(Pairing(*one).line(), at) for *one, at in store.kiosks.trusted()]
    return ledgers.mend(store, store.pairings, known, by=WHO, now=now)


def replay(store: Store, now: datetime) -> int:
    """Trust those again whose pairing the list knows and the database has forgotten; return how many.

    A kiosk has the token it was given last. Whoever was shut out with it stays out.
    """
    with store.atomic():
        out = set(store.shut_outs.every())
        pairings = [one for one in map(Pairing.of, store.pairings.every()) if one is not None]
        newest = {one.kiosk: one for one in pairings}
        listed = {(one.kiosk, one.token_sha256) for one in pairings}
        again = [one for one in newest.values() if one.token_sha256 not in out and _is_forgotten(store, one, listed)]
        for one in again:
            store.kiosks.pair(one.kiosk, one.name, one.token_sha256, now=utc(now))
            store.people.write_audit(AuditLine(utc(now), WHO, AGAIN, f"kiosk {one.kiosk}"))
    return len(again)


def _is_forgotten(store: Store, pairing: Pairing, listed: set[tuple[str, str]]) -> bool:
    """Tell whether the database knows nothing of a pairing. What the list does not know is newer than it."""
    known = store.kiosks.read(pairing.kiosk) is not None
    token = store.kiosks.token_of(pairing.kiosk) if known else ""
    return not known or (token != pairing.token_sha256 and (pairing.kiosk, token) in listed)

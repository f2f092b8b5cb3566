"""After an old backup was put back: who was paired since it was made is trusted as before, and asked what it was told.

Nobody has to pair a tablet again, and no seat is given away before those tablets were heard as well. What is written
down beside the database is a line for each pairing. Why it is so stands in docs/adr/0019.
"""

from collections.abc import Container
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple, Self

from hub.model import Right
from hub.services.changing import changing
from hub.services.house import kiosks, shut_again
from hub.services.restoring import ledgers
from hub.store.base import Store
from shared.errors import StoreError

AGAIN = "trust-again"
"""The move in the history of a kiosk that is trusted again."""


class Pairing(NamedTuple):
    """What has to be known of a kiosk to trust it: the hash of its token, its id, since when, its name."""

    token_sha256: str
    kiosk: str
    at: str
    name: str

    @classmethod
    def of(cls, line: str) -> Self | None:
        """Read what :meth:`line` wrote; None for what it never wrote."""
        parts = line.split(" ", 3)
        return cls(*parts) if len(parts) == len(cls._fields) else None

    def line(self) -> str:
        """Return it as it is written down."""
        return " ".join(self)


def write_down(store: Store, kiosk: str) -> None:
    """Write down how a kiosk is paired now. Where that cannot be written just now, :func:`mend` does it later.

    It comes after the pairing: a line of a token that nobody was given would shut the right one out at the next start.
    """
    with suppress(StoreError), store.atomic():
        [paired] = [one for one in _here(store) if one.kiosk == kiosk]
        store.pairings.remember([paired.line()], now=paired.at)


def mend(store: Store, now: datetime) -> bool:
    """Write the list anew where it lacks what the database knows; tell whether it did. So it is made for an old hub."""

    def known() -> ledgers.Known:
        return [(one.line(), one.at) for one in _here(store)]

    return ledgers.mend(store, store.pairings, known, by=shut_again.WHO, now=now)


def replay(store: Store, now: datetime) -> int:
    """Trust those again whose pairing the list knows and the database has forgotten; return how many.

    A kiosk has the token it was given last. Was it shut out with the one before, it is that first, and loses what goes
    with that; was it shut out with the last one too, :mod:`hub.services.house.shut_again` does it, once this is done.
    """
    with changing(store, shut_again.WHO, now, Right.OWN_HAND) as change:
        out, here = set(store.shut_outs.every()), {one.kiosk: one for one in _here(store)}
        listed = [one for one in map(Pairing.of, store.pairings.every()) if one is not None]
        tokens, newest = {one.token_sha256 for one in listed}, {one.kiosk: one for one in listed}
        again = [one for one in newest.values() if _is_forgotten(one, here.get(one.kiosk), out, tokens)]
        for one in again:
            if one.kiosk in here and here[one.kiosk].token_sha256 in out:
                kiosks.shut(change, one.kiosk, shut_again.AGAIN)
            store.kiosks.pair(one.kiosk, one.name, one.token_sha256, now=one.at)
            change.note(AGAIN, f"kiosk {one.kiosk}")
    return len(again)


def _here(store: Store) -> list[Pairing]:
    return [Pairing(*one) for one in store.kiosks.pairings()]


def _is_forgotten(listed: Pairing, here: Pairing | None, out: Container[str], tokens: Container[str]) -> bool:
    """Tell whether a pairing that is listed is newer than the one that is here, if any.

    It is where the other stands before it in the list. Is that in no list, then by their times: the list may begin
    after it, or be older.
    """
    if here is None:
        return listed.token_sha256 not in out
    return listed.token_sha256 != here.token_sha256 and (here.token_sha256 in tokens or here.at < listed.at)

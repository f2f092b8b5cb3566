"""After an old backup was put back: who was shut out since it was made is shut out again.

What is written down beside the database is the hash of the token, so a line means one pairing: whoever is paired again
has another token, and is trusted whatever the list says of the old one. Why it is so stands in docs/adr/0019.
"""

from datetime import datetime

from hub.model import Actor, OwnHand, Right
from hub.services.changing import changing
from hub.services.house import kiosks
from hub.services.restoring import ledgers
from hub.store.base import Store
from shared.submission import utc

WHO = OwnHand("restore")
AGAIN = "revoke-again"
"""The move in the history of a kiosk that was shut out again."""
_DOUBTED = "shut_outs_doubted"
"""A setting: since when nobody can know who was shut out; "" for no doubt."""


def doubt_if_unknown(store: Store, now: datetime) -> None:
    """Have staff look through their kiosks, where the list does not show that it is newer than the backup.

    It is gone or damaged; or the mark beside it is gone too, or it names nobody whom the database trusts, and then it
    may be as old as the backup.
    """
    named = map(store.kiosks.by_token, store.shut_outs.every())
    is_newer = any(kiosk is not None and kiosk.revoked_at is None for kiosk in named)
    complete = ledgers.is_complete(store.shut_outs, store.kiosks.shut_out())
    if store.high_water.read() == 0 or not is_newer or not complete:
        store.settings.save({_DOUBTED: utc(now)})


def is_doubted(store: Store) -> bool:
    """Tell whether staff have to look through the kiosks that are trusted."""
    doubted = bool(store.settings.read().get(_DOUBTED))
    return doubted and any(kiosk.revoked_at is None for kiosk in store.kiosks.every())


def looked_through(store: Store, *, by: Actor, now: datetime) -> None:
    """Take the word of staff that they have looked, and have shut out again whom they did not trust."""
    with changing(store, by, now, Right.KIOSKS) as change:
        store.settings.save({_DOUBTED: ""})
        change.note("look-through", "kiosks")


def mend(store: Store, now: datetime) -> bool:
    """Write the list anew where it lacks what the database knows; tell whether it did. So it is made for an old hub."""
    return ledgers.mend(store, store.shut_outs, store.kiosks.shut_out, by=WHO, now=now)


def replay(store: Store, now: datetime) -> int:
    """Shut out whomever the list says was shut out, and the database trusts; return how many.

    The list is read while nobody else can write in it: what another process is just about to do counts when it is done.
    """
    again = 0
    with changing(store, WHO, now, Right.OWN_HAND) as change:
        for token in store.shut_outs.every():
            kiosk = store.kiosks.by_token(token)
            if kiosk is not None and kiosk.revoked_at is None:
                kiosks.shut(change, kiosk.id, AGAIN)
                again += 1
    return again

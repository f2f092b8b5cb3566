"""What receipt codes give at this kiosk: the hub's word, sealed to the code, or our own before the hub has spoken."""

import json
import sqlite3

from kiosk.store import news, outbox, sign_ups
from shared.notice import ReceiptState, SealedState
from shared.slip import Slip


def known(connection: sqlite3.Connection, *, finder: str | None = None, pair: int | None = None) -> list[SealedState]:
    """Return what is kept under this finder, or of all codes with this pair of words; the hub's word before ours.

    What was changed from here shows at once.
    """
    own = [sign_ups.told_of_own(one) for one in outbox.own(connection, finder=finder, pair=pair)]
    found = {one.finder: one for one in [*own, *news.receipts(connection, finder=finder, pair=pair)]}
    return [sign_ups.changed(connection, one) for one in found.values()]


def opened(sealed: SealedState, slip: Slip) -> ReceiptState | None:
    """Return what this gives to whoever has its slip; None where it was sealed to another."""
    replies: dict[str, str] = {}
    if sealed.sealed:
        from shared.seal import open_reply  # cryptography takes 25 ms to load, and only a look-up needs it here

        words = open_reply(sealed.sealed, slip)
        if words is None:
            return None
        replies = json.loads(words)
    return ReceiptState(slip.code, sealed.state, replies, sealed.activity, sealed.persons, sealed.seated, sealed.order)

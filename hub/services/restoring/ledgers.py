"""The lists beside the database, and whether they know at least what it knows."""

from collections.abc import Callable, Sequence
from datetime import datetime

from hub.model import Actor, Right
from hub.services.changing import changing
from hub.store.base import Ledger, Store

Known = Sequence[tuple[str, str]]
"""What the database knows of it: ids with their times."""


def is_complete(ledger: Ledger, known: Known) -> bool:
    """Tell whether a list is whole, and lacks nothing that the database knows."""
    logged = set(ledger.every())
    return ledger.is_whole() and all(one in logged for one, _ in known)


def mend(store: Store, ledger: Ledger, ask: Callable[[], Known], *, by: Actor, now: datetime) -> bool:
    """Write a list anew where it lacks what the database knows; tell whether that was so.

    The database is asked while nobody else can write: else what is older could come to stand behind what is newer.
    """
    with changing(store, by, now, Right.OWN_HAND) as change:
        known = ask()
        if is_complete(ledger, known):
            return False
        ledger.mend(known)
        change.note("mend", ledger.name)
    return True

"""Kiosks that hold seats, for tests: leases from a hub that is not there, and the account of them."""

from pathlib import Path
from typing import Any

from kiosk.store import KioskStore
from shared.notice import SignUpState
from shared.protocol import Lease, Receipt
from tests.builders import a_news, a_receipt, a_store, an_activity
from tests.fakes import FrozenClock

TERM_S = 24 * 3600
KEEP = 10_000
CONFIRMED, REQUESTED = SignUpState.CONFIRMED, SignUpState.REQUESTED


def a_lease(granted: int, keep: int = KEEP, **over: Any) -> Lease:
    return Lease(**{"activity": "soup", "granted": granted, "keep": keep, "term_s": TERM_S, **over})


def leased(granted: int, keep: int = KEEP, **over: Any) -> Receipt:
    """A receipt that leases seats of the soup."""
    return a_receipt(**{"leases": [a_lease(granted, keep)], "news": a_news(activities=[an_activity()]), **over})


def a_store_with_seats(folder: Path, granted: int = 3, clock: FrozenClock | None = None, **over: Any) -> KioskStore:
    store = a_store(folder, clock, **over)
    store.take_receipt(leased(granted))
    return store


def account(store: KioskStore) -> tuple[int, int, int]:
    """Granted, returned, promised, as the hub is told."""
    [report] = store.lease_reports()
    return report.granted, report.returned, report.promised


def left(store: KioskStore) -> int:
    [here] = store.activities(store.now())
    return here.left

"""Data dies on time, and what is dead stays dead."""

from datetime import datetime

from hub.model import AuditLine
from hub.services import staff
from hub.store.base import Store
from shared.submission import utc

BATCH = 500
WHO = "retention"


def purge(store: Store, now: datetime) -> int:
    """Delete what has reached its date, here and, at their next sync, on the kiosks; return how many submissions."""
    staff.end_stale(store, now)
    gone = 0
    while ids := store.submissions.due(utc(now), BATCH):
        with store.atomic():
            store.erasures.remember(ids, now=utc(now))
            store.submissions.remove(ids, now=utc(now))
            store.people.write_audit(AuditLine(utc(now), WHO, "purge", "submissions", str(len(ids))))
        gone += len(ids)
    return gone


def replay_erasures(store: Store, now: datetime) -> int:
    """Erase again what the log outside the database says was erased, after a backup was put back; return how many."""
    logged = list(dict.fromkeys(store.erasures.every()))
    again = 0
    for start in range(0, len(logged), BATCH):
        some = logged[start : start + BATCH]
        known = store.submissions.known(some)
        missing = [one for one in some if known.get(one, "never came") is not None]
        if missing:
            store.submissions.remove(missing, now=utc(now))
            again += len(missing)
    return again

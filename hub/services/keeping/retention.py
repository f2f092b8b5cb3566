"""Data dies on time, and what is dead stays dead."""

from datetime import datetime, timedelta

from hub.model import OwnHand, Right
from hub.services.activities import activities
from hub.services.changing import erasing
from hub.services.house import history, staff
from hub.services.restoring import ledgers
from hub.store.base import Store
from shared.errors import FileLost
from shared.submission import utc

BATCH = 500
WHO = OwnHand("retention")
NUMBERS_DAYS = 365
"""How long after an activity the hub keeps how many came, without a word about who."""


def purge(store: Store, now: datetime) -> int:
    """Delete what has reached its date, here and, at their next sync, on the kiosks; return how many submissions.

    Lines of the history go when they are two years old. Of a sign-up each personal answer goes on its own date, the
    sealed record on the kiosk with the first of them, and
    the numbers NUMBERS_DAYS after the activity, which kiosks have long forgotten then.
    """
    staff.end_stale(store, now)
    activities.retire(store, now)
    store.sign_ups.delete_details(utc(now))
    store.sign_ups.drop_unknown_ended(utc(now))
    gone = 0
    while ids := store.submissions.due(utc(now), BATCH):
        with erasing(store, ids, WHO, now, Right.OWN_HAND) as change:
            later = store.sign_ups.details(ids)
            store.submissions.remove(ids, now=utc(now))
            store.sign_ups.save_details(later)
            change.note("purge", "submissions", str(len(ids)))
        gone += len(ids)
    store.sign_ups.delete_ended(utc(now - timedelta(days=NUMBERS_DAYS)))
    history.purge(store, now)
    store.scour()  # also for what staff erased since the last time
    return gone


def check_erasures(store: Store) -> None:
    """See to it that an old backup that was put back brings nothing back. Raises FileLost where nobody can know.

    What was erased since the backup was made stands in the log alone.
    """
    if not ledgers.is_complete(store.erasures, store.submissions.erased()):
        raise FileLost(
            "erasures.log: it is gone, empty or cut, and the database beside it is an old backup. "
            "Without a newer one: samskap-hub go-on-without erasures"
        )


def mend_erasures(store: Store, now: datetime) -> bool:
    """Write the log outside the database anew where it lacks what the database knows; tell whether it did."""
    return ledgers.mend(store, store.erasures, store.submissions.erased, by=WHO, now=now)


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

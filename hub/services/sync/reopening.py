"""What was set aside when it came, and can be taken now: there is another key, or what it is about is known by now."""

from datetime import datetime

from hub.model import Arrival, OwnHand, Right, StoredSubmission
from hub.services.activities import settling
from hub.services.changing import changing
from hub.services.house import settings
from hub.services.sync import unknown_codes
from hub.services.sync.opening import Opener, Unsealer
from hub.services.taking import Taking
from hub.store.base import Store
from shared.fence import Fence
from shared.protocol import MAX_BATCH_ITEMS

WHO = OwnHand("reopening")
"""What takes it, where no kiosk delivers."""


def open_again(store: Store, unseal_key: Unsealer, *, now: datetime) -> int:
    """Try once more to open what could not be opened, with the keys there are now; return how many opened.

    What cannot be taken stays set aside and is logged; the others open.
    """
    opener, opened = Opener(store, unseal_key, settings.read(store).default_language), 0
    for stored in store.submissions.unopened():
        with Fence(f"opening submission {stored.submission.id}", ""):
            opened += _opened(store, opener, stored, now)
    return opened


def take_asked_by_now(taking: Taking) -> None:
    """Take what this kiosk's visitors gave to an activity or a prompt that was not here then, and is by now.

    There may be some where the kiosk has not heard of all activities and prompts.
    """
    store, opener, cursor = taking.change.store, taking.brought.opener, taking.delivery.cursor
    if not (store.prompts.since(cursor, 1) or store.activities.since(cursor, 1)):
        return
    for stored in store.submissions.unasked(taking.kiosk.id, MAX_BATCH_ITEMS):
        if opener.has_enough:
            break
        with Fence(f"taking submission {stored.submission.id}", ""):
            arrival = opener.again(stored)
            if arrival.reason != stored.reason:  # also where it is set aside for another reason now
                _taken(store, arrival, taking.change.now)


def _opened(store: Store, opener: Opener, stored: StoredSubmission, now: datetime) -> bool:
    arrival = opener.arrival(stored.submission, received_at=stored.received_at, age_s=stored.age_s)
    if arrival.payload is None and arrival.filed is None:
        return False
    return _taken(store, arrival, now)


def _taken(store: Store, arrival: Arrival, now: datetime) -> bool:
    """Take what was set aside until now; tell whether it could be taken. What cannot stays as it is."""
    kiosk = arrival.submission.kiosk
    with changing(store, WHO, now, Right.OWN_HAND) as change:
        if unknown_codes.beyond(store, kiosk, [arrival]):
            return False
        store.submissions.reopen(arrival)
        settling.settle(change, [arrival], settling.likely_promised(store, arrival), kiosk=kiosk)
    return True

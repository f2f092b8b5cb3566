"""Looking through everything the hub keeps, as ``samskap-hub verify`` does: it changes nothing."""

from datetime import datetime

from hub.jobs.work import Job, Work
from hub.model import Actor, Right
from hub.services.keeping import scrub
from hub.store.base import Store
from shared.languages import N_

LOOK_THROUGH = Job("look-through", Right.SETTINGS, N_("Not everything could be looked through."))


def begin(work: Work, store: Store, *, by: Actor, now: datetime) -> None:
    """Begin to look through everything. Raises NotAllowed, StoreError, WorkBusy."""
    work.start(LOOK_THROUGH, lambda: scrub.look_through(store), by=by, now=now)

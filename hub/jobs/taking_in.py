"""Taking the activities of a calendar file in: a long file in the background, a short one while somebody waits."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime

from hub.jobs.work import Job, Work
from hub.model import Actor, Right
from hub.services.activities import calendar_import
from hub.services.activities.calendar_import import Taken
from hub.store.base import Store
from shared.errors import NotACalendar
from shared.languages import N_

TAKE_IN = Job("take-in", Right.ARRANGE, N_("Not all of a calendar file was taken."))
LONG = 100_000
"""Bytes from which on a file is long: some four hundred events, and a quarter of a second."""


@dataclass(frozen=True)
class Brought:
    """What became of a calendar file.

    ``problem``: why nothing did, a message id, or "". ``again``: somebody had said yes, but to other changes than those
    that wait now. ``file`` is the file itself while something waits.
    """

    taken: Taken
    file: bytes = b""
    problem: str = ""
    again: bool = False


Portions = Generator[tuple[int, int], None, Brought]


def begin(work: Work, store: Store, file: bytes, *, agreed: str, by: Actor, now: datetime) -> None:
    """Begin to take a file in, see :func:`portions`. Raises NotAllowed, StoreError, WorkBusy."""
    work.start(TAKE_IN, lambda: portions(store, file, agreed=agreed, by=by, now=now), by=by, now=now)


def take(store: Store, file: bytes, *, agreed: str, by: Actor, now: datetime) -> Brought:
    """Take a file in while somebody waits. Raises NotAllowed, StoreError."""
    taking = portions(store, file, agreed=agreed, by=by, now=now)
    while True:
        try:
            next(taking)
        except StopIteration as end:
            brought: Brought = end.value
            return brought


def portions(store: Store, file: bytes, *, agreed: str, by: Actor, now: datetime) -> Portions:
    """Take a file in as :func:`calendar_import.portions` does; a file that is no calendar is a result like others."""
    try:
        taken = yield from calendar_import.portions(store, file, by=by, now=now, agreed=agreed)
    except NotACalendar as error:
        return Brought(Taken(), problem=error.says)
    return Brought(taken, file if taken.waiting else b"", again=bool(agreed and taken.waiting))

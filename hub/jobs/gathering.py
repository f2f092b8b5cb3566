"""Taking out all that the library has gathered, as one file for whoever asks for it."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hub.jobs.made import Shelf
from hub.jobs.work import Job, Work
from hub.model import Right, Staff
from hub.services.changing import changing
from hub.services.house import settings
from hub.services.reports import gathering
from hub.store.base import Store
from shared.languages import N_

GATHER: Final = Job("gather", Right.READ, N_("The file with all that was gathered could not be made."))


@dataclass(frozen=True)
class Gathered:
    """For whom a file was made, and how many answers are in it."""

    by: Staff
    answers: int


def begin(work: Work, shelf: Shelf, store: Store, *, language: str, staff: Staff, now: datetime) -> None:
    """Begin to write all into a file, in a language. Raises NotAllowed, StoreError, WorkBusy."""
    work.start(GATHER, lambda: portions(shelf, store, language=language, staff=staff, now=now), by=staff, now=now)


def portions(
    shelf: Shelf, store: Store, *, language: str, staff: Staff, now: datetime
) -> Generator[tuple[int, int | None], None, Gathered]:
    """Write all into a file, and a line of how much it is into the history. Raises NotAllowed, StoreError."""
    library = settings.read(store)
    with shelf.making(GATHER.name, staff.id) as making:
        answers = yield from gathering.portions(store, making.folder, library, language=language, by=staff, now=now)
        rights = frozenset({Right.READ, Right.SAFEGUARD} if staff.may(Right.SAFEGUARD) else {Right.READ})
        with changing(store, staff, now, Right.READ) as change:
            change.note("take-out", "submissions", str(answers))
        called = f"samskap-{now:%Y-%m-%d}.zip"
        making.keep(gathering.FILE, called=called, media_type="application/zip", rights=rights, now=now)
    return Gathered(staff, answers)

"""Making a report of some days, as one file to print, for whoever asks for it."""

from collections.abc import Generator
from datetime import datetime
from functools import partial
from typing import Final

from hub.jobs.made import Shelf
from hub.jobs.work import Job, Work
from hub.model import Right, Staff
from hub.services.house import settings
from hub.services.reports import report
from hub.services.reports.report import Period
from hub.services.reports.sheets import kept_file
from hub.store.base import Store
from shared.languages import N_

REPORT: Final = Job("report", Right.SIGNED_IN, N_("The report could not be made."))


def begin(
    work: Work, shelf: Shelf, store: Store, period: Period, *, language: str, staff: Staff, now: datetime
) -> None:  # fmt: skip
    """Begin a report, in a language. Raises NotAllowed, StoreError, WorkBusy."""
    making = partial(portions, shelf, store, period, language=language, staff=staff, now=now)
    work.start(REPORT, making, by=staff, now=now)


def portions(
    shelf: Shelf, store: Store, period: Period, *, language: str, staff: Staff, now: datetime
) -> Generator[tuple[int, int | None], None, Staff]:  # fmt: skip
    """Make a report, and tell for whom. Raises NotAllowed, StoreError."""
    library = settings.read(store)
    with shelf.making(REPORT.name, staff.id) as making:
        pdf = yield from report.portions(store, library, period, language=language, by=staff, now=now)
        with kept_file(making.folder / report.FILE, "wb") as file:
            file.write(pdf)
        called = f"samskap-{period.since.isoformat()}-{period.until.isoformat()}.pdf"
        rights = frozenset({REPORT.right})
        making.keep(report.FILE, called=called, media_type="application/pdf", rights=rights, now=now)
    return staff

"""Who did what: read a page at a time, and looked through for lines that somebody has changed in the file.

Each line is bound to the one before (``store.history``), so a line that was changed, put in or taken out shows. Lines
cut off at the end do not: who has the number and the sign of the last line on paper sees that they are gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.lists import HistoryFilter
from hub.model import AuditLine, OwnHand, Right
from hub.services.changing import changing
from hub.store.base import Store
from hub.store.base.history import binding
from shared.submission import utc

PAGE = 50
KEPT = timedelta(days=730)
"""Two years: long enough for the questions of an auditor, and then it is nobody's business any more."""
PORTION = 1_000
LOOKED_AT = 5_000
"""Lines that the page looks through, some hundredths of a second; the hub goes through all of them by and by."""
WHO = OwnHand("retention")


@dataclass(frozen=True)
class HistoryPage:
    """Lines, the newest first; ``older`` is from where the next page goes on, None on the last."""

    lines: list[AuditLine]
    older: int | None


def page(store: Store, chosen: HistoryFilter, *, below: int | None = None) -> HistoryPage:
    """Return a page of the lines that were chosen, those before the number ``below``."""
    found = store.history.page(chosen, below=below, size=PAGE + 1)
    lines = found[:PAGE]
    return HistoryPage(lines, lines[-1].n if len(found) > PAGE else None)


def newest(store: Store) -> AuditLine | None:
    """Return the last line there is."""
    return next(iter(store.history.page(HistoryFilter(), size=1)), None)


def every(store: Store) -> Iterator[AuditLine]:
    """Yield every line there is, oldest first."""
    yield from _lines(store, 0)


def first_broken(store: Store) -> int | None:
    """Return the number of the first line that is not bound to the one before it; None where all are."""
    after: int | None = 0
    while after is not None:
        broken, after = look(store, after)
        if broken is not None:
            return broken
    return None


def first_broken_lately(store: Store) -> int | None:
    """Return the same of the last LOOKED_AT lines alone: what a page can look at while somebody waits."""
    last = newest(store)
    return look(store, max(0, last.n - LOOKED_AT), LOOKED_AT)[0] if last else None


def look(store: Store, after: int, size: int = PORTION) -> tuple[int | None, int | None]:
    """Look at so many lines after a number, whether each is bound to the one before.

    Return the number of the first that is not, or None; and from where to go on, None at the end.
    """
    start, before = store.history.begins_after()
    for line in store.history.portion(after - 1, 1) if after > start else ():
        start, before = line.n, line.bound
    lines = store.history.portion(max(after, start), size)
    for line in lines:
        if line.bound != binding(before, line):
            return line.n, line.n
        before = line.bound
    return None, lines[-1].n if len(lines) == size else None


def purge(store: Store, now: datetime) -> int:
    """Forget lines that are older than KEPT; return how many. The one that says so is the newest of all."""
    with changing(store, WHO, now, Right.OWN_HAND) as change:
        gone = store.history.end_before(utc(now - KEPT))
        if gone:
            change.note("purge", "history", str(gone))
    return gone


def _lines(store: Store, after: int) -> Iterator[AuditLine]:
    while lines := store.history.portion(after, PORTION):
        yield from lines
        after = lines[-1].n

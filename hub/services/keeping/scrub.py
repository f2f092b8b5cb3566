"""Looking through what the hub keeps, a little at a time: damage is told while there is a backup to go back to.

Nothing is mended and nothing is deleted here: what to do is for people to decide.
"""

import logging
import random
from collections.abc import Generator
from dataclasses import dataclass, field
from time import monotonic

from hub.services.house import history
from hub.store.base import Store
from shared.errors import StoreDamaged

log = logging.getLogger(__name__)

AT_START_S = 10.0
"""So long the first look may take; on an ordinary disk that is enough for some gigabytes."""
RECORDS, STEP = 2_000, 100
"""So many submissions are looked at in one portion, and so many are read at a time: a few milliseconds."""


class Scrub:
    """Looks through a store for as long as the hub runs: first how its tables fit together, then record by record."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._tables: list[str] | None = None
        self._found: set[str] = set()
        self._line = 0
        # Somewhere, so that a hub that is started each morning comes everywhere in time.
        self._position = random.randrange(store.inbox.newest_position() + 1)

    def look(self) -> None:
        """Look at the next portion. Raises StoreDamaged as long as anything is known to be damaged."""
        if self._tables is None:
            self._tables = self._store.soundness.tables()
        if self._tables:
            self._look_at_tables()
        else:
            self._look_at_records()
            self._look_at_history()
        if self._found:
            raise StoreDamaged(f"{len(self._found)} places")

    def _look_at_tables(self) -> None:
        """Look at tables for AT_START_S seconds; one that takes longer is passed over, and left to ``verify``."""
        assert self._tables is not None
        ends = monotonic() + AT_START_S
        while self._tables and (left := ends - monotonic()) > 0:
            faults = self._store.soundness.faults(self._tables[0], left)
            if faults is None and left < AT_START_S / 2:
                return  # with all the time there is, it may do
            table = self._tables.pop(0)
            if faults is None:
                log.warning("table %s is too large to be looked at beside: samskap-hub verify does it", table)
            elif faults:
                self._damaged(f"table {table}")

    def _look_at_records(self) -> None:
        for _ in range(RECORDS // STEP):
            looked = self._store.soundness.look(self._position, STEP)
            self._position = looked.position or 0
            for one in looked.damaged:
                self._damaged(f"submission {one}")
            if looked.position is None:
                return

    def _look_at_history(self) -> None:
        broken, further = history.look(self._store, self._line, RECORDS)
        self._line = further or 0
        if broken is not None:
            self._damaged(f"history: line {broken}")

    def _damaged(self, what: str) -> None:
        if what not in self._found:
            self._found.add(what)
            log.error("damaged: %s", what)


@dataclass
class Verdict:
    """What a look at everything found: what the database says of its tables, and ids of damaged submissions."""

    faults: list[str]
    looked_at: int = 0
    damaged: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return not (self.faults or self.damaged)


def verify(store: Store) -> Verdict:
    """Look at everything at once, however long it takes. What cannot even be read is a fault.

    A list beside the database that is not there is none: the hub makes it when it serves. Raises FileUnreadable.
    """
    looking = look_through(store)
    while True:
        try:
            next(looking)
        except StopIteration as end:
            verdict: Verdict = end.value
            return verdict


def look_through(store: Store) -> Generator[tuple[int, int], None, Verdict]:
    """Do the same in portions: yield how many steps of how many are done, and return what was found.

    All tables are one portion: looked at one by one, the pages that belong to none would be passed over.
    """
    verdict, submissions = Verdict([]), store.inbox.newest_position()
    total = submissions + 2
    verdict.faults += store.soundness.faults(None, None) or []
    yield 1, total
    for ledger in (store.erasures, store.shut_outs, store.pairings):
        if ledger.is_here() and not ledger.is_whole():
            verdict.faults.append(f"{ledger.name}.log: it is empty or damaged")
    broken = history.first_broken(store)
    if broken is not None:
        verdict.faults.append(f"history: line {broken} is not as it was written, or one before it is gone")
    yield 2, total
    position: int | None = 0
    while position is not None:
        try:
            looked = store.soundness.look(position, STEP)
        except StoreDamaged as exc:
            verdict.faults.append(f"submissions after position {position}: {exc}")
            break
        verdict.looked_at += looked.n
        verdict.damaged += looked.damaged
        position = looked.position
        yield min(total, 2 + (position or submissions)), total
    return verdict

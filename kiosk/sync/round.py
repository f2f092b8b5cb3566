"""One round of sync, step by step: everything that waits goes up, then how the kiosk is, then the news come down.

Every step can be cut off and repeated: a lost reply means that the same thing is said again.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.store import Batch, KioskStore, ToldPart
from shared.clock import Clock
from shared.errors import AlreadyRunning, BatchRefused, StoreBusy, StoreError
from shared.protocol import (
    MAX_BATCH_ITEMS,
    MAX_OFFERED,
    VERSION,
    Delivery,
    Health,
    LeaseReport,
    Receipt,
    Refusal,
    Retained,
)
from shared.sole import sole
from shared.submission import utc

LOCK = "sync.lock"
"""Held by the one round under way in a folder: two that mix their words are, to the hub, two tablets that say they are
one."""
TURN_S = 10.0
"""How long a round waits for the one before it."""
MOST_CLOSINGS = 4
"""So often a round goes on because there is more to say of seats; what is left over is said in the next one."""


class Link(Protocol):
    """Whatever carries a delivery to the hub."""

    def deliver(self, delivery: Delivery) -> Receipt:
        """Send it and return the receipt. Raises LinkError, ProtocolError."""


@dataclass(frozen=True)
class SyncOutcome:
    """What a round did: submissions delivered, submissions still waiting, and whether there is news to show."""

    delivered: int
    waiting: int
    news: bool


def sync_once(store: KioskStore, link: Link, clock: Clock, turn_s: float = TURN_S) -> SyncOutcome:
    """Run one full round, in turn with others of the same folder: it waits at most ``turn_s`` for them.

    Raises StoreBusy when they are not done by then, LinkError, ProtocolError, StoreError; what was done until then
    stays done.
    """
    store.door.wipe()  # also while no hub is reached
    with _turn(store.folder, turn_s):
        return _run(store, link, clock)


@contextmanager
def _turn(folder: Path, wait_s: float) -> Iterator[None]:
    with ExitStack() as held:
        try:
            held.enter_context(sole(folder / LOCK, wait_s))
        except AlreadyRunning as exc:
            raise StoreBusy("another round of sync is under way in this folder") from exc
        except OSError as exc:
            raise StoreError.of(exc, LOCK) from exc
        yield


def _run(store: KioskStore, link: Link, clock: Clock) -> SyncOutcome:
    this = _Round(store, link, clock)
    this.push()
    receipt = this.close()
    if receipt.wants_ids and this.offer():
        this.push()
        receipt = this.close()
    closings = MOST_CLOSINGS
    while closings and this.has_more_to_say:
        closings -= not this.tells_on
        receipt = this.close()
    cursor = -1
    while receipt.news.more and receipt.news.cursor > cursor:
        cursor = receipt.news.cursor
        receipt = this.say()
    store.prune(receipt.hub_time)
    return SyncOutcome(this.delivered, store.status().waiting, this.news)


_EMPTY = Batch()


class _Round:
    def __init__(self, store: KioskStore, link: Link, clock: Clock) -> None:
        self._store, self._link, self._clock = store, link, clock
        self.delivered, self.news = 0, False
        self._asked: str | None = None
        self._handed_back, self.tells_on = 0, False

    @property
    def has_more_to_say(self) -> bool:
        """Whether the hub asked what it has forgotten, or seats were handed back since it was last told."""
        return self._asked is not None or _handed_back(self._store.lease_reports()) != self._handed_back

    def push(self) -> None:
        """Deliver what waits, each submission once, in batches.

        When the hub takes none of a batch the batch is halved, until the one to blame stands alone and is refused.
        """
        after, limit = 0, MAX_BATCH_ITEMS
        while (batch := self._store.waiting(limit, after=after)).submissions:
            try:
                self.say(batch)
            except BatchRefused as refusal:
                if len(batch.submissions) > 1:
                    limit = len(batch.submissions) // 2
                    continue
                self._store.refuse([Refusal(batch.submissions[0].id, refusal.code)])
            after, limit = batch.last_seq, min(2 * limit, MAX_BATCH_ITEMS)

    def offer(self) -> bool:
        """Offer the ids of all kept copies; tell whether the hub lacks any, which then wait again."""
        lacks = False
        ids = self._store.retained_ids()
        for start in range(0, len(ids), MAX_OFFERED):
            lacks |= bool(self.say(offered=ids[start : start + MAX_OFFERED]).lacking)
        return lacks

    def close(self) -> Receipt:
        """Say what is retained, and as much as one delivery takes of what the hub asked and has not heard yet.

        ``tells_on`` if the hub has heard that, and there is more: each time it is further on, so this has an end.
        """
        told = None if self._asked is None else self._store.told(self._asked)
        receipt = self.say(retained=self._store.retained(), told=told)
        self.tells_on = told is not None and told.upto != "" and self._asked == told.upto
        return receipt

    def say(
        self, batch: Batch = _EMPTY, *, retained: Retained | None = None, offered: Sequence[str] = (),
        told: ToldPart | None = None,
    ) -> Receipt:  # fmt: skip
        """Send one delivery and take its receipt.

        Seats are handed back before the report of them is made, and that is on disk before it is sent.
        """
        # Read first: what is told may be newer than its cursor says, never older.
        word, reports = self._store.last_word(), self._store.lease_reports()
        receipt = self._link.deliver(
            Delivery(
                version=VERSION,
                cursor=word.cursor,
                health=health(self._store, self._clock),
                lineage=word.lineage,
                mark=word.mark,
                retained=retained,
                offered=list(offered),
                ages_s=batch.ages_s,
                submissions=batch.submissions,
                promised=batch.promised,
                leases=reports,
                told=told.words if told else None,
                told_after=told.after if told else "",
                told_upto=told.upto if told else "",
                door_key=self._store.door.key(),
                logo=self._store.logo_mark(),
            )
        )
        self._asked = receipt.told_upto if receipt.wants_told else None
        self._handed_back = _handed_back(reports)
        self.news |= self._store.take_receipt(receipt)
        self.delivered += len(receipt.accepted)
        return receipt


def _handed_back(reports: Sequence[LeaseReport]) -> int:
    return sum(report.returned for report in reports)


def health(store: KioskStore, clock: Clock) -> Health:
    """Return how this kiosk is, for the staff page. ``uptime_s`` is the tablet's."""
    from importlib.metadata import version  # takes 18 ms to load, and the first frame does not wait for it

    status = store.status()
    return Health(
        version=version("samskap"),
        sent_at=utc(clock.utc()),
        created=status.created,
        waiting=status.waiting,
        on_hub=status.on_hub,
        set_aside=status.set_aside,
        erased=status.erased,
        free_bytes=status.free_bytes,
        uptime_s=round(clock.monotonic(), 1),
        salvages=status.salvages,
    )

"""Taking in what a kiosk delivers: opened, checked, stored once, and answered only after the commit.

Opening and checking is most of the work and happens outside the write lock; then one change holds the batch and all it
means, step by step. What cannot be opened or checked is kept, set aside with its reason, and shown to staff: only a
record that was damaged on the way, or is another kiosk's, is refused.
"""

from collections.abc import Callable
from datetime import datetime

from hub.model import PairedKiosk
from hub.services.activities import door, seats
from hub.services.changing import changing
from hub.services.house import settings
from hub.services.restoring import learning, memory
from hub.services.restoring.marks import Marks
from hub.services.sync import books, envelope, news, steps
from hub.services.sync.opening import Opener, Unsealer
from hub.services.sync.taking import Brought, Taking
from hub.store.base import Store
from shared.protocol import Delivery, News, Receipt
from shared.submission import utc

WHO = "kiosk"
"""Who gives cause for a line of history, where nobody of the staff does."""

STEPS: tuple[Callable[[Taking], None], ...] = (
    steps.keep_what_is_new,
    steps.hear_how_it_is,
    steps.compare_books,
    steps.hear_door_key,
    steps.begin_recount,
    steps.hear_what_it_was_told,
    steps.hear_leases,
    steps.settle_what_is_new,
    steps.settle_what_waited,
    steps.hear_out,
    steps.lease_seats,
    steps.owe_all_news,
)
"""What a delivery means, in this order: a kiosk is heard before anything is given to it."""


def receive(delivery: Delivery, *, kiosk: PairedKiosk, store: Store, unseal_key: Unsealer, now: datetime) -> Receipt:
    """Take in a delivery and return the receipt, once everything it names is durable.

    Raises VersionMismatch, BadMessage for a broken envelope, DiskFull, StoreBusy, StoreBroken; then nothing was kept.
    """
    envelope.check(delivery)
    brought = _opened(delivery, kiosk, store, unseal_key, now)
    with changing(store, WHO, now) as change:
        taking = Taking(change, brought, memory.read(store), [*brought.refused])
        for step in STEPS:
            step(taking)
    store.high_water.raise_to(store.revisions.newest())
    return _receipt(taking)


def _opened(delivery: Delivery, kiosk: PairedKiosk, store: Store, unseal_key: Unsealer, now: datetime) -> Brought:
    marks = Marks(unseal_key.secrets)
    believed = books.believed(marks, kiosk, delivery)
    sound, refused = envelope.sorted_out(delivery.submissions, kiosk)
    opener = Opener(store, unseal_key)
    return Brought(
        kiosk=kiosk,
        delivery=believed,
        invented=believed.cursor != delivery.cursor,
        marks=marks,
        opener=opener,
        sound=sound,
        refused=refused,
        arrivals=opener.arrivals(sound.values(), received_at=utc(now), ages_s=delivery.ages_s),
        told=learning.read(store, kiosk, believed, marks),
    )


def _receipt(taking: Taking) -> Receipt:
    """Return what the kiosk is told, from what is durable now."""
    store, kiosk, compared = taking.change.store, taking.kiosk, taking.compared
    said, told_upto = _news(taking), taking.recount.told_upto(kiosk.id)
    erased = [one for one, sha256 in taking.known.items() if sha256 is None]
    elsewhere = store.kiosks.erased_between(kiosk.id, _cursor(taking), said.cursor)
    out = {*taking.waiting, *erased, *(refusal.id for refusal in taking.refused)}
    return Receipt(
        lineage=compared.lineage,
        hub_time=taking.change.at,
        news=said,
        mark=books.mark(taking.marks, kiosk, compared.lineage, said.cursor),
        accepted=[one for one in taking.brought.ids if one not in out],
        refused=taking.refused,
        erased=list(dict.fromkeys([*erased, *compared.erased, *elsewhere])),
        lacking=compared.lacking,
        wants_ids=taking.wants_ids,
        wants_told=told_upto is not None,
        told_upto=told_upto or "",
        # Who holds a seat has heard of every decision before it, see recount.
        leases=[] if said.more or taking.is_quiet else taking.leases,
        seats=seats.counts(store, taking.change.now),
        doors=door.lists(store, kiosk, taking.change.now),
    )


def _cursor(taking: Taking) -> int:
    return 0 if taking.full else taking.delivery.cursor


def _news(taking: Taking) -> News:
    """Return what changed since the kiosk was last told; nothing new where the hub is quiet."""
    store, library = taking.change.store, settings.read(taking.change.store)
    if taking.is_quiet:
        return News(cursor=taking.delivery.cursor, library=library.name, default_language=library.default_language)
    return news.since(
        store, _cursor(taking), library=library.name, default_language=library.default_language, marks=taking.marks,
        full=taking.full,
    )  # fmt: skip

"""Taking in what a kiosk delivers: opened, checked, stored once, and answered only after the commit.

Opening and checking is most of the work and happens outside the write lock; then one change holds the batch and all it
means, step by step. What cannot be opened or checked is kept, set aside with its reason, and shown to staff: only a
record that was damaged on the way, or is another kiosk's, is refused.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from hub.bus import INBOX
from hub.marks import Marks
from hub.model import Arrival, OwnHand, PairedKiosk, Right
from hub.services.activities import door, door_keys, seats, settling
from hub.services.changing import changing
from hub.services.house import settings
from hub.services.restoring import learning, recount
from hub.services.sync import books, envelope, news, reopening, unknown_codes
from hub.services.sync.opening import Opener, Unsealer
from hub.services.taking import Brought, Taking
from hub.store.base import Store
from shared.errors import DiskFull, RecordConflict, StoreBroken, StoreBusy, StoreError
from shared.protocol import Delivery, News, Receipt, Refusal
from shared.submission import utc

WHO = OwnHand("kiosk")
"""Who gives cause for a line of history, where nobody of the staff does."""


def receive(delivery: Delivery, *, kiosk: PairedKiosk, store: Store, unseal_key: Unsealer, now: datetime) -> Receipt:
    """Take in a delivery and return the receipt, once everything it names is durable.

    Raises VersionMismatch, BadMessage for a broken envelope, DiskFull, StoreBusy, StoreBroken; then nothing was kept.
    """
    sound, refused = envelope.sorted_out(delivery, kiosk)
    marks = Marks(unseal_key.secrets)
    opener = Opener(store, unseal_key, settings.read(store).default_language)
    believed = books.believed(marks, kiosk, delivery)
    brought = Brought(
        kiosk=kiosk,
        delivery=believed,
        invented=believed.cursor != delivery.cursor,
        marks=marks,
        opener=opener,
        sound=sound,
        refused=refused,
        arrivals=opener.arrivals(sound.values(), received_at=utc(now), ages_s=delivery.ages_s),
        told=learning.read(store, kiosk, believed.told, marks) if believed.told is not None else None,
    )
    with changing(store, WHO, now, Right.OWN_HAND) as change:
        taking = Taking(change, brought, store.recalled.recount(), [*refused])
        for step in STEPS:
            step(taking)
    store.high_water.raise_to(store.revisions.newest())
    return _receipt(taking)


def keep_what_is_new(taking: Taking) -> None:
    """Store what is not here yet. What is here with other content is refused, what has no room yet waits."""
    store, sound = taking.change.store, taking.brought.sound
    # Asked under the lock: the same batch may come twice at once. That known ones were opened too is the rare case.
    known = taking.known = store.submissions.known(taking.brought.ids)
    fresh = [one for one in taking.brought.arrivals if one.submission.id not in known]
    if any(one.filed and one.filed.names_codes for one in fresh):
        taking.waiting = unknown_codes.beyond(store, taking.kiosk.id, fresh)
    fresh = [one for one in fresh if one.submission.id not in taking.waiting]
    refused = _kept(store, fresh)
    lost = {one.id for one in refused}
    taking.new = [one for one in fresh if one.submission.id not in lost]
    taking.refused += refused
    taking.refused += [
        Refusal(one, RecordConflict.code) for one in known if known[one] not in (None, sound[one].sha256)
    ]
    if taking.new:
        taking.change.wake(INBOX)


STEPS: tuple[Callable[[Taking], None], ...] = (
    keep_what_is_new,
    books.compare,
    door_keys.hear,
    recount.recall,
    seats.hear,
    settling.settle_new,
    reopening.take_asked_by_now,
    recount.hear_out,
    seats.renew,
)
"""What a delivery means, in this order: a kiosk is heard before anything is given to it. Each room has its steps."""


def _kept(store: Store, arrivals: Sequence[Arrival]) -> list[Refusal]:
    """Store the batch at once; only when that fails, one by one, so that what cannot be stored is refused alone."""
    if not arrivals:
        return []
    try:
        with store.atomic():
            store.submissions.add(arrivals)
    except (DiskFull, StoreBusy, StoreBroken):
        raise
    except StoreError as exc:
        if len(arrivals) == 1:
            return [Refusal(arrivals[0].submission.id, exc.code)]
        return [refusal for one in arrivals for refusal in _kept(store, [one])]
    return []


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
        wants_ids=compared.wants_ids,
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
    library = settings.read(taking.change.store)
    if taking.is_quiet:
        return News(cursor=taking.delivery.cursor, **news.said_always(library))
    return news.since(
        taking.change.store,
        _cursor(taking),
        library,
        marks=taking.marks,
        full=taking.full,
        logo=taking.delivery.logo,
    )

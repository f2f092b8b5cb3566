"""A kiosk's books: its word about itself and us, its lineage, and whether both sides hold the same submissions."""

import secrets
from dataclasses import replace

from hub.marks import Marks
from hub.model import Lineage, PairedKiosk
from hub.services.taking import Compared, Taking
from hub.store.base import Store
from shared.protocol import Delivery, digest_ids, join_digests
from shared.submission import from_utc

_NOTHING = digest_ids(())


def mark(marks: Marks, kiosk: PairedKiosk, lineage: str, cursor: int) -> str:
    """Return the hub's mark on what a receipt says: the kiosk brings it back as proof that it was said."""
    return marks.mark("receipt", kiosk.id, lineage, cursor)


def believed(marks: Marks, kiosk: PairedKiosk, delivery: Delivery) -> Delivery:
    """Return the delivery as far as it can be believed: what it claims that the hub has said, the hub must have said.

    Where the mark does not prove that, the kiosk has heard nothing: cursor 0. What it was told proves itself.
    """
    if marks.proves(delivery.mark, "receipt", kiosk.id, delivery.lineage or "", delivery.cursor):
        return delivery
    return replace(delivery, cursor=0)


def compare(taking: Taking) -> None:
    """Keep the kiosk's word about itself, and see whether both sides hold the same.

    Lineage, cursor and offered ids are compared with what the hub knows, and the next lineage token is handed out. The
    hub takes the token of its last receipt and, since receipts can be lost, the one the kiosk showed when it got
    that one: however many were lost in a row, it goes on showing the last it took. Any other token means that the kiosk
    was copied or put back from a backup, or that the hub was: data is kept, staff are told, and the kiosk gets all news
    anew. A cursor beyond the hub's own revision means that the hub was put back; so does any strange token while the
    hub is counting what it has forgotten. A cursor that was invented, and so not :func:`believed`, is no accident.
    """
    change, kiosk, delivery = taking.change, taking.kiosk, taking.delivery
    store, health = change.store, delivery.health
    skew_s = (from_utc(health.sent_at) - change.now).total_seconds()  # positive when its clock is ahead
    store.kiosks.heard(kiosk.id, health, skew_s=skew_s, now=change.at)
    before = store.kiosks.lineage(kiosk.id)
    hub_put_back = delivery.cursor > store.revisions.newest()
    strange = before.current is not None and delivery.lineage not in (before.current, before.former)
    offered = list(dict.fromkeys(delivery.offered))
    known = store.submissions.known(offered)
    lacking = [one for one in offered if one not in known]
    erased = [one for one in offered if known.get(one, "") is None]
    settled = before.settled
    if offered and not lacking and not erased:  # one part of an offer, or the whole
        settled = join_digests(settled or _NOTHING, digest_ids(offered))
    # A strange token is not remembered: should this receipt be lost, the kiosk must be found strange again.
    former = before.current if strange else delivery.lineage
    after = Lineage(secrets.token_hex(16), former, settled)
    copied = taking.brought.invented or (strange and not hub_put_back and not taking.recount.is_on)
    store.kiosks.save_lineage(kiosk.id, after, copied=copied)
    if copied and not kiosk.copied:  # one line until it is paired anew, however often it says so
        change.note("copied", f"kiosk {kiosk.id}")
    wants_ids = _wants_ids(store, kiosk, delivery)
    taking.compared = Compared(after.current or "", hub_put_back, lacking, erased, wants_ids)
    taking.full = strange or hub_put_back


def _wants_ids(store: Store, kiosk: PairedKiosk, delivery: Delivery) -> bool:
    """Tell whether the kiosk should offer the ids it retains, because the hub may lack some of them.

    What was found complete is not compared again until something of this kiosk is erased, so that a kiosk with nothing
    new costs nothing for all it keeps. That holds for ids that were offered too: it may rightly hold fewer than we do.
    An offer may come in parts: their digests are joined, from nothing on each time it is asked for.
    """
    retained = delivery.retained
    if retained is None or delivery.offered or retained.count == 0:
        return False
    if retained.digest == store.kiosks.lineage(kiosk.id).settled:
        return False
    ids = store.kiosks.ids_between(kiosk.id, retained.first_seq, retained.last_seq)
    complete = len(ids) == retained.count and digest_ids(ids) == retained.digest
    store.kiosks.settle(kiosk.id, retained.digest if complete else _NOTHING)
    return not complete

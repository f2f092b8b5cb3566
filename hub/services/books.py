"""A kiosk's books: its word about itself, its lineage, and whether both sides hold the same submissions."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from hub.model import Lineage, PairedKiosk
from hub.store.base import Store
from shared.protocol import Delivery, Health, digest_ids
from shared.submission import from_utc, utc


@dataclass(frozen=True)
class Compared:
    """What comparing with the kiosk's memory gave. ``full``: the kiosk must take all news anew.

    ``hub_put_back``: the kiosk has heard of changes the hub knows nothing of.
    """

    lineage: str
    full: bool
    hub_put_back: bool
    lacking: list[str]
    erased: list[str]


def heard(store: Store, kiosk: PairedKiosk, health: Health, *, now: datetime) -> None:
    """Keep the kiosk's word about itself. Skew is positive when its clock is ahead."""
    skew_s = (from_utc(health.sent_at) - now).total_seconds()
    store.kiosks.heard(kiosk.id, health, skew_s=skew_s, now=utc(now))


def compare(store: Store, kiosk: PairedKiosk, delivery: Delivery, *, counting: bool = False) -> Compared:
    """Compare lineage, cursor and offered ids with what the hub knows, and hand out the next lineage token.

    The hub takes the token of its last receipt and, since a receipt can be lost, of the one before. Any other token
    means that the kiosk was copied or put back from a backup, or that the hub was: data is kept, staff are told, and
    the kiosk gets all news anew. A cursor beyond the hub's own revision means that the hub was put back; so does any
    strange token while the hub is ``counting`` what it has forgotten.
    """
    before = store.kiosks.lineage(kiosk.id)
    hub_put_back = delivery.cursor > store.outgoing.revision()
    strange = before.current is not None and delivery.lineage not in (before.current, before.former)
    offered = list(dict.fromkeys(delivery.offered))
    known = store.submissions.known(offered)
    lacking = [one for one in offered if one not in known]
    erased = [one for one in offered if known.get(one, "") is None]
    settled = digest_ids(offered) if offered and not lacking and not erased else before.settled
    # A strange token is not remembered: should this receipt be lost, the kiosk must be found strange again.
    former = before.current if strange else delivery.lineage
    after = Lineage(secrets.token_hex(16), former, settled)
    store.kiosks.save_lineage(kiosk.id, after, copied=strange and not hub_put_back and not counting)
    return Compared(after.current or "", strange or hub_put_back, hub_put_back, lacking, erased)


def wants_ids(store: Store, kiosk: PairedKiosk, delivery: Delivery) -> bool:
    """Tell whether the kiosk should offer the ids it retains, because the hub may lack some of them.

    What was found complete is not compared again until something of this kiosk is erased, so that a kiosk with nothing
    new costs nothing for all it keeps. That holds for ids that were offered too: it may rightly hold fewer than we do.
    """
    retained = delivery.retained
    if retained is None or delivery.offered or retained.count == 0:
        return False
    if retained.digest == store.kiosks.lineage(kiosk.id).settled:
        return False
    ids = store.kiosks.ids_between(kiosk.id, retained.first_seq, retained.last_seq)
    complete = len(ids) == retained.count and digest_ids(ids) == retained.digest
    if complete:
        store.kiosks.settle(kiosk.id, retained.digest)
    return not complete

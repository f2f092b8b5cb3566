"""What a delivery means, a step for each thing: each gives what it says to the room whose business that is.

All of them happen in one change, in the order of :data:`hub.services.sync.intake.STEPS`.
"""

from hub.bus import INBOX
from hub.model import Arrival
from hub.services.activities import door_keys, seats, settling
from hub.services.restoring import recount
from hub.services.sync import books, reopening, unknown_codes
from hub.services.sync.taking import Taking
from hub.store.base import Store
from shared.errors import DiskFull, RecordConflict, StoreBroken, StoreBusy, StoreError
from shared.protocol import Refusal


def keep_what_is_new(taking: Taking) -> None:
    """Store what is not here yet. What is here with other content is refused, what has no room yet waits."""
    store, sound = taking.change.store, taking.brought.sound
    # Asked under the lock: the same batch may come twice at once. That known ones were opened too is the rare case.
    known = taking.known = store.submissions.known(taking.brought.ids)
    fresh = [one for one in taking.brought.arrivals if one.submission.id not in known]
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


def hear_how_it_is(taking: Taking) -> None:
    """Keep the kiosk's word about itself."""
    books.heard(taking.change, taking.kiosk, taking.delivery.health)


def compare_books(taking: Taking) -> None:
    """See whether both sides hold the same, and whether one of them was copied or put back."""
    change, kiosk, delivery = taking.change, taking.kiosk, taking.delivery
    taking.compared = books.compare(
        change, kiosk, delivery, counting=taking.recount.is_on, invented=taking.brought.invented
    )
    taking.wants_ids = books.wants_ids(change.store, kiosk, delivery)


def hear_door_key(taking: Taking) -> None:
    """Take the key of its door, for staff to say yes to."""
    door_keys.hear(taking.change, taking.kiosk, taking.delivery.door_key)


def begin_recount(taking: Taking) -> None:
    """Begin to count seats where the kiosk proves that the hub was put back, and was not asked about it yet."""
    if taking.compared.hub_put_back and not taking.is_quiet:
        taking.recount = recount.begin(taking.change.store, taking.change.now, heard=taking.delivery.cursor)


def hear_what_it_was_told(taking: Taking) -> None:
    """Learn what the hub has forgotten, before anything else of the kiosk counts."""
    told = taking.brought.told
    taking.recount = recount.recall(taking.change, taking.recount, taking.kiosk, taking.delivery, told)


def hear_leases(taking: Taking) -> None:
    """Take its accounts of seats."""
    seats.hear(taking.change, taking.kiosk, taking.delivery.leases, taking.marks)


def settle_what_is_new(taking: Taking) -> None:
    """Settle sign-ups, changes of them and notes from the door, and give free seats to the line."""
    settling.settle(taking.change, taking.new, taking.delivery.promised, kiosk=taking.kiosk.id)


def settle_what_waited(taking: Taking) -> None:
    """The same for what came before its activity or its prompt, where the kiosk has not heard of all there are."""
    store, cursor = taking.change.store, taking.delivery.cursor
    if store.prompts.since(cursor, 1) or store.activities.since(cursor, 1):
        reopening.take_asked_by_now(taking.change, taking.brought.opener, taking.kiosk)


def hear_out(taking: Taking) -> None:
    """Wait for the kiosk no longer once it has said all; with the last one the count is over."""
    heard = recount.hear(taking.change, taking.recount, taking.kiosk, taking.delivery, lacks=taking.lacks)
    taking.recount = heard


def lease_seats(taking: Taking) -> None:
    """Give it its share of the seats, or call back what others wait for."""
    kiosk = taking.change.store.kiosks.read(taking.kiosk.id) or taking.kiosk  # its books may say by now: copied
    taking.leases = seats.renew(taking.change, kiosk, taking.marks)


def owe_all_news(taking: Taking) -> None:
    """Decide whether the kiosk takes all news anew."""
    taking.full = taking.compared.full
    if not taking.is_quiet:
        taking.recount, taking.full = recount.owed_news(
            taking.change.store, taking.recount, taking.kiosk, taking.delivery,
            lineage=taking.compared.lineage, full=taking.full,
        )  # fmt: skip


def _kept(store: Store, arrivals: list[Arrival]) -> list[Refusal]:
    """Store the batch at once; only when that fails, one by one, so that what cannot be stored is refused alone."""
    if not arrivals:
        return []
    try:
        with store.atomic():
            store.submissions.add(arrivals)
    except (DiskFull, StoreBusy, StoreBroken):
        raise
    except StoreError:
        return _kept_singly(store, arrivals)
    return []


def _kept_singly(store: Store, arrivals: list[Arrival]) -> list[Refusal]:
    refused = []
    for arrival in arrivals:
        try:
            with store.atomic():
                store.submissions.add([arrival])
        except (DiskFull, StoreBusy, StoreBroken):
            raise
        except StoreError as exc:
            refused.append(Refusal(arrival.submission.id, exc.code))
    return refused

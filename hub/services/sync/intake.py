"""Taking in what a kiosk delivers: opened, checked, stored once, and answered only after the commit.

Opening and checking is most of the work and happens outside the write lock; then one transaction holds the batch.
What cannot be opened or checked is kept, set aside with its reason, and shown to staff: only a record that was damaged
on the way, or is another kiosk's, is refused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from hub.bus import INBOX
from hub.model import Arrival, PairedKiosk, StoredSubmission
from hub.services.activities import door, door_keys, seats, settling
from hub.services.changing import Change, changing
from hub.services.house import settings
from hub.services.restoring import learning, recount
from hub.services.restoring.marks import Marks
from hub.services.sync import books, news, unknown_codes
from hub.services.sync.opening import Opener, Unsealer
from hub.store.base import Store
from shared.errors import (
    BadMessage,
    DiskFull,
    NotAllowed,
    RecordConflict,
    RecordDamaged,
    StoreBroken,
    StoreBusy,
    StoreError,
    VersionMismatch,
)
from shared.fence import Fence
from shared.prompt import SLUG
from shared.protocol import (
    MAX_BATCH_ITEMS,
    MAX_LEASES,
    MAX_OFFERED,
    MAX_TOLD,
    OLDEST_VERSION,
    VERSION,
    Delivery,
    Lease,
    News,
    Receipt,
    Refusal,
)
from shared.submission import Submission, from_utc, is_submission_id, utc

WHO = "kiosk"
"""Who gives cause for a line of history, where nobody of the staff does."""
BIGGEST = 2**53
"""Whole numbers up to here are the same in every language and database."""
LONGEST = 128
"""Ids, hashes and names of an envelope are all shorter."""

_DIGEST = re.compile("[0-9a-f]{64}")


def receive(delivery: Delivery, *, kiosk: PairedKiosk, store: Store, unseal_key: Unsealer, now: datetime) -> Receipt:
    """Take in a delivery and return the receipt, once everything it names is durable.

    Raises VersionMismatch, BadMessage for a broken envelope, DiskFull, StoreBusy, StoreBroken; then nothing was kept.
    """
    _check(delivery)
    marks, said_cursor = Marks(unseal_key.secrets), delivery.cursor
    delivery = books.believed(marks, kiosk, delivery)
    invented = delivery.cursor != said_cursor
    sound, refused = _sorted_out(delivery.submissions, kiosk)
    opener, received_at = Opener(store, unseal_key), utc(now)
    arrivals = opener.arrivals(sound.values(), received_at=received_at, ages_s=delivery.ages_s)
    ids = [arrival.submission.id for arrival in arrivals]  # what is not named in the receipt waits, and comes again
    recalled = learning.read(store, kiosk, delivery, marks)
    with changing(store, WHO, now) as change:
        # Asked under the lock: the same batch may come twice at once. That known ones were opened too is the rare case.
        known = store.submissions.known(ids)
        new = [arrival for arrival in arrivals if arrival.submission.id not in known]
        waiting = unknown_codes.beyond(store, kiosk.id, new)
        new = [arrival for arrival in new if arrival.submission.id not in waiting]
        refused += _kept(store, new)
        lost = {refusal.id for refusal in refused}
        settled = [arrival for arrival in new if arrival.submission.id not in lost]
        books.heard(change, kiosk, delivery.health)
        compared = books.compare(change, kiosk, delivery, counting=recount.is_on(store), invented=invented)
        wants_ids = books.wants_ids(store, kiosk, delivery)
        lacks = wants_ids or bool(compared.lacking)
        door_keys.hear(change, kiosk, delivery.door_key)
        told = _seated(change, kiosk, delivery, settled, compared, marks, recalled, lacks=lacks, opener=opener)
        if settled:
            change.wake(INBOX)
    store.high_water.raise_to(store.revisions.newest())
    erased = [one for one, sha256 in known.items() if sha256 is None]
    refused += [Refusal(one, RecordConflict.code) for one in known if known[one] not in (None, sound[one].sha256)]
    cursor = 0 if told.full else delivery.cursor
    said = _nothing_new(store, delivery.cursor) if told.quiet else _news(store, cursor, marks, full=told.full)
    elsewhere = store.kiosks.erased_between(kiosk.id, cursor, said.cursor)
    out = {*waiting, *erased, *(refusal.id for refusal in refused)}
    return Receipt(
        lineage=compared.lineage,
        hub_time=received_at,
        news=said,
        mark=books.mark(marks, kiosk, compared.lineage, said.cursor),
        accepted=[one for one in ids if one not in out],
        refused=refused,
        erased=list(dict.fromkeys([*erased, *compared.erased, *elsewhere])),
        lacking=compared.lacking,
        wants_ids=wants_ids,
        wants_told=told.told_upto is not None,
        told_upto=told.told_upto or "",
        # Who holds a seat has heard of every decision before it, see recount.
        leases=[] if said.more or told.quiet else told.leases,
        seats=seats.counts(store, now),
        doors=door.lists(store, kiosk, now),
    )


@dataclass(frozen=True)
class _Told:
    """What a kiosk is told besides the news; these are all of them anew where ``full``.

    A hub that counts seats, or still has to ask this kiosk what it was told, is ``quiet``: no news and no leases, see
    recount. ``told_upto`` is None where it is not asked.
    """

    leases: list[Lease]
    told_upto: str | None
    quiet: bool
    full: bool


def _seated(
    change: Change, kiosk: PairedKiosk, delivery: Delivery, arrivals: list[Arrival], compared: books.Compared,
    marks: Marks, recalled: Sequence[learning.Said] | None, *, lacks: bool, opener: Opener,
) -> _Told:  # fmt: skip
    """Do what a delivery means for seats: what was told heard first, then leases, sign-ups settled, seats given."""
    store = change.store
    if compared.hub_put_back and not recount.is_on(store) and learning.told_upto(store, kiosk) is None:
        recount.begin(store, change.now, heard=delivery.cursor)
    recount.recall(change, kiosk, delivery, recalled)
    seats.hear(change, kiosk, delivery.leases, marks)
    settling.settle(change, arrivals, delivery.promised, kiosk=kiosk.id)
    if store.prompts.since(delivery.cursor, 1) or store.activities.since(delivery.cursor, 1):
        _asked_after_all(change, opener, kiosk)
    recount.hear(change, kiosk, delivery, lacks=lacks)
    return _told(change, kiosk, delivery, compared, marks)


def _told(change: Change, kiosk: PairedKiosk, delivery: Delivery, compared: books.Compared, marks: Marks) -> _Told:
    """Decide what the kiosk is told, once it was heard; its leases are renewed."""
    store = change.store
    leases = seats.renew(change, store.kiosks.read(kiosk.id) or kiosk, marks)
    told_upto = learning.told_upto(store, kiosk)
    quiet = told_upto is not None or recount.is_on(store)
    full = compared.full or (not quiet and recount.owes_all_news(store, kiosk, delivery))
    if full and not quiet:
        recount.gave_all_news(store, kiosk, compared.lineage)
    return _Told(leases, told_upto, quiet, full)


def _news(store: Store, cursor: int, marks: Marks, *, full: bool) -> News:
    library = settings.read(store)
    return news.since(
        store, cursor, library=library.name, default_language=library.default_language, marks=marks, full=full
    )


def _nothing_new(store: Store, cursor: int) -> News:
    library = settings.read(store)
    return News(cursor=cursor, library=library.name, default_language=library.default_language)


def open_again(store: Store, unseal_key: Unsealer, *, now: datetime) -> int:
    """Try once more to open what could not be opened, with the keys there are now; return how many opened.

    What cannot be taken stays set aside and is logged; the others open.
    """
    opener, opened = Opener(store, unseal_key), 0
    for stored in store.submissions.unopened():
        with Fence(f"opening submission {stored.submission.id}", ""):
            opened += _opened(store, opener, stored, now)
    return opened


def _asked_after_all(change: Change, opener: Opener, kiosk: PairedKiosk) -> None:
    """Take what this kiosk's visitors gave to an activity or a prompt that was not here then, and is by now."""
    for stored in change.store.submissions.unasked(kiosk.id, MAX_BATCH_ITEMS):
        if opener.has_enough:
            break
        with Fence(f"taking submission {stored.submission.id}", ""):
            arrival = opener.again(stored)
            if arrival.reason != stored.reason:  # also where it is set aside for another reason now
                _taken(change.store, arrival, change.now)


def _taken(store: Store, arrival: Arrival, now: datetime) -> bool:
    """Take what was set aside until now; tell whether it could be taken. What cannot stays as it is."""
    kiosk = arrival.submission.kiosk
    with changing(store, WHO, now) as change:
        if unknown_codes.beyond(store, kiosk, [arrival]):
            return False
        store.submissions.reopen(arrival)
        settling.settle(change, [arrival], settling.likely_promised(store, arrival), kiosk=kiosk)
    return True


def _opened(store: Store, opener: Opener, stored: StoredSubmission, now: datetime) -> bool:
    arrival = opener.arrival(stored.submission, received_at=stored.received_at, age_s=stored.age_s)
    if arrival.payload is None and arrival.filed is None:
        return False
    return _taken(store, arrival, now)


def _check(delivery: Delivery) -> None:
    """Raise BadMessage or VersionMismatch for what no kiosk can say: behind this every number is one."""
    if not OLDEST_VERSION <= delivery.version <= VERSION:
        raise VersionMismatch(f"the kiosk speaks {delivery.version}")
    health, retained, told = delivery.health, delivery.retained, delivery.told or []
    numbers = [
        delivery.cursor, health.created, health.waiting, health.on_hub, health.set_aside, health.erased,
        health.free_bytes, health.salvages,
        *((retained.first_seq, retained.last_seq, retained.count) if retained else ()),
        *(n for one in delivery.leases for n in (one.granted, one.returned, one.promised)),
    ]  # fmt: skip
    if not all(0 <= number <= BIGGEST for number in numbers):
        raise BadMessage("a number is out of range")
    if not isfinite(health.uptime_s):
        raise BadMessage("uptime_s")
    many = (
        (delivery.submissions, MAX_BATCH_ITEMS), (delivery.promised, MAX_BATCH_ITEMS),
        (delivery.ages_s, MAX_BATCH_ITEMS), (delivery.offered, MAX_OFFERED),
        (delivery.leases, MAX_LEASES), (told, MAX_TOLD),
    )  # fmt: skip
    if any(len(several) > most for several, most in many):
        raise BadMessage("too many")
    short = (
        delivery.lineage or "", delivery.mark, delivery.door_key or "", health.version, delivery.told_after,
        delivery.told_upto, *delivery.offered,
    )  # fmt: skip
    if max(map(len, short)) > LONGEST:
        raise BadMessage("too long")
    if retained is not None and not (_DIGEST.fullmatch(retained.digest) and retained.first_seq <= retained.last_seq):
        raise BadMessage("retained")
    if not all(map(is_submission_id, (*delivery.offered, *delivery.promised, *delivery.ages_s))):
        raise BadMessage("an id")
    if not all(SLUG.fullmatch(one.activity) for one in delivery.leases):
        raise BadMessage("an activity")
    try:
        from_utc(health.sent_at)
    except ValueError as exc:
        raise BadMessage("sent_at") from exc


def _sorted_out(submissions: Sequence[Submission], kiosk: PairedKiosk) -> tuple[dict[str, Submission], list[Refusal]]:
    """Return the sound records by id, and refusals for the others: one bad record never holds up the rest."""
    sound: dict[str, Submission] = {}
    refused: list[Refusal] = []
    for submission in submissions:
        code = _fault(submission, kiosk)
        first = sound.get(submission.id)
        if code is None and first is not None and first.sha256 != submission.sha256:
            code = RecordConflict.code
        if code is None:
            sound.setdefault(submission.id, submission)
        else:
            refused.append(Refusal(submission.id, code))
    return sound, refused


def _fault(submission: Submission, kiosk: PairedKiosk) -> str | None:
    short = (
        submission.id, submission.kind, submission.prompt, submission.prompt_hash, submission.made_at,
        submission.language, submission.session or "",
    )  # fmt: skip
    try:
        if not submission.is_whole():
            return RecordDamaged.code
        from_utc(submission.made_at)
    except ValueError:  # half a character, or no time
        return BadMessage.code
    if submission.kiosk != kiosk.id:
        return NotAllowed.code
    if not is_submission_id(submission.id) or max(map(len, short)) > LONGEST:
        return BadMessage.code
    if not (1 <= submission.seq <= BIGGEST and 0 <= submission.prompt_revision <= BIGGEST):
        return BadMessage.code
    return None


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

"""What a kiosk can say at all: the envelope of a delivery, and of each record in it."""

import re
from math import isfinite

from hub.model import PairedKiosk
from shared.errors import BadMessage, NotAllowed, RecordConflict, RecordDamaged, VersionMismatch
from shared.prompt import SLUG
from shared.protocol import (
    MAX_BATCH_ITEMS,
    MAX_LEASES,
    MAX_OFFERED,
    MAX_TOLD,
    OLDEST_VERSION,
    VERSION,
    Delivery,
    Refusal,
)
from shared.submission import Submission, from_utc, is_submission_id

BIGGEST = 2**53
"""Whole numbers up to here are the same in every language and database."""
LONGEST = 128
"""Ids, hashes and names of an envelope are all shorter."""

_DIGEST = re.compile("[0-9a-f]{64}")


def sorted_out(delivery: Delivery, kiosk: PairedKiosk) -> tuple[dict[str, Submission], list[Refusal]]:
    """Return the sound records by id, and refusals for the others: one bad record never holds up the rest.

    Raises BadMessage or VersionMismatch for what no kiosk can say: behind this every number is one.
    """
    _check(delivery)
    sound: dict[str, Submission] = {}
    refused: list[Refusal] = []
    for submission in delivery.submissions:
        code = _fault(submission, kiosk)
        first = sound.get(submission.id)
        if code is None and first is not None and first.sha256 != submission.sha256:
            code = RecordConflict.code
        if code is None:
            sound.setdefault(submission.id, submission)
        else:
            refused.append(Refusal(submission.id, code))
    return sound, refused


def _check(delivery: Delivery) -> None:
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
        delivery.told_upto, delivery.logo or "", *delivery.offered,
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

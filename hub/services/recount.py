"""After an old backup was put back: no seat is given away until the kiosks have said what the hub has forgotten.

Every decision about seats has a revision, and kiosks take them in that order. So the kiosk with the highest cursor
knows a state that once was true, and no kiosk holds a lease that is younger. Its word, the promises every kiosk sends
again, and their leases together are what people were told.
"""

import json
from dataclasses import asdict, replace
from datetime import datetime

from hub.model import AuditLine, PairedKiosk, SignUp, Staff
from hub.store.base import Store
from shared.errors import NoReason
from shared.notice import ReceiptState, SignUpState
from shared.protocol import Delivery
from shared.submission import utc

AWAITED, KNOWN = "recount_awaited", "recount_known"
"""Settings: ids of the kiosks not yet heard, by how far they got; and the word of the kiosk that knows most."""
GAP = 1_000_000
"""Room in the order of arrival for those who stood in line before the hub forgot them."""


def is_on(store: Store) -> bool:
    """Tell whether seats are being counted."""
    return bool(_awaited(store))


def begin(store: Store, now: datetime) -> None:
    """Give away no seats until every kiosk that is not shut out was heard; inside ``atomic()``.

    Where nothing with seats is to come there is nothing to count.
    """
    if all(activity.seats is None or activity.is_over(now) for activity in store.activities.every()):
        return
    awaited = {kiosk.id: False for kiosk in store.kiosks.every() if kiosk.revoked_at is None}
    store.outgoing.save_settings({AWAITED: json.dumps(awaited), KNOWN: ""})
    store.sign_ups.raise_order(store.sign_ups.next_order() + GAP)


def begin_if_put_back(store: Store, now: datetime) -> bool:
    """Begin when the mark beside the database is ahead of it; tell whether it was."""
    mark = store.high_water.read()
    with store.atomic():
        if mark <= store.outgoing.revision():
            return False
        begin(store, now)
        # What kiosks heard under the forgotten revisions must not be mistaken for what comes now.
        store.outgoing.raise_revision(mark)
    return True


def waiting_for(store: Store) -> list[PairedKiosk]:
    """Return the kiosks that must be heard before seats are given away."""
    awaited = _awaited(store)
    return [kiosk for kiosk in store.kiosks.every() if kiosk.id in awaited]


def wants_told(store: Store, kiosk: PairedKiosk) -> bool:
    """Tell whether this kiosk must say what it was told of sign-ups."""
    return _awaited(store).get(kiosk.id) is False


def hear(store: Store, kiosk: PairedKiosk, delivery: Delivery, *, lacks: bool) -> bool:
    """Take what a kiosk knows; return True when it was the last one and seats can be given away again.

    A kiosk is heard once it has said what it was told and, after that, has nothing more that the hub lacks.
    """
    awaited = _awaited(store)
    if kiosk.id not in awaited:
        return False
    if delivery.told is not None:
        _remember(store, delivery.cursor, delivery.told)
        awaited[kiosk.id] = True
    closing = not delivery.submissions and not delivery.offered
    complete = delivery.retained is not None or delivery.health.on_hub == 0
    if awaited[kiosk.id] and closing and complete and not lacks and delivery.health.waiting == 0:
        del awaited[kiosk.id]
    store.outgoing.save_settings({AWAITED: json.dumps(awaited)})
    return _ended(store, awaited)


def go_on_without(store: Store, kiosk: str, *, staff: Staff, now: datetime, reason: str) -> bool:
    """Wait no longer for this kiosk; what it promised may need extra chairs. Raises NoReason.

    Return True when it was the last one: then seats are given away with the next delivery of any kiosk.
    """
    if not reason.strip():
        raise NoReason("go_on_without")
    with store.atomic():
        awaited = _awaited(store)
        awaited.pop(kiosk, None)
        store.outgoing.save_settings({AWAITED: json.dumps(awaited)})
        store.people.write_audit(AuditLine(utc(now), staff.name, "go-on-without", f"kiosk {kiosk}", reason.strip()))
        return _ended(store, awaited)


def _awaited(store: Store) -> dict[str, bool]:
    found: dict[str, bool] = json.loads(store.outgoing.settings().get(AWAITED) or "{}")
    return found


def _remember(store: Store, cursor: int, told: list[ReceiptState]) -> None:
    """Keep the word of the kiosk that knows most."""
    known = json.loads(store.outgoing.settings().get(KNOWN) or "{}")
    if cursor > known.get("cursor", -1):
        word = {"cursor": cursor, "told": [asdict(one) for one in told]}
        store.outgoing.save_settings({KNOWN: json.dumps(word)})


def _ended(store: Store, awaited: dict[str, bool]) -> bool:
    if awaited:
        return False
    known = json.loads(store.outgoing.settings().get(KNOWN) or "{}")
    for one in known.get("told", ()):
        _restore(store, ReceiptState(**one))
    store.outgoing.save_settings({AWAITED: "", KNOWN: ""})
    return True


def _restore(store: Store, told: ReceiptState) -> None:
    """Let a sign-up be again what people were told it is. A later change by the visitor has been taken already."""
    if told.activity is None or store.activities.read(told.activity) is None:
        return
    known = store.sign_ups.by_code(told.activity, told.code)
    if known is None:
        known = stand_in(store, told.activity, told.code, persons=told.persons)
    _make_way(store, known, told.order)
    persons = min(known.persons, told.persons)
    state = SignUpState.CANCELLED if known.state == SignUpState.CANCELLED or not persons else SignUpState(told.state)
    seated = min(told.seated, persons) if state not in (SignUpState.CANCELLED, SignUpState.FULL) else 0
    if state == SignUpState.WAITING and seated == persons:
        state = SignUpState.CONFIRMED
    restored = replace(known, state=state, persons=persons, seated=seated, order=told.order or known.order)
    store.sign_ups.save(replace(restored, revision=store.outgoing.next_revision()))


def _make_way(store: Store, sign_up: SignUp, order: int) -> None:
    """Move whoever took this turn before the hub knew that it had been put back to the end of the line."""
    store.sign_ups.raise_order(order)
    for other in store.sign_ups.of(sign_up.activity):
        if other.order == order and other.id != sign_up.id:
            moved = replace(other, order=store.sign_ups.next_order(), revision=store.outgoing.next_revision())
            store.sign_ups.save(moved)


def stand_in(store: Store, activity: str, code: str, *, persons: int) -> SignUp:
    """Keep a place for a sign-up of which only the receipt code is known, until it comes (again); return it."""
    sign_up = SignUp(
        id=f"code {activity} {code}", activity=activity, kiosk="", code=code, language="", made_at="", received_at="",
        state=SignUpState.WAITING, persons=persons, ages={}, order=store.sign_ups.next_order(),
    )  # fmt: skip
    store.sign_ups.add([sign_up], [])
    return sign_up

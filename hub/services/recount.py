"""After an old backup was put back: no seat is given away until the kiosks have said what the hub has forgotten.

Every decision about seats has a revision, and kiosks take them in that order. So the kiosk with the highest cursor
knows a state that once was true, and no kiosk holds a lease that is younger. Its word, the promises every kiosk sends
again, and their leases together are what people were told.

Until then no kiosk is told anything new: it would forget what it knows, and a second old backup would be one too many.
Afterwards each takes everything anew.
"""

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from hub.model import AuditLine, PairedKiosk, SignUp, Staff
from hub.store.base import Store
from shared.activity import MAX_SEATS
from shared.errors import NoReason
from shared.notice import ReceiptState, SignUpState
from shared.protocol import Delivery
from shared.submission import read_receipt_code, utc

AWAITED, KNOWN, OWED = "recount_awaited", "recount_known", "recount_owed"
"""Settings: the kiosks not yet heard, and whether each has said what it was told; the word of the kiosk that knows
most; and the kiosks that must take all news anew afterwards, each with the lineage token of the receipt that did so."""
GAP = 1_000_000
"""Room in the order of arrival for those who stood in line before the hub forgot them."""
MOST_TURNS = 2**50
"""More sign-ups than there will be; what is above leaves no room for the next ones."""


def is_on(store: Store) -> bool:
    """Tell whether seats are being counted."""
    return bool(_awaited(store))


def begin(store: Store, now: datetime, *, heard: int = 0) -> None:
    """Give away no seats until every kiosk that is not shut out was heard.

    Where nothing with seats is to come there is nothing to count. ``heard`` is the forgotten revision that a kiosk has
    proved to have heard of: it is not given again, so this kiosk begins no other count.
    """
    if all(activity.seats is None for activity in store.activities.coming(utc(now))):
        return
    awaited = {kiosk.id: False for kiosk in store.kiosks.every() if kiosk.revoked_at is None}
    with store.atomic():
        _save(store, AWAITED, awaited)
        _save(store, KNOWN, {})
        _save(store, OWED, dict.fromkeys(awaited, ""))
        store.sign_ups.raise_order(store.sign_ups.next_order() + GAP)
        store.outgoing.raise_revision(heard)


def is_put_back(store: Store) -> bool:
    """Tell whether the mark beside the database is ahead of it, or gone: then it is an old backup, or may be one."""
    mark = store.high_water.read()
    return mark == 0 or mark > store.outgoing.revision()


def begin_if_put_back(store: Store, now: datetime) -> bool:
    """Begin when an old backup was put back; tell whether that was so. Then mark anew."""
    mark, revision, put_back = store.high_water.read(), store.outgoing.revision(), is_put_back(store)
    if put_back:
        with store.atomic():
            begin(store, now)
            # What kiosks heard under the forgotten revisions must not be mistaken for what comes now.
            store.outgoing.raise_revision(mark)
    store.high_water.raise_to(max(mark, revision))
    return put_back


def waiting_for(store: Store) -> list[PairedKiosk]:
    """Return the kiosks that must be heard before seats are given away."""
    awaited = _awaited(store)
    return [kiosk for kiosk in store.kiosks.every() if kiosk.id in awaited]


def wants_told(store: Store, kiosk: PairedKiosk) -> bool:
    """Tell whether this kiosk must say what it was told of sign-ups."""
    return _awaited(store).get(kiosk.id) is False


def hear(store: Store, kiosk: PairedKiosk, delivery: Delivery, *, lacks: bool) -> None:
    """Take what a kiosk knows; with the last one seats can be given away again.

    A kiosk is heard once it has said what it was told and, after that, has nothing more that the hub lacks.
    """
    awaited = _awaited(store)
    if kiosk.id not in awaited:
        return
    if delivery.told is not None:
        _remember(store, delivery.cursor, delivery.told)
        awaited[kiosk.id] = True
    closing = not delivery.submissions and not delivery.offered
    # It tells last, and what it retains with it: no range means that it has no copies left.
    complete = delivery.retained is not None or delivery.told is not None or delivery.health.on_hub == 0
    if awaited[kiosk.id] and closing and complete and not lacks and delivery.health.waiting == 0:
        del awaited[kiosk.id]
    _save(store, AWAITED, awaited)
    _end(store, awaited)


def owes_all_news(store: Store, kiosk: PairedKiosk, delivery: Delivery) -> bool:
    """Tell whether a kiosk has not taken all news anew since the last recount."""
    owed: dict[str, str] = _read(store, OWED)
    if kiosk.id not in owed:
        return False
    if owed[kiosk.id] and delivery.lineage == owed[kiosk.id]:
        del owed[kiosk.id]
        _save(store, OWED, owed)
        return False
    return True


def gave_all_news(store: Store, kiosk: PairedKiosk, lineage: str) -> None:
    """Remember the receipt that brought a kiosk all news; when it names it, the kiosk has them."""
    owed: dict[str, str] = _read(store, OWED)
    if kiosk.id in owed:
        _save(store, OWED, {**owed, kiosk.id: lineage})


def go_on_without(store: Store, kiosk: str, *, staff: Staff, now: datetime, reason: str) -> None:
    """Wait no longer for this kiosk; what it promised may need extra chairs. Raises NoReason.

    After the last one seats are given away, with the next delivery of any kiosk.
    """
    if not reason.strip():
        raise NoReason("go_on_without")
    with store.atomic():
        store.people.write_audit(AuditLine(utc(now), staff.name, "go-on-without", f"kiosk {kiosk}", reason.strip()))
        leave_out(store, kiosk)


def leave_out(store: Store, kiosk: str) -> None:
    """Wait no longer for this kiosk, if it is waited for; inside ``atomic()``. Without it the count may be over."""
    awaited = _awaited(store)
    if kiosk in awaited:
        del awaited[kiosk]
        _save(store, AWAITED, awaited)
        _end(store, awaited)


def _awaited(store: Store) -> dict[str, bool]:
    return _read(store, AWAITED)


def _read(store: Store, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(store.outgoing.settings().get(name) or "{}")
    return found


def _save(store: Store, name: str, value: dict[str, Any]) -> None:
    store.outgoing.save_settings({name: json.dumps(value) if value else ""})


def _remember(store: Store, cursor: int, told: list[ReceiptState]) -> None:
    """Keep the word of the kiosk that knows most, and let no revision be given that a kiosk has heard already."""
    store.outgoing.raise_revision(cursor)
    told = [one for one in told if _is_sound(one)]
    if cursor > _read(store, KNOWN).get("cursor", -1):
        _save(store, KNOWN, {"cursor": cursor, "told": [asdict(one) for one in told]})


def _is_sound(told: ReceiptState) -> bool:
    """Tell whether a hub can have said this: what it cannot have said is passed over, and the rest counts."""
    known = told.state in set(SignUpState) - {SignUpState.REQUESTED}
    numbers = told.seated <= told.persons <= MAX_SEATS and told.order <= MOST_TURNS
    return known and numbers and read_receipt_code(told.code) == told.code


def _end(store: Store, awaited: dict[str, bool]) -> None:
    if awaited:
        return
    for one in _read(store, KNOWN).get("told", ()):
        _restore(store, ReceiptState(**one))
    _save(store, KNOWN, {})


def _restore(store: Store, told: ReceiptState) -> None:
    """Let a sign-up be again what people were told it is. A later change by the visitor has been taken already."""
    if told.activity is None or store.activities.read(told.activity) is None:
        return
    known = store.sign_ups.by_code(told.activity, told.code)
    if known is None:
        known = stand_in(store, told.activity, told.code, persons=told.persons)
    if known.activity != told.activity:  # staff moved it, and the hub has forgotten
        known = replace(known, activity=told.activity, seated=0, leased=0, order=store.sign_ups.next_order())
    _make_way(store, known, told.order)
    persons = min(known.persons, told.persons)
    state = SignUpState.CANCELLED if known.state == SignUpState.CANCELLED or not persons else SignUpState(told.state)
    seated = min(told.seated, persons) if state not in (SignUpState.CANCELLED, SignUpState.FULL) else 0
    if state == SignUpState.WAITING and seated == persons:
        state = SignUpState.CONFIRMED
    restored = replace(known, state=state, persons=persons, seated=seated, order=told.order or known.order)
    restored = replace(restored, tell=restored.still_to_tell, revision=store.outgoing.next_revision())
    store.sign_ups.save(restored)


def _make_way(store: Store, sign_up: SignUp, order: int) -> None:
    """Move whoever took this turn before the hub knew that it had been put back to the end of the line."""
    store.sign_ups.raise_order(order)
    for other in store.sign_ups.of(sign_up.activity):
        if other.order == order and other.id != sign_up.id:
            moved = replace(other, order=store.sign_ups.next_order(), revision=store.outgoing.next_revision())
            store.sign_ups.save(moved)


def stands_in(sign_up: SignUp) -> bool:
    """Tell whether this only keeps a place, see :func:`stand_in`."""
    return not sign_up.received_at


def stand_in(store: Store, activity: str, code: str, *, persons: int) -> SignUp:
    """Keep a place for a sign-up of which only the receipt code is known, until it comes (again); return it."""
    sign_up = SignUp(
        id=f"code {activity} {code}", activity=activity, kiosk="", code=code, language="", made_at="", received_at="",
        state=SignUpState.WAITING, persons=persons, ages={}, order=store.sign_ups.next_order(),
    )  # fmt: skip
    store.sign_ups.add([sign_up], [])
    return sign_up

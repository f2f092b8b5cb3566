"""After an old backup was put back: no seat is given away until the kiosks have said what the hub has forgotten.

Every decision about seats has a revision, and kiosks take them in that order. So the newest word about each sign-up
that any kiosk was told is a state that once was true, and no kiosk holds a lease that is younger. These words (in the
hub's own hand, so that none is invented), the promises every kiosk sends again, and their leases together are what
people were told.

Until then no kiosk is told anything new: it would forget what it knows, and a second old backup would be one too many.
Afterwards each takes everything anew.
"""

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from hub.model import AuditLine, PairedKiosk, SignUp, Staff, Told
from hub.services import own_hand
from hub.services.marks import Marks
from hub.store.base import Store
from shared.activity import Activity
from shared.errors import NoReason
from shared.notice import ReceiptState, SignUpState
from shared.prompt import Prompt
from shared.protocol import Delivery
from shared.slip import Slip
from shared.submission import utc

ASKED, LEARNT = "recount_asked", "recount_learnt"
KEPT, FORGOTTEN = "recount_kept", "recount_forgotten"
AWAITED, KNOWN, OWED = "recount_awaited", "recount_known", "recount_owed"
"""Settings: the kiosks that have not yet said what they were told, and what was learnt of them; the revision of the
backup, and the newest that was forgotten; those not yet heard, and whether each has said it; the newest word of each
sign-up, by its code; and the kiosks that must take all news anew afterwards, each with the lineage token of the receipt
that did so."""
GAP = 1_000_000
"""Room in the order of arrival for those who stood in line before the hub forgot them."""


def is_on(store: Store) -> bool:
    """Tell whether seats are being counted."""
    return bool(_awaited(store))


def is_asking(store: Store) -> bool:
    """Tell whether some kiosk has not said yet what it was told before the hub was put back."""
    return bool(_read(store, ASKED))


def begin(store: Store, now: datetime, *, heard: int = 0) -> None:
    """Ask every kiosk that is not shut out what it was told, and give away no seats until all were heard.

    Where nothing with seats is to come there is nothing to count, unless a kiosk knows of it, see :func:`recall`.
    ``heard`` is the forgotten revision that a kiosk has proved to have heard of: it is not given again, so this kiosk
    begins no other count.
    """
    asked = dict.fromkeys(_trusted(store), False)
    with store.atomic():
        _save(store, ASKED, asked)
        for name in (KNOWN, LEARNT):
            _save(store, name, {})
        _save(store, OWED, dict.fromkeys(asked, ""))
        _save(store, KEPT, {"revision": store.outgoing.revision()})
        _begin_above(store, heard)
        if any(activity.seats is not None for activity in store.activities.coming(utc(now))):
            _count(store)


def _begin_above(store: Store, heard: int) -> None:
    """Give no revision that a kiosk has heard already: neither as a change, nor as that of an activity or a prompt."""
    store.outgoing.raise_revision(heard)
    _save(store, FORGOTTEN, {"revision": store.outgoing.revision()})


def newest_forgotten(store: Store) -> int:
    """Return a number that no forgotten revision of any activity or prompt was above; 0 where nothing was forgotten.

    Each of them took a change of the hub's, so there were never more than changes.
    """
    return int(_read(store, FORGOTTEN).get("revision", 0))


def _count(store: Store) -> None:
    _save(store, AWAITED, dict.fromkeys(_trusted(store), False))
    store.sign_ups.raise_order(store.sign_ups.next_order() + GAP)


def _trusted(store: Store) -> list[str]:
    return [kiosk.id for kiosk in store.kiosks.every() if kiosk.revoked_at is None]


def is_put_back(store: Store) -> bool:
    """Tell whether the mark beside the database is ahead of it, or gone: then it is an old backup, or may be one.

    Of a new hub, which has no mark yet, no kiosk has heard anything.
    """
    mark = store.high_water.read()
    return mark > store.outgoing.revision() or (mark == 0 and bool(store.kiosks.every()))


def begin_if_put_back(store: Store, now: datetime) -> bool:
    """Begin when an old backup was put back; tell whether that was so. Then mark anew."""
    mark, revision, put_back = store.high_water.read(), store.outgoing.revision(), is_put_back(store)
    if put_back:
        with store.atomic():
            begin(store, now)
            # What kiosks heard under the forgotten revisions must not be mistaken for what comes now.
            _begin_above(store, mark)
    store.high_water.raise_to(max(mark, revision))
    return put_back


def waiting_for(store: Store) -> list[PairedKiosk]:
    """Return the kiosks that must be heard before seats are given away."""
    awaited = _awaited(store)
    return [kiosk for kiosk in store.kiosks.every() if kiosk.id in awaited]


def wants_told(store: Store, kiosk: PairedKiosk) -> bool:
    """Tell whether this kiosk must say what it was told of sign-ups."""
    return _awaited(store).get(kiosk.id) is False or kiosk.id in _read(store, ASKED)


def recall(store: Store, kiosk: PairedKiosk, delivery: Delivery, *, marks: Marks, now: datetime) -> None:
    """Take what a kiosk was told, as far as the ``marks`` prove it: inside ``atomic()``, before anything else of it.

    Activities and prompts that the backup did not have are here again; seats of theirs are counted too.
    """
    awaited, asked = _awaited(store), _read(store, ASKED)
    if delivery.told is None or kiosk.id not in {**awaited, **asked}:
        return
    said = [own_hand.read(hidden, marks) for hidden in delivery.told]
    heard = [one.changed for one in said if isinstance(one, Told)]
    _begin_above(store, max([delivery.cursor, *heard]))
    _remember(store, [one for one in said if isinstance(one, Told)])
    learnt = [one for one in said if isinstance(one, Activity) and _learn_activity(store, kiosk, one, now)]
    for one in said:
        if isinstance(one, Prompt):
            _learn_prompt(store, kiosk, one, now)
    asked.pop(kiosk.id, None)
    _save(store, ASKED, asked)
    if not awaited and any(one.seats is not None and not one.is_over(now) for one in learnt):
        _count(store)
        awaited = _awaited(store)
    if kiosk.id in awaited:
        _save(store, AWAITED, {**awaited, kiosk.id: True})


def _learn_activity(store: Store, kiosk: PairedKiosk, told: Activity, now: datetime) -> bool:
    """Have an activity again that is not here; tell whether it is one. What staff have is theirs to mend."""
    name, known = f"activity {told.slug}", store.activities.read(told.slug)
    if not _is_news(store, name, None if known is None else known.revision, told.revision):
        return False
    store.activities.save(told, changed=store.outgoing.next_revision(), now=utc(now))
    _note_learnt(store, name, kiosk, now)
    return True


def _learn_prompt(store: Store, kiosk: PairedKiosk, told: Prompt, now: datetime) -> None:
    name, known = f"prompt {told.id}", store.outgoing.prompt(told.id)
    if _is_news(store, name, None if known is None else known.revision, told.revision):
        store.outgoing.save_prompt(told, changed=store.outgoing.next_revision(), now=utc(now))
        _note_learnt(store, name, kiosk, now)


def _is_news(store: Store, name: str, known: int | None, told: int) -> bool:
    """Tell whether this is not here, or only as another kiosk knew it in an older revision."""
    return known is None or (name in _read(store, LEARNT) and known < told)


def _note_learnt(store: Store, subject: str, kiosk: PairedKiosk, now: datetime) -> None:
    _save(store, LEARNT, {**_read(store, LEARNT), subject: True})
    store.people.write_audit(AuditLine(utc(now), "", "learn-again", subject, f"kiosk {kiosk.id}"))


def hear(store: Store, kiosk: PairedKiosk, delivery: Delivery, *, lacks: bool) -> None:
    """Hear a kiosk out; with the last one seats can be given away again.

    A kiosk is heard once it has said what it was told and, after that, has nothing more that the hub lacks.
    """
    awaited = _awaited(store)
    if kiosk.id not in awaited:
        return
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


def _remember(store: Store, told: list[Told]) -> None:
    """Keep the newest word the hub has said of each sign-up.

    What it said up to the backup is in the backup, and what staff decided since that word is too.
    """
    known, kept = _read(store, KNOWN), _read(store, KEPT).get("revision", 0)
    for one in told:
        if one.slip is not None and one.changed > known.get(one.slip.code, [kept])[0]:
            known[one.slip.code] = [one.changed, one.slip.pair, one.slip.root.hex(), asdict(one.state), one.kiosk]
    _save(store, KNOWN, known)


def _end(store: Store, awaited: dict[str, bool]) -> None:
    if awaited:
        return
    for _, pair, root, state, made_on in sorted(_read(store, KNOWN).values(), key=lambda said: int(said[0])):
        told = ReceiptState(**state)
        _restore(store, told, Slip(told.code, pair, bytes.fromhex(root)), made_on)
    _save(store, KNOWN, {})


def _restore(store: Store, told: ReceiptState, slip: Slip, made_on: str) -> None:
    """Let a sign-up be again what people were told it is. A later change by the visitor has been taken already."""
    if told.activity is None or store.activities.read(told.activity) is None:
        return
    known = store.sign_ups.by_code(told.activity, told.code)
    if known is None:
        known = stand_in(store, told.activity, told.code, persons=told.persons, slip=slip, made_on=made_on)
    if known.activity != told.activity:  # staff moved it, and the hub has forgotten
        known = replace(known, activity=told.activity, seated=0, leased=0, order=store.sign_ups.next_order())
    if not known.root:
        known = replace(known, pair=slip.pair, root=slip.root, kiosk=known.kiosk or made_on)
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


def stand_in(
    store: Store, activity: str, code: str, *, persons: int, slip: Slip | None = None, made_on: str = ""
) -> SignUp:
    """Keep a place for a sign-up of which only the receipt code is known, until it comes (again); return it.

    ``made_on`` is the kiosk it was made on, where the hub has said that once.
    """
    sign_up = SignUp(
        id=f"code {activity} {code}", activity=activity, kiosk=made_on, code=code, language="", made_at="",
        received_at="", state=SignUpState.WAITING, persons=persons, ages={}, order=store.sign_ups.next_order(),
        pair=slip.pair if slip else 0, root=slip.root if slip else b"",
    )  # fmt: skip
    store.sign_ups.add([sign_up], [])
    return sign_up

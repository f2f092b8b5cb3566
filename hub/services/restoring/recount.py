"""After an old backup was put back: no seat is given away until the kiosks have said what the hub has forgotten.

Every decision about seats has a revision, and kiosks take them in that order. So the newest word about each sign-up
that any kiosk was told is a state that once was true, and no kiosk holds a lease that is younger. These words (in the
hub's own hand, so that none is invented), the promises every kiosk sends again, and their leases together are what
people were told.

Until then no kiosk is told anything new: it would forget what it knows, and a second old backup would be one too many.
Afterwards each takes everything anew.
"""

from dataclasses import replace
from datetime import datetime

from hub.bus import NEWS
from hub.model import Actor, OwnHand, PairedKiosk, Recount, Right, SignUp, Told
from hub.services.changing import Change, changing
from hub.services.restoring import learning
from hub.services.restoring.learning import without
from hub.services.taking import Taking
from hub.store.base import Store
from shared.errors import NoReason
from shared.notice import SignUpState
from shared.slip import Slip
from shared.submission import utc

WHO = OwnHand("recount")
"""What changes something here by itself."""
GAP = 1_000_000
"""Room in the order of arrival for those who stood in line before the hub forgot them."""


def begin(store: Store, now: datetime, *, heard: int = 0) -> Recount:
    """Ask every kiosk that is not shut out what it was told, and give away no seats until all were heard.

    Where nothing with seats is to come there is nothing to count, unless a kiosk knows of it, see :func:`recall`.
    ``heard`` is the forgotten revision that a kiosk has proved to have heard of: it is not given again, so this kiosk
    begins no other count.
    """
    kiosks = _trusted(store)
    with changing(store, WHO, now, Right.OWN_HAND):
        begun = learning.ask(store, store.recalled.recount(), kiosks, heard=heard)
        begun = replace(begun, owed=dict.fromkeys(kiosks, ""))
        if any(activity.seats is not None for activity in store.activities.coming(utc(now))):
            begun = _counting(store, begun)
        store.recalled.keep(begun)
    return begun


def _counting(store: Store, known: Recount) -> Recount:
    store.sign_ups.raise_order(store.sign_ups.next_order() + GAP)
    return replace(known, awaited=dict.fromkeys(_trusted(store), True))


def _trusted(store: Store) -> list[str]:
    return [kiosk.id for kiosk in store.kiosks.every() if kiosk.revoked_at is None]


def is_put_back(store: Store) -> bool:
    """Tell whether the mark beside the database is ahead of it, or gone: then it is an old backup, or may be one.

    Of a new hub, which has no mark yet, no kiosk has heard anything.
    """
    mark = store.high_water.read()
    return mark > store.revisions.newest() or (mark == 0 and bool(store.kiosks.every()))


def begin_if_put_back(store: Store, now: datetime) -> bool:
    """Begin when an old backup was put back; tell whether that was so. Then mark anew."""
    mark, revision, put_back = store.high_water.read(), store.revisions.newest(), is_put_back(store)
    if put_back:
        with changing(store, WHO, now, Right.OWN_HAND):
            begun = begin(store, now)
            # What kiosks heard under the forgotten revisions must not be mistaken for what comes now.
            store.recalled.keep(learning.begin_above(store, begun, mark))
    store.high_water.raise_to(max(mark, revision))
    return put_back


def waiting_for(store: Store) -> list[PairedKiosk]:
    """Return the kiosks that must be heard before seats are given away."""
    awaited = store.recalled.recount().awaited
    return [kiosk for kiosk in store.kiosks.every() if kiosk.id in awaited]


def recall(taking: Taking) -> None:
    """Take what a kiosk was told, see :mod:`.learning`, before anything else of it.

    A kiosk that proves that the hub was put back, and was not asked about it yet, begins the count. Activities that the
    backup did not have are here again; seats of theirs are counted too.
    """
    change, said = taking.change, taking.brought.told
    if taking.compared.hub_put_back and not taking.is_quiet:
        taking.recount = begin(change.store, change.now, heard=taking.delivery.cursor)
    if said is None:
        return
    before = taking.recount
    learnt = learning.recall(taking, said)
    if not taking.recount.is_on and any(one.seats is not None and not one.is_over(change.now) for one in learnt):
        taking.recount = _counting(change.store, taking.recount)
    if taking.recount is not before:
        change.store.recalled.keep(taking.recount)
    _forget_if_over(change.store, taking.recount)


def _forget_if_over(store: Store, known: Recount) -> None:
    """Forget the words about sign-ups when nothing is counted and nobody is asked: they are of no use any more."""
    if not known.is_on and learning.is_over(store, known):
        store.recalled.forget()


def hear_out(taking: Taking) -> None:
    """Hear a kiosk out, and decide whether it takes all news anew; with the last one seats can be given away again.

    A kiosk is heard once it has said all that it was told and, after that, has nothing more that the hub lacks.
    """
    if taking.kiosk.id in taking.recount.awaited and _is_heard(taking):
        taking.recount = leave_out(taking.change, taking.kiosk.id)
    if taking.kiosk.id in taking.recount.owed and not taking.is_quiet:
        _owe_news(taking)


def _is_heard(taking: Taking) -> bool:
    delivery = taking.delivery
    closing = not delivery.submissions and not delivery.offered
    # It tells last, and what it retains with it: no range means that it has no copies left.
    complete = delivery.retained is not None or delivery.told is not None or delivery.health.on_hub == 0
    through = taking.recount.told_upto(taking.kiosk.id) is None and delivery.health.waiting == 0
    return closing and complete and through and not taking.compared.lacks


def _owe_news(taking: Taking) -> None:
    """Let a kiosk take all news anew until it has done so after the last recount.

    It has when it names the receipt that brought them, by its lineage token, and has no other reason.
    """
    kiosk, owed = taking.kiosk.id, taking.recount.owed
    token = owed[kiosk]
    if token and taking.delivery.lineage == token and not taking.full:
        owed = without(owed, kiosk)
    else:
        owed, taking.full = {**owed, kiosk: taking.compared.lineage}, True
    taking.recount = replace(taking.recount, owed=owed)
    taking.change.store.recalled.keep(taking.recount)


def go_on_without(store: Store, kiosk: str, *, by: Actor, now: datetime, reason: str) -> None:
    """Wait no longer for this kiosk; what it promised may need extra chairs. Raises NoReason.

    After the last one seats are given away, with the next delivery of any kiosk.
    """
    if not reason.strip():
        raise NoReason("go_on_without")
    with changing(store, by, now, Right.ARRANGE) as change:
        change.note("go-on-without", f"kiosk {kiosk}", reason.strip())
        leave_out(change, kiosk)


def leave_out(change: Change, kiosk: str) -> Recount:
    """Wait no longer for this kiosk, if it is waited for; return what is known then.

    Without it the count may be over.
    """
    store, known = change.store, change.store.recalled.recount()
    if kiosk in known.awaited:
        known = replace(known, awaited=without(known.awaited, kiosk))
        store.recalled.keep(known)
        if not known.is_on:
            _end(change)
    _forget_if_over(store, known)
    return known


def _end(change: Change) -> None:
    """Let the newest word about each sign-up that any kiosk has brought hold again; kiosks are woken."""
    for told in change.store.recalled.every():
        _restore(change, told)
    change.store.recalled.forget()
    change.wake(NEWS)


def _restore(change: Change, said: Told) -> None:
    """Let a sign-up be again what people were told it is. A later change by the visitor has been taken already."""
    store, told, slip, made_on = change.store, said.state, said.slip, said.kiosk
    if slip is None or told.activity is None or store.activities.read(told.activity) is None:
        return
    known = store.sign_ups.by_code(told.activity, told.code)
    if known is None:
        known = stand_in(store, told.activity, told.code, persons=told.persons, slip=slip, made_on=made_on)
    if known.activity != told.activity:  # staff moved it, and the hub has forgotten
        known = replace(known, activity=told.activity, seated=0, leased=0, order=store.sign_ups.next_order())
    if not known.root:
        known = replace(known, pair=slip.pair, root=slip.root, kiosk=known.kiosk or made_on)
    _make_way(change, known, told.order)
    persons = min(known.persons, told.persons)
    state = SignUpState.CANCELLED if known.state == SignUpState.CANCELLED or not persons else SignUpState(told.state)
    seated = min(told.seated, persons) if state not in (SignUpState.CANCELLED, SignUpState.FULL) else 0
    if state == SignUpState.WAITING and seated == persons:
        state = SignUpState.CONFIRMED
    split = known.split or 0 < told.seated < told.persons  # who was seated in part had said that they may be parted
    order = told.order or known.order
    restored = replace(known, state=state, persons=persons, seated=seated, split=split, order=order)
    restored = replace(restored, tell=restored.still_to_tell, revision=change.revision())
    store.sign_ups.save(restored)


def _make_way(change: Change, sign_up: SignUp, order: int) -> None:
    """Move whoever took this turn before the hub knew that it had been put back to the end of the line."""
    store = change.store
    store.sign_ups.raise_order(order)
    other = store.sign_ups.by_order(sign_up.activity, order)
    if other is not None and other.id != sign_up.id:
        store.sign_ups.save(replace(other, order=store.sign_ups.next_order(), revision=change.revision()))


def stands_in(sign_up: SignUp) -> bool:
    """Tell whether this only keeps a place, see :func:`stand_in`."""
    return not sign_up.received_at


def stand_in(
    store: Store, activity: str, code: str, *, persons: int, slip: Slip | None = None, made_on: str = "",
    asked_by: str = "",
) -> SignUp:  # fmt: skip
    """Keep a place for a sign-up of which only the receipt code is known, until it comes (again); return it.

    ``made_on`` is the kiosk it was made on, where the hub has said that once; ``asked_by`` the one that asked to change
    it, where only that told of it.
    """
    sign_up = SignUp(
        id=f"code {activity} {code}", activity=activity, kiosk=made_on, code=code, language="", made_at="",
        received_at="", state=SignUpState.WAITING, persons=persons, ages={}, order=store.sign_ups.next_order(),
        pair=slip.pair if slip else 0, root=slip.root if slip else b"", asked_by=asked_by,
    )  # fmt: skip
    store.sign_ups.add([sign_up], [])
    return sign_up

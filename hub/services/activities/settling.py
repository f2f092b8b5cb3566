"""What arrives for an activity, inside intake's transaction: sign-ups, changes of them, notes from the door."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from hub.model import Arrival, Detail, SignUp, Tell
from hub.services.activities import seats
from hub.services.changing import Change
from hub.services.restoring import recount
from hub.services.taking import Taking
from hub.store.base import Store
from shared.activity import Activity
from shared.kinds import kind_of
from shared.kinds.base import Answer
from shared.notice import SignUpState
from shared.slip import code_before_slips
from shared.submission import from_utc, utc

NAMES = "names"
"""The detail with the names of the persons, as a JSON list in the order of the answer."""


class _One(NamedTuple):
    """One answer that belongs to an activity, and what its kiosk says of it."""

    arrival: Arrival
    activity: Activity
    answer: Answer
    kiosk: str
    promised: bool


def settle_new(taking: Taking) -> None:
    """Settle what this delivery brought that is new."""
    settle(taking.change, taking.new, taking.delivery.promised, kiosk=taking.kiosk.id)


def settle(change: Change, arrivals: Sequence[Arrival], promised: Collection[str], *, kiosk: str) -> None:
    """Do what each of these says, in the order the kiosk made them, then give free seats to the line.

    ``promised`` are the ids of sign-ups that the kiosk confirmed from its lease.
    """
    store = change.store
    touched: dict[str, Activity] = {}
    fresh: set[str] = set()
    for arrival in sorted(arrivals, key=lambda arrival: arrival.submission.seq):
        if arrival.filed is None:
            continue
        submission, activity = arrival.submission, arrival.filed.activity
        one = _One(arrival, activity, arrival.filed.answer, kiosk, promised=submission.id in promised)
        slug = SETTLERS[submission.kind](change, one)
        touched |= {activity.slug: activity, slug: activity}
        fresh.add(submission.id)
    for slug, activity in touched.items():
        seats.fill(change, store.activities.read(slug) or activity, fresh=fresh)


def details_of(activity: Activity, sign_up: str, answer: Answer, *, told: Activity) -> list[Detail]:
    """Return the personal answers of a sign-up, each with its own date of deletion.

    ``told`` is the activity as whoever signed up saw it, which may be another revision by now.
    """
    named = [person["name"] for person in answer["persons"]]
    given = {**answer["fields"], "contact": answer["contact"], NAMES: json.dumps(named, ensure_ascii=False)}
    if not any(name.strip() for name in named):
        del given[NAMES]
    days = {name: keeps(told, name) for name in given}
    return [
        Detail(sign_up, name, text, delete_at(activity, name, days=days[name]), days[name])
        for name, text in given.items()
        if text.strip()
    ]


def keeps(activity: Activity, detail: str) -> int:
    """Return how many days after the last date a detail of a sign-up is kept."""
    return activity.keeps("name" if detail == NAMES else detail)


def delete_at(activity: Activity, detail: str, *, days: int) -> str:
    """Return when a detail of a sign-up is gone that may be kept so many ``days`` after the last date, or fewer."""
    return utc(from_utc(activity.ends_at) + timedelta(days=min(days, keeps(activity, detail))))


def ages(answer: Answer) -> dict[str, int]:
    """Count the persons of a sign-up by age band."""
    return dict(Counter(person["age"] for person in answer["persons"]))


def _unsettled(arrival: Arrival, activity: Activity, answer: Answer, *, order: int) -> SignUp:
    """Return a sign-up as it is before anybody decided about it."""
    submission, slip, persons = arrival.submission, arrival.slip, answer["persons"]
    return SignUp(
        id=submission.id,
        activity=activity.slug,
        kiosk=submission.kiosk,
        code=slip.code if slip else code_before_slips(submission.id),
        pair=slip.pair if slip else 0,
        root=slip.root if slip else b"",
        language=submission.language,
        made_at=submission.made_at,
        received_at=arrival.received_at,
        state=SignUpState.WAITING,
        persons=len(persons),
        ages=ages(answer),
        order=order,
        split=answer["split"],
    )


def _sign_up(change: Change, settled: _One) -> str:
    """Keep a sign-up; return the slug of its activity: another one where staff had moved it before it came again."""
    arrival, activity, answer = settled.arrival, settled.activity, settled.answer
    store, slug, submission = change.store, activity.slug, arrival.submission
    former = store.sign_ups.by_code(slug, arrival.slip.code) if arrival.slip else None
    if former is not None and not recount.stands_in(former):
        former = None
    order = former.order if former else store.sign_ups.next_order()
    one = _unsettled(arrival, activity, answer, order=order)
    if settled.promised:
        covered = seats.arrived(store, slug, submission.kiosk, one.persons)
        one = replace(one, leased=one.persons, flagged=not covered)
        if covered or activity.seats is None or seats.has_room(store, activity, one.persons):
            one = replace(one, state=SignUpState.CONFIRMED, seated=one.persons)
    if former is not None:  # something about it came before it did, see recount and _change
        store.sign_ups.remove(former.id)
        one = _limited(one, former)
    newest = store.activities.read(one.activity)
    if newest is not None and newest.cancelled:
        one = replace(one, state=SignUpState.CANCELLED, seated=0, tell=Tell.CANCELLED)
    one = replace(one, revision=change.revision())
    # Asked under the revision the visitor saw, deleted by the dates of today: it may have been postponed since.
    store.sign_ups.add([one], details_of(newest or activity, one.id, answer, told=activity))
    return one.activity


def _limited(one: SignUp, former: SignUp) -> SignUp:
    """Return the sign-up with no more persons than what stood in for it was left with, and what that one had."""
    if former.activity != one.activity:  # what its kiosk promised, it promised of seats elsewhere
        one = replace(one, activity=former.activity, state=SignUpState.WAITING, seated=0, leased=0, flagged=False)
    one = replace(one, tell=former.tell, told_at=former.told_at)
    if former.state in (SignUpState.CANCELLED, SignUpState.FULL):
        return replace(one, state=former.state, seated=0)
    persons = min(one.persons, former.persons)
    seated = min(max(one.seated, former.seated), persons)
    whole = former.state if former.state == SignUpState.TOLD else SignUpState.CONFIRMED
    return replace(one, persons=persons, seated=seated, state=whole if seated == persons else SignUpState.WAITING)


def _change(change: Change, settled: _One) -> str:
    """Let fewer come; return the slug of their activity: another one where staff have moved them meanwhile.

    What has no slip is changed by staff alone, see :func:`shared.slip.code_before_slips`.
    """
    slug, code, persons = settled.activity.slug, settled.answer["code"], settled.answer["persons"]
    one = change.store.sign_ups.by_code(slug, code)
    if one is None:  # after a backup was put back, a change may come before what it changes
        one = recount.stand_in(change.store, slug, code, persons=persons, asked_by=settled.kiosk)
    if one.slip is None and not recount.stands_in(one):
        return one.activity  # from before slips: whoever has a kiosk has this code
    return resized(change, one, persons).activity


def _note(change: Change, settled: _One) -> str:
    """Keep what was noted at the door; return the slug of the activity."""
    slug, answer, seq = settled.activity.slug, settled.answer, settled.arrival.submission.seq
    change.store.doors.note(
        slug, answer["date"], kiosk=settled.kiosk, seq=seq, ticks=answer["ticks"], tally=answer["tally"]
    )  # fmt: skip
    return slug


def resized(change: Change, one: SignUp, persons: int, *, tell: Tell | None = None) -> SignUp:
    """Let fewer come, or with 0 nobody; a larger number changes nothing. Does not fill the seats that get free."""
    tell = one.tell if tell is None else tell
    if persons == 0:
        return seats.save(change, replace(one, state=SignUpState.CANCELLED, seated=0, tell=tell))
    persons = min(one.persons, persons)
    seated = min(one.seated, persons)
    state = SignUpState.CONFIRMED if one.state == SignUpState.WAITING and seated == persons else one.state
    return seats.save(change, replace(one, persons=persons, seated=seated, state=state, tell=tell))


def likely_promised(store: Store, arrival: Arrival) -> list[str]:
    """Return the id of a sign-up that could only be opened later, if its kiosk says it promised that many more."""
    persons = kind_of(arrival.submission.kind).seats(arrival.filed.answer) if arrival.filed else 0
    if arrival.filed is None or not persons:
        return []
    account = store.leases.read(arrival.filed.activity.slug, arrival.submission.kiosk)
    return [arrival.submission.id] if account.promised - account.arrived >= persons else []


SETTLERS: dict[str, Callable[[Change, _One], str]] = {"signup": _sign_up, "change": _change, "attendance": _note}
"""What each kind that is filed with an activity does there. Returns the slug of the activity whose seats it touched."""

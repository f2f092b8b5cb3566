"""What staff do with sign-ups: each move with its audit line and revision, and the line moves up after it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from hub.model import Actor, Detail, Right, SignUp, Staff, Tell
from hub.services.activities import activities, seats, settling
from hub.services.changing import Change, changing, erasing, must_be_unchanged
from hub.store.base import Store
from shared.activity import sign_up_prompt
from shared.errors import IllegalMove, NoReason, NoRoom, NotAllowed, NotFound, SeatsTaken
from shared.kinds import kind_of
from shared.kinds.signup import check_party
from shared.notice import SignUpState
from shared.slip import Slip
from shared.submission import new_submission_id, utc

MOVES: Final = ("add-sign-up", "cancel", "resize", "move", "seat", "told", "erase")
"""What is done to a sign-up. That somebody looked at it has a line too, and changes nothing."""


@dataclass(frozen=True)
class Listed:
    """A sign-up, and its place in the line while it waits; who can never be seated has none."""

    sign_up: SignUp
    place: int | None


def listed(store: Store, slug: str) -> list[Listed]:
    """Return all sign-ups of an activity in their order."""
    activity, found, place = store.activities.read(slug), [], 0
    for one in store.sign_ups.of(slug):
        waits = one.state == SignUpState.WAITING and (activity is None or seats.fits(activity, one))
        place += waits
        found.append(Listed(one, place if waits else None))
    return found


def add(
    store: Store, slug: str, answer: Mapping[str, Any], *, slip: Slip, by: Actor, now: datetime, language: str
) -> SignUp:
    """Write somebody in, also before and after the sign-up is open; the line decides as for everybody.

    ``slip`` is what they are given. Raises InvalidAnswer, PartyTooLarge, NotFound.
    """
    activity = activities.read(store, slug)
    checked = kind_of("signup").check(answer, sign_up_prompt(activity).settings)
    check_party(checked, activity)
    sign_up_id = new_submission_id()
    with changing(store, by, now, Right.ARRANGE) as change:
        one = SignUp(
            id=sign_up_id, activity=slug, kiosk="", code=slip.code, pair=slip.pair, root=slip.root, language=language,
            made_at=utc(now), received_at=utc(now), state=SignUpState.WAITING, persons=len(checked["persons"]),
            ages=settling.ages(checked), order=store.sign_ups.next_order(), split=checked["split"],
            revision=change.revision(),
        )  # fmt: skip
        store.sign_ups.add([one], settling.details_of(activity, sign_up_id, checked, told=activity))
        _note(change, "add-sign-up", one)
        seats.fill(change, activity, fresh={sign_up_id})
    return _read(store, sign_up_id)


def cancel(store: Store, id: str, *, by: Actor, now: datetime) -> SignUp:
    """Take somebody off the list; they are to be told. Raises IllegalMove, NotFound."""
    return _changed(store, id, 0, "cancel", by=by, now=now, tell=Tell.CANCELLED)


def resize(store: Store, id: str, persons: int, *, by: Actor, now: datetime) -> SignUp:
    """Let fewer come. Raises IllegalMove, NotFound."""
    return _changed(store, id, persons, "resize", by=by, now=now, tell=None)


def move(store: Store, id: str, to: str, *, by: Actor, now: datetime) -> SignUp:
    """Move a sign-up to the end of another activity's line; the receipt code stays.

    Raises NoRoom where more come than there are seats, or where nobody can wait and too few are free; IllegalMove,
    NotFound.
    """
    target = activities.read(store, to)
    with changing(store, by, now, Right.ARRANGE) as change:
        one = _active(store, id)
        former = activities.read(store, one.activity)
        if target.slug == former.slug or target.cancelled:
            raise IllegalMove("the same activity, or a cancelled one")
        if target.seats is not None and one.persons > target.seats:
            raise NoRoom(f"{one.persons} persons, {target.seats} seats")
        moved = replace(
            one, activity=to, state=SignUpState.WAITING, seated=0, leased=0, order=store.sign_ups.next_order(),
            tell=Tell.MOVED,
        )  # fmt: skip
        seats.save(change, moved)
        kept = [
            replace(one, delete_at=settling.delete_at(target, one.name, days=one.days))
            for one in store.sign_ups.details([id])
        ]
        store.sign_ups.save_details(kept)
        _note(change, "move", one, f"to {to}")
        seats.fill(change, former)
        seats.fill(change, target, fresh={id})
        moved = _read(store, id)
        if moved.seated < moved.persons and not target.waiting_list:
            raise NoRoom("no waiting list there")
    return moved


def seat(store: Store, id: str, *, by: Actor, now: datetime, reason: str) -> SignUp:
    """Give somebody seats out of turn. Raises NoReason, SeatsTaken when too few are free, IllegalMove, NotFound."""
    if not reason.strip():
        raise NoReason("seat")
    with changing(store, by, now, Right.ARRANGE) as change:
        one = _read(store, id)
        if one.state not in (SignUpState.WAITING, SignUpState.FULL):
            raise IllegalMove(f"seat from {one.state.value}")
        activity = activities.read(store, one.activity)
        if activity.seats is not None and seats.free(store, activity) < one.persons - one.seated:
            raise SeatsTaken("too few are free")
        seats.save(change, replace(one, state=SignUpState.CONFIRMED, seated=one.persons, tell=Tell.CONFIRMED))
        _note(change, "seat", one, reason.strip())
    return _read(store, id)


def to_tell(store: Store, slug: str) -> list[SignUp]:
    """Return the sign-ups whose people must be told something, in their order."""
    return [one for one in store.sign_ups.of(slug) if one.tell != Tell.NOTHING]


def count_to_tell_of(store: Store, slugs: Sequence[str]) -> dict[str, int]:
    """Count the sign-ups whose people must be told something, by activity, of these activities."""
    return store.sign_ups.to_tell_of(slugs)


def count_to_tell(store: Store, now: datetime) -> int:
    """Count the sign-ups whose people must be told something before their activity is over."""
    return store.sign_ups.to_tell(utc(now))


def mark_told(store: Store, id: str, *, by: Actor, now: datetime, what: Tell | None = None) -> SignUp:
    """Note that somebody was told; ``what`` it was, None for whatever there is.

    Raises IllegalMove when there was nothing to tell, or something else by now; NotFound.
    """
    with changing(store, by, now, Right.ARRANGE) as change:
        one = _read(store, id)
        if one.tell == Tell.NOTHING or what not in (None, one.tell):
            raise IllegalMove("nothing to tell, or something else")
        state = SignUpState.TOLD if one.state == SignUpState.CONFIRMED else one.state
        seats.save(change, replace(one, state=state, tell=Tell.NOTHING, told_at=utc(now)))
        _note(change, "told", one, one.tell.value)
    return _read(store, id)


def names(store: Store, slug: str) -> dict[str, list[str]]:
    """Return the names or aliases in each sign-up, by id."""
    ids = [one.id for one in store.sign_ups.of(slug)]
    return {one.sign_up: json.loads(one.value) for one in store.sign_ups.details(ids) if one.name == settling.NAMES}


def contacts(store: Store, slug: str, ids: Sequence[str], *, staff: Staff, now: datetime) -> dict[str, dict[str, str]]:
    """Return everything these people wrote, by sign-up and name of the field; each view leaves an audit line.

    Raises NotAllowed for staff who do not look after the activity.
    """
    if not activities.may_see_contacts(store, slug, staff):
        raise NotAllowed("not an owner of the activity")
    with changing(store, staff, now, Right.ARRANGE) as change:
        here = {one.id: one for one in store.sign_ups.of(slug) if one.id in set(ids)}
        for one in here.values():
            _note(change, "read-contact", one)
        found: dict[str, dict[str, str]] = {one: {} for one in here}
        for detail in store.sign_ups.details(list(here)):
            found[detail.sign_up][detail.name] = _text(detail)
    return found


def erase(store: Store, id: str, *, by: Actor, now: datetime, stand: str = "") -> None:
    """Forget everything somebody wrote, here and on the kiosk; the seat is free, the number stays.

    ``stand``: where the history stood when it was seen. Raises Stale, NotFound.
    """
    with erasing(store, [id], by, now, Right.ARRANGE) as change:
        one = _read(store, id)
        must_be_unchanged(store, id, stand, MOVES)
        if one.active:
            settling.resized(change, one, 0, tell=Tell.NOTHING)
        store.sign_ups.forget(id)
        store.submissions.remove([id], now=change.at)
        _note(change, "erase", one)
        seats.fill(change, activities.read(store, one.activity))


def _changed(store: Store, id: str, persons: int, act: str, *, by: Actor, now: datetime, tell: Tell | None) -> SignUp:
    with changing(store, by, now, Right.ARRANGE) as change:
        one = _active(store, id)
        if not 0 <= persons < one.persons:
            raise IllegalMove("not fewer persons")
        settling.resized(change, one, persons, tell=tell)
        _note(change, act, one, str(persons) if persons else "")
        seats.fill(change, activities.read(store, one.activity))
    return _read(store, id)


def _text(detail: Detail) -> str:
    return ", ".join(json.loads(detail.value)) if detail.name == settling.NAMES else detail.value


def _read(store: Store, id: str) -> SignUp:
    found = store.sign_ups.read(id)
    if found is None:
        raise NotFound("sign-up")
    return found


def _active(store: Store, id: str) -> SignUp:
    one = _read(store, id)
    if not one.active:
        raise IllegalMove(f"it is {one.state.value}")
    return one


def _note(change: Change, move: str, one: SignUp, detail: str = "") -> None:
    change.note(move, one.id, f"activity {one.activity} {detail}".strip())

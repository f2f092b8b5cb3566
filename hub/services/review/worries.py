"""What worries somebody who reads: handed over, it is for those alone who safeguard, until they have dealt with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hub.bus import INBOX
from hub.model import Actor, Move, Right, State, Voice, Worry
from hub.services.changing import Change, changing, erasing, must_be_unchanged
from hub.services.house import settings
from hub.services.review import inbox, review
from hub.store.base import Store
from shared.errors import Held, IllegalMove, NoHoldEnd, NoReason
from shared.submission import from_utc, utc

ENDS_SOON: Final = timedelta(days=7)
"""So long before a hold ends those who safeguard are told of it each day."""
MOST_TOLD = 1_000
"""So many holds are read at once, those that end first."""
HELD_AT_MOST: Final = timedelta(days=5 * 365)
"""Long enough for a case; it can be held anew."""
MAX_REASON = 300
"""Characters."""


def mark(store: Store, id: str, *, by: Actor, now: datetime) -> None:
    """Hand all that a visitor gave over as a worry: it leaves the board and every list but that of those who safeguard.

    Whoever does it and does not safeguard cannot read it any more. Raises IllegalMove, NotFound.
    """
    with changing(store, by, now, Right.REVIEW) as change:
        voice = inbox.voice(store, id)
        if Move.WORRY not in review.moves(voice):
            raise IllegalMove(f"worry from {voice.state.value}")
        stored = voice.first
        if stored.state == State.PUBLISHED and stored.notice_id is not None:
            store.notices.withdraw(stored.notice_id, changed=change.revision())
        _move(change, voice, State.WORRY)
        store.worries.mark(_ids(voice), Worry(by.name, change.at))
        change.note(Move.WORRY.value, stored.submission.id)


def calm(store: Store, id: str, *, by: Actor, now: datetime) -> None:
    """Take the mark off: it is new again, for everybody who reads. Raises Held, IllegalMove, NotFound."""
    with changing(store, by, now, Right.SAFEGUARD) as change:
        voice = _worry(store, id)
        _check_not_held(store, id, change.at)
        _move(change, voice, State.NEW)
        store.worries.unmark(_ids(voice))
        change.note(Move.CALM.value, voice.first.submission.id)


def hold(store: Store, id: str, *, until: date, reason: str, by: Actor, now: datetime) -> None:
    """Keep it to the end of a day at the library, whatever its date; held anew it is to that day instead.

    Raises NoReason, NoHoldEnd, IllegalMove, NotFound.
    """
    with changing(store, by, now, Right.SAFEGUARD) as change:
        voice, zone = _worry(store, id), ZoneInfo(settings.read(store).zone)
        today = now.astimezone(zone).date()
        if not today < until <= today + HELD_AT_MOST:
            raise NoHoldEnd("not within five years")
        reason = _written(reason)
        ends = utc(datetime.combine(until + timedelta(days=1), time(), zone))
        _keep(change, voice, ends, reason)
        change.note(Move.HOLD.value, voice.first.submission.id, f"{until.isoformat()}: {reason}")


def end_hold(store: Store, id: str, *, by: Actor, now: datetime) -> None:
    """Let its own date count again. Raises IllegalMove, NotFound."""
    with changing(store, by, now, Right.SAFEGUARD) as change:
        voice = _worry(store, id)
        _keep(change, voice, None, "")
        change.note(Move.END_HOLD.value, voice.first.submission.id)


def erase(store: Store, id: str, *, reason: str, by: Actor, now: datetime, stand: str = "") -> None:
    """Erase all of it for ever, as ``review.erase``, with a reason.

    Raises Stale, NoReason, Held, IllegalMove, NotFound.
    """
    ids = _ids(inbox.voice(store, id))
    with erasing(store, ids, by, now, Right.SAFEGUARD) as change:
        first = inbox.voice(store, id).first.submission.id
        must_be_unchanged(store, first, stand)
        _worry(store, id)
        written = _written(reason)
        _check_not_held(store, id, change.at)
        store.submissions.remove(ids, now=change.at)
        change.note(Move.ERASE.value, first, written)


def read(store: Store, id: str) -> Worry | None:
    """Return what is known of something that was handed over; None for all else."""
    return store.worries.read(id)


@dataclass(frozen=True)
class Ending:
    """A hold that ends soon: of which submission, its last day, and on which day the library then deletes that."""

    id: str
    worry: Worry
    last_day: date
    deleted_on: date


@dataclass(frozen=True)
class Stand:
    """How many worries there are, how many of them are held, and whose hold ends soon, the first first."""

    many: int = 0
    held: int = 0
    ending: Sequence[Ending] = ()


def stand(store: Store, *, by: Actor, now: datetime) -> Stand:
    """Return how it stands with what was handed over; to whoever may not read it, that there is nothing."""
    if not by.may(Right.SAFEGUARD):
        return Stand()
    held = store.worries.held(utc(now), MOST_TOLD)
    zone = ZoneInfo(settings.read(store).zone)
    soon = now.astimezone(zone).date() + ENDS_SOON
    ending = []
    for one, worry in held:
        last_day, stored = _last_day(worry, zone), store.submissions.read(one)
        if last_day > soon:
            break
        if stored is not None:  # a colleague may have ended the hold and erased it meanwhile
            deleted_on = max(inbox.deleted_on(stored, zone.key), last_day + timedelta(days=1))
            ending.append(Ending(one, worry, last_day, deleted_on))
    return Stand(inbox.counts(store, by=by).get(State.WORRY, 0), len(held), ending)


def last_day_held(store: Store, worry: Worry, now: datetime) -> date | None:
    """Return the last day on which it is held, at the library; None where that is over or never was."""
    if worry.held_until is None or worry.held_until <= utc(now):
        return None
    return _last_day(worry, ZoneInfo(settings.read(store).zone))


def _last_day(worry: Worry, zone: ZoneInfo) -> date:
    assert worry.held_until is not None, "it is held"
    return (from_utc(worry.held_until) - timedelta(seconds=1)).astimezone(zone).date()


def _worry(store: Store, id: str) -> Voice:
    voice = inbox.voice(store, id)
    if voice.state != State.WORRY:
        raise IllegalMove(f"no worry but {voice.state.value}")
    return voice


def _ids(voice: Voice) -> list[str]:
    return [one.submission.id for one in voice.all]


def _move(change: Change, voice: Voice, state: State) -> None:
    """Move all of it there, with what the library has answered by now. Codes tell that it was read, as of any other."""
    revision = change.revision()
    for one in voice.all:
        change.store.submissions.move(
            one.submission.id, state=state, status=one.status, replies=one.replies, notice_id=one.notice_id,
            revision=revision,
        )  # fmt: skip
    change.wake(INBOX)


def _keep(change: Change, voice: Voice, until: str | None, reason: str) -> None:
    for one in _ids(voice):
        before = change.store.worries.read(one)
        if before is not None:
            change.store.worries.mark([one], Worry(before.by, before.at, until, reason))


def _check_not_held(store: Store, id: str, at: str) -> None:
    worry = store.worries.read(id)
    if worry is not None and worry.held_until is not None and worry.held_until > at:
        raise Held("until its hold ends")


def _written(reason: str) -> str:
    written = " ".join(reason.split())[:MAX_REASON]
    if not written:
        raise NoReason("no reason")
    return written

"""Codes that nobody here knows: of a change or a tick that came before its sign-up, or guessed by whoever has a kiosk.

The first is honest: after an old backup was put back, kiosks bring changes of sign-ups that others have yet to bring. A
place is kept for each such code, see :func:`hub.services.restoring.recount.stand_in`, until its sign-up comes. So that
guesses cannot pile up, each kiosk leaves only so many such places; when it is shut out, or the activity is over, they
go.

A tick at the door needs no place, but all ticks of an activity travel to its door, with every delivery of that kiosk.
Whose they are is not looked up: on one date a kiosk can tick each sign-up once, and only so many codes more.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from hub.model import Arrival
from hub.store.base import Store
from shared.kinds import kind_of

MOST = 500
"""So many places of unknown codes a kiosk may leave waiting; what it sends beyond waits on the kiosk.

Kiosks keep copies for 30 days, so this is what one of them can honestly bring of a month that a backup did not have.
Forty activities with 25 sign-ups each, every fifth of them changed, make 200, and those were made on several kiosks.
"""
MOST_TICKS = 100
"""So many codes more than there are sign-ups a kiosk may tick on one date; what it sends beyond waits on the kiosk.

Every code on a door list is that of a sign-up that was here. So this is room for those that were moved to another
activity since, and for those that come only after their ticks when a backup was put back.
"""
MANY = 20
"""From so many on staff are told. An honest kiosk leaves none, but for the hours after an old backup was put back; then
those of some days."""


def beyond(store: Store, kiosk: str, arrivals: Sequence[Arrival]) -> set[str]:
    """Return the ids of those changes and ticks for which this kiosk may leave no place: they are not taken now.

    They wait on their kiosk, as whatever no receipt names: once their sign-ups are here, or there is room, they are
    taken. Inside ``atomic()``.
    """
    return {*_changes_beyond(store, kiosk, arrivals), *_ticks_beyond(store, kiosk, arrivals)}


def _changes_beyond(store: Store, kiosk: str, arrivals: Sequence[Arrival]) -> Iterable[str]:
    codes = {one.submission.id: one.filed.changes for one in arrivals if one.filed and one.filed.changes}
    if not codes:
        return ()
    brought = {one.slip.code for one in arrivals if one.slip and _asks_for_seats(one)}
    known = brought | store.sign_ups.known_codes(list(codes.values()))
    unknown = [one for one, code in codes.items() if code not in known]
    return unknown[_room(store, kiosk) :] if unknown else ()


def _ticks_beyond(store: Store, kiosk: str, arrivals: Sequence[Arrival]) -> Iterable[str]:
    ticks = defaultdict[tuple[str, str], dict[str, frozenset[str]]](dict)
    for one in arrivals:
        if one.filed and one.filed.ticks:
            ticks[one.filed.activity.slug, one.filed.answer["date"]][one.submission.id] = one.filed.ticks
    for (slug, date), noted in ticks.items():
        ticked = store.doors.ticked(slug, date, kiosk=kiosk)
        if len(ticked.union(*noted.values())) <= MOST_TICKS:
            continue
        most = MOST_TICKS + len(store.sign_ups.of(slug))
        for submission, codes in noted.items():
            new = codes - ticked
            if new and len(ticked) + len(new) > most:
                yield submission
            else:
                ticked |= new


def _asks_for_seats(arrival: Arrival) -> bool:
    return arrival.filed is not None and kind_of(arrival.submission.kind).seats(arrival.filed.answer) > 0


def _room(store: Store, kiosk: str) -> int:
    """Return for how many more codes it may leave a place; a kiosk that is shut out for none."""
    paired = store.kiosks.read(kiosk)
    if paired is None or paired.revoked_at is not None:
        return 0
    return max(0, MOST - store.sign_ups.unknown_codes().get(kiosk, 0))

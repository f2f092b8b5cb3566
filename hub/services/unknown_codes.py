"""Codes that nobody here knows: of a change that came before its sign-up, or guessed by whoever has a kiosk.

The first is honest: after an old backup was put back, kiosks bring changes of sign-ups that others have yet to bring. A
place is kept for each such code, see :func:`hub.services.recount.stand_in`, until its sign-up comes. So that guesses
cannot pile up, each kiosk leaves only so many such places; when it is shut out, or the activity is over, they go.
"""

from collections.abc import Sequence

from hub.model import Arrival
from hub.store.base import Store

MOST = 500
"""So many places of unknown codes a kiosk may leave waiting; what it sends beyond waits on the kiosk.

Kiosks keep copies for 30 days, so this is what one of them can honestly bring of a month that a backup did not have.
Forty activities with 25 sign-ups each, every fifth of them changed, make 200, and those were made on several kiosks.
"""
MANY = 20
"""From so many on staff are told. An honest kiosk leaves none, but for the hours after an old backup was put back; then
those of some days."""


def beyond(store: Store, kiosk: str, arrivals: Sequence[Arrival]) -> set[str]:
    """Return the ids of those changes for which this kiosk may leave no place: they are not taken now.

    They wait on their kiosk, as whatever no receipt names: once their sign-ups are here, or there is room, they are
    taken. Inside ``atomic()``.
    """
    codes = {
        one.submission.id: one.filed.answer["code"] for one in arrivals if one.filed and one.submission.kind == "change"
    }
    if not codes:
        return set()
    brought = {one.slip.code for one in arrivals if one.filed and one.slip and one.submission.kind == "signup"}
    known = brought | store.sign_ups.known_codes(list(codes.values()))
    unknown = [one for one, code in codes.items() if code not in known]
    return set(unknown[_room(store, kiosk) :]) if unknown else set()


def _room(store: Store, kiosk: str) -> int:
    """Return for how many more codes it may leave a place; a kiosk that is shut out for none."""
    paired = store.kiosks.read(kiosk)
    if paired is None or paired.revoked_at is not None:
        return 0
    return max(0, MOST - store.sign_ups.unknown_codes().get(kiosk, 0))

"""What came from a kiosk that is shut out: staff see it as a whole, and clear it up with one act each.

Some of it may be honest, from before the kiosk was taken. So staff choose a moment, and see what it would be first.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from hub.lists import InboxFilter, InboxRow, Pile, Unread
from hub.model import Actor, Right, SignUp, Tell
from hub.services.activities import seats, settling
from hub.services.changing import Change, changing
from hub.services.house import kiosks
from hub.services.review import review
from hub.store.base import Store
from shared.activity import Activity
from shared.errors import NotFound
from shared.slip import NO_PAIR
from shared.submission import utc

SOME = 3
"""So many of the first answers, and of the last, are shown."""
TOLD, NOT_TOLD = "told", "nobody"
"""In the history: whether those who were cancelled are to be told."""


@dataclass(frozen=True)
class Cancelling:
    """What cancelling would do to an activity: to how many sign-ups, and how many seats they have."""

    activity: Activity
    sign_ups: int
    seats: int


@dataclass(frozen=True)
class Came:
    """What came from a kiosk since a moment, and is not cleared up.

    ``first`` and ``last`` are some of what is ``unread``, the newest first in both, and none in both;
    ``put_together``: how many can be put back in the inbox with one act.
    """

    unread: Unread
    first: tuple[InboxRow, ...]
    last: tuple[InboxRow, ...]
    put_together: int
    coming: tuple[Cancelling, ...]
    in_look_up: int
    """How many of its sign-ups, over and cancelled ones too, can be found by two words on all kiosks."""

    @property
    def sign_ups(self) -> int:
        """How many sign-ups would be cancelled."""
        return sum(one.sign_ups for one in self.coming)

    @property
    def seats(self) -> int:
        """How many seats they have."""
        return sum(one.seats for one in self.coming)


def came(store: Store, kiosk: str, *, since: str, now: datetime) -> Came:
    """Return what the hub received from a kiosk from a moment on, ISO 8601 UTC; "" for all. Raises NotFound."""
    if store.kiosks.read(kiosk) is None:
        raise NotFound("kiosk")
    counted = store.sign_ups.coming_from(kiosk, since=since)
    coming = [one for one in store.activities.coming(utc(now)) if one.slug in counted]
    chosen = InboxFilter(kiosk=kiosk, since=since, pile=Pile.UNREAD)
    last = store.inbox.page(chosen, size=SOME)
    first = store.inbox.page(chosen, above=0, size=SOME)
    return Came(
        store.submissions.unread(kiosk, since=since),
        tuple(one for one in first if one not in last),
        tuple(last),
        store.submissions.put_together().get(kiosk, 0),
        tuple(Cancelling(one, *counted[one.slug]) for one in coming),
        store.sign_ups.count_in_look_up(kiosk, since=since),
    )


def cancel_sign_ups(store: Store, kiosk: str, *, since: str, tell: bool, by: Actor, now: datetime) -> int:
    """Cancel what a kiosk that is shut out brought to activities to come; return how many. Whoever waits moves up.

    ``tell``: they are to be told, since some may be people; else nobody calls them. None of its sign-ups takes part in
    the look-up by two words any more, so that those of others are found again; who has the code still finds it.
    Raises NotFound, IllegalMove for a kiosk that is not shut out.
    """
    kiosks.shut_out(store, kiosk)
    coming = {one.slug: one for one in store.activities.coming(utc(now))}
    ids = store.sign_ups.ids_from(kiosk, since=since)
    cancelled = 0
    for start in range(0, len(ids), review.TOGETHER):
        with changing(store, by, now, Right.KIOSKS) as change:
            some = store.sign_ups.these(ids[start : start + review.TOGETHER])
            goes = [one for one in some if one.active and one.activity in coming]
            for one in goes:
                _cancel(change, one, Tell.CANCELLED if tell else Tell.NOTHING)
            gone = {one.id for one in goes}
            for one in some:
                if one.id not in gone and one.root and one.pair != NO_PAIR:
                    seats.save(change, replace(one, pair=NO_PAIR))
            for slug in sorted({one.activity for one in goes}):
                seats.fill(change, coming[slug])
            cancelled += len(goes)
            if start + review.TOGETHER >= len(ids) and cancelled:
                detail = f"{cancelled} {TOLD if tell else NOT_TOLD} {since}".strip()
                change.note("cancel-together", f"kiosk {kiosk}", detail)
    return cancelled


def _cancel(change: Change, one: SignUp, tell: Tell) -> None:
    settling.resized(change, replace(one, pair=NO_PAIR), 0, tell=tell)
    change.note("cancel", one.id, f"activity {one.activity}")

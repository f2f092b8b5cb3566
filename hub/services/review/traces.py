"""What a kiosk leaves on the hub: staff look at it when they shut one out that may have been in the wrong hands."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hub.lists import InboxFilter, InboxPage
from hub.model import PairedKiosk
from hub.services.activities.door import LIST_DAYS
from hub.services.house import settings
from hub.services.review import inbox
from hub.store.base import Store
from shared.activity import Activity
from shared.submission import from_utc, utc

LOOKED_BACK = timedelta(days=7)


@dataclass(frozen=True)
class Traces:
    """What came from one kiosk since a day, and what it still holds: how many sign-ups, how many seats, to what.

    ``doors`` are the activities whose list of names may lie on it.
    """

    since: date
    answers: InboxPage
    sign_ups: list[tuple[Activity, int]]
    seats: list[tuple[Activity, int]]
    doors: list[Activity]


def left_by(store: Store, kiosk: PairedKiosk, now: datetime) -> Traces:
    """Return the traces of the seven days before this moment, or before the kiosk was shut out."""
    until = from_utc(kiosk.revoked_at) if kiosk.revoked_at else now
    zone = ZoneInfo(settings.read(store).zone)
    since = (until - LOOKED_BACK).astimezone(zone).date()
    midnight = utc(datetime(since.year, since.month, since.day, tzinfo=zone))
    chosen = InboxFilter(kiosk=kiosk.id, since=since.isoformat())
    held = {one.activity: one.outstanding for one in store.leases.coming(utc(now)) if one.kiosk == kiosk.id}
    return Traces(
        since,
        inbox.page(store, chosen, size=1),
        _named(store, store.sign_ups.made_on(kiosk.id, since=midnight)),
        _named(store, {slug: seats for slug, seats in held.items() if seats}),
        store.activities.at_door(kiosk.id, utc(until - timedelta(days=LIST_DAYS))),
    )


def _named(store: Store, counted: dict[str, int]) -> list[tuple[Activity, int]]:
    found = [(store.activities.read(slug), n) for slug, n in counted.items()]
    return [(activity, n) for activity, n in found if activity is not None]

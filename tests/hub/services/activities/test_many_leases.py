"""A kiosk speaks of all its leases in each delivery, so it has seats of no more activities than one delivery holds."""

from hub.services.activities import seats
from hub.services.changing import changing
from hub.services.restoring.marks import Marks
from hub.store.base import Store
from shared.protocol import MAX_LEASES
from tests.builders import HUB_KEY
from tests.fakes import NOON
from tests.hub_builders import DeliveringKiosk
from tests.seating import an_evening, keep


def test_kiosk_gets_seats_of_so_many_activities_and_those_that_begin_first(store: Store) -> None:
    kiosk = DeliveringKiosk(store)
    with changing(store, "kiosk", NOON) as change:
        for n in range(seats.LEASED + 5):
            keep(store, an_evening(f"evening-{n:04}", day=1 + n // 200, seats=9))
        leases = seats.renew(change, kiosk.paired, Marks(HUB_KEY.secrets))
        again = seats.renew(change, kiosk.paired, Marks(HUB_KEY.secrets))

    assert [one.activity for one in leases] == [f"evening-{n:04}" for n in range(seats.LEASED)]
    assert again == leases
    assert seats.LEASED < MAX_LEASES

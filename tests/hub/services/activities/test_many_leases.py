"""A kiosk speaks of all its leases in each delivery, so it has seats of no more activities than one delivery holds."""

from hub.services.activities import seats
from hub.store.base import Store
from shared.protocol import MAX_LEASES
from tests.hub_builders import DeliveringKiosk
from tests.seating import an_evening, keep


def test_kiosk_gets_seats_of_so_many_activities_and_those_that_begin_first(store: Store) -> None:
    kiosk = DeliveringKiosk(store)
    with store.atomic():
        for n in range(seats.LEASED + 5):
            keep(store, an_evening(f"evening-{n:04}", day=1 + n // 200, seats=9))

    while (told := kiosk.deliver()).news.more:
        pass
    leases = told.leases
    again = kiosk.deliver().leases

    assert [one.activity for one in leases] == [f"evening-{n:04}" for n in range(seats.LEASED)]
    assert again == leases
    assert seats.LEASED < MAX_LEASES

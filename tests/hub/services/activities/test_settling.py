"""What arrives for an activity in one batch."""

import pytest

from hub.services.activities import activities, seats
from hub.store.base import Store
from tests.hub_builders import DeliveringKiosk
from tests.sign_up_builders import a_change, a_sign_up, publish, state, states


@pytest.fixture
def kiosk(store: Store) -> DeliveringKiosk:
    return DeliveringKiosk(store)


def test_sign_up_that_stands_twice_in_a_batch_is_seated_once(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    family, later = a_sign_up(kiosk, 2), a_sign_up(kiosk, 2)

    receipt = kiosk.deliver(family, family, later, family)

    assert receipt.refused == []
    assert set(receipt.accepted) == {family.id, later.id}
    assert [state(store, one).seated for one in (family, later)] == [2, 2]
    assert seats.free(store, activities.read(store, "soup")) == 0


def test_sign_up_and_its_change_in_one_batch_free_the_seats_for_who_comes_next(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    publish(store, seats=4)
    family = a_sign_up(kiosk, 4)
    gone, later = a_change(kiosk, family, 0), a_sign_up(kiosk, 4)

    kiosk.deliver(family, gone, later)

    assert states(store, family, later) == ["cancelled", "confirmed"]

"""Moved to another activity: the code finds them there, whatever a kiosk still knows, and there is room for them."""

from typing import Any

import pytest

from hub.model import Tell
from hub.services.activities import seats, sign_ups
from hub.store.base import Store
from shared.errors import NoRoom
from shared.notice import SignUpState
from shared.submission import utc
from tests.builders import receipt_code
from tests.hub_builders import BY, DeliveringKiosk
from tests.seating import an_evening, keep
from tests.sign_up_builders import a_change, a_sign_up, give, publish, state, write_in


@pytest.fixture
def kiosk(store: Store) -> DeliveringKiosk:
    return DeliveringKiosk(store)


@pytest.mark.parametrize("persons", [0, 2])
def test_change_from_a_kiosk_that_has_not_heard_of_a_move_counts_where_they_are_now(
    store: Store, kiosk: DeliveringKiosk, persons: int
) -> None:
    publish(store)
    one = give(kiosk, 4)
    keep(store, an_evening("cake", seats=4))
    made_before = a_change(kiosk, one, persons)
    sign_ups.move(store, one.id, "cake", **BY)
    waits = write_in(store, 2, slug="cake")

    kiosk.deliver(made_before)

    assert store.sign_ups.of("soup") == []
    assert (state(store, one).activity, state(store, one).seated) == ("cake", persons)
    assert store.sign_ups.seated("cake") == persons + 2, "the seats that got free are for who waits there"
    moved_up = store.sign_ups.read(waits)
    assert moved_up is not None
    assert moved_up.state == SignUpState.CONFIRMED


def test_sign_up_that_comes_after_its_change_and_its_move_stands_where_it_was_moved(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    publish(store)
    cake = an_evening("cake", 9, seats=4)
    keep(store, cake)
    one = a_sign_up(kiosk, 3, contact="kari@example.org")
    kiosk.deliver(a_change(kiosk, one, 2))
    stood_in = store.sign_ups.by_code("soup", receipt_code(one.id))
    assert stood_in is not None
    sign_ups.move(store, stood_in.id, "cake", **BY)

    kiosk.deliver(one)

    assert store.sign_ups.of("soup") == []
    assert [(it.id, it.persons, it.seated, it.tell) for it in store.sign_ups.of("cake")] == [(one.id, 2, 2, Tell.MOVED)]
    assert {detail.delete_at for detail in store.sign_ups.details([one.id])} == {utc(cake.deletes_at("contact"))}


@pytest.mark.parametrize(
    ("persons", "over"),
    [(2, {"seats": 2, "waiting_list": False}), (3, {"seats": 2, "waiting_list": True})],
    ids=["full, and no waiting list", "larger than the room"],
)
def test_nobody_is_moved_to_where_they_get_no_seat_and_cannot_wait(
    store: Store, persons: int, over: dict[str, Any]
) -> None:
    soup, cake = publish(store), an_evening("cake", **over)
    keep(store, cake)
    first, one = write_in(store, 1, slug="cake"), write_in(store, persons)
    before = [store.sign_ups.read(it) for it in (first, one)]

    with pytest.raises(NoRoom):
        sign_ups.move(store, one, "cake", **BY)

    assert [store.sign_ups.read(it) for it in (first, one)] == before
    assert seats.free(store, soup) == 20 - persons
    alone = write_in(store, 1)
    assert sign_ups.move(store, alone, "cake", **BY).state == SignUpState.CONFIRMED

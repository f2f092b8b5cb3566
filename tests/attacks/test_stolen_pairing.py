"""Somebody has read ``pairing.json`` on a tablet: with its token and a key of his own he asks who comes."""

import base64

from hub.services.activities import activities, door_keys, sign_ups
from hub.store.base import Store
from shared.errors import CannotUnseal
from shared.protocol import DoorList
from shared.seal import UnsealKey, new_unseal_key
from tests.builders import a_slip, an_activity
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk


def told(key: UnsealKey) -> str:
    """Return the public half, as it is told."""
    return base64.b64encode(bytes.fromhex(key.public.hex)).decode()


def a_key() -> str:
    """A key of a door, as it is told."""
    return told(new_unseal_key())


def opens(key: UnsealKey, found: DoorList) -> bool:
    """Tell whether this key opens the list."""
    try:
        key.unseal(base64.b64decode(found.sealed), submission_id=found.activity, kind="attendance")
    except CannotUnseal:
        return False
    return True


def hold_soup(store: Store, door: DeliveringKiosk) -> None:
    """A soup to which Kari's guest comes, with this kiosk at its door."""
    activities.save(store, an_activity(), by=KARI, now=NOON)
    activities.set_door(store, "soup", door.id, by=KARI, now=NOON)
    answer = {"activity": "soup", "persons": [{"name": "Åse", "age": "adult"}], "contact": "ase@example.org"}
    sign_ups.add(store, "soup", answer, slip=a_slip("Kari"), language="nb", by=KARI, now=NOON)


def test_thief_with_the_token_gets_no_list_for_a_key_of_his_own(store: Store, kiosk: DeliveringKiosk) -> None:
    hold_soup(store, kiosk)

    assert [kiosk.deliver(door_key=a_key()).doors for _ in range(3)] == [[], [], []]


def test_list_stays_sealed_to_the_door_that_staff_have_seen_whatever_key_comes(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    hold_soup(store, kiosk)
    own, his = new_unseal_key(), new_unseal_key()
    kiosk.deliver(door_key=told(own))
    door_keys.accept(store, kiosk.id, told(own), by=KARI, now=NOON)

    answers = [kiosk.deliver(door_key=told(his)).doors or [] for _ in range(2)]

    assert [[(opens(own, one), opens(his, one)) for one in lists] for lists in answers] == [[(True, False)]] * 2
    assert store.doors.keys(kiosk.id).accepted == told(own)


def test_thief_who_tells_another_key_each_minute_fills_neither_history_nor_database(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    own = a_key()
    kiosk.deliver(door_key=own)

    for _ in range(50):
        kiosk.deliver(door_key=a_key())
        kiosk.deliver(door_key=own)

    assert [line.move for line in store.history.about(f"kiosk {kiosk.id}")] == ["tell-door-key"]
    assert store.doors.keys(kiosk.id).pending == own

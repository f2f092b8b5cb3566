"""Keys of doors: each new one waits for staff, who compare its words with those on the tablet."""

import base64

import pytest

from hub.model import DoorKeys
from hub.services.activities import door_keys
from hub.services.house import kiosks
from hub.store.base import Store
from shared.errors import NotFound
from shared.languages import word_list
from shared.seal import UnsealKey
from tests.hub_builders import BY, DeliveringKiosk


def told(secret: bytes) -> str:
    """A key of a door, as a kiosk tells it."""
    return base64.b64encode(bytes.fromhex(UnsealKey(secret).public.hex)).decode()


OLD, NEW = told(b"the key of a day"), told(b"another day's key")


def history(store: Store, kiosk: DeliveringKiosk) -> list[tuple[str, str]]:
    return [(line.staff, line.move) for line in store.history.about(f"kiosk {kiosk.id}")]


def test_first_key_waits_too(store: Store, kiosk: DeliveringKiosk) -> None:
    kiosk.deliver(door_key=OLD)

    assert store.doors.keys(kiosk.id) == DoorKeys(pending=OLD)
    assert store.doors.asking() == [kiosk.id]
    assert door_keys.accepted(store, kiosk.paired) is None
    assert history(store, kiosk) == [("kiosk", "tell-door-key")]


def test_key_that_staff_said_yes_to_holds_until_they_say_yes_to_another(store: Store, kiosk: DeliveringKiosk) -> None:
    kiosk.deliver(door_key=OLD)
    door_keys.accept(store, kiosk.id, OLD, **BY)

    kiosk.deliver(door_key=NEW)
    between = store.doors.keys(kiosk.id)
    door_keys.accept(store, kiosk.id, NEW, **BY)

    assert between == DoorKeys(OLD, NEW)
    assert store.doors.keys(kiosk.id) == DoorKeys(NEW)
    said = ["tell-door-key", "accept-door-key"] * 2
    assert history(store, kiosk) == [("kiosk" if move == "tell-door-key" else "Kari", move) for move in said]


def test_refused_key_is_not_asked_about_again_and_a_slip_can_be_mended(store: Store, kiosk: DeliveringKiosk) -> None:
    kiosk.deliver(door_key=OLD)
    door_keys.refuse(store, kiosk.id, OLD, **BY)
    kiosk.deliver(door_key=OLD)

    assert store.doors.keys(kiosk.id) == DoorKeys(refused=OLD)
    assert store.doors.asking() == []
    door_keys.accept(store, kiosk.id, OLD, **BY)
    assert store.doors.keys(kiosk.id) == DoorKeys(OLD)


def test_yes_to_a_slip_lets_the_key_that_waits_go_on_waiting(store: Store, kiosk: DeliveringKiosk) -> None:
    kiosk.deliver(door_key=OLD)
    door_keys.refuse(store, kiosk.id, OLD, **BY)
    kiosk.deliver(door_key=NEW)

    door_keys.accept(store, kiosk.id, OLD, **BY)

    assert store.doors.keys(kiosk.id) == DoorKeys(OLD, NEW)


def test_yes_is_to_the_key_that_was_shown_and_to_no_other(store: Store, kiosk: DeliveringKiosk) -> None:
    kiosk.deliver(door_key=OLD)
    kiosk.deliver(door_key=NEW)

    for answer in (door_keys.accept, door_keys.refuse):
        with pytest.raises(NotFound):
            answer(store, kiosk.id, OLD, **BY)
    assert store.doors.keys(kiosk.id) == DoorKeys(pending=NEW)


@pytest.mark.parametrize("odd", ["", "no key", "bm8=", base64.b64encode(bytes(33)).decode(), OLD[:-2] + "1="])
def test_what_is_no_key_is_not_asked_about(store: Store, kiosk: DeliveringKiosk, odd: str) -> None:
    kiosk.deliver(door_key=odd)

    assert store.doors.keys(kiosk.id) == DoorKeys()
    assert history(store, kiosk) == []


def test_kiosk_that_was_shut_out_is_asked_about_anew(store: Store, kiosk: DeliveringKiosk) -> None:
    kiosk.deliver(door_key=OLD)
    door_keys.accept(store, kiosk.id, OLD, **BY)

    kiosks.revoke(store, kiosk.id, **BY)

    assert store.doors.keys(kiosk.id) == DoorKeys()


def test_words_are_told_for_the_key_that_waits_and_mean_the_same_in_each_language(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    kiosk.deliver(door_key=OLD)

    spoken = {language: door_keys.waiting(store, kiosk.paired, language) for language in ("nb", "sv")}

    places = {
        language: [word_list(language).index(word) for word in asked.words]
        for language, asked in spoken.items()
        if asked
    }
    assert places["nb"] == places["sv"]
    assert len(places["nb"]) == 4
    assert door_keys.refused(store, kiosk.paired, "nb") is None

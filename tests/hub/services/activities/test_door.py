"""The door: the list goes sealed to the chosen kiosk alone, without contacts, and what is noted there adds up."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from hub.model import Attendance
from hub.services.activities import activities, door, door_keys, sign_ups
from hub.services.house import kiosks
from hub.store.base import Store
from shared.activity import attendance_prompt
from shared.errors import InvalidAnswer, NotFound
from shared.seal import UnsealKey
from shared.submission import from_utc, new_submission_id, utc
from tests.builders import a_slip, an_activity, receipt_code
from tests.fakes import NOON
from tests.hub_builders import BY, KARI, DeliveringKiosk

DOOR_KEY = UnsealKey(b"the door kiosk's")
PUBLIC = base64.b64encode(bytes.fromhex(DOOR_KEY.public.hex)).decode()
SOUP = an_activity(seats=6)
"""Half of the seats are out on the kiosk after its first round."""


def signed_up(store: Store, *names: str, food: str = "", age: str = "adult") -> str:
    """Write a unit in; return its receipt code."""
    answer = {"activity": "soup", "persons": [{"name": name, "age": age} for name in names],
              "contact": "kari@example.org", "fields": {"food": food}}  # fmt: skip
    return sign_ups.add(store, "soup", answer, language="nb", **BY, slip=a_slip(new_submission_id())).code


def at_the_door(store: Store, code: str) -> str:
    """By what the one with this receipt code is ticked."""
    found = store.sign_ups.by_code("soup", code)
    assert found is not None
    assert found.slip is not None
    assert code != found.slip.guest
    return found.slip.guest


def say_yes(kiosk: DeliveringKiosk) -> None:
    """The kiosk tells its key, and staff compare the words."""
    kiosk.deliver(door_key=PUBLIC)
    door_keys.accept(kiosk.store, kiosk.id, PUBLIC, **BY)


@pytest.fixture
def at_door(store: Store, kiosk: DeliveringKiosk) -> DeliveringKiosk:
    """A kiosk at the door of the soup, which has told its key, and staff said yes to it."""
    activities.save(store, SOUP, by=KARI, now=NOON)
    activities.set_door(store, "soup", kiosk.id, **BY)
    say_yes(kiosk)
    return kiosk


def read(kiosk: DeliveringKiosk) -> dict[str, Any]:
    """Open the one list a kiosk is given."""
    (given,) = kiosk.deliver().doors or []
    payload = DOOR_KEY.unseal(base64.b64decode(given.sealed), submission_id=given.activity, kind="attendance")
    content: dict[str, Any] = json.loads(payload)
    assert (given.activity, given.delete_at) == (content["activity"], content["delete_at"])
    return content


def test_list_says_who_comes_and_what_they_need_but_not_how_to_reach_them(
    store: Store, at_door: DeliveringKiosk
) -> None:
    family = signed_up(store, "Åse", "Lille Bo", food="melk")
    waiting = signed_up(store, "Anna", "Ola")
    gone = signed_up(store, "Per")
    found = store.sign_ups.by_code("soup", gone)
    assert found is not None
    sign_ups.cancel(store, found.id, **BY)

    content = read(at_door)
    waiting, family = at_the_door(store, waiting), at_the_door(store, family)

    assert content == {
        "activity": "soup",
        "title": {"en": "Soup"},
        "dates": [SOUP.starts_at],
        "people": [
            {"code": waiting, "names": ["Anna", "Ola"], "ages": {"adult": 2}, "persons": 2, "state": "waiting",
             "needs": {}},
            {"code": family, "names": ["Åse", "Lille Bo"], "ages": {"adult": 2}, "persons": 2, "state": "confirmed",
             "needs": {"food": "melk"}},
        ],
        "delete_at": utc(from_utc(SOUP.ends_at) + timedelta(days=1)),
        "noted": {},
    }  # fmt: skip


def test_list_is_for_the_chosen_kiosk_alone(store: Store, at_door: DeliveringKiosk) -> None:
    other = DeliveringKiosk(store, "k2")
    say_yes(other)
    assert other.deliver().doors == []

    activities.set_door(store, "soup", "k2", **BY)

    assert at_door.deliver().doors == []
    assert read(other)["activity"] == "soup"


@pytest.mark.parametrize("told", [None, "", "bm8=", "no key", base64.b64encode(bytes(33)).decode()])
def test_kiosk_without_a_key_gets_no_list(store: Store, kiosk: DeliveringKiosk, told: str | None) -> None:
    activities.save(store, SOUP, by=KARI, now=NOON)
    activities.set_door(store, "soup", kiosk.id, **BY)

    assert kiosk.deliver(door_key=told).doors == []


def test_list_is_gone_the_day_after_and_when_it_is_called_off(store: Store, at_door: DeliveringKiosk) -> None:
    gone_at = from_utc(SOUP.ends_at) + timedelta(days=1)

    assert len(door.lists(store, at_door.paired, gone_at - timedelta(seconds=1))) == 1
    assert door.lists(store, at_door.paired, gone_at) == []
    activities.cancel(store, "soup", reason="storm", **BY)
    assert door.lists(store, at_door.paired, NOON) == []


def test_revoked_kiosk_is_no_door(store: Store, at_door: DeliveringKiosk) -> None:
    kiosks.revoke(store, at_door.id, **BY)

    assert door.lists(store, at_door.paired, NOON) == []


def test_what_is_noted_at_the_hub_and_on_kiosks_adds_up(store: Store, at_door: DeliveringKiosk) -> None:
    code = signed_up(store, "Åse", "Bo")
    noted = {"activity": "soup", "date": SOUP.starts_at, "ticks": {code: 2}, "tally": {"child": 3}}
    at_door.give(noted, kind="attendance", prompt=attendance_prompt(SOUP))

    door.note(store, "soup", SOUP.starts_at, ticks={code: 1}, tally={"child": 1, "any": 4}, **BY)

    assert door.attendance(store, "soup") == {SOUP.starts_at: Attendance({code: 1}, {"any": 4, "child": 4})}


def test_what_staff_note_at_the_door_stands_in_the_history(store: Store) -> None:
    activities.save(store, SOUP, by=KARI, now=NOON)
    code = signed_up(store, "Åse", "Bo")

    door.note(store, "soup", SOUP.starts_at, ticks={code: 1}, tally={"child": -1}, **BY)

    line = store.history.about("activity soup")[-1]
    assert (line.staff, line.at, line.move) == ("Kari", utc(NOON), "note-who-came")
    assert line.detail == f"{SOUP.starts_at} {code}: 1, child: -1"


def test_note_that_fits_no_date_or_band_is_refused(store: Store) -> None:
    activities.save(store, SOUP, by=KARI, now=NOON)
    code = receipt_code("0192")

    for wrong in ({"ticks": {"x": 1}}, {"tally": {"dog": 1}}, {"ticks": {code: -1}}, {"date": utc(NOON)}):
        given: dict[str, Any] = {"date": SOUP.starts_at, "ticks": {}, "tally": {}, **wrong}
        with pytest.raises(InvalidAnswer):
            door.note(store, "soup", given.pop("date"), **given, **BY)
    with pytest.raises(NotFound):
        door.note(store, "tea", SOUP.starts_at, ticks={}, tally={}, **BY)


def test_people_are_named_first_and_in_the_order_of_names(store: Store) -> None:
    activities.save(store, SOUP, by=KARI, now=NOON)
    for names in (("bo",), ("Åse",), ("Anna",)):
        signed_up(store, *names)
    nameless = store.sign_ups.of("soup")[0]
    store.sign_ups.forget(nameless.id)

    assert [one.names for one in door.expected(store, "soup")] == [["Anna"], ["Åse"], []]


def test_door_and_pages_count_the_same_after_a_sync(store: Store, at_door: DeliveringKiosk) -> None:
    family = signed_up(store, "Åse", "Bo")
    date = SOUP.starts_at
    at_door.deliver(at_door.make(
        {"activity": "soup", "date": date, "ticks": {family: 1}, "tally": {"any": 2}}, kind="attendance",
        prompt=attendance_prompt(SOUP),
    ))  # fmt: skip
    door.note(store, "soup", date, ticks={family: 2}, tally={"any": 3}, **BY)

    noted = read(at_door)["noted"]

    assert noted == {date: {"ticks": {family: 2}, "tally": {"any": 5}}}
    assert Attendance(**noted[date]) == door.attendance(store, "soup")[date]

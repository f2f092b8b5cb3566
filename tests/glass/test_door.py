"""The door: behind the PIN, names to tick, heads to count; everything on disk at once, and the names gone."""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.bootstrap import Kiosk
from shared.door_key import WORDS, door_words, read_door_key
from shared.languages import word_list
from shared.protocol import DoorList
from shared.seal import SealKey
from shared.submission import utc
from tests.builders import a_receipt
from tests.fakes import NOON
from tests.glass.activities import a_kiosk_with_activities, starter_activities, tell_activities
from tests.glass.kiosks import a_kiosk
from tests.glass.layout import (
    AT_EVERY_SCALE,
    EVERY_LOOK,
    IN_EVERY_SIZE,
    SMALLEST,
    walk,
    worst_in_every_language,
)
from tests.glass.test_visit import saved

if TYPE_CHECKING:
    from tests.glass.driver import Driver

PIN = "271828"
FAMILY = {
    "code": "K7QM2XHT", "names": ["Kari", "Ola", "Mia"], "ages": {"adult": 2, "child": 1}, "persons": 3,
    "state": "confirmed", "needs": {"food": "ingen nøtter", "access": ""},
}  # fmt: skip
ALONE = {
    "code": "WPH5Z2EN", "names": [""], "ages": {"adult": 1}, "persons": 1, "state": "waiting", "needs": {},
}  # fmt: skip


def send_lists(kiosk: Kiosk, *slugs: str, people: list[dict[str, Any]] | None = None) -> None:
    """The hub seals a list for each of these activities to the door key it was told."""
    told = kiosk.store.door.key()
    assert told is not None
    key, gone_at = SealKey(base64.b64decode(told).hex()), utc(NOON + timedelta(days=90))
    lists = []
    for activity in (one for one in starter_activities() if one.slug in slugs):
        content = {
            "activity": activity.slug,
            "title": {language: text.title for language, text in activity.texts.items()},
            "dates": [date.starts_at for date in activity.dates],
            "people": [FAMILY, ALONE] if people is None else people,
            "delete_at": gone_at,
        }
        sealed = key.seal(json.dumps(content).encode(), submission_id=activity.slug, kind="attendance")
        lists.append(DoorList(activity.slug, base64.b64encode(sealed).decode(), gone_at))
    kiosk.store.take_receipt(a_receipt(kiosk.clock.utc(), doors=lists))


def come(glass: "Driver") -> None:
    """What the worker does after a sync."""
    glass.app.kiosk.worker.on_change()
    glass.frames(3)


def go_to_door(glass: "Driver") -> None:
    """Through the hidden corner and the PIN to the door."""
    glass.knock()
    glass.pad(PIN)
    if glass.screen == "PinScreen":
        glass.pad(PIN)
    glass.tap("at-the-door")


@pytest.fixture
def door(tmp_path: Path) -> Any:
    """A kiosk at the door of the soup."""
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as glass:
        go_to_door(glass)
        send_lists(glass.app.kiosk, "democracy-soup")
        come(glass)
        yield glass


def test_without_a_list_the_door_says_what_to_do_and_shows_its_words(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as glass:
        go_to_door(glass)
        store = glass.app.kiosk.store
        pairing, told = store.pairing(), store.door.key()
        assert pairing
        assert told

        said = "No list has come yet. At the hub, choose this tablet as the door of the activity. Its page asks once "
        said += "about these four words. Say yes there if they are the same."
        words = " · ".join(door_words(read_door_key(told), pairing.kiosk_id, "nb"))
        assert {glass.app.tr(said), words} <= set(glass.words())


def test_words_of_the_door_go_when_a_list_has_come(door: "Driver") -> None:
    assert door.app.kiosk.door.words().count(" · ") == 3
    assert door.app.kiosk.door.words() not in door.words()


def test_a_touch_ticks_all_of_a_family_and_the_minus_one_of_them(door: "Driver") -> None:
    assert "Kari, Ola, Mia" in door.words()
    door.tap("guest-K7QM2XHT")
    door.tap("less-K7QM2XHT")
    door.tap("guest-WPH5Z2EN")

    ticks = [answer["ticks"] for answer in saved(door)]
    assert ticks == [{"K7QM2XHT": 3}, {"K7QM2XHT": 2}, {"WPH5Z2EN": 1}]
    assert door.find("came-K7QM2XHT").text == "2"
    assert any(words.endswith(f"{door.app.tr('Came')}: 3") for words in door.words())


def test_a_second_touch_takes_the_tick_back(door: "Driver") -> None:
    door.tap("guest-WPH5Z2EN")
    door.tap("guest-WPH5Z2EN")

    assert [answer["ticks"] for answer in saved(door)] == [{"WPH5Z2EN": 1}, {"WPH5Z2EN": 0}]


def test_heads_without_a_name_are_counted_up_and_down(door: "Driver") -> None:
    door.tap("count-heads")
    for name in ("more-any", "more-any", "more-child", "less-any"):
        door.tap(name)

    assert [answer["tally"] for answer in saved(door)] == [{"any": 1}, {"any": 1}, {"child": 1}, {"any": -1}]
    assert door.find("count-any").text == "1"


def test_drop_in_counts_heads_at_once(door: "Driver") -> None:
    send_lists(door.app.kiosk, "talk-cafe", people=[])
    come(door)
    door.tap("back")
    door.tap("at-the-door")

    assert "more-any" in door.ids()
    assert "count-heads" not in door.ids()


def test_one_of_several_doors_is_chosen(door: "Driver") -> None:
    send_lists(door.app.kiosk, "democracy-soup", "idea-meeting")
    come(door)
    door.tap("back")
    assert {"door-democracy-soup", "door-idea-meeting"} <= door.ids()

    door.tap("door-idea-meeting")

    assert "guest-K7QM2XHT" in door.ids()


def test_ticks_are_there_again_after_coming_back(door: "Driver") -> None:
    door.tap("guest-WPH5Z2EN")
    door.tap("back")
    door.tap("back")
    assert not door.app.kiosk.door.is_open

    go_to_door(door)

    assert door.find("guest-WPH5Z2EN").came == 1


def test_a_list_that_is_taken_away_takes_the_names_from_the_screen(door: "Driver") -> None:
    send_lists(door.app.kiosk)
    come(door)

    assert not any("Kari" in words for words in door.words())


def test_a_door_that_nobody_touches_closes_and_forgets(door: "Driver") -> None:
    door.app.kiosk.clock.pass_s(600)
    door.app._tick(1)
    assert door.screen == "DoorScreen"

    door.app.kiosk.clock.pass_s(600)
    door.app._tick(1)
    door.frames(2)

    assert (door.screen, door.app.kiosk.door.is_open, door.app.staff_round.view) == ("AttractScreen", False, None)


def show_longest_words(glass: "Driver") -> None:
    """Go to a door whose key, which chance made, has the longest words there are."""
    longest = " · ".join(sorted(word_list("nb"), key=len)[-WORDS:])
    glass.app.kiosk.door.words = lambda: longest
    go_to_door(glass)
    assert longest in glass.words()


STEPS = {
    "door, none": show_longest_words,
    "door": lambda glass: (send_lists(glass.app.kiosk, "democracy-soup"), come(glass)),
    "door, ticked": lambda glass: (glass.tap("guest-K7QM2XHT"), glass.tap("less-K7QM2XHT")),
    "door, counting": lambda glass: (glass.tap("count-heads"), glass.tap("more-any")),
    "doors": lambda glass: (
        send_lists(glass.app.kiosk, "democracy-soup", "idea-meeting"), come(glass), glass.tap("back"),
    ),
}  # fmt: skip


@IN_EVERY_SIZE
def test_the_door_fits_in_the_longest_language(size: tuple[int, int], tmp_path: Path) -> None:
    from tests.glass.driver import Driver
    from tests.glass.longest import LongestApp, longest_activities

    kiosk = a_kiosk(tmp_path / "kiosk")
    tell_activities(kiosk, longest_activities())

    with Driver.of(kiosk, size=size, app=LongestApp) as glass:
        assert walk(glass, STEPS, lambda number: AT_EVERY_SCALE) == {}


def test_the_door_fits_in_every_language(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=SMALLEST) as glass:
        assert walk(glass, STEPS, worst_in_every_language) == {}


@pytest.mark.layouts
@IN_EVERY_SIZE
def test_the_door_fits_in_every_language_at_every_text_scale(size: tuple[int, int], tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=size) as glass:
        assert walk(glass, STEPS, lambda number: EVERY_LOOK) == {}

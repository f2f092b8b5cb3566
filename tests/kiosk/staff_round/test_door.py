"""The door: only the PIN opens the list, what is noted is on disk at once, and the list is gone on its date."""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.staff_round.door import Door as DoorView
from kiosk.staff_round.door import DoorBook
from kiosk.staff_round.pin import Pin
from kiosk.store import KioskStore, Noted
from shared.activity import Occasion
from shared.errors import FileUnreadable, InvalidAnswer, NotFound, WrongPin
from shared.kinds import kind_of
from shared.protocol import DoorList
from shared.seal import SealKey
from shared.submission import from_utc, utc
from tests.builders import CHEAP_PIN, a_news, a_pairing, a_receipt, a_store, an_activity, payload_of
from tests.fakes import NOON, FrozenClock

PIN, NEW_PIN = "271828", "314159"
DATES = [Occasion(utc(NOON + timedelta(days=n)), utc(NOON + timedelta(days=n, hours=2))) for n in (0, 7)]
FIRST, SECOND = (date.starts_at for date in DATES)
GONE_AT = NOON + timedelta(days=8, hours=2)
KARI = {
    "code": "ABCDEFGH", "names": ["Kari Moe", "Ola Moe"], "ages": {"adult": 1, "child": 1}, "persons": 2,
    "state": "confirmed", "needs": {"food": "ingen nøtter"},
}  # fmt: skip


class Door:
    """A kiosk at the door of the soup, and the hub that seals lists to it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, FrozenClock()
        self.store = a_store(folder, self.clock)
        self.woken = 0
        self.pin = Pin(self.store, self.clock.monotonic, CHEAP_PIN)
        self.pin.set(PIN)
        self.store.take_receipt(a_receipt(news=a_news(activities=[an_activity(dates=DATES)])))
        self.book = self.a_book()

    def a_book(self) -> DoorBook:
        def wake() -> None:
            self.woken += 1

        return DoorBook(self.store, wake)

    def open(self, pin: str) -> list[DoorView]:
        """Staff type the PIN, and open the book with what it gives."""
        return self.book.open(self.pin.check(pin))

    def send(self, *people: dict[str, Any], accepted: list[str] | None = None, **more: Any) -> None:
        """The hub seals a list with these people to the key it was told."""
        told = self.store.door.key()
        assert told is not None
        content = {
            "activity": "soup", "title": {"nb": "Suppe"}, "dates": [FIRST, SECOND], "people": people,
            "delete_at": utc(GONE_AT), **more,
        }  # fmt: skip
        payload = json.dumps(content).encode()
        sealed = SealKey(base64.b64decode(told).hex()).seal(payload, submission_id="soup", kind="attendance")
        one = DoorList("soup", base64.b64encode(sealed).decode(), utc(GONE_AT))
        self.store.take_receipt(a_receipt(self.clock.utc(), doors=[one], accepted=accepted or []))

    def restart(self) -> None:
        self.store.close()
        self.store = KioskStore.open(self.folder, self.clock)
        self.pin = Pin(self.store, self.clock.monotonic, CHEAP_PIN)
        self.book = self.a_book()

    def noted(self) -> list[dict[str, Any]]:
        """What waits to be told to the hub."""
        return [kind_of(s.kind).unpack(payload_of(s)) for s in self.store.waiting().submissions]


@pytest.fixture(name="door")
def _door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def test_first_opening_makes_the_key_and_tells_the_hub(door: Door) -> None:
    before = door.store.door.key()

    assert door.open(PIN) == []
    assert before is None
    assert len(base64.b64decode(door.store.door.key() or "")) == 32
    assert (door.book.is_open, door.woken) == (True, 1)


def test_list_opens_with_the_pin_alone_and_again_after_a_restart(door: Door) -> None:
    door.open(PIN)
    door.send(KARI)
    door.restart()

    with pytest.raises(WrongPin):
        door.open(NEW_PIN)
    shut = (door.book.is_open, door.book.doors())
    [seen] = door.open(PIN)

    assert shut == (False, [])
    assert (seen.activity, seen.title, seen.date, seen.dates) == ("soup", {"nb": "Suppe"}, FIRST, (FIRST, SECOND))
    [guest] = seen.guests
    assert (guest.code, guest.names, guest.persons, guest.came) == ("ABCDEFGH", ("Kari Moe", "Ola Moe"), 2, None)
    assert guest.needs == {"food": "ingen nøtter"}


def test_no_name_and_no_key_lies_readable_on_the_disk(door: Door) -> None:
    door.open(PIN)
    door.send(KARI)
    door.book.doors()
    door.book.tick("soup", FIRST, "ABCDEFGH", 2)
    door.store.close()

    raw = b"".join(path.read_bytes() for path in door.folder.rglob("*") if path.is_file())

    assert [word for word in ("Kari Moe", "Ola Moe", "nøtter", PIN) if word.encode() in raw] == []


def test_book_that_was_closed_knows_nobody(door: Door) -> None:
    door.open(PIN)
    door.send(KARI)
    door.book.doors()

    door.book.close()

    assert door.book.doors() == []
    assert "Kari Moe" not in repr(vars(door.book))
    with pytest.raises(NotFound):
        door.book.tick("soup", FIRST, "ABCDEFGH", 1)


def test_ticks_and_heads_are_saved_at_once_and_there_after_a_restart(door: Door) -> None:
    door.open(PIN)
    door.send(KARI)
    door.book.doors()

    door.book.tick("soup", FIRST, "ABCDEFGH", 2)
    door.book.tick("soup", FIRST, "ABCDEFGH", 1)
    for by in (1, 1, -1):
        door.book.count("soup", FIRST, "child", by)
    door.book.count("soup", SECOND, "any", 1)
    door.restart()
    [seen] = door.open(PIN)

    assert [guest.came for guest in seen.guests] == [1]
    assert seen.tally == {"child": 1}
    assert door.book.door("soup", SECOND).tally == {"any": 1}
    assert [guest.came for guest in door.book.door("soup", SECOND).guests] == [None]
    tie = {"activity": "soup", "date": FIRST}
    assert door.noted()[:3] == [
        {**tie, "ticks": {"ABCDEFGH": 2}, "tally": {}},
        {**tie, "ticks": {"ABCDEFGH": 1}, "tally": {}},
        {**tie, "ticks": {}, "tally": {"child": 1}},
    ]
    assert len(door.noted()) == 6


def test_what_makes_no_sense_is_not_noted(door: Door) -> None:
    door.open(PIN)
    door.send(KARI)
    door.book.doors()

    for date, band in (("2020-01-01T00:00:00.000Z", "any"), (FIRST, "grown-up")):
        with pytest.raises(InvalidAnswer):
            door.book.count("soup", date, band, 1)
    with pytest.raises(NotFound):
        door.book.count("talk", FIRST, "any", 1)

    assert door.noted() == []
    assert door.store.door.noted("soup", FIRST) == Noted()


def test_date_shown_is_that_of_today_or_the_next_one_or_the_last(door: Door) -> None:
    door.open(PIN)
    door.send(KARI)
    shown = []

    for days in (0, 0.4, 1, 5, 0.75):
        door.clock.pass_s(days * 24 * 3600)
        shown.append(door.book.door("soup").date)

    assert shown == [FIRST, FIRST, SECOND, SECOND, SECOND]


def test_list_is_gone_on_its_date_by_the_hubs_clock_with_what_was_noted(door: Door) -> None:
    door.open(PIN)
    door.send(KARI)
    door.book.doors()
    door.book.tick("soup", FIRST, "ABCDEFGH", 2)
    door.clock.set_to(GONE_AT - timedelta(days=400))
    door.clock.pass_s((GONE_AT - NOON).total_seconds() - 1)
    before = len(door.book.doors())

    door.clock.pass_s(1)

    assert (before, door.book.doors()) == (1, [])
    assert door.store.door.noted("soup", FIRST) == Noted()
    assert len(door.noted()) == 1


def test_list_that_the_hub_takes_away_is_gone_and_silence_takes_none(door: Door) -> None:
    door.open(PIN)
    door.send(KARI)

    door.store.take_receipt(a_receipt(doors=None))
    kept = len(door.book.doors())
    door.store.take_receipt(a_receipt(doors=[]))

    assert (kept, door.book.doors()) == (1, [])


def test_another_hub_takes_the_lists_of_the_one_before(door: Door) -> None:
    door.open(PIN)
    door.send(KARI)

    door.store.keep_pairing(a_pairing(hub_id="hub2"))

    assert door.book.doors() == []


def test_new_pin_makes_a_new_key_and_the_old_list_stays_shut(door: Door) -> None:
    door.open(PIN)
    door.send(KARI)
    before = door.store.door.key()
    door.pin.set(NEW_PIN)
    door.restart()

    shut = door.open(NEW_PIN)
    door.send(KARI)

    assert shut == []
    assert door.store.door.key() != before
    assert len(door.book.doors()) == 1


def test_day_at_the_door_begins_at_midnight_where_the_door_is(door: Door) -> None:
    dates = [Occasion("2026-11-28T16:00:00.000Z", "2026-11-28T18:00:00.000Z"),
             Occasion("2026-11-28T23:30:00.000Z", "2026-11-29T01:00:00.000Z")]  # fmt: skip
    night = an_activity(dates=dates, zone="Europe/Oslo")
    door.store.take_receipt(a_receipt(news=a_news(activities=[night])))
    door.open(PIN)
    door.clock.set_to(from_utc("2026-11-28T23:10:00.000Z"))  # ten past midnight in Oslo
    door.send(KARI, dates=[date.starts_at for date in dates])

    assert door.book.door("soup").date == dates[1].starts_at


@pytest.mark.parametrize("sealed", ["", "not base64", base64.b64encode(b"x" * 80).decode()])
def test_list_that_cannot_be_opened_is_passed_over(door: Door, sealed: str) -> None:
    door.open(PIN)

    door.store.take_receipt(a_receipt(doors=[DoorList("soup", sealed, utc(GONE_AT))]))

    assert door.book.doors() == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"public": 1, "salt": "zz"}'])
def test_key_file_that_cannot_be_read_is_not_made_anew(door: Door, content: str) -> None:
    door.open(PIN)
    door.send(KARI)
    file = door.folder / "door.json"
    whole = file.read_text()
    file.write_text(content)
    door.restart()

    with pytest.raises(FileUnreadable, match=r"door\.json"):
        door.open(PIN)

    assert door.store.door.key() is None  # sync says nothing of it, and goes on
    assert file.read_text() == content
    file.write_text(whole)
    assert len(door.open(PIN)) == 1


def test_key_file_that_was_deleted_is_made_anew(door: Door) -> None:
    door.open(PIN)
    (door.folder / "door.json").unlink()
    door.restart()

    door.open(PIN)

    assert door.store.door.key() is not None


def test_list_outlives_a_tablet_that_starts_with_another_year(tmp_path: Path) -> None:
    door = Door(tmp_path)
    door.open(PIN)
    door.send(KARI)

    door.clock.boot = "second boot"
    door.clock.set_to(NOON + timedelta(days=3 * 365))
    kept = door.store.door.lists()
    door.store.take_receipt(a_receipt(hub_time=GONE_AT))

    assert [one.activity for one in kept] == ["soup"]
    assert door.store.door.lists() == []


def test_door_shows_what_all_doors_and_pages_noted_and_over_it_only_what_the_hub_has_not_got(door: Door) -> None:
    door.open(PIN)
    door.send(KARI, noted={FIRST: {"ticks": {"ABCDEFGH": 1}, "tally": {"any": 4}}})
    door.open(PIN)
    from_pages = door.book.door("soup", FIRST)
    door.book.tick("soup", FIRST, "ABCDEFGH", 2)
    door.book.count("soup", FIRST, "any", 1)
    with_ours = door.book.door("soup", FIRST)

    sent = [one.id for one in door.store.waiting().submissions]
    door.book.count("soup", FIRST, "any", 1)  # while the delivery is on its way
    door.send(KARI, noted={FIRST: {"ticks": {"ABCDEFGH": 2}, "tally": {"any": 7}}}, accepted=sent)
    synced = door.book.door("soup", FIRST)

    shown = [(one.guests[0].came, one.tally["any"]) for one in (from_pages, with_ours, synced)]
    assert shown == [(1, 4), (2, 5), (2, 8)]
    assert door.book.door("soup", SECOND).tally == {}

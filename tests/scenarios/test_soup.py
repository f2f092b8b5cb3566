"""Hylte: a free soup with portions, food needs, a count at the door, and four questions on the way out."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hub.kinds import answer_of
from hub.lists import InboxFilter
from hub.services.activities import activities, door, sign_ups
from hub.services.review import inbox
from kiosk.filling import Thanked
from shared.notice import SignUpState
from tests.scenarios.town import Town, people, town

SLUG, SOUP = "democracy-soup", date(2027, 2, 3)
PIN = "271828"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    """A town two weeks before its soup: eight portions, questions on the way out, three kiosks."""
    with town(tmp_path, datetime(2027, 1, 20, 10, tzinfo=UTC)) as made:
        made.publish("democracy-soup", SOUP, zone="Europe/Stockholm", seats=8, exit_kiosks=["way-out"])
        for name in ("hall", "way-out", "door"):
            made.kiosk(name)
        yield made


def portions(here: Town) -> tuple[Thanked, Thanked, Thanked]:
    """A family has portions, so do four of six others after two stayed at home, and one who waited."""
    family = here.sign_up(
        "hall", SLUG, "sv", persons=people("Maja Lind", "Ebbe"), fields={"food": "vegan, ingen selleri"}
    )
    many = here.sign_up("hall", SLUG, "sv", persons=people("A", "B", "C", "D", "E", "F"))
    here.sync()
    here.sync()
    late = here.sign_up("way-out", SLUG, "sv", persons=people("Sen"))
    here.sync()
    here.change("door", many.receipt_code, 4)
    here.sync()
    here.sync()
    return family, many, late


def test_portions_go_from_the_lease_then_by_the_line(here: Town) -> None:
    family = here.sign_up("hall", SLUG, "sv", persons=people("Maja Lind", "Ebbe"))
    assert family.state == SignUpState.CONFIRMED
    many = here.sign_up("hall", SLUG, "sv", persons=people("A", "B", "C", "D", "E", "F"))
    assert many.state == SignUpState.REQUESTED
    assert here.look_up("hall", many.receipt_code).state == "requested"
    here.sync()
    here.sync()
    found = here.look_up("way-out", many.receipt_code)
    assert (found.state, found.persons) == ("confirmed", 6)
    late = here.sign_up("way-out", SLUG, "sv", persons=people("Sen"))
    here.sync()
    here.sync()
    waiting = here.look_up("hall", late.receipt_code)
    assert (waiting.state, waiting.place) == ("waiting", 1)

    here.change("door", many.receipt_code, 4)
    here.sync()
    here.sync()

    assert here.look_up("hall", late.receipt_code).state == "confirmed"
    assert [one.code for one in sign_ups.to_tell(here.store, SLUG)] == [many.receipt_code, late.receipt_code]
    sign_ups.mark_told(here.store, late.id, **here.by())
    here.sync()
    assert here.look_up("hall", late.receipt_code).state == "told"


def at_the_door(here: Town, code: str | None) -> str:
    """By what the one with this receipt code is ticked: not by the code, with which one can cancel."""
    assert code is not None
    found = here.store.sign_ups.by_code(SLUG, code)
    assert found is not None
    return found.guest


def test_door_ticks_names_and_counts_heads_without_a_network(here: Town) -> None:
    family, _, late = portions(here)
    at_door = here.kiosk("door")
    book, key = at_door.door, at_door.pin.set(PIN)
    book.open(key)
    here.sync()
    here.say_yes_to_door("door")
    activities.set_door(here.store, SLUG, "door", **here.by())
    here.sync()
    here.move_to(datetime(2027, 2, 3, 16, 10, tzinfo=UTC))

    listed = {guest.code: guest for view in book.open(key) for guest in view.guests}
    assert family.receipt_code not in listed
    expected, latecomer = (at_the_door(here, one.receipt_code) for one in (family, late))
    assert listed[expected].names == ("Maja Lind", "Ebbe")
    assert listed[expected].needs == {"food": "vegan, ingen selleri"}
    date_of = activities.read(here.store, SLUG).starts_at
    book.tick(SLUG, date_of, expected, 2)
    book.tick(SLUG, date_of, latecomer, 1)
    book.tick(SLUG, date_of, latecomer, 0)
    for by in (1, 1, 1, -1):
        book.count(SLUG, date_of, "adult", by)
    here.sync()

    noted = door.attendance(here.store, SLUG)[date_of]
    assert noted.ticks == {expected: 2, latecomer: 0}
    assert noted.tally == {"adult": 2}
    here.move_to(datetime(2027, 2, 4, 19, tzinfo=UTC))
    here.end_of_day()
    assert book.open(key) == []


def test_exit_questions_are_asked_where_they_were_wanted(here: Town) -> None:
    here.move_to(datetime(2027, 2, 3, 17, 55, tzinfo=UTC))
    assert "exit" not in [prompt.id for prompt in here.kiosk("hall").store.open_prompts(here.clock.utc())]

    here.answer("way-out", "exit", "sv", learned="yes", met="yes", first_time="no", next_topic="Bussarna")
    here.answer("way-out", "exit", "sv", learned="unsure", first_time="yes")
    here.sync()

    answers = [answer_of(stored) for stored in here.store.submissions.every() if stored.submission.kind == "exit"]
    assert {answer["activity"] for answer in answers if answer} == {SLUG}
    assert Counter(answer["learned"] for answer in answers if answer) == {"yes": 1, "unsure": 1}
    assert "Bussarna" in [row.gist for row in inbox.page(here.store, InboxFilter()).rows]


def test_food_needs_go_the_day_after_names_later_and_numbers_stay(here: Town) -> None:
    portions(here)
    ends = datetime.fromisoformat(activities.read(here.store, SLUG).ends_at)
    assert here.files_with("selleri")

    here.move_to(ends + timedelta(days=1, hours=1))
    here.end_of_day()
    assert here.files_with("selleri") == []
    assert here.files_with("Maja Lind")
    here.move_to(ends + timedelta(days=15))
    here.end_of_day()

    assert here.files_with("Maja Lind") == []
    assert sum(one.sign_up.seated for one in sign_ups.listed(here.store, SLUG)) == 7

"""Hylte: a free soup with portions, food needs, a count at the door, and four questions on the way out."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hub.kinds import answer_of
from hub.model import InboxFilter
from hub.services import activities, door, inbox, sign_ups
from kiosk.door import DoorBook
from shared.notice import SignUpState
from tests.scenarios.town import people, town

SOUP = date(2027, 2, 3)
PIN = "271828"


def test_soup_from_portions_to_the_way_out(tmp_path: Path) -> None:
    with town(tmp_path, datetime(2027, 1, 20, 10, tzinfo=UTC)) as here:
        exits = ["way-out"]
        activity = here.publish("democracy-soup", SOUP, zone="Europe/Stockholm", seats=8, exit_kiosks=exits)
        slug = activity.slug
        here.kiosk("hall"), here.kiosk("way-out"), here.kiosk("door")

        # The hall has no network today: it confirms from its lease, and is honest beyond it.
        family = here.sign_up(
            "hall", slug, "sv", persons=people("Maja", "Ebbe"), fields={"food": "vegan, ingen selleri"}
        )
        assert family.state == SignUpState.CONFIRMED
        many = here.sign_up("hall", slug, "sv", persons=people("A", "B", "C", "D", "E", "F"))
        assert many.state == SignUpState.REQUESTED
        assert here.look_up("hall", many.code).state == "requested"
        here.sync()
        here.sync()
        found = here.look_up("way-out", many.code)
        assert (found.state, found.persons) == ("confirmed", 6)
        late = here.sign_up("way-out", slug, "sv", persons=people("Sen"))
        here.sync()
        here.sync()
        assert (here.look_up("hall", late.code).state, here.look_up("hall", late.code).place) == ("waiting", 1)

        # Two of the six stay at home: the first in line gets one seat.
        here.change("door", many.code, 4)
        here.sync()
        here.sync()
        assert here.look_up("hall", late.code).state == "confirmed"
        assert [one.code for one in sign_ups.to_tell(here.store, slug)] == [many.code, late.code]
        sign_ups.mark_told(here.store, late.id, **here.by())
        here.sync()
        assert here.look_up("hall", late.code).state == "told"

        # At the door, without a network.
        at_door = here.kiosk("door")
        at_door.pin.set(PIN)
        book = DoorBook(at_door.store, at_door.pin)
        book.open(PIN)
        here.sync()
        activities.set_door(here.store, slug, "door", **here.by())
        here.sync()
        here.move_to(datetime(2027, 2, 3, 16, 10, tzinfo=UTC))
        listed = {guest.code: guest for view in book.open(PIN) for guest in view.guests}
        assert listed[family.code].names == ("Maja", "Ebbe")
        assert listed[family.code].needs == {"food": "vegan, ingen selleri"}
        date_of = activity.dates[0].starts_at
        book.tick(slug, date_of, family.code, 2)
        book.tick(slug, date_of, late.code, 1)
        book.tick(slug, date_of, late.code, 0)
        for _ in range(3):
            book.count(slug, date_of, "adult", 1)
        book.count(slug, date_of, "adult", -1)
        here.sync()
        noted = door.attendance(here.store, slug)[date_of]
        assert noted.ticks == {family.code: 2, late.code: 0}
        assert noted.tally == {"adult": 2}

        # On the way out, only where it was asked for.
        here.move_to(datetime(2027, 2, 3, 17, 55, tzinfo=UTC))
        assert "exit" not in [prompt.id for prompt in here.kiosk("hall").store.open_prompts(here.clock.utc())]
        here.answer("way-out", "exit", "sv", learned="yes", met="yes", first_time="no", next_topic="Bussarna")
        here.answer("way-out", "exit", "sv", learned="unsure", first_time="yes")
        here.sync()
        answers = [answer_of(stored) for stored in here.store.submissions.every() if stored.submission.kind == "exit"]
        assert {answer["activity"] for answer in answers if answer} == {slug}
        assert Counter(answer["learned"] for answer in answers if answer) == {"yes": 1, "unsure": 1}
        assert any(row.gist == "Bussarna" for row in inbox.page(here.store, InboxFilter()).rows)

        # Food needs are gone the day after, names two weeks later; the numbers stay.
        here.move_to(datetime.fromisoformat(activity.ends_at) + timedelta(days=1, hours=1))
        here.end_of_day()
        assert here.files_with("selleri") == []
        assert book.open(PIN) == []
        here.move_to(datetime.fromisoformat(activity.ends_at) + timedelta(days=15))
        here.end_of_day()
        assert here.files_with("Maja") == []
        assert sum(one.sign_up.seated for one in sign_ups.listed(here.store, slug)) == 7

"""Småt Brændbart: a talk café for older men. They drop in; nobody meets a form, and nobody is named."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hub.services.activities import activities, door
from shared.errors import UnknownActivity
from tests.scenarios.town import town

PIN = "314159"


def test_talk_cafe_is_counted_without_names(tmp_path: Path) -> None:
    with town(tmp_path, datetime(2027, 3, 1, 10, tzinfo=UTC)) as here:
        activity = here.publish("talk-cafe", date(2027, 3, 4), zone="Europe/Copenhagen")
        kiosk = here.kiosk("hall")
        assert here.whats_on("hall") == ("talk-cafe",)
        with pytest.raises(UnknownActivity):
            here.sign_up("hall", "talk-cafe", "da")

        book, key = kiosk.door, kiosk.pin.set(PIN)
        book.open(key)
        here.sync()
        here.say_yes_to_door("hall")
        activities.set_door(here.store, "talk-cafe", "hall", **here.by())
        here.sync()
        (view,) = book.open(key)
        assert view.guests == ()
        for date_of, men in ((activity.dates[0].starts_at, 5), (activity.dates[1].starts_at, 7)):
            for _ in range(men):
                book.count("talk-cafe", date_of, "adult", 1)
        here.sync()

        noted = door.attendance(here.store, "talk-cafe")
        assert [noted[one.starts_at].tally.get("adult", 0) for one in activity.dates[:3]] == [5, 7, 0]
        assert list(here.store.sign_ups.every()) == []

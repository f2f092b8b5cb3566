"""Småt Brændbart: a baby café in eight weeks, one sign-up for all of them, and a waiting list that moves."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hub.services.activities import sign_ups
from shared.notice import SignUpState
from shared.submission import from_utc, new_submission_id
from tests.builders import a_slip
from tests.scenarios.town import people, town


def test_baby_cafe_fills_and_its_line_moves_in_order(tmp_path: Path) -> None:
    with town(tmp_path, datetime(2027, 2, 20, 10, tzinfo=UTC)) as here:
        activity = here.publish("baby-cafe", date(2027, 3, 9), zone="Europe/Copenhagen", seats=6)
        slug, zone = activity.slug, ZoneInfo("Europe/Copenhagen")
        local = {from_utc(one.starts_at).astimezone(zone).strftime("%H:%M") for one in activity.dates}
        assert (len(activity.dates), local) == (8, {"11:00"}), "the same hour before and after summer time begins"
        here.kiosk("hall"), here.kiosk("children")

        pairs = [
            here.sign_up(
                "hall", slug, "da", persons=[{"name": f"M{n}", "age": "adult"}, {"name": "B", "age": "toddler"}]
            )
            for n in range(5)
        ]
        here.sync()
        here.sync()
        shown = [
            (here.look_up("children", one.receipt_code).state, here.look_up("children", one.receipt_code).place)
            for one in pairs
        ]
        assert shown == [("confirmed", None)] * 3 + [("waiting", 1), ("waiting", 2)]

        here.change("children", pairs[0].receipt_code, 0)
        assert here.look_up("children", pairs[0].receipt_code).state == "cancelled"
        here.sync()
        here.sync()

        assert here.look_up("hall", pairs[0].receipt_code).state == "cancelled"
        assert here.look_up("hall", pairs[3].receipt_code).state == "confirmed"
        assert here.look_up("hall", pairs[4].receipt_code).place == 1
        assert pairs[3].id in [one.id for one in sign_ups.to_tell(here.store, slug)]

        # Staff write somebody in by telephone: the end of the same line.
        added = sign_ups.add(
            here.store, slug, {"persons": people("Phone")}, **here.by(), language="da", slip=a_slip(new_submission_id())
        )
        assert added.state == SignUpState.WAITING
        places = {one.sign_up.id: one.place for one in sign_ups.listed(here.store, slug)}
        assert (places[pairs[4].id], places[added.id]) == (1, 2)

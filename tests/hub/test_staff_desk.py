"""What staff do with an activity at the pages of a running hub, over HTTP as a browser without JavaScript would."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shared.submission import utc
from tests.processes import serving, succeed
from tests.staff_desk import StaffDesk


def test_staff_write_people_in_give_a_freed_seat_tell_and_tick(tmp_path: Path) -> None:
    starts = datetime.now(UTC) + timedelta(days=7)
    activity = {"slug": "soup", "title": {"nb": "Suppe"}, "seats": 1, "fields": ["name", "contact"]}
    activity |= {"starts_at": utc(starts), "ends_at": utc(starts + timedelta(hours=2))}
    (tmp_path / "soup.json").write_text(json.dumps(activity), "utf-8")

    with serving(tmp_path / "hub") as hub, StaffDesk(hub) as desk:
        succeed("hub", "add-activity", str(tmp_path / "soup.json"), "--data", str(hub.data))
        first = desk.write_in("soup", "Ola", contact="ola@example.org")
        second = desk.write_in("soup", "Nils", contact="nils@example.org")
        desk.take_on("soup")
        desk.cancel_sign_up("soup", first)
        to_tell = desk.contacts_to_tell("soup")
        desk.told("soup", first)
        desk.told("soup", second)
        listed = [
            json.loads(line) for line in succeed("hub", "signups", "--data", str(hub.data), "--json").splitlines()
        ]

    assert "nils@example.org" in to_tell
    assert {one["id"]: one["state"] for one in listed} == {first: "cancelled", second: "told"}

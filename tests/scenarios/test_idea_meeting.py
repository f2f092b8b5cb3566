"""Vestfold og Telemark: an idea meeting with a deadline, and people from libraries, municipalities and associations."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hub.services.activities import sign_ups
from hub.services.review import inbox
from shared.errors import NotAllowed, UnknownActivity
from shared.notice import SignUpState
from shared.submission import new_submission_id
from tests.builders import a_slip
from tests.scenarios.town import people, town

MEETING = date(2027, 4, 16)
A_MONTH_BEFORE = datetime(2027, 3, 20, 10, tzinfo=UTC)


def test_idea_meeting_closes_at_its_deadline_and_counts_roles(tmp_path: Path) -> None:
    with town(tmp_path, A_MONTH_BEFORE) as here:
        activity = here.publish("idea-meeting", MEETING)
        kiosk = here.kiosk("hall")
        assert activity.dates[0].starts_at == "2027-04-16T07:30:00.000Z"

        for number, role in enumerate(["library", "municipality", "voluntary", "voluntary"]):
            fields = {"organisation": f"House {number}", "role": role, "food": "no nuts"}
            contact = f"p{number}@example.org"
            told = here.sign_up(
                "hall", activity.slug, "nb", persons=people(f"P{number}"), contact=contact, fields=fields
            )
            assert told.state == SignUpState.CONFIRMED
        here.sync()

        # The deadline is a week ahead; a tablet without a network keeps it too.
        here.move_to(datetime(2027, 4, 10, 8, tzinfo=UTC))
        with pytest.raises(UnknownActivity):
            here.sign_up("hall", activity.slug, "nb", persons=people("Late"))
        late = {"persons": people("Late"), "contact": "late@example.org", "fields": {"role": "municipality"}}
        added = sign_ups.add(
            here.store, activity.slug, late, **here.by(), language="nb", slip=a_slip(new_submission_id())
        )
        assert added.state == SignUpState.CONFIRMED

        ids = [one.sign_up.id for one in sign_ups.listed(here.store, activity.slug)]
        said = sign_ups.contacts(here.store, activity.slug, ids, **here.in_person())
        assert Counter(one["role"] for one in said.values()) == {"library": 1, "municipality": 2, "voluntary": 2}
        assert {line.move for line in inbox.history(here.store, ids[0])} >= {"read-contact"}
        with pytest.raises(NotAllowed):
            sign_ups.contacts(here.store, activity.slug, ids, **here.in_person(here.ola))

        # Who comes is known while it is needed, and not longer.
        here.sync()
        here.move_to(datetime.fromisoformat(activity.ends_at) + timedelta(days=15))
        here.end_of_day()
        assert here.files_with("p0@example.org") == []
        assert kiosk.store.status().erased == 4
        assert len(sign_ups.listed(here.store, activity.slug)) == 5

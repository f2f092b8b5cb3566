"""A workshop for children: a guardian signs, children are a first name, and the family comes together or waits."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hub.services.activities import sign_ups
from shared.errors import AnswerEmpty
from shared.notice import SignUpState
from tests.scenarios.town import people, town


def test_children_are_signed_up_by_a_guardian_and_stay_together(tmp_path: Path) -> None:
    with town(tmp_path, datetime(2027, 4, 1, 10, tzinfo=UTC)) as here:
        slug = here.publish("children-workshop", date(2027, 4, 24), seats=5).slug
        here.kiosk("children"), here.kiosk("hall")

        with pytest.raises(AnswerEmpty):  # nobody but a guardian can sign for a child
            here.sign_up("children", slug, "nb", persons=people("Ada", "Bo", age="child"))
        first = here.sign_up(
            "children", slug, "nb", persons=people("Ada", "Bo", age="child"), contact="guardian1@example.org"
        )
        siblings = here.sign_up(
            "children", slug, "nb", persons=people("Kim", "Lo", "My", "Nor", age="child"),
            contact="guardian2@example.org",
        )  # fmt: skip
        single = here.sign_up("hall", slug, "nb", persons=people("Ulv", age="child"), contact="guardian3@example.org")
        assert (first.state, siblings.state) == (SignUpState.CONFIRMED, SignUpState.REQUESTED)
        here.sync()
        here.sync()

        # Four siblings do not fit into what is left: all wait, none goes in while the others stand outside.
        found = here.look_up("hall", siblings.receipt_code)
        assert (found.state, found.seated, found.place) == ("waiting", 0, 1)
        here.change("hall", first.receipt_code, 0)
        here.sync()
        here.sync()
        assert here.look_up("children", siblings.receipt_code).state == "confirmed"
        assert here.look_up("children", single.receipt_code).state == "confirmed"

        (listed,) = [one.sign_up for one in sign_ups.listed(here.store, slug) if one.sign_up.id == siblings.id]
        assert listed.ages == {"child": 4}
        assert not [file for file in here.files_with("guardian2@example.org") if not file.startswith("hub/")]

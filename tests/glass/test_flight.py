"""On thanks a card flies into the check mark; nothing waits for it, and nothing moves where that is not wanted."""

from pathlib import Path

import pytest

from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk


def at_thanks(glass: Driver) -> None:
    """Send a vote."""
    visit = glass.app.visit
    visit.answer("opening-hours")
    visit.write("choices", ["evenings"])
    visit.go_on()
    visit.send()


@pytest.mark.parametrize("still", [True, False])
def test_the_card_flies_only_where_things_may_move_and_the_code_is_there_at_once(still: bool, tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk", reduced_motion=still)) as glass:
        at_thanks(glass)

        assert (glass.screen, glass.page.ids.flight.flown == 1) == ("ThanksScreen", still)
        assert glass.page.code
        glass.until(lambda: glass.page.ids.flight.flown == 1)
        assert glass.page.tone == "poll"


def test_who_does_not_wait_for_the_card_goes_on(tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk", reduced_motion=False)) as glass:
        at_thanks(glass)
        glass.frames(1)

        glass.tap("done")

        assert glass.screen == "AttractScreen"

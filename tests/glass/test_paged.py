"""What stands on several pages where there is little room."""

from pathlib import Path

from tests.glass.activities import a_kiosk_with_activities
from tests.glass.driver import Driver


def test_who_has_turned_a_page_finds_everything_again_where_one_page_is_enough(tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=(800, 1280)) as glass:
        for name in ("language-nb", "whats-on", "activity-idea-meeting", "sign-up", "lower"):
            glass.reach(name)
        glass.frames(4)
        glass.tap("next-page")
        assert "more-adult" not in glass.ids()

        glass.tap("lower")
        glass.frames(4)

        assert {"more-adult", "more-toddler"} <= glass.ids()

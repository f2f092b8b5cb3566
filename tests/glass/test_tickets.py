"""A review is a ticket, and what's on says what comes next."""

from pathlib import Path

from tests.glass.activities import a_kiosk_with_activities, starter_activities, tell_activities
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk
from tests.glass.test_activities import cards, go_through, has, read


def test_where_nothing_more_is_on_today_the_next_is_shown(tmp_path: Path) -> None:
    kiosk = a_kiosk(tmp_path / "kiosk")
    tell_activities(kiosk, [one for one in starter_activities() if one.slug != "democracy-soup"])
    with Driver.of(kiosk) as glass:
        for name in ("language-nb", "whats-on", "today"):
            glass.tap(name)

        assert has(glass, "Nothing more today. This is next:")
        assert cards(glass) == ["idea-meeting", "talk-cafe"]
        glass.tap("all")
        assert not has(glass, "Nothing more today. This is next:")


def test_a_sign_up_is_read_once_more_like_a_ticket_with_day_time_and_place(tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as glass:
        for name in ("language-nb", "whats-on"):
            glass.tap(name)
        read(glass, "idea-meeting")
        glass.tap("sign-up")
        go_through(glass)

        activity = glass.app.visit.view.activity
        assert (glass.screen, glass.page.question) == ("ReviewScreen", activity.text("nb").title)
        assert "18:00" in glass.page.line
        assert glass.page.line.endswith(activity.place)

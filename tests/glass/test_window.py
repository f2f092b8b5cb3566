"""What the window is drawn on: said, and refused where nobody would see it."""

import gc

import pytest

from kiosk.bootstrap import build_app
from kiosk.window import check_screen, drawn_on
from shared.errors import NoScreen
from tests.glass.driver import Driver


def test_window_says_what_it_is_drawn_on(glass: Driver) -> None:
    assert drawn_on() == "offscreen"
    check_screen()


def test_screen_that_nobody_sees_and_nobody_asked_for_is_refused(
    glass: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SDL_VIDEODRIVER")

    with pytest.raises(NoScreen, match="offscreen"):
        check_screen()


def test_start_without_a_screen_leaves_nobody_without_the_collector_of_garbage(
    glass: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SDL_VIDEODRIVER")

    with pytest.raises(NoScreen):
        build_app(glass.app.kiosk, windowed=True)

    assert gc.isenabled()

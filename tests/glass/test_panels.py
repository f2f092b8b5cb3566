"""How large a screen is taken to be, and what is too small to serve anybody."""

from pathlib import Path

import pytest

from kiosk.widgets.panels import NAMED, Panel, density_of, likely_inches
from kiosk.widgets.sizes import Sizes
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk


@pytest.mark.parametrize(
    ("pixels", "inches"),
    [((800, 480), 7), ((480, 800), 7), ((1024, 600), 7), ((720, 1280), 7), ((1280, 800), 10.1), ((1080, 1920), 15.6)],
)
def test_screen_is_taken_for_the_smallest_that_is_usual_with_its_pixels(pixels: tuple[int, int], inches: float) -> None:
    assert likely_inches(*pixels) == inches


def test_screen_with_unusual_pixels_is_taken_for_the_most_alike() -> None:
    assert [likely_inches(*pixels) for pixels in ((854, 480), (1340, 800), (3840, 2160))] == [7, 10.1, 15.6]


def test_both_screens_of_seven_inches_hold_equally_much() -> None:
    coarse, fine = (panel for panel in NAMED if panel.inches == 7)

    assert coarse.width / coarse.density == pytest.approx(fine.width / fine.density, rel=0.01)
    assert round(coarse.density * 160) == 133
    assert round(fine.density * 160) == 170


def test_inches_that_staff_set_go_before_what_the_system_says_and_that_before_a_guess() -> None:
    guessed, told, said = density_of(800, 480), density_of(800, 480, None, 120.0), density_of(800, 480, 10.1, 120.0)

    assert guessed == Panel(800, 480, 7).density
    assert told == 120 / 160
    assert said == Panel(800, 480, 10.1).density


@pytest.mark.parametrize("made_up", [96.0, 0.0, 25.4, 1_000.0])
def test_what_a_system_makes_up_is_not_believed(made_up: float) -> None:
    assert density_of(1280, 800, None, made_up) == density_of(1280, 800)


def test_no_named_screen_is_too_small_and_smaller_ones_are() -> None:
    assert [panel for panel in NAMED if Sizes(panel.width, panel.height, panel.density).too_small] == []
    smaller = [(640, 480, 7), (800, 480, 5), (480, 272, 4.3), (600, 1024, 7)]
    assert [one for one in smaller if not Sizes(*one[:2], Panel(*one).density).too_small] == []


def test_screen_that_is_too_small_says_so_in_words(tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk", screen_inches=5), size=(800, 480)) as glass:
        assert glass.screen == "NotReadyScreen"
        assert "Skjermen er for liten. Den må ha minst 7 tommer og 800 × 480 piksler." in glass.words()


def test_larger_screen_that_staff_have_told_of_serves(tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk", screen_inches=10), size=(800, 480)) as glass:
        assert glass.screen == "AttractScreen"
        assert glass.app.sizes.density == Panel(800, 480, 10).density

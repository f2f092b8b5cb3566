"""Colours and widths to draw with look as they will on the paper, in every theme."""

from typing import TYPE_CHECKING

import pytest

from kiosk.kinds.drawing import COLOURS
from kiosk.widgets.pens import BLACK, Nib, Swatch
from kiosk.widgets.theme import THEMES
from shared.colours import colour, contrast
from tests.glass.test_sights import shown

if TYPE_CHECKING:
    from tests.glass.driver import Driver


@pytest.fixture
def drawing(home: "Driver") -> "Driver":
    """A kiosk at the question for a drawing."""
    home.tap("prompt-dream-library")
    return home


def test_dots_of_pens_are_seen_and_told_apart_in_their_order(drawing: "Driver") -> None:
    dp = drawing.app.sizes.dp
    thin, medium, thick = (drawing.find(f"width-{thickness}") for thickness in (5, 12, 28))

    assert thin.dot >= dp(12)
    assert medium.dot >= 1.5 * thin.dot
    assert thick.dot >= 1.5 * medium.dot
    for nib in (thin, medium, thick):
        assert nib.dot + 2 * nib.rim < min(nib.size) - 2 * nib.ground


def test_dots_of_pens_have_the_colour_that_is_drawn(drawing: "Driver") -> None:
    assert {nib.colour for nib in shown(drawing, Nib)} == {BLACK}

    drawing.tap("colour-d1382c")

    assert {nib.colour for nib in shown(drawing, Nib)} == {"#d1382c"}


@pytest.mark.parametrize("name", THEMES)
def test_the_mark_of_a_chosen_colour_is_told_from_the_white_around_it(drawing: "Driver", name: str) -> None:
    drawing.app.wear(name)
    for chosen in COLOURS:
        drawing.tap(f"colour-{chosen[1:]}")
        (swatch,) = [one for one in shown(drawing, Swatch) if one.chosen]

        assert swatch.colour == chosen
        assert swatch.white >= drawing.app.sizes.dp(4)
        between = (swatch.round - 2 * swatch.edge - swatch.plate) / 2
        assert between >= drawing.app.sizes.dp(2)
    theme = drawing.app.theme
    assert max(contrast(theme.ink, colour("#ffffff")), contrast(theme.paper, colour("#ffffff"))) >= 3


@pytest.mark.parametrize("name", THEMES)
def test_frame_of_the_chosen_pen_is_twice_as_thick_as_that_of_the_others(drawing: "Driver", name: str) -> None:
    drawing.app.wear(name)
    drawing.tap("width-28")

    thickness = {nib.thickness: nib.edge for nib in shown(drawing, Nib)}
    assert thickness[28] >= 2 * max(thickness[5], thickness[12])

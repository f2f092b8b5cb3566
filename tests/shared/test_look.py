"""The library's colour: whichever it is, words can be read on it."""

import random

import pytest

from shared.colours import colour, contrast, hex_of
from shared.look import LEAST, is_colour, plate


def test_words_can_be_read_on_every_colour() -> None:
    some = random.Random(7)
    for chosen in ["#000000", "#ffffff", "#777777", *(f"#{some.randrange(1 << 24):06x}" for _ in range(2_000))]:
        ground, words = plate(chosen)

        assert contrast(ground, words) >= LEAST, chosen


@pytest.mark.parametrize("chosen", ["#f4b728", "#00aaff", "#1d4e89", "#000000", "#ffffff"])
def test_colour_on_which_words_can_be_read_stays_as_it_is(chosen: str) -> None:
    assert hex_of(plate(chosen)[0]) == chosen


def test_colour_between_light_and_dark_keeps_its_hue() -> None:
    red, green, blue, _ = plate("#e4002b")[0]

    assert red > 3 * max(green, blue)


@pytest.mark.parametrize(
    ("text", "is_one"), [("#005da8", True), ("#005DA8", False), ("", False), ("#05a", False), ("#005da8\n", False)]
)
def test_colour_is_told_from_what_is_none(text: str, is_one: bool) -> None:
    assert is_colour(text) == is_one
    assert not is_one or hex_of(colour(text)) == text

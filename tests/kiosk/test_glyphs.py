"""What a font cannot draw is left out of what is shown, and nothing else."""

from pathlib import Path

import kivy
import pytest

from kiosk.glyphs import coverage, drawable, shown
from shared.assets import asset
from shared.languages import LANGUAGES

FONT = str(Path(kivy.__file__).parent / "data" / "fonts" / "Roboto-Regular.ttf")


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Æsj, så bra! Sámi: šđŧŋáčž. Сказка ґєії", "Æsj, så bra! Sámi: šđŧŋáčž. Сказка ґєії"),
        ("Hei 😀 du!", "Hei du!"),
        ("👩‍👩‍👧‍👦🏳️‍🌈 Strikk 🧶🏽 , kom 🇳🇴!", "Strikk, kom!"),
        ("Suppe 🍲\n\n❤️ Velkommen", "Suppe\n\nVelkommen"),
        ("Fortelling · حكاية · סיפור · 故事", "Fortelling · · ·"),
        ("مكتبة", ""),
        ("① ﬁn \u202f3", "1 ﬁn 3"),
        ("  to  mellomrom  ", "  to  mellomrom  "),
        ("👍", ""),
        ("", ""),
    ],
)
def test_signs_without_a_picture_in_the_font_are_left_out_whole(written: str, seen: str) -> None:
    assert shown(written, FONT) == seen


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_message_of_ours_can_be_drawn(language: str) -> None:
    messages = asset("i18n", language, "LC_MESSAGES", "samskap.po").read_text("utf-8")

    lacking = {character for character in messages if drawable(character, FONT) != character}
    assert lacking == set()


def test_a_font_without_a_table_of_characters_leaves_nothing_out() -> None:
    assert coverage(b"\x00\x01\x00\x00" + bytes(8)) == []

"""The thanks: what happens next is told wherever one may say more, and larger words leave the code as it was."""

from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.kinds import FORMS
from kiosk.kinds.feedback import MOODS
from kiosk.widgets.faces import Face
from kiosk.widgets.qr import QUIET, QrCode, modules
from kiosk.widgets.sizes import TEXT_SCALES
from kiosk.widgets.words import Icon
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk
from tests.glass.layout import IN_EVERY_SIZE


@IN_EVERY_SIZE
def test_thanks_for_a_face_tell_what_happens_next_and_keep_the_code_to_photograph(
    size: tuple[int, int], tmp_path: Path
) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=size) as glass:
        glass.tap("language-nb")
        glass.tap("prompt-visit")
        glass.tap("face-5")
        dots = []
        for _ in TEXT_SCALES:
            [code] = [widget for widget in glass.widgets() if isinstance(widget, QrCode)]
            dots.append(int(min(code.size) // (len(modules(code.text_inside)) + 2 * QUIET)))
            assert any(words.startswith("Vi på biblioteket leser det.") for words in glass.words())
            assert "more" in glass.ids()
            glass.tap("larger-text")

    assert dots[0] >= 4
    assert all(larger >= usual for usual, larger in pairwise(dots)), dots


@pytest.mark.parametrize("rating", [2, 5])
def test_face_that_was_given_is_seen_beside_the_thanks_and_beside_what_is_said_after(
    rating: int, tmp_path: Path
) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk")) as glass:
        for name in ("language-nb", "prompt-visit", f"face-{rating}"):
            glass.tap(name)
        thanked = [widget.rating for widget in glass.widgets() if isinstance(widget, Face)]
        for name in ("more", "reason-books", "main", "main"):
            glass.tap(name)
        reviewed = [widget.rating for widget in glass.widgets() if isinstance(widget, Face)]

        assert glass.screen == "ReviewScreen"
        assert (thanked, reviewed) == ([rating], [rating])
        assert glass.app.tr(MOODS[rating]) in glass.words()
        assert all(widget.name != FORMS["feedback"].icon for widget in glass.widgets() if isinstance(widget, Icon))

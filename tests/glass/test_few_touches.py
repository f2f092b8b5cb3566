"""How many touches lead from rest to the thanks, counted by real ones."""

from pathlib import Path

import pytest

from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk, starter_prompts
from tests.glass.test_visit import saved


def at_rest(folder: Path, kind: str) -> Driver:
    """A kiosk whose question of today is of this kind."""
    (prompt,) = (one for one in starter_prompts() if one.kind == kind)
    return Driver.of(a_kiosk(folder / "kiosk", news={"prompts": [prompt]}))


@pytest.mark.parametrize(
    ("kind", "touches"),
    [
        ("feedback", ["begin", "face-4"]),
        ("poll", ["begin", "option-evenings", "send"]),
        ("idea", ["begin", "turn-over", "card-food", "send"]),
    ],
)
def test_few_touches_lead_from_rest_to_the_thanks(kind: str, touches: list[str], tmp_path: Path) -> None:
    with at_rest(tmp_path, kind) as glass:
        assert glass.screen == "AttractScreen"
        for touch in touches:
            assert glass.screen != "ThanksScreen"
            glass.tap(touch)

        assert (glass.screen, len(saved(glass))) == ("ThanksScreen", 1)


def test_an_idea_in_words_takes_one_touch_beside_the_typing(tmp_path: Path) -> None:
    with at_rest(tmp_path, "idea") as glass:
        glass.tap("begin")
        glass.type("Ovn")
        glass.tap("send")

        assert (glass.screen, saved(glass)) == ("ThanksScreen", [{"text": "Ovn", "cards": []}])


def test_a_drawing_is_sent_from_the_paper(tmp_path: Path) -> None:
    with at_rest(tmp_path, "drawing") as glass:
        glass.tap("begin")
        glass.draw([[(0.1, 0.1), (0.9, 0.9)]])
        glass.tap("send")

        assert (glass.screen, len(saved(glass))) == ("ThanksScreen", 1)

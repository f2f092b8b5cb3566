"""What stands on several pages where there is little room."""

from pathlib import Path

import pytest

from kiosk.widgets.paged import Pager
from kiosk.widgets.words import Icon, Words
from tests.glass.activities import a_kiosk_with_activities
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk
from tests.glass.layout import Look, inked, turn
from tests.glass.test_sights import shown


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


@pytest.mark.parametrize("size", [(800, 480), (1024, 600)])
@pytest.mark.parametrize(
    "ways",
    [("prompt-ideas", "turn-over"), ("whats-on", "activity-children-workshop", "sign-up")],
    ids=["cards", "persons"],
)
def test_which_page_of_how_many_is_told_also_where_arrows_stand_close(
    ways: tuple[str, ...], size: tuple[int, int], tmp_path: Path
) -> None:
    kiosk = a_kiosk(tmp_path / "kiosk") if ways[0] == "prompt-ideas" else a_kiosk_with_activities(tmp_path / "kiosk")
    with Driver.of(kiosk, size=size) as glass:
        for name in ("language-nb", *ways):
            glass.reach(name)
        turn(glass, Look("nb", 1.6))
        glass.frames(4)

        for pager in shown(glass, Pager):
            (number,) = [one for one in pager.walk(restrict=True) if isinstance(one, Words) and one.text]
            assert number.text == f"{int(pager.page) + 1}/{int(pager.pages)}"
            assert number.fits
            assert number.font_size >= int(glass.app.sizes.least)
            arrow = glass.find("next-page")
            _, bottom, _, top = inked(number)
            assert arrow.y <= bottom < top
            assert min(arrow.size) >= glass.app.sizes.target
            for side in (glass.find("previous"), arrow):
                (sign,) = [one for one in side.walk(restrict=True) if isinstance(one, Icon) and one.name]
                assert sign.font_size >= 0.5 * min(side.size), "the arrow is no smaller for the number"
        assert shown(glass, Pager)

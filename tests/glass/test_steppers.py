"""Minus and plus stand inside of the row that they belong to, and can be hit all the same."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.widgets.buttons import BigButton
from kiosk.widgets.stepper import Stepper
from kiosk.widgets.theme import THEMES
from kiosk.widgets.words import Words
from tests.glass.activities import a_kiosk_with_activities
from tests.glass.driver import Driver
from tests.glass.layout import IN_EVERY_SIZE, PX_PER_MM, TARGET_MM, Box, Look, box_of, inked, inside, turn
from tests.glass.test_activity_layout import look_up, sign_up
from tests.glass.test_sights import shown


def painted(widget: Any) -> Box:
    """Return the box that the ground of a surface takes on the window."""
    left, bottom, right, top = box_of(widget)
    before, above, after, below = widget.inset
    return left + before, bottom + below, right - after, top - above


def _wrong(glass: Driver, least: float) -> list[str]:
    dp, found = glass.app.sizes.dp, []
    for row in shown(glass, Stepper):
        left, bottom, right, top = box_of(row)
        edge = row.border + dp(5)
        room = left + edge, bottom + edge, right - edge, top - edge
        buttons = [one for one in row.children if isinstance(one, BigButton)]
        words = [one for one in row.walk(restrict=True) if isinstance(one, Words) and one.text]
        minus = painted(next(one for one in buttons if one.test_id.startswith("less")))
        told = [one for one in words if one.right <= minus[0]]
        found += [f"{one.test_id} out of its row" for one in buttons if not inside(painted(one), room)]
        found += [f"{one.test_id} too small" for one in buttons if min(one.size) < least - 0.5]
        found += [f"{one.text} at the minus" for one in told if inked(one)[2] > minus[0] - dp(8)]
        assert (len(buttons), bool(told)) == (2, True)
    return found


def _persons(glass: Driver) -> None:
    for name in ("language-nb", "whats-on", "activity-children-workshop", "sign-up"):
        glass.reach(name)


def _changing(glass: Driver) -> None:
    glass.tap("language-nb")
    sign_up(glass, "idea-meeting", 2)
    look_up(glass)
    glass.tap("change-sign-up")


@IN_EVERY_SIZE
@pytest.mark.parametrize("way", [_persons, _changing], ids=["persons", "changing"])
def test_minus_and_plus_stand_inside_of_the_border_of_their_row(
    way: Callable[[Driver], None], size: tuple[int, int], tmp_path: Path
) -> None:
    found: dict[str, list[str]] = {}
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=size) as glass:
        way(glass)
        for theme in THEMES:
            for scale in (1.0, 1.6):
                glass.app.wear(theme)
                turn(glass, Look("nb", scale))
                assert shown(glass, Stepper)
                found[f"{theme}, {scale}"] = _wrong(glass, TARGET_MM * PX_PER_MM[size])

    assert {where: wrong for where, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("end", ["top", "bottom"])
def test_a_touch_on_the_border_of_the_row_counts_as_one_on_its_plus(end: str, tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as glass:
        _persons(glass)
        _, bottom, _, top = box_of(glass.find("more-child"))
        before = glass.find("count-child").words

        glass.touch(glass.find("more-child").center_x, top - 1 if end == "top" else bottom + 1)

        assert int(glass.find("count-child").words) == int(before) + 1

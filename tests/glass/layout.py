"""Looks at a screen as somebody who lays it out: nothing cut, nothing over another, everything large enough.

``make test`` looks at every screen in each tight size in the longest language (`tests.glass.longest`), and in every
language in the smallest size; ``make layouts`` in every size, language and text scale.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import pytest
from kivy.uix.widget import Widget

from kiosk.modes import whose_turn
from kiosk.screens.visit.activity_card import ActivityCard
from kiosk.screens.visit.notices import NoticeCard
from kiosk.widgets.keyboard import Key
from kiosk.widgets.keypad import PadKey
from kiosk.widgets.sizes import GAP_DP, MAIN_DP, TARGET_DP, TEXT_SCALES
from kiosk.widgets.surface import Target
from kiosk.widgets.words import Words
from shared.languages import LANGUAGES
from tests.glass.driver import Driver

SIZES = [(1280, 800), (800, 1280), (1024, 600), (1920, 1080)]
SMALLEST = SIZES[2]
TIGHT = SIZES[:3]
"""The largest has the proportions of the first, and more room."""
IN_TIGHT_SIZES, IN_EVERY_SIZE = (
    pytest.mark.parametrize("size", sizes, ids=lambda size: f"{size[0]}x{size[1]}") for sizes in (TIGHT, SIZES)
)

KEY_DP, PAD_KEY_DP, KEY_GAP_DP = 40, 55, 5
"""Keys are smaller, as on every keyboard: the gaps belong to them, so that no touch between two is lost."""
LEAST_DP = ((Key, KEY_DP), (PadKey, PAD_KEY_DP))

Box = tuple[float, float, float, float]
Steps = Mapping[str, Callable[[Driver], object]]


class Look(NamedTuple):
    """One way to look at a screen."""

    language: str
    text_scale: float = TEXT_SCALES[0]
    lowered: bool = False


LOWERED = Look("nb", lowered=True)
"""The last look at each screen: from it the next step is taken."""
AT_THE_WORST = [Look("nb", TEXT_SCALES[-1]), LOWERED]
"""Where things get tight, in a language that is the longest already."""
EVERY_LOOK = [
    *(Look(language, scale) for language in LANGUAGES for scale in TEXT_SCALES),
    *(Look(language, lowered=True) for language in reversed(list(LANGUAGES))),
]


def worst_in_every_language(number: int) -> list[Look]:
    """Every language at the largest scale, and one in turn at the smaller ones."""
    *smaller, largest = TEXT_SCALES
    in_turn = list(LANGUAGES)[number % len(LANGUAGES)]
    return [
        *(Look(language, largest) for language in LANGUAGES),
        *(Look(in_turn, scale) for scale in smaller),
        LOWERED,
    ]


def box_of(widget: Widget) -> Box:
    """Return left, bottom, right and top on the window."""
    left, bottom = widget.to_window(widget.x, widget.y)
    return left, bottom, left + widget.width, bottom + widget.height


def gap_between(one: Box, other: Box) -> float:
    """Return how far two boxes are apart; negative when they overlap."""
    across = max(one[0] - other[2], other[0] - one[2])
    down = max(one[1] - other[3], other[1] - one[3])
    return max(across, down)


def inside(box: Box, frame: Box) -> bool:
    """Tell whether a box lies in a frame, half a pixel given."""
    return (
        box[0] >= frame[0] - 0.5 and box[1] >= frame[1] - 0.5 and box[2] <= frame[2] + 0.5 and box[3] <= frame[3] + 0.5
    )


def faults(glass: Driver) -> list[str]:
    """Return what is wrong with the screen that is shown."""
    frame = (0, 0, glass.app.sizes.width, glass.app.sizes.height)
    shown = list(glass.widgets())
    words = [widget for widget in shown if isinstance(widget, Words)]
    touchable = [widget for widget in shown if isinstance(widget, Target | Key) and not widget.disabled]
    return [
        *(fault for widget in words if widget.words and widget.height and widget.width for fault in cut(widget, frame)),
        *(fault for widget in touchable for fault in too_small(widget, frame)),
        *too_close(touchable),
    ]


def cut(widget: Words, frame: Box) -> Iterator[str]:
    """Yield what is wrong with words."""
    said = widget.words[:60]
    if not widget.fits and not isinstance(widget.parent.parent, NoticeCard | ActivityCard):
        yield f"cut: {said!r} at {widget.font_size} in {[int(n) for n in widget.size]}"
    if widget.texture_size[0] > widget.width + 2 or widget.texture_size[1] > widget.height + 2:
        yield f"larger than its place: {said!r}"
    if not inside(box_of(widget), frame):
        yield f"off the window: {said!r}"


def too_small(widget: Target | Key, frame: Box) -> Iterator[str]:
    """Yield what is wrong with something to touch."""
    left, bottom, right, top = box_of(widget)
    least = next((least for kind, least in LEAST_DP if isinstance(widget, kind)), TARGET_DP)
    least = MAIN_DP if getattr(widget, "is_main", False) else least
    if min(right - left, top - bottom) < least - 0.5:
        yield f"too small: {widget.test_id} {right - left:.0f}x{top - bottom:.0f}"
    if not inside((left, bottom, right, top), frame):
        yield f"off the window: {widget.test_id}"


def too_close(touchable: Sequence[Target | Key]) -> Iterator[str]:
    """Yield which two things to touch have too little between them."""
    for (one, box), (other, its_box) in combinations([(widget, box_of(widget)) for widget in touchable], 2):
        least = KEY_GAP_DP if isinstance(one, Key) and isinstance(other, Key) else GAP_DP
        if (gap := gap_between(box, its_box)) < least - 0.5:
            yield f"too close: {one.test_id} and {other.test_id}: {gap:.0f}"


def turn(glass: Driver, look: Look) -> None:
    """Show the screen another way."""
    glass.app.text_scale, glass.app.lowered = look.text_scale, look.lowered
    mode: Any = whose_turn(glass.app.kiosk.modes)
    if mode.language != look.language:
        mode.language = look.language
        glass.app.refresh()
    glass.frames(4)


def forget(glass: Driver) -> None:
    """Let go of all screens but the present one, also in memory: else each would be laid out at every turn."""
    if len(glass.app._pages) > 1:
        glass.app.forget_pages()
        gc.collect()


def walk(glass: Driver, steps: Steps, looks: Callable[[int], Sequence[Look]]) -> dict[str, list[str]]:
    """Take each step and return what is wrong with its screen, by the step and the look."""
    return look_at(glass, _taken(glass, steps), looks)


def _taken(glass: Driver, steps: Steps) -> Iterator[str]:
    for name, step in steps.items():
        step(glass)
        yield name


def look_at(glass: Driver, screens: Iterator[str], looks: Callable[[int], Sequence[Look]]) -> dict[str, list[str]]:
    """Return what is wrong with each screen of a way through them; each has a name, and is shown when that is told."""
    found: dict[str, list[str]] = {}
    gc.collect()
    gc.freeze()  # what is there before the walk is not gone through at each step
    for number, name in enumerate(screens):
        forget(glass)
        for look in looks(number):
            turn(glass, look)
            if wrong := faults(glass):
                found[f"{name}, {look}"] = wrong
    gc.unfreeze()
    return found

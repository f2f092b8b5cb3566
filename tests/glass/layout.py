"""Looks at a screen as somebody who lays it out: nothing cut, nothing over another, everything large enough.

All lengths are millimetres on the glass, whatever the pixels. ``make test`` looks at every screen in every size and
text scale in the longest language (`tests.glass.longest`), and in every language in the smallest size; ``make layouts``
in every size, language and text scale.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any, NamedTuple

import pytest
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from kiosk.modes import whose_turn
from kiosk.screens.visit.activity_card import ActivityCard
from kiosk.screens.visit.notices import NoticeCard
from kiosk.widgets.faces import Face
from kiosk.widgets.keyboard import Key
from kiosk.widgets.keypad import PadKey
from kiosk.widgets.panels import NAMED
from kiosk.widgets.paper import Sheet
from kiosk.widgets.sizes import TEXT_SCALES
from kiosk.widgets.surface import Target
from kiosk.widgets.words import Icon, Words
from shared.languages import LANGUAGES
from tests.glass.driver import Driver

SIZES = [(panel.width, panel.height) for panel in NAMED]
PX_PER_MM = {size: panel.density * 160 / 25.4 for size, panel in zip(SIZES, NAMED, strict=True)}
"""By the named size of the window, not by what the kiosk takes it for."""
SMALLEST = SIZES[0]
TIGHT = [SMALLEST, (800, 1280)]
"""Those with the least room, one each way: 1024x600 is as large as the smallest in the hand, and finer."""
IN_TIGHT_SIZES, IN_EVERY_SIZE = (
    pytest.mark.parametrize("size", sizes, ids=lambda size: f"{size[0]}x{size[1]}") for sizes in (TIGHT, SIZES)
)

MAIN_MM, TARGET_MM, GAP_MM = 20, 12, 3
TOUCHING_PX = 2
"""So far the boxes of letters may reach into each other: they have air of their own."""
SMALLER_PX = 1.5
"""Letters have whole pixels and their places have not: one pixel more or less is no other size."""
KEY_MM, PAD_KEY_MM, KEY_GAP_MM = 6.3, 8.7, 0.8
"""Keys are smaller, as on every keyboard: the gaps belong to them, so that no touch between two is lost."""
LEAST_MM = ((Key, KEY_MM), (PadKey, PAD_KEY_MM))

Box = tuple[float, float, float, float]
Letters = dict[tuple[str, str, int], float]
Steps = Mapping[str, Callable[[Driver], object]]


class Look(NamedTuple):
    """One way to look at a screen."""

    language: str
    text_scale: float = TEXT_SCALES[0]
    lowered: bool = False


LOWERED = Look("nb", lowered=True)
"""The last look at each screen: from it the next step is taken."""
AT_EVERY_SCALE = [*(Look("nb", scale) for scale in reversed(TEXT_SCALES)), LOWERED]
"""In a language that is the longest already."""
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
    size = int(glass.app.sizes.width), int(glass.app.sizes.height)
    mm, frame = PX_PER_MM[size], (0, 0, *size)
    shown = list(glass.widgets())
    words = [widget for widget in shown if isinstance(widget, Words) if widget.words and widget.height and widget.width]
    touchable = [widget for widget in shown if isinstance(widget, Target | Key) and not widget.disabled]
    return [
        *(fault for widget in words for fault in cut(widget, frame)),
        *(fault for widget in touchable for fault in too_small(widget, frame, mm)),
        *too_close(touchable, mm),
        *over(
            words,
            [
                widget
                for widget in shown
                if isinstance(widget, Face | Sheet | Target) or (isinstance(widget, Icon) and widget.name)
            ],
        ),
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


def too_small(widget: Target | Key, frame: Box, mm: float) -> Iterator[str]:
    """Yield what is wrong with something to touch; ``mm`` is a millimetre in pixels."""
    left, bottom, right, top = box_of(widget)
    least = next((least for kind, least in LEAST_MM if isinstance(widget, kind)), TARGET_MM)
    least = MAIN_MM if getattr(widget, "is_main", False) else least
    if min(right - left, top - bottom) < least * mm - 0.5:
        yield f"too small: {widget.test_id} {(right - left) / mm:.1f} x {(top - bottom) / mm:.1f} mm"
    if not inside((left, bottom, right, top), frame):
        yield f"off the window: {widget.test_id}"


def too_close(touchable: Sequence[Target | Key], mm: float) -> Iterator[str]:
    """Yield which two things to touch have too little between them."""
    for (one, box), (other, its_box) in combinations([(widget, box_of(widget)) for widget in touchable], 2):
        least = KEY_GAP_MM if isinstance(one, Key) and isinstance(other, Key) else GAP_MM
        if (gap := gap_between(box, its_box)) < least * mm - 0.5:
            yield f"too close: {one.test_id} and {other.test_id}: {gap / mm:.1f} mm"


def over(words: Sequence[Words], others: Sequence[Widget]) -> Iterator[str]:
    """Yield which words lie over other words, a picture, or something to touch that they do not belong to."""
    drawn = [(widget, inked(widget)) for widget in words]
    for (one, box), (other, its_box) in combinations(drawn, 2):
        if gap_between(box, its_box) < -TOUCHING_PX:
            yield f"over another: {one.words[:40]!r} and {other.words[:40]!r}"
    for other in others:
        its_box = inked(other) if isinstance(other, Icon) else box_of(other)
        for one, box in drawn:
            if gap_between(box, its_box) < -TOUCHING_PX and other not in ancestors(one):
                yield f"over another: {one.words[:40]!r} and {getattr(other, 'test_id', '') or type(other).__name__}"


def inked(label: Label) -> Box:
    """Return the box that the letters of a label take on the window; the label itself may be larger."""
    left, bottom, right, top = box_of(label)
    if isinstance(label, Icon):  # its lines are higher than its sign
        x, y, side = (left + right) / 2, (bottom + top) / 2, min(label.size) * label.share
        return x - side / 2, y - side / 2, x + side / 2, y + side / 2
    lines = label._label._cached_lines  # Kivy keeps the lines of its last layout here, and tells them nowhere else
    wide, high = max((line.w for line in lines), default=0), sum(line.h for line in lines)
    left, bottom, right, top = (
        edge + inset for edge, inset in zip((left, bottom, right, top), _insets(label.padding), strict=True)
    )
    x = {"left": left, "right": right - wide}.get(label.halign, (left + right - wide) / 2)
    y = {"top": top - high, "bottom": bottom}.get(label.valign, (bottom + top - high) / 2)
    return x, y, x + wide, y + high


def _insets(padding: Sequence[float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = padding
    return left, bottom, -right, -top


def ancestors(widget: Widget) -> list[Widget]:
    """Return what a widget lies in."""
    found = []
    while isinstance(widget.parent, Widget):
        widget = widget.parent
        found.append(widget)
    return found


def letters(glass: Driver) -> Letters:
    """Return how large all words are drawn: by the names of what they lie in, the words, and which of the same."""
    found: Letters = {}
    for widget in glass.widgets():
        if isinstance(widget, Words) and widget.text and widget.width > 0 and widget.height > 0:
            names = [name for one in ancestors(widget) if (name := getattr(one, "test_id", ""))]
            same = sum(key[:2] == ("/".join(names), widget.text) for key in found)
            found["/".join(names), widget.text, same] = widget.font_size
    return found


def smaller(drawn: Mapping[float, Letters]) -> list[str]:
    """Return which words are drawn smaller at a larger scale of text."""
    scales = sorted(drawn)
    return [
        f"{text[:40]!r} in {names or 'the screen'}: {drawn[one][key]:.0f} at {one}, {drawn[other][key]:.0f} at {other}"
        for one, other in pairwise(scales)
        for key in drawn[one].keys() & drawn[other].keys()
        if drawn[other][key] < drawn[one][key] - SMALLER_PX
        for names, text, _ in [key]
    ]


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
    return look_at(glass, _taken(glass, steps), looks, once=True)


def _taken(glass: Driver, steps: Steps) -> Iterator[str]:
    for name, step in steps.items():
        step(glass)
        yield name


def look_at(
    glass: Driver, screens: Iterator[str], looks: Callable[[int], Sequence[Look]], *, once: bool = False
) -> dict[str, list[str]]:
    """Return what is wrong with each screen of a way through them; each has a name, and is shown when that is told.

    ``once``: none says just what the one before it said.
    """
    found: dict[str, list[str]] = {}
    before: dict[str, dict[float, Letters]] = {}
    for number, name in enumerate(screens):
        forget(glass)
        drawn: dict[str, dict[float, Letters]] = {}
        for look in looks(number):
            turn(glass, look)
            if not glass.app.sizes.top and glass.screen != "AttractScreen":  # at rest nobody has larger text
                drawn.setdefault(look.language, {})[look.text_scale] = letters(glass)
            if wrong := faults(glass):
                found[f"{name}, {look}"] = wrong
        if once and drawn and drawn == before:
            found[f"{name}, the screen before once more"] = [glass.screen]
        before = drawn
        for language, by_scale in drawn.items():
            if shrunk := smaller(by_scale):
                found[f"{name}, {language}, larger text"] = shrunk
    return found

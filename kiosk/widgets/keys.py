"""What a key of a keyboard or keypad means on the glass. Knows no Kivy; the numbers are those it gives to keys."""

from enum import Enum


class Act(Enum):
    """What somebody wants who uses no finger."""

    ONWARD = "to the next thing"
    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    CHOOSE = "choose it"


ARROWS = {
    Act.UP: (0, 1),
    Act.DOWN: (0, -1),
    Act.RIGHT: (1, 0),
    Act.LEFT: (-1, 0),
}
"""Which way they point: right and up."""

SPACE = 32
KEYS = {
    9: Act.ONWARD,
    13: Act.CHOOSE,
    271: Act.CHOOSE,
    SPACE: Act.CHOOSE,
    273: Act.UP,
    274: Act.DOWN,
    275: Act.RIGHT,
    276: Act.LEFT,
}
NUMBER_PAD = {264: Act.UP, 258: Act.DOWN, 260: Act.LEFT, 262: Act.RIGHT, 261: Act.CHOOSE}
"""8 2 4 6 5, as on keypads for people who do not see the glass."""


def act_of(key: int, *, writes: bool, figures: bool) -> Act | None:
    """Return what a key asks for, None when it is none of ours.

    ``writes``: somebody writes in a field; then the space bar is a letter, and so are the keys of a number pad that
    gives ``figures`` (its lock is on).
    """
    if key in NUMBER_PAD:
        return None if writes and figures else NUMBER_PAD[key]
    return None if writes and key == SPACE else KEYS.get(key)

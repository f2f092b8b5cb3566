"""Who may own the glass: machines without Kivy, one at a time. Somebody visits; staff make their round."""

from collections.abc import Callable, Sequence
from typing import Protocol


class Mode(Protocol):
    """A machine that owns the glass in its turn. The app shows the screen of its view, and brings touches and news."""

    on_view: Callable[[], None]
    """Called after each change of what is below."""

    @property
    def view(self) -> object | None:
        """What there is to draw; None while this machine does not want the glass."""

    @property
    def language(self) -> str:
        """The language it speaks just now."""

    @property
    def warning_s(self) -> int | None:
        """In how many seconds it forgets whoever is here; None while that is far off."""

    def touched(self) -> None:
        """Somebody touched the glass, or a key."""

    def keep_awake(self) -> None:
        """Something changed that the machine does not hold, a turned page say, or more time was asked for."""

    def tick(self) -> None:
        """Look at the clock; about once a second."""

    def refresh(self) -> None:
        """What is known changed: show it where that disturbs nobody."""

    def finish(self) -> None:
        """Whoever was here is done: forget everything."""


def whose_turn(modes: Sequence[Mode]) -> Mode:
    """Return the first that has something to show: the last always has, for whoever comes by."""
    return next(mode for mode in modes if mode.view is not None)

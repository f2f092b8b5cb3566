"""Which touches count, and those that open the hidden way in for staff. Knows no Kivy."""

from collections.abc import Callable

SECOND_TOUCH_S = 0.3
"""A touch so soon after the last one that was taken is a shaking hand."""
AGAIN_S = 0.12
"""The same for what one may touch several times in a row, as who counts up to four: a finger is not faster."""
CORNER_TAPS, CORNER_S = 5, 3.0
"""So many taps in the corner, within so many seconds."""


class Touches:
    """What the app remembers of touches. ``now`` gives seconds; ``steady`` passes over the second of a shaking hand."""

    def __init__(self, now: Callable[[], float], *, steady: bool) -> None:
        self._now, self._steady = now, steady
        self._taken_at = -1e9
        self._corner: list[float] = []

    def counts(self, *, again: bool = False) -> bool:
        """Tell whether a touch counts. ``again``: what is touched may be touched several times in a row."""
        now = self._now()
        if self._steady and now - self._taken_at < (AGAIN_S if again else SECOND_TOUCH_S):
            return False
        self._taken_at = now
        return True

    def opens(self, *, in_corner: bool) -> bool:
        """Take any touch; tell whether it was the last of those that open the way in for staff."""
        now = self._now()
        self._corner = [at for at in self._corner if now - at <= CORNER_S] + [now] if in_corner else []
        if len(self._corner) < CORNER_TAPS:
            return False
        self._corner = []
        return True

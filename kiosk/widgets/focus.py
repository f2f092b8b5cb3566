"""The hardware keyboard and switches: Tab and arrows point at things, Enter and the space bar choose them."""

from collections.abc import Callable
from typing import Any

from kivy.uix.widget import Widget

from kiosk.widgets.surface import Target

TAB, ENTER, KEYPAD_ENTER, SPACE = 9, 13, 271, 32
UP, DOWN, RIGHT, LEFT = 273, 274, 275, 276


class FocusRing:
    """Points at one of the things that can be touched now. ``root`` gives the topmost layer."""

    def __init__(self, root: Callable[[], Widget]) -> None:
        self._root = root
        self._at: Any = None

    def key_down(self, key: int, shift: bool) -> bool:
        """Handle a key; tell whether it was one of ours."""
        field = next((one for one in self._fields() if one.focus), None)
        if key == TAB:
            self._step(-1 if shift else 1, start=field)
        elif field is not None:
            return False
        elif key in (UP, DOWN, LEFT, RIGHT):
            self._reach(key)
        elif key in (ENTER, KEYPAD_ENTER, SPACE) and self._still_there():
            self._at.act()
        else:
            return False
        return True

    def hide(self) -> None:
        """Point at nothing: somebody uses a finger, or the screen changed."""
        if self._at is not None:
            self._at.ringed = False
            self._at = None

    def _reachable(self, keys: bool = False) -> list[Any]:
        """Return what can be touched, in reading order. Single letters are left to the arrows."""
        # Loading what one writes in takes 5 ms; the first picture has none, and is there before any key.
        from kiosk.widgets.field import Field
        from kiosk.widgets.keyboard import Key

        wanted = (Target, Field, Key) if keys else (Target, Field)
        found = [
            widget
            for widget in self._root().walk(restrict=True)
            if isinstance(widget, wanted) and not widget.disabled and widget.opacity > 0
        ]
        return sorted(found, key=lambda widget: (-round(widget.to_window(*widget.center)[1] / 40), widget.center_x))

    def _fields(self) -> list[Any]:
        """Return what one can write in."""
        from kiosk.widgets.field import Field  # as above

        return [widget for widget in self._reachable() if isinstance(widget, Field)]

    def _still_there(self) -> bool:
        return self._at is not None and self._at in self._reachable(keys=True)

    def _point(self, widget: Any) -> None:
        self.hide()
        for other in self._fields():
            other.focus = other is widget
        self._at = widget
        widget.ringed = True

    def _step(self, by: int, start: Any) -> None:
        reachable = self._reachable()
        if not reachable:
            return
        at = self._at if self._still_there() else start
        if at in reachable:
            self._point(reachable[(reachable.index(at) + by) % len(reachable)])
        else:
            self._point(reachable[0 if by > 0 else -1])

    def _reach(self, key: int) -> None:
        """Point at the nearest thing in the direction of an arrow."""
        if not self._still_there():
            self._step(1, start=None)
            return
        here = self._at.to_window(*self._at.center)
        along = {UP: (0, 1), DOWN: (0, -1), RIGHT: (1, 0), LEFT: (-1, 0)}[key]
        best: tuple[float, Any] | None = None
        for widget in self._reachable(keys=True):
            x, y = widget.to_window(*widget.center)
            dx, dy = x - here[0], y - here[1]
            ahead, aside = dx * along[0] + dy * along[1], abs(dx * along[1]) + abs(dy * along[0])
            if ahead > 1 and (best is None or ahead + 2 * aside < best[0]):
                best = ahead + 2 * aside, widget
        if best is not None:
            self._point(best[1])

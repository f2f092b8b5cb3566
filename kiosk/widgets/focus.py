"""The hardware keyboard and switches: Tab and arrows point at things, Enter and the space bar choose them."""

from collections.abc import Callable, Collection
from typing import Any

from kivy.app import App
from kivy.uix.widget import Widget

from kiosk.widgets.keys import ARROWS, Act, act_of
from kiosk.widgets.surface import Target


class FocusRing:
    """Points at one of the things that can be touched now. ``root`` gives the topmost layer.

    It is never somewhere else than where one writes: who writes in a field has the ring there, or nowhere.
    """

    def __init__(self, root: Callable[[], Widget]) -> None:
        self._root = root
        self._at: Any = None
        self._held: set[int] = set()

    def key_down(self, key: int, modifiers: Collection[str]) -> bool:
        """Handle a key; tell whether it was one of ours."""
        field = next((one for one in self._fields() if one.focus), None)
        act = act_of(key, writes=field is not None, figures="numlock" in modifiers)
        if act is None:
            return False
        if act is Act.ONWARD:
            self._step(-1 if "shift" in modifiers else 1, start=field)
        elif act in ARROWS:
            return self._reach(act, field)
        else:
            return self._choose(key, field)
        return True

    def key_up(self, key: int) -> None:
        """A key is let go of: only now may it choose again."""
        self._held.discard(key)

    def hide(self) -> None:
        """Point at nothing: somebody uses a finger, or another thing is asked now."""
        if self._at is not None:
            self._at.ringed = False
            self._at = None

    def written_in(self, field: Widget) -> None:
        """A field is written in now: the ring does not stay elsewhere."""
        if self._at is not field:
            self.hide()

    def _choose(self, key: int, field: Any) -> bool:
        if key in self._held:
            return True  # a held key repeats, and would go through three questions at once
        if field is not None and field.multiline:
            return False  # a new line
        chosen = self._main_act() if field is not None else self._at if self._still_there() else None
        if chosen is None:
            return False
        self._held.add(key)
        chosen.act()
        return True

    def _main_act(self) -> Any:
        """Return what goes on from a line one has written; None where there is nothing."""
        return next((one for one in reversed(self._reachable()) if getattr(one, "is_main", False)), None)

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
        row = App.get_running_app().sizes.target / 2
        return sorted(found, key=lambda widget: (-round(widget.to_window(*widget.center)[1] / row), widget.center_x))

    def _fields(self) -> list[Any]:
        """Return what one can write in."""
        from kiosk.widgets.field import Field  # as above

        return [widget for widget in self._reachable() if isinstance(widget, Field)]

    def _still_there(self) -> bool:
        return self._at is not None and self._at in self._reachable(keys=True)

    def _point(self, widget: Any) -> None:
        self.hide()
        self._at = widget
        for other in self._fields():
            other.focus = other is widget
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

    def _reach(self, act: Act, field: Any) -> bool:
        """Point at the nearest thing in the direction of an arrow; in a field, once its caret is at that edge."""
        along = ARROWS[act]
        if field is not None and not field.at_edge(along):
            return False
        start = field if field is not None else self._at if self._still_there() else None
        if start is None:
            self._step(1, start=None)
        elif (nearest := self._nearest(start, along)) is not None:
            self._point(nearest)
        return True

    def _nearest(self, start: Any, along: tuple[int, int]) -> Any:
        here = start.to_window(*start.center)
        best: tuple[float, Any] | None = None
        for widget in self._reachable(keys=True):
            x, y = widget.to_window(*widget.center)
            dx, dy = x - here[0], y - here[1]
            ahead, aside = dx * along[0] + dy * along[1], abs(dx * along[1]) + abs(dy * along[0])
            if ahead > 1 and (best is None or ahead + 2 * aside < best[0]):
                best = ahead + 2 * aside, widget
        return best[1] if best else None

"""A drawing under way: its strokes as data, its limits, and the way back. Knows no Kivy."""

from typing import Any

from shared.kinds.drawing import MAX_POINTS, MAX_STROKES

Stroke = dict[str, Any]
"""{"colour": "#rrggbb", "width": thousandths of the paper's width, "points": [[x, y], ...] from the top left}."""


class Strokes:
    """The strokes on a paper. Undo takes back a stroke, or brings back what "clear" took away."""

    def __init__(self, strokes: list[Stroke] | None = None) -> None:
        self.all: list[Stroke] = list(strokes or [])
        self._cleared: list[list[Stroke]] = []
        self._points = sum(len(stroke["points"]) for stroke in self.all)

    @property
    def full(self) -> bool:
        """Whether a drawing cannot take another stroke or point."""
        return len(self.all) >= MAX_STROKES or self._points >= MAX_POINTS

    @property
    def points_left(self) -> int:
        """How many points there is room for."""
        return MAX_POINTS - self._points

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self.all or self._cleared)

    def add(self, stroke: Stroke) -> None:
        """Add a finished stroke."""
        self.all.append(stroke)
        self._points += len(stroke["points"])

    def undo(self) -> None:
        """Take back the last stroke, or the last clearing."""
        if self.all:
            self.all.pop()
        elif self._cleared:
            self.all = self._cleared.pop()
        self._points = sum(len(stroke["points"]) for stroke in self.all)

    def clear(self) -> None:
        """Take everything away; undo brings it back."""
        if self.all:
            self._cleared.append(self.all)
            self.all, self._points = [], 0

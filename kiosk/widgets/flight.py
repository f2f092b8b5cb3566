"""A card that flies to where the answer is now, and is seen no more."""

from typing import Any

from kivy.animation import Animation
from kivy.graphics import Color, SmoothRoundedRectangle
from kivy.properties import ColorProperty, ListProperty, NumericProperty
from kivy.uix.widget import Widget

FLIGHT_S = 0.35
"""How long it takes. Nothing waits for it."""
CORNER = 0.1
"""Its corners, in parts of its lesser side."""


class Flight(Widget):
    """Takes no room of its own; draws over what came before it, from ``begin`` to ``goal``."""

    fill = ColorProperty((1, 1, 1, 1))
    begin = ListProperty([0, 0])
    goal = ListProperty([0, 0])
    span = ListProperty([0, 0])
    """Width and height at first, in pixels."""
    flown = NumericProperty(1)
    """How far it has flown, from 0 to 1: then nothing is drawn."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(size_hint=(None, None), size=(0, 0), **kwargs)
        self.bind(flown=self._draw)

    def start(self, *, still: bool) -> None:
        """Fly once; not where things should keep ``still``."""
        Animation.cancel_all(self, "flown")
        self.flown = 1
        if not still:
            self.flown = 0
            Animation(flown=1, duration=FLIGHT_S, transition="in_quad").start(self)

    def _draw(self, *_: Any) -> None:
        self.canvas.clear()
        left = 1 - self.flown
        if left <= 0:
            return
        width, height = (max(side * left, 2) for side in self.span)
        x, y = (goal + (begin - goal) * left for begin, goal in zip(self.begin, self.goal, strict=True))
        with self.canvas:
            Color(*self.fill)
            SmoothRoundedRectangle(
                pos=(x - width / 2, y - height / 2), size=(width, height), radius=[min(width, height) * CORNER]
            )

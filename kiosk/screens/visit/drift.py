"""Large round shapes behind words, which move very slowly."""

import math
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle, SmoothEllipse
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.widgets.theme import Theme

FRAMES_PER_S = 8
"""The shapes move some six pixels a second: more frames would show nothing more, and cost a tablet its battery."""
ROUND_S = 24.0
"""How long the shapes take to come back to where they were: slow enough not to pull the eye."""

DRIFTING = ("poll", "feedback", "idea")
"""Tones of the small shapes: the first two that are another than the large one's."""


class Drift(Widget):
    """Large round shapes in the colours of the kinds, drifting unless things should not move."""

    tone = StringProperty("idea")
    phase = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._ticking: Any = None
        for name in ("pos", "size", "tone", "phase"):
            self.fbind(name, self._draw)

    def start(self) -> None:
        """Begin to drift."""
        self.stop()
        self._ticking = Clock.schedule_interval(self._step, 1 / FRAMES_PER_S)

    def stop(self) -> None:
        """Stand still."""
        if self._ticking is not None:
            self._ticking.cancel()
            self._ticking = None

    def paint(self, theme: Theme) -> None:
        """Paint in the colours of a theme."""
        self._theme = theme
        self._draw()

    def _step(self, dt: float) -> None:
        self.phase = (self.phase + dt / ROUND_S) % 1

    def _draw(self, *_: Any) -> None:
        theme = getattr(self, "_theme", None)
        self.canvas.clear()
        if theme is None:
            return
        tone = theme.tones[self.tone]
        side = min(self.width, self.height)
        upright = self.width < self.height
        others = [name for name in DRIFTING if name != self.tone]
        shapes = (
            (0.9, 0.84 if upright else 0.76, 0.46, tone.tint, 0.0),
            (0.04 if upright else 0.985, 0.42 if upright else 0.36, 0.085, theme.tones[others[0]].ground, 0.35),
            (0.93 if upright else 0.885, 0.10 if upright else 0.02, 0.2, theme.tones[others[1]].ground, 0.7),
        )
        with self.canvas:
            Color(*tone.ground)
            Rectangle(pos=self.pos, size=self.size)
            for across, up, radius, colour, offset in shapes:
                turn = 2 * math.pi * (self.phase + offset)
                x = self.x + self.width * across + side * 0.03 * math.cos(turn)
                y = self.y + self.height * up + side * 0.03 * math.sin(turn)
                Color(*colour)
                SmoothEllipse(pos=(x - side * radius, y - side * radius), size=(2 * side * radius, 2 * side * radius))

"""The five faces, drawn, so that they are crisp at any size and need no font."""

from typing import Any

from kivy.graphics import Color, SmoothEllipse, SmoothLine
from kivy.properties import ColorProperty, NumericProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.widgets.theme import Theme

SMILES = (-1.0, -0.5, 0.0, 0.55, 1.0)
"""How far the corners of the mouth go up, from very bad to very good."""
_DOTS = 40


class Face(Widget):
    """A round face with the mood of a ``rating`` from 1 to 5."""

    rating = NumericProperty(3)
    ground = ColorProperty((1, 1, 1, 1))
    ink = ColorProperty((0, 0, 0, 1))
    rim = ColorProperty((0, 0, 0, 0))
    """A ring around it, when it is chosen."""
    outline = NumericProperty(0)
    """Pixels of a line in the colour of eyes and mouth along its edge."""
    share = NumericProperty(1.0)
    """How much of its box the face fills; the ring fills the rest."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("pos", "size", "rating", "ground", "ink", "rim", "outline", "share"):
            self.fbind(name, self._draw)
        self._draw()

    def _draw(self, *_: Any) -> None:
        whole, side = min(self.size), min(self.size) * self.share
        x, y = self.x + (self.width - side) / 2, self.y + (self.height - side) / 2
        smile = SMILES[int(self.rating) - 1]
        self.canvas.clear()
        with self.canvas:
            Color(*self.rim)
            SmoothLine(circle=(self.x + self.width / 2, self.y + self.height / 2, whole * 0.48), width=whole * 0.02)
            if self.outline:
                Color(*self.ink)
                SmoothEllipse(pos=(x, y), size=(side, side))
            inner = max(side - 2 * self.outline, 1)
            Color(*self.ground)
            SmoothEllipse(pos=(x + (side - inner) / 2, y + (side - inner) / 2), size=(inner, inner))
            Color(*self.ink)
            eye = side * 0.12
            for across in (0.36, 0.64):
                SmoothEllipse(pos=(x + side * across - eye / 2, y + side * 0.585 - eye / 2), size=(eye, eye))
            # A row of dots has smooth edges and round ends everywhere; a line has neither.
            dot = side * 0.052
            for across, up in _mouth(smile):
                SmoothEllipse(pos=(x + side * across - dot / 2, y + side * up - dot / 2), size=(dot, dot))


class FaceRow(BoxLayout):
    """All five in the colours of a theme, from very bad to very good: only to look at."""

    def __init__(self, theme: Theme, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for rating, ground in enumerate(theme.faces, start=1):
            self.add_widget(Face(rating=rating, ground=ground, ink=theme.face_ink, share=0.94))


def _mouth(smile: float) -> list[tuple[float, float]]:
    """Return points of a parabola from corner to corner, as fractions of the face."""
    half, deep, middle = 0.18, 0.13 * smile, 0.35
    steps = [2 * step / _DOTS - 1 for step in range(_DOTS + 1)]
    return [(0.5 + half * t, middle + deep * (t * t - 0.5)) for t in steps]

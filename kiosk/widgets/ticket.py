"""A ticket: a head in the colour of the kind, a torn edge, and below it what it is for."""

from typing import Any

from kivy.graphics import Color, Ellipse, SmoothEllipse
from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.widgets.surface import Surface

PITCH = 3.2
"""From one hole to the next, in widths of a hole."""


class TicketHead(BoxLayout):
    """What the ticket is for: a picture, a title, and a line of when and where."""

    icon = StringProperty("")
    words = StringProperty("")
    line = StringProperty("")
    tone = StringProperty("idea")


class Perforation(Widget):
    """Where one tears: a row of ``holes``, and a notch at each end, through which one sees the ``ground``."""

    ground = ColorProperty((1, 1, 1, 1))
    holes = ColorProperty((0, 0, 0, 1))
    hole = NumericProperty(8)
    """Diameter in pixels; the widget is three times as high."""
    reach = NumericProperty(0)
    """Pixels from its ends to the edges of the ticket."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("pos", "size", "ground", "holes", "hole", "reach"):
            self.fbind(name, self._draw)

    def _draw(self, *_: Any) -> None:
        self.canvas.clear()
        if not self.hole:
            return
        notch, middle = self.height, self.y + self.height / 2
        left, right = self.x - self.reach, self.x + self.width + self.reach
        count = int((right - left - 2 * notch) / (self.hole * PITCH))
        pitch = (right - left - 2 * notch) / max(count, 1)
        with self.canvas:
            Color(*self.ground)
            for end in (left, right):
                SmoothEllipse(pos=(end - notch / 2, middle - notch / 2), size=(notch, notch))
            Color(*self.holes)
            for number in range(count):
                across = left + notch + (number + 0.5) * pitch
                Ellipse(pos=(across - self.hole / 2, middle - self.hole / 2), size=(self.hole, self.hole))


class Ticket(Surface, BoxLayout):
    """A card with a head and a torn edge. What is added to it comes below."""

    icon = StringProperty("")
    words = StringProperty("")
    line = StringProperty("")
    tone = StringProperty("idea")

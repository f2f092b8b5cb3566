"""A QR code on white, drawn in whole pixels, so that a phone reads it from the screen."""

from functools import cache
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import StringProperty
from kivy.uix.widget import Widget

QUIET = 4
"""Modules of white around the code (ISO/IEC 18004, "quiet zone")."""


@cache
def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the code as rows of modules, True where they are dark."""
    import segno  # takes 20 ms to load, and the first frame does not wait for it

    return tuple(tuple(map(bool, row)) for row in segno.make_qr(text, error="m").matrix)


class QrCode(Widget):
    """Shows ``text`` as a QR code; nothing when it is empty. Dark on white in every theme, as readers want it."""

    text_inside = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("pos", "size", "text_inside"):
            self.fbind(name, self._draw)

    def _draw(self, *_: Any) -> None:
        self.canvas.clear()
        if not self.text_inside or min(self.size) < 1:
            return
        rows = modules(self.text_inside)
        count = len(rows) + 2 * QUIET
        side = max(int(min(self.size) // count), 1) * count
        x, y = int(self.x + (self.width - side) / 2), int(self.y + (self.height - side) / 2)
        with self.canvas:
            Color(1, 1, 1, 1)
            Rectangle(pos=(x, y), size=(side, side), texture=_picture(rows))


def _picture(rows: tuple[tuple[bool, ...], ...]) -> Texture:
    """Return the modules with their quiet zone as a texture of one pixel each."""
    count = len(rows) + 2 * QUIET
    white = bytes([255]) * (QUIET * count)
    edge = bytes([255]) * QUIET
    lines = [edge + bytes(0 if dark else 255 for dark in row) + edge for row in reversed(rows)]
    texture = Texture.create(size=(count, count), colorfmt="luminance")
    texture.mag_filter = texture.min_filter = "nearest"
    texture.blit_buffer(white + b"".join(lines) + white, colorfmt="luminance", bufferfmt="ubyte")
    return texture

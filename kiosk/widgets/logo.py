"""The library's logo on the ground that it needs, as large as its room allows and no larger than it is."""

from functools import lru_cache
from io import BytesIO
from typing import Any

from kivy.graphics import Color, Rectangle, SmoothRoundedRectangle
from kivy.graphics.texture import Texture
from kivy.properties import NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from shared.colours import colour
from shared.logo import NO_LOGO, picture

AROUND = 0.12
"""Of its height so much is ground, on each side of a logo that needs one."""


class LogoPlate(Widget):
    """Shows ``logo`` in at most ``most_width``; it is as wide as that takes, and nothing where there is none."""

    logo = ObjectProperty(NO_LOGO)
    most_width = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(size_hint_x=None, width=0, **kwargs)
        for name in ("logo", "most_width", "height"):
            self.fbind(name, self._measure)
        for name in ("pos", "size", "logo"):
            self.fbind(name, self._draw)
        self._measure()

    @property
    def _edge(self) -> float:
        return float(self.height) * AROUND if self.logo.ground else 0

    def _measure(self, *_: Any) -> None:
        shown = texture_of(self.logo.png)
        edge = 2 * self._edge
        wide = 0 if shown is None else (self.height - edge) * shown.width / shown.height + edge
        self.width = min(wide, self.most_width)

    def _draw(self, *_: Any) -> None:
        self.canvas.clear()
        shown = texture_of(self.logo.png)
        if shown is None or min(self.size) < 1:
            return
        edge = self._edge
        scale = min((self.width - 2 * edge) / shown.width, (self.height - 2 * edge) / shown.height)
        if scale <= 0:
            return
        size = shown.width * scale, shown.height * scale
        with self.canvas:
            if self.logo.ground:
                high = size[1] + 2 * edge
                Color(*colour(self.logo.ground))
                SmoothRoundedRectangle(
                    pos=(self.x, self.center_y - high / 2), size=(size[0] + 2 * edge, high), radius=[edge * 1.2]
                )
            Color(1, 1, 1, 1)
            Rectangle(texture=shown, pos=(self.x + edge, self.center_y - size[1] / 2), size=size)


@lru_cache(maxsize=2)
def texture_of(png: str) -> Texture | None:
    """Return a logo as it is drawn; None where there is none, or where it cannot be drawn after all."""
    found = picture(png)
    if not found:
        return None
    from kivy.core.image import Image  # most libraries start without it

    try:
        return Image(BytesIO(found), ext="png", mipmap=True, nocache=True).texture
    except Exception:  # noqa: BLE001 -- whatever is wrong with a picture, the kiosk serves its visitors without it
        return None

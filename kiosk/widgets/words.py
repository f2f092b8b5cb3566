"""Words and icons on the glass: words that always fit their place, and are never cut in the middle of one."""

from pathlib import Path
from typing import Any

import fonticon_mdi7
from fonticon_mdi7 import MDI7
from kivy.clock import Clock
from kivy.core.text import Label as Measure
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.label import Label

ICON_FONT = str(Path(fonticon_mdi7.__file__).parent / "fonts" / "materialdesignicons-webfont.ttf")
ELLIPSIS = "…"


class Words(Label):
    """Words in the largest size from ``least`` to ``most`` pixels at which they fit.

    With ``tallest`` > 0 the label takes the height its words need at ``most``, up to that many pixels, and shrinks
    the words only beyond it. With ``may_cut`` what does not fit even at ``least`` ends in an ellipsis; without it,
    ``fits`` turns False, which no screen may let happen.
    """

    test_id = StringProperty("")
    words = StringProperty("")
    most = NumericProperty(36)
    least = NumericProperty(20)
    tallest = NumericProperty(0)
    may_cut = BooleanProperty(False)
    fits = BooleanProperty(True)

    def __init__(self, **kwargs: Any) -> None:
        self._fit = Clock.create_trigger(self._fit_now, -1)
        super().__init__(**kwargs)
        for name in ("words", "most", "least", "tallest", "may_cut", "size", "bold"):
            self.fbind(name, self._fit)
        self._fit()

    def _fit_now(self, *_: Any) -> None:
        width = max(self.width - self.padding[0] - self.padding[2], 1)
        if self.tallest:
            self.size_hint_y = None
            self.height = min(self._height(self.words, self.most, width) + 2, self.tallest) if self.words else 0
        height = max(self.height - self.padding[1] - self.padding[3], 1)
        size = self._largest(width, height)
        self.fits = size is not None
        self.font_size = size or self.least
        cut = self._cut(width, height) if size is None and self.may_cut else self.words
        self.text_size = (width, height)
        self.text = cut

    def _largest(self, width: float, height: float) -> float | None:
        low, high = int(min(self.least, self.most)), int(self.most)
        best: float | None = None
        while low <= high:
            middle = (low + high) // 2
            if self._has_room(middle, width, height):
                best, low = middle, middle + 1
            else:
                high = middle - 1
        return best

    def _has_room(self, size: float, width: float, height: float) -> bool:
        measure = self._measure(size, width)
        longest = max((measure.get_extents(word)[0] for word in self.words.split()), default=0)
        return longest <= width and self._height(self.words, size, width) <= height

    def _measure(self, size: float, width: float) -> Measure:
        measure = Measure(
            font_size=size,
            font_name=self.font_name,
            bold=self.bold,
            line_height=self.line_height,
            text_size=(width, None),
        )
        measure.resolve_font_name()
        return measure

    def _height(self, words: str, size: float, width: float) -> float:
        measure = self._measure(size, width)
        measure.text = words
        return float(measure.render()[1])

    def _cut(self, width: float, height: float) -> str:
        return self.words[: self.beginning(self.words, width, height, ELLIPSIS)].rstrip() + ELLIPSIS

    def beginning(self, words: str, width: float, height: float, then: str = "") -> int:
        """Return how many characters from the beginning fit at the least size, with something after them."""
        low, high = 0, len(words)
        while low < high:
            middle = (low + high + 1) // 2
            if self._height(words[:middle].rstrip() + then, self.least, width) <= height:
                low = middle
            else:
                high = middle - 1
        return low


def pages_of(label: Words, words: str, width: float, height: float) -> list[str]:
    """Return the words in as many parts as it takes to show them in a label of this size, ended between words."""
    pages: list[str] = []
    while words:
        end = label.beginning(words, width, height)
        if end < len(words):
            end = max(words.rfind(" ", 0, end), words.rfind("\n", 0, end)) + 1 or max(end, 1)
        pages.append(words[:end])
        words = words[end:]
    return pages or [""]


class Icon(Label):
    """One icon of the Material Design font, by the name of its constant, filling the smaller side of its box."""

    name = StringProperty("")
    share = NumericProperty(1.0)
    """How much of the smaller side it fills."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(font_name=ICON_FONT, **kwargs)
        self.bind(name=self._draw, size=self._draw, share=self._draw)
        self._draw()

    def _draw(self, *_: Any) -> None:
        self.text = getattr(MDI7, self.name) if self.name else ""
        self.font_size = max(min(self.size) * self.share, 1)

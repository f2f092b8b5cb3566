"""How much room words take in any size of their letters: measured, and not drawn."""

from collections.abc import Callable, Sequence
from functools import cached_property

from kivy.core.text import Label as Measure

MEASURED = 40
"""The size in which words are compared: large enough for whole pixels to matter little."""
NEARLY = 0.9
"""Letters have whole pixels: which of two words this alike is the wider one may change with the size."""


class Lettering:
    """Some words in a font. Sizes, widths and heights are pixels.

    Those that ``may_turn_bold`` are measured as bold ones; that none of them is broken holds for plain ones too, which
    are the wider ones in some sizes.
    """

    def __init__(
        self, words: str, font_name: str, *, bold: bool, line_height: float, may_turn_bold: bool = False
    ) -> None:
        self.words = words
        self._measure = Measure(font_name=font_name, bold=bold or may_turn_bold, line_height=line_height)
        self._plain = Lettering(words, font_name, bold=False, line_height=line_height) if may_turn_bold else None

    @property
    def font_file(self) -> str:
        """Where the font lies."""
        return str(self._measure.options["font_name_r"])

    def width(self, size: float, words: str | None = None) -> float:
        """Return how wide the words are, or others in the same font, on one line."""
        self._measure.options["font_size"] = size
        return float(self._measure.get_extents(self.words if words is None else words)[0])

    def height(self, size: float, width: float, words: str | None = None) -> float:
        """Return how high the words are, or others in the same font, in lines no wider than this."""
        self._measure.options["font_size"] = size
        self._measure.text_size = width, None
        self._measure.text = self.words if words is None else words
        return float(self._measure.render()[1])

    def lines(self, size: float, width: float) -> list[str]:
        """Return the words in lines no wider than this."""
        self.height(size, width)
        # Kivy keeps the lines of its last layout here, and tells them nowhere else.
        return ["".join(word.text for word in line.words) for line in self._measure._cached_lines]

    def fits(self, size: float, width: float, height: float) -> bool:
        """Tell whether the words have room, and none of them is broken in its middle."""
        return self._whole(size, width) and self.height(size, width) <= height

    def _whole(self, size: float, width: float) -> bool:
        if max((self.width(size, word) for word in self._widest), default=0) > width:
            return False
        return self._plain is None or self._plain._whole(size, width)

    def largest(self, least: float, most: float, width: float, height: float) -> float | None:
        """Return the largest whole size from ``least`` to ``most`` that fits; None when none does."""
        return _largest(least, most, lambda size: self.fits(size, width, height))

    def unbroken(self, least: float, most: float, width: float) -> float | None:
        """Return the largest whole size from ``least`` to ``most`` in which no word is broken; None for none."""
        return _largest(least, most, lambda size: self._whole(size, width))

    def room_for(self, lines: Sequence[str], size: float, width: float, height: float) -> int:
        """Return how many of these lines have room."""
        count = min(len(lines), int(height // self._line_height(size)))
        while count and self.height(size, width, "\n".join(lines[:count])) > height:
            count -= 1
        return count

    def _line_height(self, size: float) -> float:
        self._measure.options["font_size"] = size
        return float(self._measure.get_extents("Ag")[1])

    @cached_property
    def _widest(self) -> list[str]:
        """The words that may be the widest in some size."""
        widths = {word: self.width(MEASURED, word) for word in self.words.split()}
        widest = max(widths.values(), default=0)
        return [word for word, width in widths.items() if width >= NEARLY * widest]


def _largest(least: float, most: float, fits: Callable[[float], bool]) -> float | None:
    low, high = int(min(least, most)), int(most)
    if fits(high):
        return high
    best, high = None, high - 1
    while low <= high:
        middle = (low + high) // 2
        if fits(middle):
            best, low = middle, middle + 1
        else:
            high = middle - 1
    return best

"""Words and icons on the glass: words that always fit their place, and are never cut in the middle of one."""

from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import fonticon_mdi7
from fonticon_mdi7 import MDI7
from kivy.app import App
from kivy.clock import Clock
from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.label import Label

from kiosk.glyphs import shown
from kiosk.widgets.lettering import Lettering
from shared.languages import N_

ICON_FONT = str(Path(fonticon_mdi7.__file__).parent / "fonts" / "materialdesignicons-webfont.ttf")
ELLIPSIS = "…"
UNDRAWN = N_("(Written in signs that this tablet cannot show)")
ONE_LINE = 0.8


class Alike(EventDispatcher):
    """Words that stand side by side and say things of one kind: all as large as the smallest of them has to be."""

    size = NumericProperty(10_000)
    """Pixels; not a property of a box."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._best: WeakKeyDictionary[Words, float] = WeakKeyDictionary()
        self._parts: dict[str, Alike] = {}

    def tell(self, words: "Words", best: float | None) -> None:
        """Take the largest size in which words can be; None where there is none, or where they are not shown."""
        if best is None or not words.words:
            self._best.pop(words, None)
        else:
            self._best[words] = best
        self.size = min(self._best.values(), default=10_000)

    def part(self, name: str) -> "Alike":
        """Return what tells it of one part of things that have several, such as the titles of cards."""
        return self._parts.setdefault(name, Alike())


class Words(Label):
    """Words in the largest size from ``least`` to ``most`` pixels at which they fit.

    With ``tallest`` > 0 the label takes the height its words need at ``most``, up to that many pixels, and shrinks
    the words only beyond it. With ``may_cut`` what does not fit even at ``least`` ends in an ellipsis, and with
    ``steady`` what does not fit in the size they have; ``fits`` is False then, and without either no screen may let
    that happen.
    """

    height: float
    test_id = StringProperty("")
    words = StringProperty("")
    most = NumericProperty(36)
    least = NumericProperty(20)
    tallest = NumericProperty(0)
    may_cut = BooleanProperty(False)
    fits = BooleanProperty(True)
    steady = BooleanProperty(False)
    """Rather cut than smaller: how large they are depends on how wide each word is, not on how many there are."""
    in_one_line = NumericProperty(ONE_LINE)
    """The least share of ``most`` that they may have so as to stand on one line rather than on two."""
    may_turn_bold = BooleanProperty(False)
    """They are measured as bold ones, so that none changes its size when one of them turns bold."""
    alike = ObjectProperty(None, allownone=True)
    """An :class:`Alike` that tells how large the words are that they stand among."""
    line_width = NumericProperty(0)
    """Pixels the words would take on one line at ``most``."""
    drawn_width = NumericProperty(0)
    """Pixels they take on one line in the size they have; the label itself may be wider."""
    widest_line = NumericProperty(0)
    """Pixels of the widest of their lines."""

    def __init__(self, **kwargs: Any) -> None:
        self._fit = Clock.create_trigger(self._fit_now, -1)
        self._follow = Clock.create_trigger(self._draw_now, -1)
        self._measured: tuple[Lettering, float, float, float | None] | None = None
        super().__init__(**kwargs)
        for name in ("words", "most", "least", "tallest", "may_cut", "steady", "in_one_line", "size", "bold"):
            self.fbind(name, self._fit)
        self._fit()

    def on_alike(self, _: Any, alike: Alike | None) -> None:
        """Follow the others: what is measured already is not measured again for them."""
        if alike is not None:
            alike.bind(size=self._follow)
        self._fit()

    def _fit_now(self, *_: Any) -> None:
        letters = self.lettering(self._shown_of(self.words))
        width = max(self.width - self.padding[0] - self.padding[2], 1)
        above_below = self.padding[1] + self.padding[3]
        self.line_width = letters.width(self.most)
        if self.width <= 0:  # not laid out yet, or hidden; words one letter wide are the slowest of all to measure
            self.text, self._measured = "", None
            self._tell(None)
            return
        if self.tallest:
            room = min(letters.height(self.most, width) + 2, self.tallest) if letters.words else 0
        else:
            room = max(self.height - above_below, 1)
        size = letters.unbroken(self.least, self.most, width) if self.steady else self._best(letters, width, room)
        self._measured = letters, width, room, size
        self._tell(self.least if size is None and (self.may_cut or self.steady) else size)
        self._draw_now()

    def _tell(self, size: float | None) -> None:
        if self.alike is not None:
            self.alike.tell(self, size)

    def _draw_now(self, *_: Any) -> None:
        """Show the words as they were measured, no larger than those they stand among."""
        if self._measured is None:
            return
        letters, width, room, size = self._measured
        most = 10_000 if self.alike is None else self.alike.size
        if size is not None and most < size:
            size = letters.unbroken(min(self.least, most), most, width) or most
        self.font_size = min(self.least, most) if size is None else size
        self.fits = not letters.words or (
            size is not None and not (self.steady and not letters.fits(size, width, room))
        )
        self.drawn_width = self.widest_line = letters.width(self.font_size)
        if self.drawn_width > width:
            lines = letters.lines(self.font_size, width)
            self.widest_line = max(letters.width(self.font_size, line.strip()) for line in lines)
        if self.tallest:
            self.size_hint_y = None
            needed = letters.height(self.font_size, width) + 2 if size else room
            self.height = min(room, needed) + self.padding[1] + self.padding[3] if letters.words else 0
        cut = (self.may_cut or self.steady) and not self.fits
        self.text = self._cut(letters, self.font_size, width, room) if cut else letters.words
        # Told a height, Kivy leaves out a line for which there is room where lines are broken by hand and the middle is
        # aligned. Without one it draws all of them, in the middle of the label.
        self.text_size = self.width, None if self.valign == "middle" else self.height

    def _best(self, letters: Lettering, width: float, height: float) -> float | None:
        """Return the largest size that fits; one line rather than two, if ``in_one_line`` allows for that."""
        largest = letters.largest(self.least, self.most, width, height)
        one_line = self.most * width / max(self.line_width, 1)
        if (
            largest is not None
            and max(self.in_one_line * self.most, self.least) <= one_line < largest
            and "\n" not in letters.words
        ):
            size = int(one_line)
            while size > self.least and letters.width(size) > width:  # letters have whole pixels, which add up
                size -= 1
            return float(size)
        return largest

    def _shown_of(self, words: str) -> str:
        """Return the words without what cannot be drawn; when nothing is left of them, say that in words."""
        kept = shown(words, self.lettering(words).font_file)
        return kept if kept or not words.strip() else App.get_running_app().tr(UNDRAWN)

    def lettering(self, words: str) -> Lettering:
        """Return any words in the font of these."""
        return Lettering(
            words, self.font_name, bold=self.bold, line_height=self.line_height, may_turn_bold=self.may_turn_bold
        )

    def _cut(self, letters: Lettering, size: float, width: float, height: float) -> str:
        lines = letters.lines(size, width)
        kept = lines[: max(letters.room_for(lines, size, width, height), 1)]
        last = kept[-1].rstrip()
        while last and letters.width(size, last + ELLIPSIS) > width:
            last = last[:-1].rstrip()
        return "\n".join([*kept[:-1], last + ELLIPSIS])


def pages_of(label: Words, words: str, width: float, height: float) -> list[str]:
    """Return the words in as many parts as it takes to show them at the least size of a label this large."""
    letters = label.lettering(words)
    lines = letters.lines(label.least, width)
    each = letters.room_for(lines, label.least, width, height)
    if each < 1 or len(lines) <= each:
        return [words]
    return ["\n".join(lines[i : i + each]) for i in range(0, len(lines), each)]


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
        self.text = getattr(MDI7, self.name).partition(".")[2] if self.name else ""  # "mdi7." stands before the sign
        self.font_size = max(min(self.size) * self.share, 1)

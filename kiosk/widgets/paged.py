"""More things than one screen holds: pages to turn with one tap, so that nobody needs to drag."""

from collections.abc import Sequence
from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from kiosk.widgets.sizes import Sizes
from kiosk.widgets.surface import Surface, Target
from kiosk.widgets.words import Words, pages_of

MEANT_PX = 200
"""A narrower box is one that no layout has placed yet."""


class PageArrow(Target, Surface, BoxLayout):
    """Turns a page; ``number`` stands below its sign where there is no room for it beside the arrows."""

    icon = StringProperty("")
    number = StringProperty("")
    sign = NumericProperty(0)
    """Height of its sign in pixels."""
    ink = ColorProperty((0, 0, 0, 1))


class Pager(BoxLayout):
    """Which page of how many, and two buttons to turn."""

    __events__ = ("on_turn",)

    page = NumericProperty(0)
    pages = NumericProperty(1)
    number = StringProperty("")
    low = BooleanProperty(False)
    """Whether the arrows stand so close above one another that the number has no room between them."""

    def turn(self, by: int) -> None:
        """Turn to another page, if there is one."""
        page = min(max(self.page + by, 0), self.pages - 1)
        if page != self.page:
            self.page = page
            self.dispatch("on_turn")

    def on_turn(self) -> None:
        """The event: another page is wanted."""


class PagedGrid(FloatLayout):
    """Equal boxes in rows and columns, as many as fit; a pager turns to the others.

    ``least_width`` and ``least_height`` are the pixels a box needs, ``most_columns`` keeps lines readable.
    Dispatches ``on_turn``.
    """

    __events__ = ("on_turn",)

    least_width = NumericProperty(300)
    least_height = NumericProperty(126)
    most_height = NumericProperty(10_000)
    most_columns = NumericProperty(3)
    page = NumericProperty(0)
    sizes = ObjectProperty(Sizes(1280, 800))

    def __init__(self, **kwargs: Any) -> None:
        self.boxes: list[Widget] = []
        self.pager = Pager()
        self._sought: Widget | None = None
        self._place = Clock.create_trigger(self._place_now, -1)
        super().__init__(**kwargs)
        self.pager.bind(on_turn=self._turned)
        for name in ("pos", "size", "least_width", "least_height", "most_height", "most_columns", "page", "sizes"):
            self.fbind(name, self._place)

    def fill(self, boxes: Sequence[Widget]) -> None:
        """Show these boxes, from the first page."""
        self.boxes, self.page = list(boxes), 0
        self._place_now()

    def seek(self, box: Widget) -> None:
        """Show the page that this box is on, once it is known how many a page holds."""
        self._sought = box
        self._place()

    def on_turn(self) -> None:
        """The event: the visitor turned a page."""

    @property
    def pages(self) -> int:
        """How many pages the boxes take."""
        return int(self.pager.pages) if self.pager.parent is self else 1

    def _turned(self, pager: Pager) -> None:
        self._sought = None
        self.page = pager.page
        self.dispatch("on_turn")

    def _shape(self, width: float, height: float, gap: float) -> tuple[int, int]:
        """Return columns and rows: as few columns as hold all boxes, else as many as there is room for."""
        most = max(1, min(int(self.most_columns), int((width + gap) // (self.least_width + gap))))
        rows = max(1, int((height + gap) // (self.least_height + gap)))
        columns = next((n for n in range(1, most + 1) if n * rows >= len(self.boxes)), most)
        return columns, rows

    def _place_now(self, *_: Any) -> None:
        self.clear_widgets()
        if not self.boxes or self.width < 2:
            return
        gap, width, height = self.sizes.gap, self.width, self.height
        columns, rows = self._shape(width, height, gap)
        if columns * rows < len(self.boxes):
            deep = self.sizes.target
            if self.sizes.tall:
                height -= deep + gap
            else:
                width -= deep + gap
            columns, rows = self._shape(width, height, gap)
            self._place_pager(deep, columns * rows)
        else:
            self.page = 0  # there may have been more pages, with larger text or on another window
        self._place_boxes(width, height, gap, columns, rows)

    def _place_pager(self, deep: float, per_page: int) -> None:
        tall = self.sizes.tall
        if self._sought in self.boxes and self.width > MEANT_PX:
            self.page, self._sought = self.boxes.index(self._sought) // per_page, None
        self.pager.pages = -(-len(self.boxes) // per_page)
        self.pager.page = self.page = min(self.page, self.pager.pages - 1)
        self.pager.orientation = "horizontal" if tall else "vertical"
        self.pager.size_hint = None, None
        self.pager.size = (self.width, deep) if tall else (deep, self.height)
        self.pager.pos = self.pos if tall else (self.right - deep, self.y)
        self.add_widget(self.pager)

    def _place_boxes(self, width: float, height: float, gap: float, columns: int, rows: int) -> None:
        per_page = columns * rows
        shown = self.boxes[self.page * per_page : (self.page + 1) * per_page]
        rows = rows if len(self.boxes) > per_page else -(-len(shown) // columns)
        high = min((height - gap * (rows - 1)) / rows, self.most_height)
        for box in self.boxes:  # those of the other pages too: words that are alike are so on all pages
            box.size_hint, box.size = (None, None), ((width - gap * (columns - 1)) / columns, high)
        for number, box in enumerate(shown):
            row, column = divmod(number, columns)
            wide = (width - gap * (columns - 1)) / columns
            box.pos = self.x + column * (wide + gap), self.top - (row + 1) * high - row * gap
            self.add_widget(box)


class ToolGrid(FloatLayout):
    """Small tools in as few columns (``upright``) or rows as their room allows; takes no more room than they need."""

    width: float
    height: float
    upright = BooleanProperty(True)
    cell_width = NumericProperty(80)
    cell_height = NumericProperty(80)
    sizes = ObjectProperty(Sizes(1280, 800))

    def __init__(self, **kwargs: Any) -> None:
        self._place = Clock.create_trigger(self._place_now, -1)
        super().__init__(**kwargs)
        for name in ("pos", "size", "upright", "cell_width", "cell_height", "children", "sizes"):
            self.fbind(name, self._place)

    def fill(self, tools: Sequence[Widget]) -> None:
        """Show these tools."""
        self.clear_widgets()
        for tool in tools:
            self.add_widget(tool)

    def _place_now(self, *_: Any) -> None:
        gap, tools = self.sizes.gap, list(reversed(self.children))
        if not tools:
            return
        wide, high = self.cell_width + gap, self.cell_height + gap
        if self.upright:
            columns = -(-len(tools) // max(1, int((self.height + gap) // high)))
        else:
            columns = max(1, int((self.width + gap) // wide))
            columns = -(-len(tools) // -(-len(tools) // columns))
        rows = -(-len(tools) // columns)
        if self.upright:
            self.size_hint_x, self.width = None, columns * wide - gap
        else:
            self.size_hint_y, self.height = None, rows * high - gap
        left = self.x + (self.width - columns * wide + gap) / 2
        top = self.y + (self.height + rows * high - gap) / 2
        for number, tool in enumerate(tools):
            row, column = divmod(number, columns)
            tool.size_hint, tool.size = (None, None), (self.cell_width, self.cell_height)
            tool.pos = left + column * wide, top - row * high - self.cell_height


class LongWords(BoxLayout):
    """Words of any length in a size one can read: what does not fit goes on the next page."""

    words = StringProperty("")
    most = NumericProperty(36)
    least = NumericProperty(24)
    colour = ColorProperty((0, 0, 0, 1))
    bold = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        self._pages = [""]
        self._split = Clock.create_trigger(self._split_now, -1)
        super().__init__(**kwargs)
        self.label, self.pager = Words(halign="left", valign="top"), Pager(size_hint_x=None)
        self.pager.orientation = "vertical"
        self.pager.bind(on_turn=self._turned)
        self.add_widget(self.label)
        for name in ("words", "size", "most", "least"):
            self.fbind(name, self._split)
        self.bind(colour=self.label.setter("color"), bold=self.label.setter("bold"))
        self.label.color, self.label.bold = self.colour, self.bold

    def _split_now(self, *_: Any) -> None:
        if self.width < MEANT_PX:
            return
        self.pager.width = App.get_running_app().sizes.target
        self.label.most, self.label.least = self.most, min(self.least, self.most)
        room = self.width - self.pager.width - self.spacing
        whole = pages_of(self.label, self.words, self.width, self.height)
        self._pages = whole if len(whole) == 1 else pages_of(self.label, self.words, room, self.height)
        self.pager.pages, self.pager.page = len(self._pages), 0
        if (len(self._pages) > 1) != (self.pager.parent is self):
            (self.add_widget if len(self._pages) > 1 else self.remove_widget)(self.pager)
        self._show()

    def _turned(self, *_: Any) -> None:
        self._show()
        App.get_running_app().keep_awake()

    def _show(self) -> None:
        self.label.words = self._pages[int(self.pager.page)]

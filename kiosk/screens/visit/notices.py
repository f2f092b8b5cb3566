"""Notices on the board: cards in columns."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.properties import (
    BooleanProperty,
    ColorProperty,
    ListProperty,
    NumericProperty,
    ObjectProperty,
    StringProperty,
)
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout

from kiosk.widgets.paper import DrawingView
from kiosk.widgets.surface import Surface, Target
from kiosk.widgets.words import Alike
from shared.errors import SamskapError
from shared.kinds import kind_of
from shared.kinds.idea import picture_cards
from shared.languages import pick
from shared.notice import Notice, Status


def strokes_of(notice: Notice) -> list[dict[str, Any]]:
    """Return the strokes of a notice's drawing; [] when it has none, or one that cannot be read."""
    if not notice.drawing:
        return []
    try:
        strokes: list[dict[str, Any]] = kind_of("drawing").unpack(base64.b64decode(notice.drawing))["strokes"]
    except (SamskapError, binascii.Error):
        return []
    return strokes


class PictureSaid(BoxLayout):
    """A picture card that somebody chose; with its words where there is room for them."""

    icon = StringProperty("")
    words = StringProperty("")
    colour = ColorProperty((0, 0, 0, 1))


class NoticeBody(BoxLayout):
    """What somebody said: words, picture cards, a drawing; and the library's reply."""

    said = StringProperty("")
    reply = StringProperty("")
    cards = ListProperty([])
    strokes = ObjectProperty(())
    large = BooleanProperty(False)
    alike = ObjectProperty(None, allownone=True, rebind=True)
    colour = ColorProperty((0, 0, 0, 1))

    def __init__(self, notice: Notice, language: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.said, self.reply = notice.text, pick(notice.replies, language) or ""
        self.cards = [card for card in notice.cards if card in picture_cards()]
        self.strokes = strokes_of(notice)
        if self.strokes:
            self.ids.pictures.add_widget(DrawingView(strokes=self.strokes))
        for card in (picture_cards()[card] for card in self.cards):
            words = (pick(card["label"], language) or "") if self.large else ""
            picture = PictureSaid(icon=card["icon"], words=words, colour=self.colour)
            self.bind(colour=picture.setter("colour"))
            self.ids.pictures.add_widget(picture)


class NoticeCard(Target, Surface, BoxLayout):
    """A notice on the board; a touch opens it."""

    alike = ObjectProperty(None, allownone=True)

    def __init__(self, notice: Notice, language: str, **kwargs: Any) -> None:
        super().__init__(test_id=f"notice-{notice.id}", **kwargs)
        self.notice = notice
        body = NoticeBody(notice, language)
        self.bind(alike=body.setter("alike"))
        self.add_widget(body, index=1)


class ColumnHead(Surface, BoxLayout):
    """The heading of a column."""

    alike = ObjectProperty(None, allownone=True)
    roomy = BooleanProperty(False)
    """Whether there is room for its sign."""
    words = StringProperty("")
    icon = StringProperty("")
    tone = StringProperty("board")
    count = NumericProperty(0)
    most = NumericProperty(36)
    """The size of its words in pixels."""


class Columns(FloatLayout):
    """A column for each status, or a row for each when the screen stands upright; as many cards as fit."""

    page = NumericProperty(0)
    pages = NumericProperty(1)
    text_scale = NumericProperty(1.0)

    def __init__(self, **kwargs: Any) -> None:
        self._notices: dict[Status, list[Notice]] = {}
        self._heads: dict[Status, ColumnHead] = {}
        self._cards: dict[str, NoticeCard] = {}
        self._alike = Alike()
        self._place = Clock.create_trigger(self._place_now, -1)
        super().__init__(**kwargs)
        for name in ("pos", "size", "page", "text_scale"):
            self.fbind(name, self._place)

    def fill(
        self,
        notices: dict[Status, list[Notice]],
        heads: dict[Status, ColumnHead],
        make: Callable[[Notice], NoticeCard],
    ) -> None:
        """Show these; ``make`` is called for those of the page that is shown."""
        self._notices, self._heads, self._make = notices, heads, make
        self._cards = {}
        self._place_now()

    def _shape(self, sizes: Any, head: float) -> tuple[int, int, int]:
        """Return how many statuses stand side by side, and how many cards of each beside and below each other."""
        statuses, gap = len(self._notices), sizes.gap
        if not sizes.tall:
            least = max(sizes.unit * 215, sizes.dp(190)) * (1 + (sizes.text_scale - 1) * 0.6)
            return statuses, 1, max(1, min(int((self.height - head) // least), 7))
        row = (self.height - gap * (statuses - 1)) / statuses
        if row - head - gap < sizes.target * 1.2:
            return 2, 1, 1
        return 1, (2 if self.width > sizes.unit * 560 * sizes.text_scale else 1), 1

    def _place_now(self, *_: Any) -> None:
        self.clear_widgets()
        if not self._notices or self.width < 2:
            return
        sizes, self._alike = App.get_running_app().sizes, Alike()
        grow = 1 + (sizes.text_scale - 1) * (0.4 if sizes.tall else 0.8)
        gap, head = sizes.gap, max(sizes.unit * 60, sizes.dp(48)) * grow
        across, beside, below = self._shape(sizes, head)
        self.pages = max(1, -(-max(map(len, self._notices.values())) // (beside * below)))
        self.page = min(self.page, self.pages - 1)
        down = -(-len(self._notices) // across)
        width, height = (self.width - gap * (across - 1)) / across, (self.height - gap * (down - 1)) / down
        for number, status in enumerate(self._notices):
            row, column = divmod(number, across)
            box = self.x + column * (width + gap), self.top - row * (height + gap), width, height
            self._place_status(status, box, head, beside, below)

    def _place_status(
        self, status: Status, box: tuple[float, float, float, float], head: float, beside: int, below: int
    ) -> None:
        """Put the heading and the cards of one status into a box: left, top, width and height."""
        left, top, width, height = box
        gap, first = App.get_running_app().sizes.gap, int(self.page) * beside * below
        wide, high = (width - gap * (beside - 1)) / beside, (height - head - gap * below) / below
        self._put(self._heads[status], left, top - head, width, head)
        for place, notice in enumerate(self._notices[status][first : first + beside * below]):
            row, column = divmod(place, beside)
            x, y = left + column * (wide + gap), top - head - (row + 1) * (high + gap)
            card = self._card(notice)
            card.alike = self._alike
            self._put(card, x, y, wide, high)

    def _card(self, notice: Notice) -> NoticeCard:
        if notice.id not in self._cards:
            self._cards[notice.id] = self._make(notice)
        return self._cards[notice.id]

    def _put(self, widget: Any, x: float, y: float, width: float, height: float) -> None:
        widget.size_hint, widget.pos, widget.size = (None, None), (x, y), (width, height)
        self.add_widget(widget)

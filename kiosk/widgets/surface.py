"""Painted grounds: a rounded shape with a border, and the targets one can touch."""

from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.input.motionevent import MotionEvent
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty, VariableListProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

SLOP_DP = 30
"""So far a finger may slide off a target before the touch no longer counts: hands shake."""


class Surface(Widget):
    """A rounded ground with a border. ``inset`` keeps the paint (left, top, right, bottom) inside the widget."""

    fill = ColorProperty((0, 0, 0, 0))
    border_colour = ColorProperty((0, 0, 0, 0))
    border = NumericProperty(0)
    corner = NumericProperty(0)
    inset = VariableListProperty(0)


class Target(Widget):
    """What one can touch: acts when the finger lifts, forgives a slide, and passes over a second touch right after.

    ``ringed`` is set while the hardware keyboard points at it. ``test_id`` is its stable name.
    """

    __events__ = ("on_press",)

    test_id = StringProperty("")
    ringed = BooleanProperty(False)
    pressed = BooleanProperty(False)
    is_main = BooleanProperty(False)

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """Take a touch that begins here."""
        if self.disabled or touch.is_mouse_scrolling or not self.collide_point(*touch.pos):
            return bool(super().on_touch_down(touch))
        touch.grab(self)
        self.pressed = True
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        """Act when the finger lifts on it or near it."""
        if touch.grab_current is not self:
            return bool(super().on_touch_up(touch))
        touch.ungrab(self)
        self.pressed = False
        slop = dp(SLOP_DP)
        if self.x - slop <= touch.x <= self.right + slop and self.y - slop <= touch.y <= self.top + slop:
            self.act()
        return True

    def act(self) -> None:
        """Do what it is for, unless this is the second touch of a shaking hand."""
        if not self.disabled and App.get_running_app().accepts_touch():
            self.dispatch("on_press")

    def on_press(self) -> None:
        """The event: it was touched, or chosen by the hardware keyboard."""


class Card(Surface, BoxLayout):
    """A white card."""


class BigButton(Target, Surface, BoxLayout):
    """A large button with an icon, words, or both."""

    words = StringProperty("")
    icon = StringProperty("")
    icon_last = BooleanProperty(False)
    square = BooleanProperty(False)
    """Corners like those of cards, for buttons in rows and columns."""
    look = StringProperty("plain")
    """"main" for the main act, "plain" for others, "light" for a main act on a coloured ground."""


class Pill(Target, Surface, BoxLayout):
    """A small control: an icon above a word."""

    words = StringProperty("")
    icon = StringProperty("")
    glyphs = StringProperty("")
    """Letters in place of an icon, such as "Aa"."""


class Choice(Target, Surface):
    """Something one can choose and take back. Its colour, its border and a mark all say whether it is chosen."""

    words = StringProperty("")
    chosen = BooleanProperty(False)


class LineChoice(Choice, BoxLayout):
    """A choice in words; ``single`` shows that only one of them can be chosen."""

    single = BooleanProperty(False)


class PictureChoice(Choice, FloatLayout):
    """A choice as a picture with words below."""

    icon = StringProperty("")


class Tile(Target, Surface, FloatLayout):
    """A large way in: a coloured block with an icon, a title and a line below."""

    words = StringProperty("")
    line = StringProperty("")
    icon = StringProperty("")
    tone = StringProperty("idea")
    block = NumericProperty(0)
    """Width of the coloured block in pixels."""


class TopBand(Widget):
    """The thin band in the colour of the kind, so that one knows where one is."""

    tone = StringProperty("calm")


class HoldTimer:
    """Calls back when a finger rests on something for a while, and then again and again until it lifts."""

    def __init__(self, first_s: float, again_s: float | None, call: Any) -> None:
        self._first_s, self._again_s, self._call = first_s, again_s, call
        self._event: Any = None

    def start(self) -> None:
        """The finger came down."""
        self.stop()
        self._event = Clock.schedule_once(self._held, self._first_s)

    def stop(self) -> None:
        """The finger lifted or slid away."""
        if self._event is not None:
            self._event.cancel()
            self._event = None

    def _held(self, _: float) -> None:
        self._event = Clock.schedule_once(self._held, self._again_s) if self._again_s else None
        self._call()

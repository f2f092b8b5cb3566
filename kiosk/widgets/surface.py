"""Painted grounds: a rounded shape with a border; and what makes something a target for fingers."""

from kivy.app import App
from kivy.input.motionevent import MotionEvent
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty, VariableListProperty
from kivy.uix.boxlayout import BoxLayout
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
    repeats = BooleanProperty(False)
    """One may touch it several times, one right after the other."""
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
        slop = App.get_running_app().sizes.dp(SLOP_DP)
        if self.x - slop <= touch.x <= self.right + slop and self.y - slop <= touch.y <= self.top + slop:
            self.act()
        return True

    def act(self) -> None:
        """Do what it is for, unless this is the second touch of a shaking hand."""
        if not self.disabled and App.get_running_app().accepts_touch(again=self.repeats):
            self.dispatch("on_press")

    def on_press(self) -> None:
        """The event: it was touched, or chosen by the hardware keyboard."""


class Card(Surface, BoxLayout):
    """A white card."""


class TopBand(Widget):
    """The thin band in the colour of the kind, so that one knows where one is."""

    tone = StringProperty("calm")

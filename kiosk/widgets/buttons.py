"""Buttons: large ones for acts, small ones for helps."""

from typing import Any

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.widgets.surface import Surface, Target
from kiosk.widgets.words import Icon

ONE_LINE = 0.7
"""From this share of their size on, words on buttons rather stand on one line."""


class BigButton(Target, Surface, BoxLayout):
    """A large button with an icon, words, or both."""

    words = StringProperty("")
    icon = StringProperty("")
    icon_last = BooleanProperty(False)
    sign = NumericProperty(0)
    """Height of its icon in pixels; 0 for that of its words."""
    square = BooleanProperty(False)
    """Corners like those of cards, for buttons in rows and columns."""
    large = BooleanProperty(False)
    """The one thing to do on its screen: its words are a heading."""
    alike = ObjectProperty(None, allownone=True)
    """Buttons of a row have words of one size."""
    look = StringProperty("plain")
    """"main" for the main act, "plain" for others."""
    ink = ColorProperty((0, 0, 0, 1))

    def on_kv_post(self, base_widget: Any) -> None:
        """Follow the lines in which the words stand."""
        super().on_kv_post(base_widget)
        self.ids.label.in_one_line = ONE_LINE
        self.ids.label.bind(widest_line=self._trigger_layout)

    def do_layout(self, *args: Any) -> None:
        """Place icon and words; beside words in several lines the icon stays where their ink begins or ends."""
        super().do_layout(*args)
        label = self.ids.label
        spare = max(label.width - label.widest_line, 0) / 2 if self.words else 0
        for sign in self.children:
            if isinstance(sign, Icon) and sign.width:
                sign.x += -spare if self.icon_last else spare


class Pill(Target, Surface, BoxLayout):
    """A small control: an icon above a word."""

    words = StringProperty("")
    icon = StringProperty("")
    alike = ObjectProperty(None, allownone=True)
    ink = ColorProperty((0, 0, 0, 1))
    is_on = BooleanProperty(False)
    """Whether what it turns on is on: it says so in the colours of its words and its ground, changed round."""
    dark = BooleanProperty(False)
    """Whether its ground is as dark as words are elsewhere."""
    glyphs = StringProperty("")
    """Letters in place of an icon, such as "Aa"."""
    sign = NumericProperty(0)
    """Height in pixels of its icon or letters."""
    air = NumericProperty(0)
    """Pixels that its words keep at least off its edge."""
    spare = NumericProperty(0)
    """Pixels that a tall one keeps free above and below, so that its icon and its word stay together."""

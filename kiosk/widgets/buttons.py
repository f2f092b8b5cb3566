"""Buttons: large ones for acts, small ones for helps, tiles for ways in."""

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout

from kiosk.widgets.surface import Surface, Target


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


class Pill(Target, Surface, BoxLayout):
    """A small control: an icon above a word."""

    words = StringProperty("")
    icon = StringProperty("")
    alike = ObjectProperty(None, allownone=True)
    ink = ColorProperty((0, 0, 0, 1))
    is_on = BooleanProperty(False)
    """Whether what it turns on is on: it says so in the colours of its words and its ground, changed round."""
    glyphs = StringProperty("")
    """Letters in place of an icon, such as "Aa"."""
    sign = NumericProperty(0)
    """Height in pixels of its icon or letters."""
    spare = NumericProperty(0)
    """Pixels that a tall one keeps free above and below, so that its icon and its word stay together."""


class Tile(Target, Surface, FloatLayout):
    """A large way in: a coloured block with an icon, a title and a line below."""

    words = StringProperty("")
    line = StringProperty("")
    icon = StringProperty("")
    tone = StringProperty("idea")
    block = NumericProperty(0)
    """Width of the coloured block in pixels."""

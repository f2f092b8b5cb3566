"""The round-ended parts of the resting screen."""

from kivy.properties import ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.widgets.surface import Surface, Target


class LanguagePill(Target, Surface, BoxLayout):
    """A language by its own name; or the sign that leads to all of them."""

    words = StringProperty("")
    icon = StringProperty("")
    alike = ObjectProperty(None, allownone=True)
    """The languages beside it, whose words have the same size."""
    ink = ColorProperty((0, 0, 0, 1))


class LibraryName(Surface, BoxLayout):
    """Whose kiosk this is, in its library's colour (``own``), or else in those of what is shown."""

    words = StringProperty("")
    tone = StringProperty("idea")
    most_width = NumericProperty(400)
    own = ObjectProperty(None, allownone=True)


class CallPill(Surface, BoxLayout):
    """What a touch leads to, in words with a sign."""

    words = StringProperty("")
    icon = StringProperty("")
    ink = ColorProperty((0, 0, 0, 1))
    natural_width = NumericProperty(0)
    """Pixels it would like to have."""
    letters = NumericProperty(36)
    """Pixels its words would like to be high."""


class EverythingPill(Target, CallPill):
    """The way home, to all there is."""

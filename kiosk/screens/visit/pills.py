"""The round-ended parts of the resting screen."""

from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.widgets.surface import Surface, Target


class LanguagePill(Target, Surface, BoxLayout):
    """A language by its own name; or the sign that leads to all of them."""

    words = StringProperty("")
    icon = StringProperty("")
    ink = ColorProperty((0, 0, 0, 1))


class LibraryName(Surface, BoxLayout):
    """Whose kiosk this is."""

    words = StringProperty("")
    tone = StringProperty("idea")
    most_width = NumericProperty(400)


class CallPill(Surface, BoxLayout):
    """What a touch leads to, in words with a sign."""

    words = StringProperty("")
    icon = StringProperty("")
    ink = ColorProperty((0, 0, 0, 1))
    natural_width = NumericProperty(0)
    """Pixels it would like to have."""


class EverythingPill(Target, CallPill):
    """The way home, to all there is."""

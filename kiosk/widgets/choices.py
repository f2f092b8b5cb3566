"""What one can choose and take back: lines of words, and pictures."""

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout

from kiosk.widgets.surface import Surface, Target


class Choice(Target, Surface):
    """Something one can choose and take back. Its colour, its border and a mark all say whether it is chosen."""

    words = StringProperty("")
    chosen = BooleanProperty(False)
    alike = ObjectProperty(None, allownone=True)
    """Those of one list have words of one size, chosen or not."""


class LineChoice(Choice, BoxLayout):
    """A choice in words; ``single`` shows that only one of them can be chosen."""

    single = BooleanProperty(False)


class PictureChoice(Choice, FloatLayout):
    """A choice as a picture with words below."""

    icon = StringProperty("")

"""A number that one makes larger or smaller by touch: how many come."""

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.widgets.surface import Surface


class Stepper(Surface, BoxLayout):
    """What is counted, and between a minus and a plus how many. Dispatches ``on_step`` with -1 or 1."""

    __events__ = ("on_step",)

    name = StringProperty("")
    """The end of the test ids of its buttons: "less-adult", "more-adult"."""
    words = StringProperty("")
    line = StringProperty("")
    icon = StringProperty("")
    count = NumericProperty(0)
    least = NumericProperty(0)
    most = NumericProperty(1_000)
    alike = ObjectProperty(None, allownone=True, rebind=True)
    large = BooleanProperty(False)
    """The number is the main thing of the screen."""

    air = NumericProperty(0)
    """Pixels from its edge to what is painted of its buttons: its border, and a little more."""
    signs = NumericProperty(0)
    """Height of its minus and its plus in pixels."""

    def on_step(self, by: int) -> None:
        """The event: one more, or one less."""

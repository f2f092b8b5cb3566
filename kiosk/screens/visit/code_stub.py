"""The stub one takes along: the code, the two words that stand for it, and the code as a picture."""

from typing import Any

from kivy.properties import ObjectProperty, StringProperty

from kiosk.widgets.surface import Card
from kiosk.widgets.words import Alike


class CodeStub(Card):
    """A white card with a torn edge between what is read and what is photographed."""

    code = StringProperty("")
    groups = StringProperty("")
    """The code in two groups of four: on two lines where the screen stands upright, else on one."""
    pair = StringProperty("")
    lacking = StringProperty("")
    """What stands above the two words: that they do not give all that the code gives."""
    tone = StringProperty("activity")
    alike = ObjectProperty(None)
    """Its small words have one size."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(alike=Alike(), **kwargs)

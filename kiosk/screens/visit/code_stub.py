"""The stub one takes along: the code, the two words that stand for it, and the code as a picture."""

from kivy.properties import StringProperty

from kiosk.widgets.surface import Card


class CodeStub(Card):
    """A white card with a torn edge between what is read and what is photographed."""

    code = StringProperty("")
    groups = StringProperty("")
    """The code in two lines of four."""
    pair = StringProperty("")
    tone = StringProperty("activity")

"""A field, and beside it what is said of it: for where a keyboard leaves no room below."""

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.widgets.field import Field
from kiosk.widgets.page import NOTHING
from shared.kinds.base import MAX_TEXT


class FieldRow(BoxLayout):
    """A field; beside it why something is asked, or as soon as there is such a thing what went wrong."""

    field_id = StringProperty("")
    hint = StringProperty("")
    help = StringProperty("")
    multiline = BooleanProperty(False)
    capitals = BooleanProperty(False)
    limit = NumericProperty(MAX_TEXT)
    least = NumericProperty(0)
    """Pixels of height that the field has at least."""
    reason = StringProperty("")
    says = ObjectProperty(NOTHING, rebind=True)
    """What went wrong; ``words`` are said already."""
    words = StringProperty("")

    @property
    def field(self) -> Field:
        """The field itself."""
        return self.ids.card.field

"""What one draws with: colours and widths, each shown on a piece of white paper, as it will look on the large one."""

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.widgets.surface import Target

BLACK = "#1e2b33"
MEDIUM = 12
"""A width in thousandths of the paper's width."""


class Swatch(Target):
    """A colour one can draw with."""

    colour = StringProperty(BLACK)
    chosen = BooleanProperty(False)
    round = NumericProperty(10)
    edge = NumericProperty(1)
    plate = NumericProperty(8)
    """Pixels across the piece of paper that it lies on."""
    white = NumericProperty(1)
    """Pixels of it that are seen around the colour."""


class Nib(Target):
    """A width one can draw with, shown as a dot in the colour of the pen on a piece of paper.

    ``thickness`` is in thousandths of the paper's width.
    """

    thickness = NumericProperty(MEDIUM)
    colour = StringProperty(BLACK)
    chosen = BooleanProperty(False)
    edge = NumericProperty(2)
    ground = NumericProperty(2)
    """Pixels from its side to the paper."""
    rim = NumericProperty(1)
    dot = NumericProperty(10)

"""How a drawing is asked: paper, colours, widths, eraser, undo and clear."""

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.forms.base import Form
from kiosk.kinds.base import KindForm
from kiosk.visit.views import Answering
from kiosk.widgets.buttons import Pill
from kiosk.widgets.page import Said
from kiosk.widgets.paper import DrawingView
from kiosk.widgets.pens import BLACK, MEDIUM, Swatch
from kiosk.widgets.words import Alike
from shared.errors import AnswerTooBig
from shared.kinds.base import Answer
from shared.kinds.drawing import PAPER_COLOUR
from shared.languages import N_
from shared.prompt import Prompt

COLOURS = (
    BLACK,
    "#d1382c",
    "#f08a24",
    "#f7cb2d",
    "#3d9a4b",
    "#4fa8dc",
    "#25507c",
    "#7a4fb5",
    "#ee84b3",
    "#7d5233",
)
ERASER = 48
"""Its width in thousandths of the paper's width."""


class ToolPill(Pill):
    """A tool with an icon and a word."""

    chosen = BooleanProperty(False)


class DrawingForm(Form):
    """Asks for a drawing."""

    colour = StringProperty(BLACK)
    nib = NumericProperty(MEDIUM)
    erasing = BooleanProperty(False)
    rows = NumericProperty(6)
    """So many tools stand below each other beside the paper."""
    asked = StringProperty("")
    """The question, which stands on the paper until somebody draws."""
    begun = BooleanProperty(False)
    named = ObjectProperty(None, allownone=True)
    """What the tools are called has one size."""
    empty = N_("Draw something first.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(named=Alike(), **kwargs)
        self._swatches = [Swatch(test_id=f"colour-{colour[1:]}", colour=colour) for colour in COLOURS]
        for swatch in self._swatches:
            swatch.bind(on_press=lambda swatch: self.choose_colour(swatch.colour))
        self._tools = list(reversed(self.ids.tools.children))
        self.fbind("rows", self._place)
        self._place()
        for name in ("colour", "nib", "erasing"):
            self.fbind(name, self._mark)
        self._mark()

    def show(self, view: Answering, language: str) -> None:
        """Show the draft, when it is another than the one on the paper."""
        strokes = view.draft.get("strokes", [])
        self.asked, self.begun = view.prompt.text(language).question, bool(strokes)
        if strokes != self.ids.paper.strokes:
            self.ids.paper.take(strokes)

    def wake(self) -> None:
        """Begin with a black pen."""
        self.colour, self.nib, self.erasing = BLACK, MEDIUM, False

    def forget(self) -> None:
        """Take a new paper."""
        self.ids.paper.take([])
        self.begun = False

    def choose_colour(self, colour: str) -> None:
        """Draw in this colour."""
        self.colour, self.erasing = colour, False

    def choose_nib(self, thickness: float) -> None:
        """Draw with this width."""
        self.nib, self.erasing = thickness, False

    def erase(self) -> None:
        """Draw in the colour of the paper."""
        self.erasing = True

    def changed(self) -> None:
        """Keep the strokes."""
        self.write("strokes", self.ids.paper.strokes)

    def draws(self) -> None:
        """A stroke grows."""
        self.begun = True
        self.app.visit.keep_awake()

    def full(self) -> None:
        """Say kindly that the drawing takes no more."""
        self.notice = Said(AnswerTooBig.says)

    def _place(self, *_: Any) -> None:
        """Lay the colours on the left in two columns; those a low screen has no room for stand with the tools."""
        left = max(2 * int(self.rows), 2)
        self.ids.tools.clear_widgets()
        self.ids.colours.fill(self._swatches[:left])
        self.ids.tools.fill([*self._swatches[left:], *self._tools])

    def _mark(self, *_: Any) -> None:
        for swatch in self._swatches:
            swatch.chosen = not self.erasing and swatch.colour == self.colour
        paper = self.ids.paper
        paper.colour = PAPER_COLOUR if self.erasing else self.colour
        paper.thickness = ERASER if self.erasing else self.nib


def _summary(answer: Answer, prompt: Prompt, language: str) -> DrawingView:
    return DrawingView(strokes=answer["strokes"])


DRAWING = KindForm(icon="draw", forms={"strokes": DrawingForm}, summary=_summary)

"""How a drawing is read."""

from typing import Any

from hub.kinds.base import Reader, Rows, packed
from hub.shapes import Part, Shape, Sketch, Sketched, Words
from shared.kinds.base import Answer, Settings
from shared.languages import N_, catalogue, translator
from shared.prompt import Prompt

_DRAWING, _DRAWN = N_("Drawing"), N_("A drawing by a visitor")


class DrawingReader(Reader):
    """Strokes; the pages draw them, here they are only counted."""

    words = Words(_DRAWING, N_("Drawings"), N_("People draw with a finger."), "draw")
    draws = True

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return what was asked: that is the title of a drawing."""
        return (prompt.text(language).question if prompt else "") or translator(language)(_DRAWING)

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return how many strokes it has."""
        return [(translator(language)(_DRAWING), _strokes(answer, language))]

    def parts(self, answer: Answer, prompt: Prompt | None, language: str) -> list[Part]:
        """Return the drawing."""
        return [Part(Shape.STROKES, self.strokes(answer), translator(language)(_DRAWN))]

    def sketch(self, settings: Settings) -> tuple[Sketched, ...]:
        """Return a paper."""
        return Sketched(Sketch.HELP), Sketched(Sketch.PAPER)

    def strokes(self, answer: Answer) -> list[dict[str, Any]] | None:
        """Return the strokes."""
        strokes: list[dict[str, Any]] = answer["strokes"]
        return strokes

    def drawing(self, payload: bytes) -> str | None:
        """Return the packed drawing."""
        return packed(payload)


def _strokes(answer: Answer, language: str) -> str:
    n = len(answer["strokes"])
    return catalogue(language).ngettext("Drawing, {n} stroke", "Drawing, {n} strokes", n).format(n=n)

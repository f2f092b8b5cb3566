"""How a drawing is read."""

from hub.kinds.base import Rows, WordsOnly, packed
from shared.kinds.base import Answer
from shared.languages import N_, catalogue, translator
from shared.prompt import Prompt

_DRAWING = N_("Drawing")


class DrawingReader(WordsOnly):
    """Strokes; the pages draw them, here they are only counted."""

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return how many strokes it has."""
        n = len(answer["strokes"])
        return catalogue(language).ngettext("Drawing, {n} stroke", "Drawing, {n} strokes", n).format(n=n)

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return how many strokes it has."""
        return [(translator(language)(_DRAWING), self.gist(answer, prompt, language))]

    def public_text(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return nothing: the drawing speaks."""
        return ""

    def search_text(self, answer: Answer) -> str:
        """Return nothing: a visitor wrote no words."""
        return ""

    def drawing(self, payload: bytes) -> str | None:
        """Return the packed drawing."""
        return packed(payload)

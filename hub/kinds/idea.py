"""How an idea is read."""

from hub.kinds.base import Reader, Rows, names_of, one_line, text_of
from hub.shapes import Part, SettingsForm, Shape, Sketch, Sketched, Switch, Words
from shared.kinds.base import Answer, Settings
from shared.kinds.idea import picture_cards
from shared.languages import N_, pick, translator
from shared.prompt import Prompt

_TEXT, _CARDS = N_("Text"), N_("Picture cards")
_FEW = 4
"""So many picture cards show what the others are like."""


class IdeaReader(Reader):
    """A text, picture cards, or both."""

    words = Words(N_("Idea"), N_("Ideas"), N_("People write, choose picture cards, or both."), "lightbulb_on_outline")
    settings = SettingsForm(
        _CARDS,
        switches=(Switch("cards", N_("Offer picture cards, so that one can answer without writing"), usual=True),),
    )

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the text, or what the cards are called."""
        return one_line(text_of(answer, "text")) or ", ".join(_card_labels(answer, language))

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return the text and the cards, each only if it is there."""
        tr = translator(language)
        rows = [(tr(_TEXT), text_of(answer, "text")), (tr(_CARDS), ", ".join(_card_labels(answer, language)))]
        return [row for row in rows if row[1].strip()]

    def parts(self, answer: Answer, prompt: Prompt | None, language: str) -> list[Part]:
        """Return the text and the cards."""
        cards = Part(Shape.PICTURES, names_of(answer, "cards"), translator(language)(_CARDS))
        return [Part(Shape.TEXT, text_of(answer, "text")), cards]

    def sketch(self, settings: Settings) -> tuple[Sketched, ...]:
        """Return a field to write in, and some of the picture cards."""
        cards = tuple(picture_cards().values())[:_FEW]
        labels, icons = tuple(card["label"] for card in cards), tuple(card["icon"] for card in cards)
        offered = Sketched(Sketch.PICTURES, labels, icons, switch="cards", on=settings.get("cards", True))
        return Sketched(Sketch.FIELD), Sketched(Sketch.HELP), offered

    def public_text(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the text exactly as typed."""
        return text_of(answer, "text")

    def search_text(self, answer: Answer) -> str:
        """Return the text."""
        return text_of(answer, "text")

    def cards(self, answer: Answer) -> list[str]:
        """Return the cards."""
        return names_of(answer, "cards")


def _card_labels(answer: Answer, language: str) -> list[str]:
    known = picture_cards()
    return [pick(known[card]["label"], language) or card for card in names_of(answer, "cards") if card in known]

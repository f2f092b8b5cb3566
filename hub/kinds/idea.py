"""How an idea is read."""

from hub.kinds.base import Rows, WordsOnly, names_of, one_line, text_of
from shared.kinds.base import Answer
from shared.kinds.idea import picture_cards
from shared.languages import N_, pick, translator
from shared.prompt import Prompt

_TEXT, _CARDS = N_("Text"), N_("Picture cards")


class IdeaReader(WordsOnly):
    """A text, picture cards, or both."""

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the text, or what the cards are called."""
        return one_line(text_of(answer, "text")) or ", ".join(_card_labels(answer, language))

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return the text and the cards, each only if it is there."""
        tr = translator(language)
        rows = [(tr(_TEXT), text_of(answer, "text")), (tr(_CARDS), ", ".join(_card_labels(answer, language)))]
        return [row for row in rows if row[1].strip()]

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

"""How a poll answer is read."""

from hub.kinds.base import Rows, WordsOnly, labels, names_of
from shared.kinds.base import Answer
from shared.languages import N_, translator
from shared.prompt import Prompt

_CHOSEN = N_("Chosen")


class PollReader(WordsOnly):
    """One or several choices."""

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return what was chosen."""
        return ", ".join(labels(names_of(answer, "choices"), prompt, "options", language))

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return what was chosen."""
        return [(translator(language)(_CHOSEN), self.gist(answer, prompt, language))]

    def public_text(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return what was chosen."""
        return self.gist(answer, prompt, language)

    def search_text(self, answer: Answer) -> str:
        """Return nothing: a visitor wrote no words."""
        return ""

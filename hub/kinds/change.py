"""How a change of a sign-up is read where it could not be filed."""

from hub.kinds.base import Rows, WordsOnly, text_of
from shared.kinds.base import Answer
from shared.languages import N_, translator
from shared.prompt import Prompt

_ACTIVITY, _PERSONS = N_("Activity"), N_("Persons")


class ChangeReader(WordsOnly):
    """Fewer come, or nobody."""

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the activity."""
        return text_of(answer, "activity")

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return the activity and how many persons still come."""
        tr, persons = translator(language), answer.get("persons")
        return [
            (tr(_ACTIVITY), text_of(answer, "activity")),
            (tr(_PERSONS), str(persons) if isinstance(persons, int) else ""),
        ]

    def public_text(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return nothing: a change is never published."""
        return ""

    def search_text(self, answer: Answer) -> str:
        """Return nothing: a visitor wrote no words."""
        return ""

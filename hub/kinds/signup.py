"""How a sign-up is read where it could not be filed: how many, for what. Never who, or how to reach them."""

from hub.kinds.base import Rows, WordsOnly, text_of
from shared.kinds.base import Answer
from shared.languages import N_, translator
from shared.prompt import Prompt

_ACTIVITY, _PERSONS = N_("Activity"), N_("Persons")


class SignupReader(WordsOnly):
    """Who comes is read with the activity, by those who look after it."""

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the activity."""
        return text_of(answer, "activity")

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return the activity and how many persons."""
        tr, persons = translator(language), answer.get("persons")
        count = len(persons) if isinstance(persons, list) else 0
        return [(tr(_ACTIVITY), text_of(answer, "activity")), (tr(_PERSONS), str(count))]

    def public_text(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return nothing: a sign-up is never published."""
        return ""

    def search_text(self, answer: Answer) -> str:
        """Return nothing: nobody is found by search."""
        return ""

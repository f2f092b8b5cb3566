"""How a change of a sign-up is read where it could not be filed."""

from hub.kinds.base import ActivityReader, Rows, text_of
from hub.shapes import Words
from shared.kinds.base import Answer
from shared.languages import N_, translator
from shared.prompt import Prompt

_ACTIVITY, _PERSONS = N_("Activity"), N_("Persons")


class ChangeReader(ActivityReader):
    """Fewer come, or nobody."""

    words = Words(N_("Change of a sign-up"), N_("Changes of sign-ups"), "", "account_edit")

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

    def changes(self, answer: Answer) -> str:
        """Return the code of the sign-up."""
        return str(answer["code"])

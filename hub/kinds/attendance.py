"""How a note from the door is read where it could not be filed."""

from hub.kinds.base import Rows, When, WordsOnly, text_of
from shared.kinds.base import Answer
from shared.languages import N_, translator
from shared.prompt import Prompt

_ACTIVITY, _DATE = N_("Activity"), N_("Date")


class AttendanceReader(WordsOnly):
    """Who came."""

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the activity."""
        return text_of(answer, "activity")

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return the activity and the date."""
        tr = translator(language)
        return [(tr(_ACTIVITY), text_of(answer, "activity")), (tr(_DATE), When(text_of(answer, "date")))]

    def public_text(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return nothing: a note is never published."""
        return ""

    def search_text(self, answer: Answer) -> str:
        """Return nothing: a note has no words."""
        return ""

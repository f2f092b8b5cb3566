"""How a note from the door is read where it could not be filed."""

from hub.kinds.base import ActivityReader, Rows, text_of
from hub.shapes import When, Words
from shared.kinds.base import Answer
from shared.languages import N_, translator
from shared.prompt import Prompt

_ACTIVITY, _DATE = N_("Activity"), N_("Date")


class AttendanceReader(ActivityReader):
    """Who came."""

    words = Words(N_("Note from the door"), N_("Notes from the door"), "", "door_open")

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the activity."""
        return text_of(answer, "activity")

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return the activity and the date."""
        tr = translator(language)
        return [(tr(_ACTIVITY), text_of(answer, "activity")), (tr(_DATE), When(text_of(answer, "date")))]

    def ticks(self, answer: Answer) -> frozenset[str]:
        """Return the codes of those who came."""
        return frozenset(answer["ticks"])

"""How the four exit questions are read."""

from datetime import datetime

from hub.kinds.base import ActivityReader, Rows, days_after, one_line, text_of
from hub.shapes import When, Words
from shared.activity import Activity
from shared.kinds.base import Answer
from shared.kinds.exit import QUESTIONS
from shared.languages import N_, translator
from shared.prompt import Prompt

KEEP_DAYS = 365
"""Days after the last date of the activity."""
_LABELS = {
    "learned": N_("Learned something"),
    "met": N_("Spoke with someone new"),
    "first_time": N_("Here for the first time"),
}
_CHOICES = {"yes": N_("Yes"), "no": N_("No"), "unsure": N_("Don't know")}
_ACTIVITY, _DATE, _TOPIC = N_("Activity"), N_("Date"), N_("Next topic")


class ExitReader(ActivityReader):
    """What people say on the way out: staff read it in the inbox."""

    words = Words(N_("On the way out"), N_("On the way out"), "", "comment_question_outline")
    filed = False

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the wish for a next topic, or what was answered."""
        topic = one_line(text_of(answer, "next_topic"))
        return topic or ", ".join(f"{label}: {choice}" for label, choice in self._chosen(answer, language))

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return the activity, the date and the answers."""
        tr = translator(language)
        tie = [(tr(_ACTIVITY), text_of(answer, "activity")), (tr(_DATE), When(text_of(answer, "date")))]
        return [*tie, *self._chosen(answer, language), (tr(_TOPIC), text_of(answer, "next_topic"))]

    def public_text(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the wish for a next topic."""
        return text_of(answer, "next_topic")

    def search_text(self, answer: Answer) -> str:
        """Return the wish for a next topic."""
        return text_of(answer, "next_topic")

    def ends(self, activity: Activity, *, told: Activity) -> datetime:
        """Return when it goes, as other answers that staff read: nobody is named in it."""
        return days_after(activity, KEEP_DAYS)

    def _chosen(self, answer: Answer, language: str) -> Rows:
        tr = translator(language)
        chosen = [(question, text_of(answer, question)) for question in QUESTIONS]
        return [(tr(_LABELS[question]), tr(_CHOICES[one])) for question, one in chosen if one in _CHOICES]

"""How a sign-up is read where it could not be filed: how many, for what. Never who, or how to reach them."""

from datetime import datetime

from hub.kinds.base import ActivityReader, Rows, days_after, text_of
from hub.shapes import Words
from shared.activity import Activity
from shared.kinds.base import Answer
from shared.languages import N_, translator
from shared.prompt import Prompt

_ACTIVITY, _PERSONS = N_("Activity"), N_("Persons")


class SignupReader(ActivityReader):
    """Who comes is read with the activity, by those who look after it."""

    words = Words(N_("Sign-up"), N_("Sign-ups"), "", "account_plus")

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the activity."""
        return text_of(answer, "activity")

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return the activity and how many persons."""
        tr, persons = translator(language), answer.get("persons")
        count = len(persons) if isinstance(persons, list) else 0
        return [(tr(_ACTIVITY), text_of(answer, "activity")), (tr(_PERSONS), str(count))]

    def ends(self, activity: Activity, *, told: Activity) -> datetime:
        """Return when its first personal word goes: as many days after the last date as was told, or now fewer."""
        days = min(min(one.keeps(name) for name in one.asks or ("persons",)) for one in (activity, told))
        return days_after(activity, days)

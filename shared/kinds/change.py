"""Change: somebody with the receipt code of a sign-up will not come, or fewer will."""

from collections.abc import Mapping
from typing import Any

from shared.activity import Activity, change_prompt
from shared.errors import InvalidAnswer, InvalidPrompt
from shared.kinds.base import ActivityKind, Answer, Settings, only
from shared.prompt import Prompt
from shared.slip import read_receipt_code


class Change(ActivityKind):
    """{"activity": slug, "code": receipt code, "persons": how many come now; 0 cancels}.

    A change never makes a sign-up larger: who wants more seats signs up for them.
    """

    name = "change"

    def prompt_of(self, activity: Activity, date: object = None) -> Prompt:
        """Return what is changed with a receipt code."""
        return change_prompt(activity)

    def steps(self, settings: Settings) -> tuple[str, ...]:
        """Return no screens: the code was typed and the number chosen where the sign-up was looked up."""
        return ()

    def check(self, answer: Mapping[str, Any], settings: Settings) -> Answer:
        """Return the change. Raises InvalidAnswer."""
        only(answer, "activity", "code", "persons")
        if answer.get("activity") != settings["activity"]:
            raise InvalidAnswer("activity")
        code, persons = answer.get("code"), answer.get("persons")
        if not isinstance(code, str) or read_receipt_code(code) != code:
            raise InvalidAnswer("code")
        if type(persons) is not int or not 0 <= persons < 30:
            raise InvalidAnswer("persons")
        return {"activity": settings["activity"], "code": code, "persons": persons}

    def check_settings(self, settings: Settings) -> None:
        """``activity``: the slug. Raises InvalidPrompt."""
        if "activity" not in settings:
            raise InvalidPrompt("activity")

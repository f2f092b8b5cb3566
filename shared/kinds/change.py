"""Change: somebody with the receipt code of a sign-up will not come, or fewer will."""

from collections.abc import Mapping
from typing import Any

from shared.errors import InvalidAnswer, InvalidPrompt
from shared.kinds.base import Answer, JsonPayload, Settings, only
from shared.slip import read_receipt_code


class Change(JsonPayload):
    """{"activity": slug, "code": receipt code, "persons": how many come now; 0 cancels}.

    A change never makes a sign-up larger: who wants more seats signs up for them.
    """

    name = "change"
    personal_fields: frozenset[str] = frozenset()

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

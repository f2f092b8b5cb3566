"""Feedback: one of five faces, reasons, and a comment if one wants to."""

from collections.abc import Mapping
from typing import Any

from shared.errors import AnswerEmpty, UnknownChoice
from shared.kinds.base import Answer, Kind, Settings, check_labelled, free_text, ids, names, only

RATINGS = range(1, 6)
"""1 is very bad, 5 is very good."""


class Feedback(Kind):
    """{"rating": 1-5, "reasons": [reason id], "comment": str}."""

    name = "feedback"

    def steps(self, settings: Settings) -> tuple[str, ...]:
        """Return the questions in their order."""
        return ("rating", "reasons", "comment") if settings.get("reasons") else ("rating", "comment")

    def check(self, answer: Mapping[str, Any], settings: Settings) -> Answer:
        """Return the feedback. Raises InvalidAnswer."""
        only(answer, "rating", "reasons", "comment")
        rating = answer.get("rating")
        if rating is None:
            raise AnswerEmpty("rating")
        if type(rating) is not int or rating not in RATINGS:
            raise UnknownChoice("rating")
        reasons = names(answer, "reasons")
        if not ids(settings, "reasons") >= set(reasons):
            raise UnknownChoice("reasons")
        return {"rating": rating, "reasons": reasons, "comment": free_text(answer, "comment")}

    def check_settings(self, settings: Settings) -> None:
        """``reasons``: up to 12 of {"id", "label"}. Raises InvalidPrompt."""
        check_labelled(settings, "reasons", least=0, most=12)

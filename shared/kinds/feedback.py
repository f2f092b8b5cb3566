"""Feedback: one of five faces; afterwards reasons, and a comment, if one wants to."""

from collections.abc import Mapping
from typing import Any

from shared.errors import AnswerEmpty, UnknownChoice
from shared.kinds.base import AFTER, Answer, Kind, Settings, after, check_labelled, free_text, ids, names, only

RATINGS = range(1, 6)
"""1 is very bad, 5 is very good."""


class Feedback(Kind):
    """{"rating": 1-5, "reasons": [reason id], "comment": str}.

    Said after a face: ``after``, the submission id of that, in place of ``rating``; reasons, a comment or both.
    """

    name = "feedback"
    at_once = True

    def steps(self, settings: Settings) -> tuple[str, ...]:
        """Return the faces."""
        return ("rating",)

    def more(self, settings: Settings) -> tuple[str, ...]:
        """Return the reasons, where there are any to choose from, and the comment."""
        return ("reasons", "comment") if settings.get("reasons") else ("comment",)

    def check(self, answer: Mapping[str, Any], settings: Settings) -> Answer:
        """Return the feedback. Raises InvalidAnswer."""
        first = after(answer)
        only(answer, *(("rating",) if first is None else (AFTER,)), "reasons", "comment")
        said = {AFTER: first} if first is not None else {"rating": _rating(answer)}
        reasons, comment = names(answer, "reasons"), free_text(answer, "comment")
        if not ids(settings, "reasons") >= set(reasons):
            raise UnknownChoice("reasons")
        if first is not None and not reasons and not comment.strip():
            raise AnswerEmpty("neither reasons nor a comment")
        return {**said, "reasons": reasons, "comment": comment}

    def check_settings(self, settings: Settings) -> None:
        """``reasons``: up to 12 of {"id", "label"}. Raises InvalidPrompt."""
        check_labelled(settings, "reasons", least=0, most=12)


def _rating(answer: Mapping[str, Any]) -> int:
    rating = answer.get("rating")
    if rating is None:
        raise AnswerEmpty("rating")
    if type(rating) is not int or rating not in RATINGS:
        raise UnknownChoice("rating")
    return rating

"""Exit: three quick questions on the way out of an activity, a touch each; afterwards a wish for a next topic."""

from collections.abc import Mapping
from typing import Any

from shared.activity import Activity, exit_prompt
from shared.errors import AnswerEmpty, InvalidAnswer, InvalidPrompt, UnknownChoice
from shared.kinds.base import AFTER, ActivityKind, Answer, Settings, after, free_text, only
from shared.prompt import Prompt

QUESTIONS = ("learned", "met", "first_time")
"""Did you learn something? Did you speak with someone new? Is this your first time here?"""
CHOICES = ("yes", "no", "unsure")


class Exit(ActivityKind):
    """{"activity", "date", "learned": choice, "met": choice, "first_time": choice, "next_topic": str}.

    At least one is answered. ``activity`` and ``date`` tie the answer to what the visitor comes from.
    Said after these: ``after``, their submission id, in place of the three choices.
    """

    name = "exit"
    at_once = True

    def prompt_of(self, activity: Activity, date: object = None) -> Prompt:
        """Return the questions about this date; about the first where it has no such date."""
        found = (one for one in activity.dates if one.starts_at == date)
        return exit_prompt(activity, next(found, activity.dates[0]))

    def steps(self, settings: Settings) -> tuple[str, ...]:
        """Return the questions in their order."""
        return QUESTIONS

    def more(self, settings: Settings) -> tuple[str, ...]:
        """Return the wish for a next topic."""
        return ("next_topic",)

    def check(self, answer: Mapping[str, Any], settings: Settings) -> Answer:
        """Return the answers. Raises InvalidAnswer."""
        first = after(answer)
        only(answer, "activity", "date", *(QUESTIONS if first is None else (AFTER,)), "next_topic")
        tie = {"activity": settings["activity"], "date": settings["date"]}
        if any(answer.get(name, value) != value for name, value in tie.items()):
            raise InvalidAnswer("activity")
        chosen = {question: answer[question] for question in QUESTIONS if answer.get(question)}
        if not all(isinstance(choice, str) and choice in CHOICES for choice in chosen.values()):
            raise UnknownChoice("exit")
        topic = free_text(answer, "next_topic")
        if not chosen and not topic.strip():
            raise AnswerEmpty("learned" if first is None else "next_topic")
        return {**tie, **({} if first is None else {AFTER: first}), **chosen, "next_topic": topic}

    def check_settings(self, settings: Settings) -> None:
        """``activity`` and ``date``: made from the activity. Raises InvalidPrompt."""
        if not {"activity", "date"} <= set(settings):
            raise InvalidPrompt("activity")

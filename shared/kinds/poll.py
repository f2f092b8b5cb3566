"""Poll: one or several of the choices a prompt offers."""

from collections.abc import Mapping
from typing import Any

from shared.errors import AnswerEmpty, InvalidPrompt, TooManyChoices, UnknownChoice
from shared.kinds.base import Answer, Kind, Settings, check_labelled, ids, names, only


class Poll(Kind):
    """{"choices": [option id]}, at most ``max_choices`` of them."""

    name = "poll"

    def steps(self, settings: Settings) -> tuple[str, ...]:
        """Return the questions in their order."""
        return ("choices",)

    def check(self, answer: Mapping[str, Any], settings: Settings) -> Answer:
        """Return the choices. Raises InvalidAnswer."""
        only(answer, "choices")
        choices = names(answer, "choices")
        if not choices:
            raise AnswerEmpty("choices")
        if len(choices) > settings.get("max_choices", 1):
            raise TooManyChoices("choices")
        if not ids(settings, "options") >= set(choices):
            raise UnknownChoice("choices")
        return {"choices": choices}

    def check_settings(self, settings: Settings) -> None:
        """``options``: 2 to 8 of {"id", "label"}; ``max_choices``: how many one may choose. Raises InvalidPrompt."""
        check_labelled(settings, "options", least=2, most=8)
        most = settings.get("max_choices", 1)
        if type(most) is not int or not 1 <= most <= len(settings["options"]):
            raise InvalidPrompt("max_choices")

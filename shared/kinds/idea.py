"""Idea: a text, picture cards, or both."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from shared.assets import asset
from shared.errors import AnswerEmpty, InvalidPrompt, TooManyChoices, UnknownChoice
from shared.kinds.base import Answer, Kind, Settings, free_text, names, only

MAX_CARDS = 5


@cache
def picture_cards() -> dict[str, dict[str, Any]]:
    """Return the picture cards by id, in the order they are shown: icon name, and a label in each language."""
    return {card["id"]: card for card in json.loads(asset("cards", "cards.json").read_text("utf-8"))}


class Idea(Kind):
    """{"text": str, "cards": [card id]}; at least one of the two has something in it."""

    name = "idea"

    def steps(self, settings: Settings) -> tuple[str, ...]:
        """Return the text; the cards stand on its screen."""
        return ("text",)

    def check(self, answer: Mapping[str, Any], settings: Settings) -> Answer:
        """Return the idea. Raises InvalidAnswer."""
        only(answer, "text", "cards")
        text, cards = free_text(answer, "text"), names(answer, "cards")
        if not text.strip() and not cards:
            raise AnswerEmpty("neither text nor cards")
        if len(cards) > MAX_CARDS:
            raise TooManyChoices("cards")
        if cards and (not settings.get("cards", True) or not picture_cards().keys() >= set(cards)):
            raise UnknownChoice("cards")
        return {"text": text, "cards": cards}

    def check_settings(self, settings: Settings) -> None:
        """``cards``: whether picture cards are offered. Raises InvalidPrompt."""
        if not isinstance(settings.get("cards", True), bool):
            raise InvalidPrompt("cards")

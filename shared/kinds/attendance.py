"""Attendance: who came, ticked from the door list, and how many came without a name."""

from collections.abc import Mapping
from typing import Any

from shared.activity import Activity, attendance_prompt
from shared.errors import InvalidAnswer, InvalidPrompt, UnknownChoice
from shared.kinds.base import ActivityKind, Answer, Settings, only
from shared.prompt import Prompt
from shared.slip import read_receipt_code

MOST = 1_000
BANDS = ("adult", "youth", "child", "toddler", "any")
"""Whom the drop-in counter counts: the age bands of a sign-up, or a head without one."""


class Attendance(ActivityKind):
    """{"activity": slug, "date": starts_at, "ticks": {door code: persons who came}, "tally": {band: more heads}}.

    The newest tick of a code counts, by the kiosk's own numbering; tallies add up, and below zero they take back.
    """

    name = "attendance"

    def prompt_of(self, activity: Activity, date: object = None) -> Prompt:
        """Return what is noted at the door."""
        return attendance_prompt(activity)

    def steps(self, settings: Settings) -> tuple[str, ...]:
        """Return no screens: the door has a screen of its own."""
        return ()

    def check(self, answer: Mapping[str, Any], settings: Settings) -> Answer:
        """Return what was noted. Raises InvalidAnswer."""
        only(answer, "activity", "date", "ticks", "tally")
        if answer.get("activity") != settings["activity"]:
            raise InvalidAnswer("activity")
        if answer.get("date") not in settings["dates"]:
            raise UnknownChoice("date")
        ticks, tally = _numbers(answer, "ticks", least=0), _numbers(answer, "tally", least=-MOST)
        if not all(read_receipt_code(code) == code for code in ticks):
            raise UnknownChoice("ticks")
        if not set(tally) <= set(BANDS):
            raise UnknownChoice("tally")
        return {"activity": settings["activity"], "date": answer["date"], "ticks": ticks, "tally": tally}

    def check_settings(self, settings: Settings) -> None:
        """``activity`` and ``dates``. Raises InvalidPrompt."""
        if not {"activity", "dates"} <= set(settings):
            raise InvalidPrompt("activity")


def _numbers(answer: Mapping[str, Any], name: str, *, least: int) -> dict[str, int]:
    given = answer.get(name, {})
    if not isinstance(given, dict) or len(given) > MOST:
        raise InvalidAnswer(name)
    if not all(isinstance(key, str) and type(n) is int and least <= n <= MOST for key, n in given.items()):
        raise InvalidAnswer(name)
    return dict(given)

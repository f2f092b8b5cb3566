"""Signup: who comes to an activity, as one unit that gets seats together or waits together."""

import re
from collections.abc import Mapping
from typing import Any

from shared.activity import Activity, sign_up_prompt
from shared.errors import (
    AnswerEmpty,
    AnswerTooLong,
    InvalidAnswer,
    InvalidPrompt,
    NotReachable,
    PartyTooLarge,
    TooManyChoices,
    UnknownChoice,
)
from shared.kinds.base import ActivityKind, Answer, Settings, only
from shared.prompt import Prompt

AGES = ("adult", "youth", "child", "toddler")
"""Age bands: from 18; 13 to 17; 6 to 12; below 6. Nobody is asked for a date of birth."""
ROLES = ("library", "municipality", "voluntary", "other")
NEEDS = ("food", "access", "organisation", "role", "note")
MAX_NAME, MAX_CONTACT, MAX_LINE, MAX_NOTE = 60, 120, 300, 1_000
"""Longest texts in characters."""
LEAST_DIGITS = 5
"""The shortest phone numbers in use, those of institutions in Norway (five digits)."""
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
STEPS = (
    ("persons", ()),
    ("contact", ("contact",)),
    ("needs", ("food", "access")),
    ("organisation", ("organisation", "role")),
    ("note", ("note",)),
)
"""The screens in their order and what each asks; a screen that asks nothing is left out."""
_SCREEN = {"name": "persons"} | {field: screen for screen, fields in STEPS for field in fields}


class Signup(ActivityKind):
    """{"activity": slug, "persons": [{"name", "age"}], "contact": str, "fields": {need: str}, "split": bool}.

    What the activity does not ask is not kept. ``split``: some of the persons may get seats before the others.
    """

    name = "signup"
    personal_fields = frozenset({"persons", "contact", "fields"})

    def prompt_of(self, activity: Activity, date: object = None) -> Prompt:
        """Return the sign-up."""
        return sign_up_prompt(activity)

    def steps(self, settings: Settings) -> tuple[str, ...]:
        """Return the screens in their order; at most five."""
        asks = set(settings["asks"])
        return tuple(step for step, fields in STEPS if not fields or asks & set(fields))

    def check(self, answer: Mapping[str, Any], settings: Settings) -> Answer:
        """Return the sign-up. Raises InvalidAnswer; the message names the screen where something is missing."""
        only(answer, "activity", "persons", "contact", "fields", "split")
        asks = set(settings["asks"])
        if answer.get("activity", settings["activity"]) != settings["activity"]:
            raise InvalidAnswer("another activity")
        persons = _persons(answer, settings)
        contact = _line(answer, "contact", MAX_CONTACT) if "contact" in asks else ""
        if settings["audience"] == "children" and "contact" in asks:
            _check_guardian(contact)
        split = answer.get("split", False)
        if not isinstance(split, bool):
            raise InvalidAnswer("split")
        return {
            "activity": settings["activity"],
            "persons": persons,
            "contact": contact,
            "fields": _needs(answer, asks),
            "split": split and len(persons) > 1,
        }

    def seats(self, answer: Answer) -> int:
        """Return a seat for each person."""
        return len(answer["persons"])

    def check_settings(self, settings: Settings) -> None:
        """``activity``, ``asks``, ``reasons``, ``audience``, ``most_persons``: made from the activity.

        Raises InvalidPrompt.
        """
        if not {"activity", "asks", "audience", "most_persons"} <= set(settings):
            raise InvalidPrompt("activity")


def check_party(answer: Mapping[str, Any], activity: Activity) -> None:
    """Check that so many can come at all. Raises PartyTooLarge, which names the screen.

    Beside ``check``, because seats may be taken away after the form was opened. The hub does not ask this again:
    who was thanked is on its list, and stands apart there, see hub.services.activities.seats.
    """
    persons = answer.get("persons", [])
    if activity.seats is not None and isinstance(persons, list) and len(persons) > activity.seats:
        raise PartyTooLarge("persons")


def looks_reachable(contact: str) -> bool:
    """Tell whether this can be a phone number or an e-mail address; whether anybody answers there, nobody knows."""
    return sum(one.isdecimal() for one in contact) >= LEAST_DIGITS or _ADDRESS.search(contact) is not None


def _check_guardian(contact: str) -> None:
    if not contact.strip():
        raise AnswerEmpty("contact")
    if not looks_reachable(contact):
        raise NotReachable("contact")


def _persons(answer: Mapping[str, Any], settings: Settings) -> list[dict[str, str]]:
    given = answer.get("persons", [])
    if not isinstance(given, list):
        raise InvalidAnswer("persons")
    if not given:
        raise AnswerEmpty("persons")
    if len(given) > settings["most_persons"]:
        raise TooManyChoices("persons")
    named = "name" in settings["asks"]
    persons = [_person(one, named=named) for one in given]
    if named and not any(person["name"].strip() for person in persons):
        raise AnswerEmpty("persons")
    return persons


def _person(given: Any, *, named: bool) -> dict[str, str]:
    only(given, "name", "age")
    age = given.get("age", "adult")
    if age not in AGES:
        raise UnknownChoice("persons")
    return {"name": _line(given, "name", MAX_NAME) if named else "", "age": age}


def _needs(answer: Mapping[str, Any], asks: set[str]) -> dict[str, str]:
    given = answer.get("fields", {})
    only(given, *NEEDS)
    written = {need: _line(given, need, MAX_NOTE if need == "note" else MAX_LINE) for need in NEEDS if need in asks}
    if written.get("role", "") not in ("", *ROLES):
        raise UnknownChoice(_SCREEN["role"])
    return {need: text for need, text in written.items() if text.strip()}


def _line(given: Mapping[str, Any], name: str, most: int) -> str:
    text = given.get(name, "")
    if not isinstance(text, str):
        raise InvalidAnswer(_SCREEN[name])
    if len(text) > most:
        raise AnswerTooLong(_SCREEN[name])
    try:
        text.encode()
    except UnicodeEncodeError as exc:
        raise InvalidAnswer(_SCREEN[name]) from exc
    return text

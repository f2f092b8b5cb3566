"""An example of each kind, here alone: what the spec shows, and what tests try every kind with."""

from typing import Any, NamedTuple

LABEL = {"nb": "Bøkene", "sv": "Böckerna"}
OPTIONS = [{"id": "early", "label": {"nb": "Tidligere"}}, {"id": "late", "label": {"nb": "Senere"}}]


class Example(NamedTuple):
    """The settings of a prompt, and a checked answer to it."""

    settings: dict[str, Any]
    answer: dict[str, Any]


ASKED: dict[str, Example] = {
    "idea": Example({"cards": True}, {"text": "flere bøker på øya", "cards": []}),
    "feedback": Example(
        {"reasons": [{"id": "books", "label": LABEL}]},
        {"rating": 4, "reasons": ["books"], "comment": "Fint"},
    ),
    "poll": Example({"options": OPTIONS, "max_choices": 1}, {"choices": ["late"]}),
    "drawing": Example({}, {"strokes": [{"colour": "#102030", "width": 8.5, "points": [[0.1, 0.2], [0.3, 0.15]]}]}),
}
"""Of the kinds that staff make prompts of."""


def of_activity(activity: str, date: str, *, code: str, door_code: str) -> dict[str, dict[str, Any]]:
    """Return a checked answer of each kind whose home is an activity: about this one, and its date that begins then.

    ``code`` is the receipt code of a sign-up, ``door_code`` that by which it is ticked at the door.
    """
    tie = {"activity": activity, "date": date}
    persons = [{"name": "Kari", "age": "adult"}]
    return {
        "signup": {"activity": activity, "persons": persons, "contact": "", "fields": {}, "split": False},
        "change": {"activity": activity, "code": code, "persons": 1},
        "attendance": {**tie, "ticks": {door_code: 2}, "tally": {"child": 3, "any": -1}},
        "exit": {**tie, "learned": "yes", "met": "no", "next_topic": "Hager"},
    }

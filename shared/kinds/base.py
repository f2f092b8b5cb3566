"""What every kind must say about its answers: what is valid, and how it becomes bytes to seal."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from shared.activity import Activity
from shared.errors import AnswerTooLong, InvalidAnswer, InvalidPrompt
from shared.prompt import Prompt
from shared.submission import is_submission_id

Answer = dict[str, Any]
Settings = Mapping[str, Any]

MAX_TEXT = 2_000
"""Longest free text in characters (Unicode code points)."""


AFTER = "after"
"""The field by which an answer names the submission that it was said after."""


class Home(StrEnum):
    """Where a kind lives: what its prompts come from, and where its answers go."""

    INBOX = "inbox"
    """Staff make prompts of it, and read the answers in the inbox."""
    ACTIVITY = "activity"
    """Its prompts are made from an activity, and its answers belong there."""


class Kind(ABC):
    """One kind of prompt. Stateless. What holds for most kinds is said here: answers are packed as UTF-8 JSON."""

    name: str
    home = Home.INBOX
    personal_fields: frozenset[str] = frozenset()
    """Fields of the answer that can tell who a person is. Child mode refuses a kind that has any."""
    at_once = False
    """Whether the touch that answers its last step sends it: all that its steps ask is said by touches."""
    bulky = False
    """Whether an answer may take some hundred kilobytes."""

    @abstractmethod
    def steps(self, settings: Settings) -> tuple[str, ...]:
        """Return the fields of the answer in the order they are asked, one a screen."""

    def more(self, settings: Settings) -> tuple[str, ...]:
        """Return the fields that are an offer once the visitor was thanked, one a screen; () where nothing is.

        They come as a submission of its own, which names the first: see :func:`after`.
        """
        return ()

    @abstractmethod
    def check(self, answer: Mapping[str, Any], settings: Settings) -> Answer:
        """Return the answer in its proper form, text exactly as typed. Raises InvalidAnswer."""

    @abstractmethod
    def check_settings(self, settings: Settings) -> None:
        """Check the settings of a prompt of this kind. Raises InvalidPrompt."""

    def seats(self, answer: Answer) -> int:
        """Return how many seats of its activity a checked answer asks for."""
        return 0

    def pack(self, answer: Answer) -> bytes:
        """Return a checked answer as the bytes to seal. Raises AnswerTooBig."""
        return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()

    def unpack(self, payload: bytes) -> Answer:
        """Return the answer that :meth:`pack` packed. Raises InvalidAnswer; never trusts the bytes."""
        try:
            answer = json.loads(payload.decode())  # loads would take a third longer to guess the encoding of bytes
        except (ValueError, RecursionError) as exc:
            raise InvalidAnswer("not JSON") from exc
        if not isinstance(answer, dict):
            raise InvalidAnswer("not an object")
        return answer

    def unpacked_bytes(self, payload: bytes) -> int:
        """Return how many bytes :meth:`unpack` has to go through: more than came, where they were packed small."""
        return len(payload)


class ActivityKind(Kind):
    """A kind that comes with an activity. Its answers name the activity."""

    home = Home.ACTIVITY

    @abstractmethod
    def prompt_of(self, activity: Activity, date: object = None) -> Prompt:
        """Return what is asked about an activity, or about its date that begins then, as both sides make it."""


def only(answer: Mapping[str, Any], *names: str) -> None:
    """Refuse what is no answer at all, and fields that the kind does not know. Raises InvalidAnswer."""
    if not isinstance(answer, Mapping):
        raise InvalidAnswer("not an object")
    extra = set(answer) - set(names)
    if extra:
        raise InvalidAnswer(f"unknown fields: {len(extra)}", fields=sorted(map(str, extra)))


def after(answer: Mapping[str, Any]) -> str | None:
    """Return the id of the submission that this one was said after; None for one that stands alone.

    Raises InvalidAnswer for what is no id, or no answer at all.
    """
    first = answer.get(AFTER) if isinstance(answer, Mapping) else ""
    if first is not None and not (isinstance(first, str) and is_submission_id(first)):
        raise InvalidAnswer(AFTER)
    return first


def free_text(answer: Mapping[str, Any], name: str) -> str:
    """Return a free text exactly as typed, or "" when it is not there. Raises InvalidAnswer, AnswerTooLong."""
    text = answer.get(name, "")
    if not isinstance(text, str):
        raise InvalidAnswer(f"{name} is not text")
    if len(text) > MAX_TEXT:
        raise AnswerTooLong(f"{name} has {len(text)} characters")
    try:
        text.encode()
    except UnicodeEncodeError as exc:
        raise InvalidAnswer(f"{name} has half a character") from exc
    return text


def names(answer: Mapping[str, Any], name: str) -> list[str]:
    """Return a list of names without repeats, [] when it is not there. Raises InvalidAnswer."""
    found = answer.get(name, [])
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise InvalidAnswer(f"{name} is not a list of names")
    return list(dict.fromkeys(found))


def check_labelled(settings: Settings, name: str, *, least: int, most: int) -> None:
    """Check a list of {"id", "label": {language: text}} in the settings. Raises InvalidPrompt."""
    found = settings.get(name, [])
    if not isinstance(found, list) or not least <= len(found) <= most:
        raise InvalidPrompt(name)
    if not all(map(_is_labelled, found)):
        raise InvalidPrompt(name)
    if len({item["id"] for item in found}) != len(found):
        raise InvalidPrompt(name)


def _is_labelled(item: Any) -> bool:
    if not isinstance(item, dict) or not isinstance(item.get("label"), dict):
        return False
    texts = [item.get("id"), *item["label"].values()]
    return all(isinstance(text, str) for text in texts) and texts[0] != "" and any(texts[1:])


def ids(settings: Settings, name: str) -> frozenset[str]:
    """Return the ids of a list of labelled things in the settings."""
    return frozenset(item["id"] for item in settings.get(name, ()))

"""What every kind must say so that staff can read its answers: a line, rows, the public words, what search finds."""

import base64
from typing import Protocol

from shared.kinds.base import Answer
from shared.languages import pick
from shared.prompt import Prompt

Rows = list[tuple[str, str]]


class When(str):
    """A moment in a row, as it was answered: ISO 8601 where the answer is whole. Pages show its day at the library."""

    __slots__ = ()


class Reader(Protocol):
    """How the answers of one kind are read. Stateless. ``prompt`` is None when the hub never published it.

    Answers come as they were unpacked: staff also read what was set aside because it did not pass the check, so
    nothing here may trust the shape of an answer.
    """

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return one line for lists."""

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return label and value for the submission's page, in the order they were asked; a moment as ``When``."""

    def public_text(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the words that go on the board when staff publish it as it is."""

    def search_text(self, answer: Answer) -> str:
        """Return the visitor's words, for search."""

    def cards(self, answer: Answer) -> list[str]:
        """Return the picture cards that go on the board."""

    def drawing(self, payload: bytes) -> str | None:
        """Return the packed drawing that goes on the board, in base64; None for a kind that does not draw."""


class WordsOnly:
    """What holds for every kind without pictures."""

    def cards(self, answer: Answer) -> list[str]:
        """Return no picture cards."""
        return []

    def drawing(self, payload: bytes) -> str | None:
        """Return no drawing."""
        return None


def one_line(text: str, most: int = 160) -> str:
    """Return a text on one line, cut at ``most`` characters."""
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def text_of(answer: Answer, name: str) -> str:
    """Return a text of the answer, "" when there is none."""
    found = answer.get(name)
    return _whole(found) if isinstance(found, str) else ""


def names_of(answer: Answer, name: str) -> list[str]:
    """Return a list of names of the answer, [] when there is none."""
    found = answer.get(name)
    return [_whole(item) for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _whole(text: str) -> str:
    """Return a text that can be written: JSON can smuggle half a character in."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def labels(chosen: list[str], prompt: Prompt | None, setting: str, language: str) -> list[str]:
    """Return what labelled things of the prompt's settings are called; the id where the prompt is not known."""
    if not chosen or prompt is None:
        return chosen
    offered = {item["id"]: item["label"] for item in prompt.settings.get(setting, ())}
    return [pick(offered.get(one, {}), language) or one for one in chosen]


def packed(payload: bytes) -> str:
    """Return a payload as it travels in a notice."""
    return base64.b64encode(payload).decode("ascii")

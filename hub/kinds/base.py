"""What every kind must say so that staff can read its answers: a line, rows, the public words, what search finds."""

import base64
from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import Any

from hub.shapes import Part, SettingsForm, Shape, Sketch, Sketched, Words
from shared.activity import Activity
from shared.kinds.base import Answer, Settings
from shared.languages import pick
from shared.prompt import Prompt
from shared.protocol import RETAIN_DAYS
from shared.submission import from_utc

Rows = list[tuple[str, str]]


class Reader(ABC):
    """How the answers of one kind are read. Stateless. ``prompt`` is None when the hub never published it.

    Answers come as they were unpacked: staff also read what was set aside because it did not pass the check, so
    nothing here may trust the shape of an answer.
    """

    words: Words
    filed = False
    """Whether it is filed with its activity; else staff read it in the inbox."""
    draws = False
    """Whether lists show its strokes as a picture."""
    settings = SettingsForm()
    """What staff choose about a question of this kind."""

    @abstractmethod
    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return one line for lists."""

    @abstractmethod
    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return label and value of each thing that was asked, in that order; a moment as ``When``."""

    def parts(self, answer: Answer, prompt: Prompt | None, language: str) -> list[Part]:
        """Return what the submission's page draws, the most important first: the rows, unless a kind knows better."""
        return [Part(Shape.LINE, value, label) for label, value in self.rows(answer, prompt, language)]

    def sketch(self, settings: Settings) -> tuple[Sketched, ...]:
        """Return what stands below the question where its form shows how it will look."""
        return (Sketched(Sketch.HELP),)

    def public_text(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the words that go on the board when staff publish it as it is: none, unless a kind has some."""
        return ""

    def search_text(self, answer: Answer) -> str:
        """Return the visitor's own words, for search: none, unless a kind has some."""
        return ""

    def cards(self, answer: Answer) -> list[str]:
        """Return the picture cards that go on the board."""
        return []

    def strokes(self, answer: Answer) -> list[dict[str, Any]] | None:
        """Return what was drawn; None for a kind that does not draw."""
        return None

    def drawing(self, payload: bytes) -> str | None:
        """Return the packed drawing that goes on the board, in base64; None for a kind that does not draw."""
        return None


class ActivityReader(Reader):
    """How the answers of a kind are read whose home is an activity: filed there, unless the kind says otherwise.

    What is filed stands in the inbox only while it cannot be.
    """

    filed = True

    def ends(self, activity: Activity, *, told: Activity) -> datetime:
        """Return when the sealed record goes, here and on the kiosk.

        ``told`` is the activity as the visitor saw it. RETAIN_DAYS after the last date, unless a kind knows better.
        """
        return days_after(activity, RETAIN_DAYS)

    def changes(self, answer: Answer) -> str:
        """Return the receipt code of the sign-up that a checked answer changes; "" where it changes none."""
        return ""

    def ticks(self, answer: Answer) -> frozenset[str]:
        """Return the door codes that a checked answer ticks on its date."""
        return frozenset()


def days_after(activity: Activity, days: int) -> datetime:
    """Return when so many days have passed after the last date of an activity."""
    return from_utc(activity.ends_at) + timedelta(days=days)


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


def offered(settings: Settings, name: str) -> Sketched:
    """Return a list of the settings as it is offered on the glass."""
    return Sketched(Sketch.OFFER, tuple(item["label"] for item in settings.get(name, ())))


def packed(payload: bytes) -> str:
    """Return a payload as it travels in a notice."""
    return base64.b64encode(payload).decode("ascii")

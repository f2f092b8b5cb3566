"""The shapes that staff pages draw: parts of an answer, of a question on the glass, and fields of its settings.

A kind says which of them its answers and settings have. The pages draw shapes, and know no kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from shared.languages import N_

FACES = {1: N_("Very bad"), 2: N_("Bad"), 3: N_("All right"), 4: N_("Good"), 5: N_("Very good")}
"""What the five faces are called."""


class Words(NamedTuple):
    """What a kind is called, what many of it are, what it is for (message ids), and a Material Design icon."""

    name: str
    many: str
    purpose: str
    icon: str


class Shape(StrEnum):
    """How a part of an answer is drawn, and what its value is then."""

    TEXT = "text"
    """A text of the visitor's, exactly as typed."""
    FACE = "face"
    """A number of FACES, or None."""
    STROKES = "strokes"
    """The strokes of a drawing."""
    PICTURES = "pictures"
    """Ids of picture cards."""
    CHOICES = "choices"
    """What was chosen, in words."""
    LINE = "line"
    """Words on a line beside their label; a moment as ``When``."""


class When(str):
    """A moment, as it was answered: ISO 8601 where the answer is whole. Pages show its day at the library."""

    __slots__ = ()


class Part(NamedTuple):
    """A part of an answer, by its shape. ``main``: the answer is this alone, and may be large."""

    shape: Shape
    value: Any
    label: str = ""
    main: bool = False


class Sketch(StrEnum):
    """What stands below a question on the glass, small."""

    HELP = "help"
    FIELD = "field"
    FACES = "faces"
    OFFER = "offer"
    PICTURES = "pictures"
    PAPER = "paper"


class Sketched(NamedTuple):
    """A part of that; of an offer and of pictures with the labels by language, of pictures with their icons too."""

    sketch: Sketch
    labels: tuple[Mapping[str, str], ...] = ()
    icons: tuple[str, ...] = ()
    switch: str = ""
    """The switch of the settings with which it comes and goes, "" for what always stands there."""
    on: bool = True
    """Whether it stands there."""


# Fields of settings. All texts are message ids; ``wrong`` stands beside a field that cannot be saved.


@dataclass(frozen=True)
class Offer:
    """Things to choose from, each with a label in some languages: from ``least`` to ``most`` of them."""

    name: str
    least: int
    most: int
    wrong: str


@dataclass(frozen=True)
class Number:
    """A whole number, from ``least`` to ``most``."""

    name: str
    label: str
    usual: int
    least: int
    most: int
    wrong: str


@dataclass(frozen=True)
class Switch:
    """Yes or no."""

    name: str
    label: str
    usual: bool


@dataclass(frozen=True)
class SettingsForm:
    """What staff choose about a question of one kind, beside what all questions have."""

    heading: str = ""
    hint: str = ""
    offer: Offer | None = None
    numbers: tuple[Number, ...] = ()
    switches: tuple[Switch, ...] = ()

"""What is known of each language, as data: a language is one entry here, and what it lacks its neighbours lend."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, TypeVar

from shared.assets import asset, read_lines

T = TypeVar("T")


@dataclass(frozen=True)
class Language:
    """One language. ``code`` is its BCP 47 language, as browsers, calendars and gettext name it."""

    code: str
    own_name: str
    neighbours: tuple[str, ...]
    """Codes of what its readers are given where their own is missing, the nearest first."""
    locale: str
    """Whose order and words dates have (English beside a clock of 24 hours has the day before the month), and whose
    dictionary reads it for mistakes."""
    greeting: str = field(kw_only=True)
    """What one says to somebody who comes in, with its mark: "Hei!"."""
    direction: Literal["ltr", "rtl"] = "ltr"
    also_called: tuple[str, ...] = ()
    """Other codes that mean this one."""
    zone: str = "Europe/Oslo"
    """The time zone most of its readers live in: that of a library whose machine tells none."""
    has_dictionary: bool = True
    """Whether a dictionary reads it for mistakes."""


_KNOWN = (
    Language("nb", "Norsk bokmål", ("nn", "da", "sv", "en"), "nb_NO", greeting="Hei!", also_called=("no",)),
    Language("nn", "Norsk nynorsk", ("nb", "da", "sv", "en"), "nn_NO", greeting="Hei!"),
    Language("sv", "Svenska", ("nb", "da", "nn", "en"), "sv_SE", greeting="Hej!", zone="Europe/Stockholm"),
    Language("da", "Dansk", ("nb", "nn", "sv", "en"), "da_DK", greeting="Hej!", zone="Europe/Copenhagen"),
    Language("en", "English", ("nb", "sv", "da", "nn"), "en_GB", greeting="Hello!"),
)

LANGUAGES: Mapping[str, Language] = {one.code: one for one in _KNOWN}
"""Every language by its code, in the order they are offered."""

DEFAULT_LANGUAGE = "nb"

_CODES = {also: one.code for one in _KNOWN for also in (one.code, *one.also_called)}


def known_as(tag: str) -> str | None:
    """Return the code of the language that a tag like "no" or "nb-NO" means; None for one that is not here."""
    return _CODES.get(tag.strip().lower().split("-")[0])


def nearest(language: str) -> tuple[str, ...]:
    """Return the code of a language, and those of its neighbours."""
    return (language, *(LANGUAGES[language].neighbours if language in LANGUAGES else ()))


def pick(texts: Mapping[str, T], language: str) -> T | None:
    """Return the text in this language or in its nearest neighbour's; None when there is none at all."""
    return next((texts[code] for code in (*nearest(language), *texts) if texts.get(code)), None)


def word_list(language: str) -> tuple[str, ...]:
    """Return the 256 words for codes, phrases and doors: those of this language, or of its nearest neighbour."""
    return read_lines("words", f"{_that_has('words', 'txt', language)}.txt")


def keyboard(language: str) -> str:
    """Return the keyboard of this language, or of its nearest neighbour, as JSON."""
    return asset("keyboards", f"{_that_has('keyboards', 'json', language)}.json").read_text("utf-8")


@cache
def _that_has(folder: str, ending: str, language: str) -> str:
    """Return the nearest language that has a file of its own in a folder of the assets."""
    near = (*nearest(language), DEFAULT_LANGUAGE)
    return next(code for code in near if asset(folder, f"{code}.{ending}").is_file())

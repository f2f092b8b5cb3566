"""Words for people: gettext catalogues, the five languages, and what happens when a message is missing.

Message ids are the English texts. A missing message falls back to English without a word; under
``SAMSKAP_I18N=strict`` (the tests) it is shown between ⟦ and ⟧, so that a picture or an assertion finds it.
"""

import gettext
import os
from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeVar

from shared.assets import asset_path

LANGUAGES: dict[str, str] = {
    "nb": "Norsk bokmål",
    "nn": "Norsk nynorsk",
    "sv": "Svenska",
    "da": "Dansk",
    "en": "English",
}
"""Language code to the language's own name, in the order they are offered."""

DEFAULT_LANGUAGE = "nb"

NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "nb": ("nn", "da", "sv", "en"),
    "nn": ("nb", "da", "sv", "en"),
    "sv": ("nb", "da", "nn", "en"),
    "da": ("nb", "nn", "sv", "en"),
    "en": ("nb", "sv", "da", "nn"),
}
"""Which languages to try, in order, when a library has not written a text in the wanted one."""

Translate = Callable[[str], str]
T = TypeVar("T")


def N_(message: str) -> str:
    """Mark a message for the catalogues without translating it here."""
    return message


class _Visible(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return f"⟦{singular if n == 1 else plural}⟧"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; an unknown language gives the fallback alone."""
    # The switch is read here and nowhere else: it belongs to the tests, not to a configuration.
    strict = os.environ.get("SAMSKAP_I18N") == "strict"
    fallback = _Visible() if strict else gettext.NullTranslations()
    try:
        found = gettext.translation("samskap", asset_path("i18n"), [language])
    except FileNotFoundError:
        return fallback
    found.add_fallback(fallback)
    return found


def translator(language: str) -> Translate:
    """Return the function that gives a message in this language."""
    return catalogue(language).gettext


def pick(texts: Mapping[str, T], language: str) -> T | None:
    """Return the text in this language or in its nearest neighbour's; None when there is none at all."""
    for code in (language, *NEIGHBOURS.get(language, ()), *texts):
        if texts.get(code):
            return texts[code]
    return None

"""Words for people: gettext catalogues, and what happens when a message is missing.

Message ids are the English texts. A missing message falls back to English without a word; under
``SAMSKAP_I18N=strict`` (the tests) it is shown between ⟦ and ⟧, so that a picture or an assertion finds it.
"""

import gettext
import os
from collections.abc import Callable
from functools import cache

from shared.assets import asset_path

Translate = Callable[[str], str]


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


class Translator:
    """The messages of one language: called with one, it gives that; :meth:`ngettext` gives the one for a number."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, message: str) -> str:
        """Return a message."""
        return catalogue(self.language).gettext(message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Return the message that fits the number, which is still to be put in."""
        return catalogue(self.language).ngettext(one, many, n)


@cache
def translator(language: str) -> Translator:
    """Return what gives the messages of a language."""
    return Translator(language)

"""The languages people read: what is known of each, and the words in it. See docs/adding-a-language.md."""

from shared.languages.catalogues import N_, Translate, Translator, catalogue, translator
from shared.languages.known import DEFAULT_LANGUAGE, LANGUAGES, Language, keyboard, known_as, nearest, pick, word_list

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "N_",
    "Language",
    "Translate",
    "Translator",
    "catalogue",
    "keyboard",
    "known_as",
    "nearest",
    "pick",
    "translator",
    "word_list",
]

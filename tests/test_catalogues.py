"""The catalogues: five languages, not one language five times."""

import re
from itertools import combinations

import pytest

from shared.languages import LANGUAGES
from tools import catalogues

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
CLOSE = {("nb", "nn"), ("nb", "da")}
"""These write many short phrases alike; a sentence of five words seldom."""

TRULY_EQUAL = {
    ("nb", "nn"): {
        "Det er lite plass igjen på nettbrettet.",
        "Det som står på tavla",
        "Er det slik du vil ha det?",
        "Folk ser det på alle nettbrett.",
        "Folk som skal få beskjed",
        "For mange forsøk. Prøv igjen om {time}.",
        "For mange forsøk. Vent litt, og prøv igjen.",
        "Har plass, og har fått beskjed",
        "Knappen på den første skjermen",
        "Lista over folk som skal få beskjed",
        "Meld deg på til og med {date}",
        "Meld av, eller færre av oss",
        "PIN-koden må ha seks siffer.",
        "Prøv færre ord, eller vis alt igjen.",
        "Skriv denne koden på nettbrettet:",
        "Skriv det som skal stå på tavla.",
        "Søk i alt som er sagt",
        "Så vi kan blande gruppene.",
        "Venteliste når det er fullt",
        "For mange forsøk. Vent {n} sekund.",
        "{n} dato. Du melder deg på alle.",
        "{n} dato. Kom når du vil.",
    },
    ("nb", "da"): {
        "Hent arrangementer fra en kalenderfil",
        "Hent dem fra en kalenderfil",
        "Snart sletter vi alt her, så ingen andre ser det.",
    },
    ("nb", "sv"): {"Skriv svaret på minst ett språk.", "Små barn (under 6 år)"},
    ("nn", "sv"): {"Små barn (under 6 år)"},
    ("nn", "da"): {"Alt er i orden", "Vis kontakt og svar"},
}
"""Sentences that somebody who writes both languages would write in the same way."""


def texts(language: str) -> dict[tuple[str, int], str]:
    """Return every text of a catalogue by its message and form."""
    found: dict[tuple[str, int], str] = {}
    for message in catalogues.read(language):
        if message.id:
            forms = catalogues.forms(message.string)
            found |= {(str(message.id), number): form for number, form in enumerate(forms)}
    return found


def words(text: str) -> int:
    """Count the words of a text, without its placeholders."""
    return len(WORD.findall(re.sub(r"{\w*}", "", text)))


@pytest.mark.parametrize("pair", list(combinations(LANGUAGES, 2)), ids="-".join)
def test_sentences_are_not_copied_from_one_language_to_another(pair: tuple[str, str]) -> None:
    one, other = map(texts, pair)
    least = 5 if pair in CLOSE else 4

    equal = {text for key, text in one.items() if text == other.get(key) and words(text) >= least}

    assert equal == TRULY_EQUAL.get(pair, set())


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_sentences_are_not_left_in_english(language: str) -> None:
    assert [text for (message, _), text in texts(language).items() if text == message and words(text) >= 3] == []

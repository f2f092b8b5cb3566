"""Words for people: what happens when one is missing."""

import gettext
from collections.abc import Iterator

import pytest

from shared.languages import LANGUAGES, N_, catalogue, translator

MISSING = N_("A message that no catalogue will ever have")


@pytest.fixture(params=["strict", ""], ids=["strict", "for people"])
def strict(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[bool]:
    """Read the catalogues under both settings of the switch."""
    monkeypatch.setenv("SAMSKAP_I18N", request.param)
    catalogue.cache_clear()
    yield request.param == "strict"
    catalogue.cache_clear()


@pytest.mark.parametrize("language", [*LANGUAGES, "xx"])
def test_missing_message_is_seen_in_tests_and_english_for_people(language: str, strict: bool) -> None:
    assert translator(language)(MISSING) == (f"⟦{MISSING}⟧" if strict else MISSING)


def test_missing_plural_is_seen_in_tests_and_english_for_people(strict: bool) -> None:
    said = [catalogue("nb").ngettext("one wish", "many wishes", n) for n in (1, 2)]

    assert said == (["⟦one wish⟧", "⟦many wishes⟧"] if strict else ["one wish", "many wishes"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_message_in_the_catalogue_is_given_in_both_cases(language: str, strict: bool) -> None:
    message = N_("Something went wrong. Please ask the staff.")
    said = translator(language)(message)

    assert isinstance(catalogue(language), gettext.GNUTranslations)
    assert said
    assert "⟦" not in said
    assert (said == message) is (language == "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_gets_the_message_that_fits_it(language: str) -> None:
    tr = translator(language)

    one, many = (tr.ngettext("{n} seat left", "{n} seats left", n).format(n=n) for n in (1, 2))

    assert (one[0], many[0]) == ("1", "2")
    assert one[1:] != many[1:]
    assert "⟦" not in one + many

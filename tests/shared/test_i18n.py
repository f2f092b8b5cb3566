"""Words for people: what happens when one is missing, and which neighbour is asked."""

import gettext
from collections.abc import Iterator

import pytest

from shared.assets import asset, asset_path, read_lines
from shared.i18n import LANGUAGES, N_, NEIGHBOURS, catalogue, pick, translator

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


@pytest.mark.parametrize(
    ("texts", "language", "found"),
    [
        ({"nb": "nb", "en": "en"}, "nb", "nb"),
        ({"sv": "sv", "nn": "nn"}, "nb", "nn"),
        ({"da": "da", "nn": "nn"}, "sv", "da"),
        ({"en": "en", "nb": ""}, "nb", "en"),
        ({"se": "se"}, "nb", "se"),
        ({"nb": "nb"}, "xx", "nb"),
        ({"nb": ""}, "nb", None),
        ({}, "nb", None),
    ],
)
def test_pick_asks_the_nearest_neighbour(texts: dict[str, str], language: str, found: str | None) -> None:
    assert pick(texts, language) == found


def test_every_language_has_all_others_as_neighbours() -> None:
    others = {language: sorted({*LANGUAGES} - {language}) for language in LANGUAGES}

    assert {language: sorted(near) for language, near in NEIGHBOURS.items()} == others


def test_assets_are_found_as_files_and_as_paths() -> None:
    assert asset("words", "nb.txt").read_text("utf-8") == asset_path("words", "nb.txt").read_text("utf-8")
    assert read_lines("words", "nb.txt") == tuple(asset("words", "nb.txt").read_text("utf-8").split("\n")[:-1])

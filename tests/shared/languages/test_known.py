"""What is known of each language, and what its neighbours lend it."""

import pytest

from shared.assets import asset, read_lines
from shared.languages import LANGUAGES, keyboard, known_as, pick, word_list


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_neighbours_are_other_languages_that_are_here_and_lead_to_english(language: str) -> None:
    near = LANGUAGES[language].neighbours

    assert language not in near
    assert len(set(near)) == len(near)
    assert set(near) <= set(LANGUAGES)
    assert "en" in (language, *near)


@pytest.mark.parametrize(
    ("tag", "code"),
    [("nb", "nb"), ("NO", "nb"), (" sv-FI ", "sv"), ("no-NO", "nb"), ("en-GB", "en"), ("tlh", None), ("", None)],
)
def test_a_language_is_known_by_every_tag_that_means_it(tag: str, code: str | None) -> None:
    assert known_as(tag) == code


def test_a_language_without_a_list_or_a_keyboard_of_its_own_is_lent_one() -> None:
    assert word_list("nn") == read_lines("words", "nn.txt")
    assert word_list("tlh") == read_lines("words", "nb.txt")
    assert keyboard("sv") == asset("keyboards", "sv.json").read_text("utf-8")
    assert keyboard("tlh") == asset("keyboards", "nb.json").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_greets(language: str) -> None:
    assert LANGUAGES[language].greeting.endswith("!")

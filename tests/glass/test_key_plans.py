"""Which key lies where: the keyboards of the languages."""

import pytest

from kiosk.widgets import layouts
from shared.languages import LANGUAGES

NATIONAL = {"nb": "æøå", "nn": "æøå", "sv": "åäö", "da": "æøå", "en": ""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_rub_out_and_done_and_a_way_to_the_others(language: str) -> None:
    for page in (layouts.LETTERS, layouts.SYMBOLS, layouts.BIG):
        names = [key.name for row in layouts.rows(language, page) for key in row]

        assert len(names) == len(set(names))
        assert {layouts.RUB_OUT, layouts.SPACE, layouts.ENTER, layouts.DONE} <= set(names)
        assert page == layouts.LETTERS or layouts.LETTERS in names


@pytest.mark.parametrize(("language", "after_z"), NATIONAL.items())
def test_the_alphabet_ends_as_people_of_that_language_learn_it(language: str, after_z: str) -> None:
    assert "".join(layouts.alphabet(language)) == "abcdefghijklmnopqrstuvwxyz" + after_z


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_the_alphabet_has_a_key_and_no_other_letter_has(language: str) -> None:
    keys = [key.name for row in layouts.rows(language, layouts.LETTERS) for key in row]

    assert sorted(layouts.alphabet(language)) == sorted(key for key in keys if len(key) == 1 and key.isalpha())


@pytest.mark.parametrize("language", LANGUAGES)
def test_big_letters_lie_in_the_order_of_the_alphabet(language: str) -> None:
    typed = [key.name for row in layouts.rows(language, layouts.BIG)[:3] for key in row if key.types]

    assert typed == [letter.upper() for letter in layouts.alphabet(language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_accents_fit_the_top_row_and_keep_the_case(language: str) -> None:
    top = sum(key.width for key in layouts.rows(language, layouts.LETTERS)[0])

    for base in "abcdefghijklmnopqrstuvwxyzæøåäö":
        assert len(layouts.accents(language, base)) + 1 <= top
    assert "É" in layouts.accents(language, "E")
    assert len(layouts.common_accents(language)) + 1 <= top


def test_figures_come_above_the_letters_only_where_codes_are_typed() -> None:
    assert [key.name for key in layouts.rows("nb", layouts.LETTERS, digits=True)[0]] == list("1234567890")
    assert len(layouts.rows("nb", layouts.LETTERS)) == 4

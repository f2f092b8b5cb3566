"""What `make check` reads for spelling, and what it says of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from shared.languages import LANGUAGES, Language
from tools import spelling


def test_words_are_read_without_placeholders_and_markup() -> None:
    lines = iter(["<b>Hei</b> {name}, %(n)s e-poster til a@b.no", "Gå til https://example.org/x nå"])

    assert list(spelling.words(lines)) == ["Hei", "e-poster", "til", "Gå", "nå"]


def test_texts_in_files_are_read_in_their_own_language_alone() -> None:
    data = [{"id": "soup", "texts": {"nb": {"title": "Suppe"}, "sv": {"title": "Soppa", "more": ["Kom"]}}}]

    assert list(spelling.written(data, "sv")) == ["Soppa", "Kom"]


@pytest.mark.parametrize(
    ("language", "right", "slip"),
    [
        ("nb", "arrangementet", "arangementet"),
        ("nn", "personar", "personer"),
        ("sv", "ålder", "alder"),
        ("da", "uanset", "uansett"),
        ("en", "colour", "color"),
    ],
)
def test_word_of_another_language_is_a_slip(language: str, right: str, slip: str) -> None:
    assert spelling.unknown({right: "", slip: ""}, LANGUAGES[language]) == [slip]


def test_every_list_is_of_a_language() -> None:
    assert {path.stem for path in spelling.LISTS.glob("*.txt")} <= {"every", *LANGUAGES}


@pytest.mark.parametrize("path", sorted(spelling.LISTS.glob("*.txt")), ids=lambda path: str(path.stem))
def test_every_word_on_a_list_has_a_reason(path: Path) -> None:
    assert path.read_text("utf-8").startswith("# ")


def test_language_without_a_dictionary_is_said_and_holds_up_none(capsys: pytest.CaptureFixture[str]) -> None:
    without = Language("fo", "Føroyskt", ("nb", "en"), "fo_FO", greeting="Hey!", has_dictionary=False)

    assert spelling.report([without]) == 0
    assert "Føroyskt has no dictionary" in capsys.readouterr().out


def test_dictionary_that_is_missing_is_said_and_the_others_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    lacking = replace(LANGUAGES["da"], locale="xx_XX")

    assert spelling.report([lacking, LANGUAGES["en"]]) == 1
    assert "xx_XX" in capsys.readouterr().out

"""While somebody writes with larger words, the question, why it is asked and what went wrong are all said."""

from pathlib import Path

import pytest

from tests.glass.activities import a_kiosk_with_activities
from tests.glass.driver import Driver
from tests.glass.layout import Look, turn

LYING = [(800, 480), (1024, 600), (1280, 800)]


def to_the_contact(glass: Driver) -> None:
    """Sign a child up, as far as to the question how to reach a grown-up."""
    glass.tap("language-nb")
    glass.app.visit.open_activities()
    glass.app.visit.read_activity("children-workshop")
    glass.frames(4)
    glass.tap("sign-up")
    glass.tap("main")
    glass.type("Ada")
    glass.tap("main")


@pytest.mark.parametrize("size", LYING, ids=lambda size: f"{size[0]}x{size[1]}")
def test_why_it_is_asked_and_when_it_is_deleted_stands_beside_what_is_written(
    size: tuple[int, int], tmp_path: Path
) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=size) as glass:
        to_the_contact(glass)
        turn(glass, Look("nb", 1.6))

        assert any("Slettes" in words for words in glass.words())


def test_question_stays_when_something_went_wrong_and_the_keys_too(tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=(1280, 800)) as glass:
        to_the_contact(glass)
        turn(glass, Look("nb", 1.6))
        key = glass.find("key-a")
        before = key.pos, key.size

        glass.tap("main")
        glass.frames(4)

        assert "Hvordan kan vi nå en voksen?" in glass.words()
        assert "Skriv telefonnummeret eller e-posten til en voksen." in glass.words()
        assert not any("Slettes" in words for words in glass.words())
        assert (key.pos, key.size) == before


def test_what_went_wrong_is_taken_back_with_the_first_letter(tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=(1280, 800)) as glass:
        to_the_contact(glass)
        turn(glass, Look("nb", 1.6))
        glass.tap("main")

        glass.type("9")
        glass.frames(4)

        assert any("Slettes" in words for words in glass.words())
        assert "Skriv telefonnummeret eller e-posten til en voksen." not in glass.words()


@pytest.mark.parametrize("scale", [1.0, 1.6])
def test_what_is_asked_stays_in_sight_when_a_code_gives_nothing(scale: float, tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=(1280, 800)) as glass:
        glass.tap("language-nb")
        turn(glass, Look("nb", scale))
        glass.tap("have-code")
        glass.type("k7qm")
        key = glass.find("key-a")
        before = key.pos, key.size

        glass.tap("main")
        glass.frames(4)

        assert "Hva skjedde med svaret mitt?" in glass.words()
        assert "Vi fant ingenting. Sjekk hver bokstav, og prøv igjen." in glass.words()
        assert scale == 1 or (key.pos, key.size) == before


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (800, 1280)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_heading_asks_for_what_is_written_just_now(size: tuple[int, int], tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=size) as glass:
        to_the_contact(glass)
        glass.app.visit.write("contact", "ada.lovelace@example.org")
        glass.tap("main")
        assert "Trenger du noe?" in glass.words()

        glass.tap("food")
        glass.type("n")
        assert "Er det mat du ikke kan spise?" in glass.words()
        assert "Trenger du noe?" not in glass.words()

        glass.tap("back")
        assert "Trenger du noe?" in glass.words()

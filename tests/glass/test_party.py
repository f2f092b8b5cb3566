"""Signing up several people: nothing stays unseen, nothing moves under the finger, and the review says who comes."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shared.kinds.signup import AGES
from shared.languages import LANGUAGES
from tests.glass.activities import a_kiosk_with_activities
from tests.glass.test_activities import has, read

if TYPE_CHECKING:
    from tests.glass.driver import Driver


def signing_up(folder: Path, size: tuple[int, int], *, language: str = "nb", larger: int = 0) -> "Driver":
    """At who comes to the children's workshop, which asks everything there is to ask."""
    from tests.glass.driver import Driver

    glass = Driver.of(a_kiosk_with_activities(folder / "kiosk", default_language=language), size=size)
    glass.tap("see-all" if "see-all" in glass.ids() else f"language-{language}")
    for _ in range(larger):
        glass.tap("larger-text")
    glass.tap("whats-on")
    read(glass, "children-workshop")
    glass.tap("sign-up")
    return glass


@pytest.fixture
def large(tmp_path: Path) -> Iterator["Driver"]:
    """A kiosk with the largest text, at who comes."""
    with signing_up(tmp_path, (1280, 800), larger=2) as glass:
        yield glass


def to_needs(glass: "Driver") -> None:
    """From who comes to what they need."""
    glass.tap("main")
    glass.type("Kari")
    glass.tap("main")
    glass.type("98765432")
    glass.tap("main")


def test_next_leads_to_what_is_asked_on_another_page_first(large: "Driver") -> None:
    to_needs(large)
    assert "food" in large.ids()
    assert "access" not in large.ids()

    large.tap("main")
    assert "access" in large.ids()
    large.tap("main")

    assert "organisation" in large.ids()


def test_next_from_a_line_that_is_written_leads_to_the_next_page(large: "Driver") -> None:
    to_needs(large)
    large.tap("food")
    large.type("fisk")

    large.tap("main")

    assert "access" in large.ids()
    assert large.app.visit.view.draft["fields"] == {"food": "fisk"}


def test_who_has_written_on_a_later_page_comes_back_to_it(large: "Driver") -> None:
    to_needs(large)
    for name in ("next-page", "access"):
        large.tap(name)
    large.type("tolk")

    large.tap("back")

    assert "access" in large.ids()
    assert "food" not in large.ids()


@pytest.mark.parametrize("size", [(1024, 600), (800, 480), (800, 1280)])
def test_all_ages_are_seen_at_once_on_smaller_panels(tmp_path: Path, size: tuple[int, int]) -> None:
    with signing_up(tmp_path, size) as glass:
        assert {f"more-{age}" for age in AGES} <= glass.ids()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_ages_are_seen_at_once_with_the_largest_text(tmp_path: Path, language: str) -> None:
    with signing_up(tmp_path, (1280, 800), language=language, larger=2) as glass:
        assert {f"more-{age}" for age in AGES} <= glass.ids()
        assert glass.page.form.reason.split("\n")[0] in " ".join(glass.words())


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_ages_are_seen_at_once_with_the_largest_text_on_an_upright_panel(tmp_path: Path, language: str) -> None:
    with signing_up(tmp_path, (800, 1280), language=language, larger=2) as glass:
        assert {f"more-{age}" for age in AGES} <= glass.ids()


@pytest.mark.parametrize("larger", [0, 1, 2])
def test_that_some_may_come_is_told_in_words_one_can_read(tmp_path: Path, larger: int) -> None:
    with signing_up(tmp_path, (1280, 800), larger=larger) as glass:
        glass.tap("more-adult")

        (words,) = [one for one in glass.find("split").children if getattr(one, "words", "")]
        assert words.font_size >= 28


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280), (800, 480)])
def test_no_button_moves_when_a_second_person_is_counted(tmp_path: Path, size: tuple[int, int]) -> None:
    with signing_up(tmp_path, size) as glass:
        names = ("more-adult", "more-child", "names")
        before = [(*glass.find(name).pos, *glass.find(name).size) for name in names]
        assert "split" not in glass.ids()

        glass.tap("more-adult")

        assert "split" in glass.ids()
        assert [(*glass.find(name).pos, *glass.find(name).size) for name in names] == before


def test_several_are_asked_for_what_they_are_called_and_each_begins_with_letters(tmp_path: Path) -> None:
    with signing_up(tmp_path, (1280, 800)) as glass:
        for name in ("more-adult", "main"):
            glass.tap(name)
        assert has(glass, "What shall we call you all?")
        glass.type("Kari 2")
        assert "key-a" not in glass.ids()

        glass.tap("main")

        assert "key-a" in glass.ids()


def test_the_review_says_of_each_age_how_many_come_and_who(tmp_path: Path) -> None:
    with signing_up(tmp_path, (1280, 800)) as glass:
        for name in ("more-adult", "more-adult", "more-child", "main"):
            glass.tap(name)
        for name in ("Kari", "Ola", "Ida", ""):
            glass.type(name)
            glass.tap("main")
        glass.type("98765432")
        while glass.screen == "AskScreen":
            glass.tap("main")

        told = next(words for words in glass.words() if "Kari" in words).splitlines()
        assert told == [f"{glass.app.tr('Adults')}: 2 (Kari, Ola)", f"{glass.app.tr('Children')}: 2 (Ida)"]


def test_who_counts_quickly_is_counted_and_may_go_on_only_when_the_hand_is_still(tmp_path: Path) -> None:
    with signing_up(tmp_path, (1280, 800)) as glass:
        more, before = glass.find("more-child").center, int(glass.find("count-child").words)
        for _ in range(3):
            glass.app.kiosk.clock.pass_s(0.2)
            glass.swipe([more])
        counted = int(glass.find("count-child").words) - before
        glass.app.kiosk.clock.pass_s(0.2)
        glass.swipe([glass.find("main").center])

        assert counted == 3
        assert "more-child" in glass.ids()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_need_not_be_said_may_be_skipped_until_something_is_said(tmp_path: Path, language: str) -> None:
    with signing_up(tmp_path, (1280, 800), language=language) as glass:
        tr = glass.app.tr

        def onward() -> str:
            return str(glass.find("main").words)

        assert onward() == tr("Next")
        for _ in range(2):
            glass.tap("main")
            assert onward() == tr("Next")
            glass.type("98765432")
        glass.tap("main")
        assert onward() == tr("Skip") != tr("Next")
        glass.tap("food")
        glass.type("Kari")
        assert onward() == tr("Next")
        glass.tap("main")
        assert onward() == tr("Skip")
        glass.tap("role-voluntary")
        assert onward() == tr("Next")


def test_the_one_who_comes_so_far_is_in_sight_also_where_not_all_ages_are(tmp_path: Path) -> None:
    with signing_up(tmp_path, (800, 480)) as glass:
        for _ in range(2):
            glass.tap("larger-text")

        assert "more-adult" not in glass.ids()
        assert glass.find("count-child").words == "1"

"""What visitors stumbled over: words left out or broken, signs far from their words, choices out of sight."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from kivy.uix.label import Label

from tests.glass.activities import a_kiosk_with_activities
from tests.glass.kiosks import a_kiosk
from tests.glass.test_activities import has

if TYPE_CHECKING:
    from tests.glass.driver import Driver

LANGUAGES = ("nb", "nn", "sv", "da", "en")


def drawn(label: Label) -> list[str]:
    """The lines of a label as they were drawn last."""
    return ["".join(word.text for word in line.words).strip() for line in label._label._cached_lines]


def shown(glass: "Driver", kind: type, within: Any = None) -> list[Any]:
    """The widgets of a kind that are shown, in all of the screen or in a part of it."""
    found: list[Any] = list(within.walk(restrict=True) if within else glass.widgets())
    return [one for one in found if one.width > 1 and isinstance(one, kind)]


def test_words_that_are_cut_end_in_a_sign_that_is_drawn(tmp_path: Path) -> None:
    from kiosk.screens.visit.notices import NoticeCard
    from kiosk.widgets.words import Words
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=(800, 480)) as glass:
        for name in ("language-nn", "board"):
            glass.tap(name)
        told = [label for card in shown(glass, NoticeCard) for label in shown(glass, Words, card) if label.text]

        assert any(label.text.endswith("…") for label in told)
        assert all(drawn(label)[-1].endswith("…") for label in told if label.text.endswith("…"))


def test_which_page_of_how_many_stands_on_one_line_with_the_largest_text(home: "Driver") -> None:
    from kiosk.widgets.paged import Pager
    from kiosk.widgets.words import Words

    for name in ("larger-text", "larger-text", "prompt-ideas", "turn-over"):
        home.tap(name)

    (pager,) = shown(home, Pager)
    (number,) = (label for label in shown(home, Words, pager) if "/" in label.text)
    assert drawn(number) == [number.text]


@pytest.mark.parametrize("larger", [0, 2])
def test_cards_chosen_on_another_page_are_told_beside_those_one_sees(home: "Driver", larger: int) -> None:
    for name in ["larger-text"] * larger + ["prompt-ideas", "turn-over"]:
        home.tap(name)
    assert has(home, "Choose up to {n}", n=5)

    for name in ("card-food", "card-music", "next-page"):
        home.tap(name)

    assert "card-food" not in home.ids()
    assert "Mat · Musikk" in home.words()


@pytest.mark.parametrize(
    ("prompt", "says"),
    [
        ("opening-hours", "Choose something first."),
        ("dream-library", "Draw something first."),
        ("ideas", "Write something or choose pictures first."),
    ],
)
def test_what_is_missing_is_said_in_words_of_the_kind(home: "Driver", prompt: str, says: str) -> None:
    home.tap(f"prompt-{prompt}")

    home.tap("send")

    assert has(home, says)


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280), (800, 480)])
@pytest.mark.parametrize("larger", [0, 2])
def test_the_sign_of_a_small_button_stays_by_its_word(tmp_path: Path, size: tuple[int, int], larger: int) -> None:
    from kiosk.widgets.words import Icon, Words
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=size) as glass:
        for name in ["language-nb"] + ["larger-text"] * larger + ["prompt-ideas"]:
            glass.tap(name)
        pill = glass.find("turn-over")
        (icon,) = shown(glass, Icon, pill)
        word = next(label for label in shown(glass, Words, pill) if label.text)
        above, below = icon.y - (word.center_y + word.font_size / 2), word.center_y - pill.y

        assert above < word.font_size * 1.2
        assert abs((pill.top - icon.top) - (below - word.font_size / 2)) < pill.height * 0.3


def test_notes_on_seats_are_of_one_height(tmp_path: Path) -> None:
    from kiosk.screens.visit.activity_card import SeatPill
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as glass:
        for name in ("language-nb", "whats-on"):
            glass.tap(name)
        pills = shown(glass, SeatPill)

        assert len(pills) == 4
        assert len({round(pill.height) for pill in pills}) == 1
        assert all(pill.width < pill.ids.label.drawn_width + 4 * pill.height for pill in pills)


def test_no_dots_lie_on_what_takes_the_place_of_the_heading(home: "Driver") -> None:
    from kiosk.widgets.page import Head

    for name in ("lower", "prompt-visit", "face-4", "more"):
        home.tap(name)
    heading = home.page.ids.head
    assert isinstance(heading, Head)
    assert heading.ids.dots.states

    heading.words = ""
    home.frames(2)

    assert not heading.ids.dots.states


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_in_the_bar_stay_nearly_of_one_size_with_the_largest_text(glass: "Driver", language: str) -> None:
    from kiosk.widgets.bars import HelpBar
    from kiosk.widgets.words import Words

    for name in (f"language-{language}", "larger-text", "larger-text"):
        glass.tap(name)

    (helps,) = shown(glass, HelpBar)
    sizes = [label.font_size for label in shown(glass, Words, helps) if label.text and label.text != "Aa"]
    assert len(sizes) == 4
    assert max(sizes) < min(sizes) * 1.45


def test_time_and_place_of_what_is_on_grow_with_the_text(tmp_path: Path) -> None:
    from kiosk.screens.visit.activity_card import ActivityCard
    from kiosk.widgets.words import Words
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as glass:
        for name in ("language-nb", "larger-text", "larger-text", "whats-on"):
            glass.tap(name)
        times = [
            label
            for card in shown(glass, ActivityCard)
            for label in shown(glass, Words, card)
            if "Holmlia" in label.text
        ]

        assert times
        assert all(label.font_size >= glass.app.sizes.small * 0.7 for label in times)


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280), (800, 480)])
def test_home_says_where_an_answer_is_found(tmp_path: Path, size: tuple[int, int]) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=size) as glass:
        glass.tap("language-nb")
        assert "Fått svar?" in glass.words()

        glass.tap("have-code")

        assert glass.screen == "LookUpScreen"
        glass.tap("back")
        assert glass.screen == "HomeScreen"


def test_what_the_board_holds_is_said_in_the_same_words_wherever_one_meets_it(home: "Driver") -> None:
    said = "Hva ideene ble til"
    assert said in home.words()

    home.tap("board")

    assert said in home.words()
    told = home.app.tr("The staff have read it. It stands under “What came of the ideas”.")
    assert said in told
    assert "tavla" not in told


def test_a_code_typed_in_small_letters_is_shown_as_it_was_given(home: "Driver") -> None:
    home.tap("have-code")
    assert {"K", "Q"} <= {key.shown for key in home.page.ids.keyboard.keys}

    home.type("k7qm2xht")

    assert home.page.ids.row.field.text == "K7QM2XHT"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_two_ways_on_from_the_thanks_do_not_look_the_same(glass: "Driver", language: str) -> None:
    from kiosk.widgets.bars import Bar

    for name in (f"language-{language}", "prompt-ideas"):
        glass.tap(name)
    glass.type("hei")
    glass.tap("send")

    (bar,) = shown(glass, Bar)
    tr = glass.app.tr
    assert (bar.back_words, bar.main_words) == (tr("Do more"), tr("I am done"))
    assert tr("Easy words, without the answer:") in glass.words()


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280), (1920, 1080)])
def test_home_keeps_its_heading_when_things_are_moved_down(tmp_path: Path, size: tuple[int, int]) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=size) as glass:
        for name in ("language-nb", "lower"):
            glass.tap(name)

        assert has(glass, "Hello! What would you like to do?")


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280), (800, 480)])
def test_every_language_stands_on_the_resting_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=size) as glass:
        ids = glass.ids()

        assert {name for name in ids if name.startswith("language")} == {f"language-{one}" for one in LANGUAGES}


def test_reasons_that_stand_together_say_what_they_are_for() -> None:
    from kiosk.forms.lines import reason_words
    from shared.languages import translator
    from tests.glass.activities import starter_activities

    workshop = starter_activities()[-1]
    both = reason_words(workshop, ["persons", "name"], "nb", translator("nb")).splitlines()
    one = reason_words(workshop, ["persons"], "nb", translator("nb")).splitlines()

    assert [line.partition(":")[0] for line in both[:-1]] == ["Navn", "Hvor mange"]
    assert both[-1].startswith("Slettes")
    assert one[0] == "Så vi har nok av alt til alle barna."


def test_activities_to_look_at_give_their_reasons_in_every_language() -> None:
    from tests.glass.activities import starter_activities

    reasons = [asked.reasons for activity in starter_activities() for asked in activity.fields]

    assert {tuple(sorted(given)) for given in reasons} == {tuple(sorted(LANGUAGES))}


def test_a_text_is_seen_from_its_beginning_while_pictures_are_chosen_and_is_gone_on_with_at_its_end(
    tmp_path: Path,
) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk")) as glass:
        for name in ("language-nb", "prompt-ideas"):
            glass.tap(name)
        glass.type("flere benker og mer kaffe " * 20)
        field = glass.find("text")
        assert field.scroll_y > 0

        for name in ("turn-over", "card-food", "larger-text"):
            glass.tap(name)
            glass.frames(4)
            assert field.scroll_y == 0, name
        glass.tap("turn-over")
        glass.type("!")

        assert field.text.endswith(" !")
        assert field.scroll_y > 0


def test_an_empty_field_says_that_one_writes_there_also_where_advice_stands_in_it(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=(1920, 1080)) as glass:
        for name in ("language-nb", "larger-text", "larger-text", "prompt-ideas"):
            glass.tap(name)

        assert glass.find("text").hint_text.startswith("Skriv her. Ikke skriv navn.")

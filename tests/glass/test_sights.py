"""What was ugly or unclear when all screens were looked at side by side stays mended."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.kinds.drawing import ToolPill
from kiosk.screens.staff.staff import Figure
from kiosk.screens.visit.activity_card import ActivityCard
from kiosk.screens.visit.notices import ColumnHead
from kiosk.screens.visit.read_activity import Fact
from kiosk.widgets.buttons import Pill
from kiosk.widgets.page import Dots, Problem
from kiosk.widgets.pens import Nib, Swatch
from kiosk.widgets.qr import QrCode
from kiosk.widgets.tiles import ColourTile
from kiosk.widgets.words import Icon, Words
from shared.languages import LANGUAGES
from tests.glass import test_layout
from tests.glass.activities import a_kiosk_with_activities, starter_activities, tell_activities
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk
from tests.glass.layout import LOWERED, TIGHT, Look, box_of, inked, turn
from tests.glass.test_activity_layout import tell_over

LOW, UPRIGHT = TIGHT


def shown(glass: Driver, kind: type[Any]) -> list[Any]:
    """Return what is shown of a kind."""
    return [widget for widget in glass.widgets() if isinstance(widget, kind)]


def walk_to(glass: Driver, name: str) -> None:
    """Take the steps of the layout tests to a screen."""
    for one, step in test_layout.STEPS.items():
        step(glass)
        glass.frames(2)
        if one == name:
            return


def sizes_within(widgets: list[Any], skip: int = 0) -> set[float]:
    """Return the sizes that the words of widgets have; the first letters of each, or another."""
    found = [[one for one in reversed(list(w.walk())) if isinstance(one, Words) and one.text] for w in widgets]
    return {words[-1 - skip].font_size for words in found if len(words) > skip}


@pytest.mark.parametrize("scale", [1.0, 1.6])
def test_words_of_one_kind_that_stand_side_by_side_have_one_size(scale: float, tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=LOW) as glass:
        glass.tap("language-nb")
        glass.tap("board")
        turn(glass, Look("nb", scale))
        glass.frames(4)

        heads = shown(glass, ColumnHead)
        assert len(heads) == 4
        assert len(sizes_within(heads)) == 1
        helps = [pill for pill in shown(glass, Pill) if not pill.glyphs]
        assert len(sizes_within(helps)) == 1

        walk_to_status(glass)
        turn(glass, Look("nb", scale))
        glass.frames(4)
        assert len(sizes_within(shown(glass, Figure))) == 1


def walk_to_status(glass: Driver) -> None:
    """In to the status of staff."""
    glass.app.open_staff()
    glass.frames(2)
    glass.pad("112358" * 2)
    assert glass.screen == "StatusScreen"


def test_no_dots_of_the_way_stand_where_there_is_no_heading(tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=LOW) as glass:
        for name in ("language-nb", "prompt-visit", "face-2", "more", "reason-books"):
            glass.tap(name)
        assert [len(dots.states) for dots in shown(glass, Dots)] == [2]
        glass.tap("main")
        turn(glass, Look("nb", 1.6))

        assert [len(dots.states) for dots in shown(glass, Dots)] == [0]


@pytest.mark.parametrize(("size", "look"), [(LOW, Look("nb")), (LOW, Look("nb", 1.6)), (UPRIGHT, LOWERED)])
def test_the_code_stands_on_one_line_where_height_is_scarce(size: tuple[int, int], look: Look, tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=size) as glass:
        for name in ("language-nb", "prompt-visit", "face-2"):
            glass.tap(name)
        turn(glass, look)

        code = glass.find("receipt-code")
        _, bottom, _, top = inked(code)
        assert top - bottom < 1.6 * code.font_size
        (picture,) = shown(glass, QrCode)
        assert min(picture.size) > 90


def test_a_drawn_card_on_the_board_has_the_colour_of_ink_in_dark_too(tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk")) as glass:
        glass.tap("language-nb")
        glass.tap("board")
        glass.app.wear("dark")
        glass.frames(3)
        glass.tap("notice-cards")

        signs = [icon for icon in shown(glass, Icon) if icon.name in ("silverware_fork_knife", "music")]
        assert signs
        glass.app.wear("light")
        glass.app.wear("dark")
        assert {tuple(icon.color) for icon in signs} == {tuple(glass.app.theme.ink)}


def test_tiles_of_home_have_colours_of_their_own_also_while_an_activity_ends(tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as glass:
        glass.tap("language-nb")
        glass.tap("whats-on")
        tell_over(glass)
        glass.tap("back")
        glass.frames(4)

        tiles = shown(glass, ColourTile)
        assert len(tiles) == 7
        assert len({tuple(tile.fill) for tile in tiles}) == 7


@pytest.mark.parametrize("scale", [1.0, 1.3, 1.6])
def test_a_problem_told_in_two_lines_has_letters_as_large_as_one_in_one_line_and_air(
    scale: float, tmp_path: Path
) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk")) as glass:
        glass.tap("language-nb")
        turn(glass, Look("nb", scale))
        sizes, heights = [], []
        (box,) = (one for one in glass.page.walk(restrict=True) if isinstance(one, Problem))
        two_lines = "Nettbrettet er fullt, så vi fikk ikke lagret dette. Si fra til en som jobber her."
        for words in ("Velg noe først.", two_lines + " Takk, og hei så lenge!" * (scale == 1)):
            box.words = words
            glass.frames(4)
            (said,) = [one for one in box.walk(restrict=True) if isinstance(one, Words)]
            _, bottom, _, top = inked(said)
            sizes.append(said.font_size)
            heights.append(top - bottom)
            assert box.height - (top - bottom) >= 0.5 * glass.app.sizes.gap

        assert sizes[0] == sizes[1] == int(glass.app.sizes.small)
        assert heights[1] > 1.8 * heights[0]


@pytest.mark.parametrize("scale", [1.3, 1.6])
def test_sign_of_a_button_stays_beside_its_words_also_in_two_lines(scale: float, tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as glass:
        for name in ("language-nb", "whats-on"):
            glass.tap(name)
        turn(glass, Look("nb", scale))
        button = glass.find("have-code")
        label = button.ids.label
        (sign,) = [one for one in button.children if isinstance(one, Icon) and one.width]

        assert label.drawn_width > label.width, "the words stand in two lines"
        end = label.center_x + label.widest_line / 2
        assert 0 <= sign.x - end <= glass.app.sizes.gap


def test_more_is_read_of_two_cards_where_larger_words_leave_room_for_one_row(tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as glass:
        for name in ("language-nb", "whats-on"):
            glass.tap(name)
        turn(glass, Look("nb", 1.3))

        cards = shown(glass, ActivityCard)
        assert min(card.height for card in cards) > 0.9 * glass.page.ids.grid.height
        assert all(card.roomy for card in cards)


@pytest.mark.parametrize("size", [LOW, (1024, 600)])
def test_review_keeps_its_question_with_the_largest_text_on_a_low_screen(size: tuple[int, int], tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=size) as glass:
        walk_to(glass, "feedback review")
        turn(glass, Look("nb", 1.6))

        asks = glass.app.tr("Is this how you want it?")
        (heading,) = [words for words in shown(glass, Words) if words.words == asks]
        assert heading.font_size >= int(glass.app.sizes.small)


def test_colours_of_pens_have_a_white_ring(tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk")) as glass:
        for name in ("language-nb", "prompt-dream-library"):
            glass.tap(name)

        assert min(swatch.white for swatch in shown(glass, Swatch)) >= glass.app.sizes.dp(3)


@pytest.mark.parametrize("size", [LOW, (1280, 800), (1920, 1080)])
def test_a_lone_activity_fills_what_is_on(size: tuple[int, int], tmp_path: Path) -> None:
    kiosk = a_kiosk(tmp_path / "kiosk")
    tell_activities(kiosk, starter_activities()[:1])
    with Driver.of(kiosk, size=size) as glass:
        glass.tap("language-nb")
        glass.tap("whats-on")
        glass.frames(3)

        (card,) = shown(glass, ActivityCard)
        assert card.height > 0.75 * glass.page.ids.grid.height


def test_why_a_pin_is_refused_is_told_in_words_as_large_as_others(tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=LOW) as glass:
        glass.tap("language-nb")
        glass.app.open_staff()
        glass.frames(2)
        glass.pad("123456")

        (said,) = [words for words in shown(glass, Words) if words.words == glass.page.problem]
        assert said.font_size >= int(glass.app.sizes.small)


def test_a_staff_member_who_looks_for_a_hub_sees_that_none_was_found(tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk")) as glass:
        glass.tap("language-nb")
        walk_to_status(glass)
        glass.tap("pair")
        glass.frames(3)

        says = glass.app.tr("No hub was found on this network yet")
        (words,) = [one for one in shown(glass, Words) if one.words == says]
        left, bottom, right, top = box_of(words)
        assert (right - left, top - bottom) > (400, 100)


def test_cards_of_what_is_on_are_as_wide_as_large_words_need(tmp_path: Path) -> None:
    kiosk = a_kiosk(tmp_path / "kiosk")
    tell_activities(kiosk, starter_activities())
    with Driver.of(kiosk) as glass:
        glass.tap("language-nb")
        glass.tap("whats-on")
        turn(glass, Look("nb", 1.6))
        glass.frames(4)

        assert len({card.x for card in shown(glass, ActivityCard)}) == 1


def test_what_is_to_be_known_of_an_activity_is_told_in_words_of_one_size(tmp_path: Path) -> None:
    kiosk = a_kiosk(tmp_path / "kiosk")
    tell_activities(kiosk, starter_activities())
    with Driver.of(kiosk) as glass:
        glass.tap("language-nb")
        glass.app.visit.open_activities()
        glass.app.visit.read_activity("baby-cafe")
        glass.frames(4)

        facts = shown(glass, Fact)
        assert len(facts) > 3
        (size,) = sizes_within(facts)
        assert size >= 0.8 * glass.app.sizes.body


def test_question_for_which_the_heading_has_no_room_stands_in_the_empty_field(tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=LOW) as glass:
        walk_to(glass, "comment")
        field = glass.page.form.ids.card
        assert (glass.page.headless, field.hint) == (False, "Skriv her")

        turn(glass, Look("nb", 1.6))
        assert (glass.page.headless, field.hint) == (True, glass.page.question)
        turn(glass, Look("sv", 1.6))
        assert field.hint == glass.page.question != ""
        turn(glass, LOWERED)
        assert field.hint == "Skriv her"


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_what_an_empty_field_says_is_seen(tmp_path: Path, language: str) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=(1024, 600)) as glass:
        walk_to(glass, "idea text")
        turn(glass, Look(language, 1.6))
        card = glass.page.form.ids.card
        field, lines = card.field, card.field._hint_text_labels  # Kivy draws the hint from these

        assert card.hint.startswith(glass.page.question)
        assert glass.app.visit.view.prompt.text(language).help in card.hint
        assert len(lines) * (field.line_height + field.line_spacing) <= card.ids.room.height
        assert max(line.width for line in lines) <= field.width - field.padding[0] - field.padding[2]


@pytest.mark.parametrize("size", [LOW, (1024, 600)])
def test_words_of_the_tools_to_draw_have_one_size_and_keep_off_the_border(
    size: tuple[int, int], tmp_path: Path
) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=size) as glass:
        for name in ("language-nb", "prompt-dream-library"):
            glass.tap(name)
        glass.app.wear("contrast")
        turn(glass, Look("nb", 1.6))
        glass.tap("eraser")
        tools = shown(glass, ToolPill)

        assert len(tools) == 3
        assert len(sizes_within(tools)) == 1
        for tool in tools:
            (words,) = [one for one in shown(glass, Words) if one.text and one.parent is tool]
            left, bottom, right, _ = inked(words)
            assert min(left - tool.x, tool.right - right, bottom - tool.y) >= tool.border + glass.app.sizes.dp(2)
        assert {nib.edge for nib in shown(glass, Nib) if not nib.chosen} == {glass.app.sizes.dp(glass.app.theme.border)}


def test_code_that_connects_with_a_hub_is_larger_than_the_words_about_it(tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=(1024, 600)) as glass:
        walk_to(glass, "pairing code")
        turn(glass, Look("nb", 1.6))

        assert glass.find("pairing-code").font_size >= int(glass.app.sizes.small)

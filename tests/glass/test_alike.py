"""Words side by side that say things of one kind have one size; larger text is larger, and makes nothing smaller."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.kinds.exit import SaidChoice
from kiosk.screens.visit.activity_card import ActivityCard, SeatPill
from kiosk.screens.visit.notices import NoticeCard
from kiosk.screens.visit.pills import LanguagePill
from kiosk.screens.visit.read_activity import Fact
from kiosk.widgets.buttons import Pill
from kiosk.widgets.choices import LineChoice, PictureChoice
from kiosk.widgets.keyboard import Key
from kiosk.widgets.lettering import Lettering
from kiosk.widgets.qr import QrCode
from kiosk.widgets.stepper import Stepper
from kiosk.widgets.words import Icon, Words
from tests.glass.activities import a_kiosk_with_activities
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk
from tests.glass.layout import TIGHT, Look, box_of, inked, inside, turn
from tests.glass.test_activity_layout import look_up, sign_up, tell_over
from tests.glass.test_sights import LOW, shown, sizes_within

MIDDLE, LARGE = (1280, 800), (1920, 1080)
NORMAL, LARGEST = Look("nb"), Look("nb", 1.6)


@pytest.fixture(params=[LOW, MIDDLE], ids=lambda size: f"{size[0]}x{size[1]}")
def glass(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Driver]:
    """A kiosk with activities, at rest."""
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=request.param) as driver:
        yield driver


def begin_to_sign_up(glass: Driver, slug: str) -> None:
    """Go to the first thing that is asked."""
    glass.tap("language-nb")
    glass.app.visit.open_activities()
    glass.app.visit.read_activity(slug)
    glass.frames(4)
    glass.tap("sign-up")


def least_size(widgets: list[Any]) -> float:
    """Return the size of the smallest words within widgets."""
    return float(
        min(one.font_size for w in widgets for one in w.walk(restrict=True) if isinstance(one, Words) and one.text)
    )


def test_things_one_chooses_between_are_told_in_words_of_one_size(glass: Driver) -> None:
    pills = [pill for pill in shown(glass, LanguagePill) if pill.words]
    assert len(pills) > 2
    assert len(sizes_within(pills)) == 1

    glass.tap("everything")
    glass.reach("prompt-visit")
    for name in ("face-2", "more"):
        glass.tap(name)
    for look in (LARGEST, NORMAL):
        turn(glass, look)
        before = sizes_within(shown(glass, LineChoice))
        assert len(before) == 1
        glass.tap("reason-books")
        assert sizes_within(shown(glass, LineChoice)) == before  # bold words are wider, and nothing moves
        glass.tap("reason-books")


def test_cards_one_chooses_from_are_told_in_words_of_one_size_on_each_page(glass: Driver) -> None:
    for name in ("everything", "prompt-ideas", "turn-over"):
        glass.tap(name)
    for look in (LARGEST, NORMAL):
        turn(glass, look)
        before = sizes_within(shown(glass, PictureChoice))
        assert len(before) == 1
        glass.tap("card-food")
        glass.tap("next-page")
        assert sizes_within(shown(glass, PictureChoice)) == before
        glass.tap("previous")
        glass.tap("card-food")


def test_cards_are_told_in_words_of_one_size(glass: Driver) -> None:
    for name in ("language-nb", "board"):
        glass.reach(name)
    for look in (LARGEST, NORMAL):
        turn(glass, look)
        told = [card for card in shown(glass, NoticeCard) if card.notice.text]
        assert len(sizes_within(told, skip=1)) == 1
        assert len(sizes_within([card for card in told if card.notice.replies])) == 1

    glass.tap("back")
    glass.app.visit.open_activities()
    glass.frames(3)
    for look in (Look("nb", 1.3), NORMAL):
        turn(glass, look)
        cards = shown(glass, ActivityCard)
        for part in ("title", "day", "time", "seats"):
            said = {getattr(card, part) for card in cards} - {""}
            parts = [one for card in cards for one in card.walk(restrict=True) if isinstance(one, Words)]
            sizes = {one.font_size for one in parts if one.words in said}
            assert len(sizes) == 1, part


@pytest.mark.parametrize("size", [MIDDLE, LARGE], ids=lambda size: f"{size[0]}x{size[1]}")
def test_larger_text_enlarges_helps_code_and_what_is_known_of_an_activity(
    size: tuple[int, int], tmp_path: Path
) -> None:
    grown: dict[str, list[float]] = {}

    def note(glass: Driver, name: str, found: Any) -> None:
        for look in (NORMAL, LARGEST):
            turn(glass, look)
            glass.frames(2)
            grown.setdefault(name, []).append(found())
        turn(glass, NORMAL)

    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=size) as glass:
        glass.tap("language-nb")
        note(glass, "helps", lambda: least_size([pill for pill in shown(glass, Pill) if not pill.glyphs]))
        glass.reach("prompt-visit")
        glass.tap("face-2")
        note(glass, "code", lambda: glass.find("receipt-code").font_size)
        note(glass, "picture of the code", lambda: min(shown(glass, QrCode)[0].size))
        glass.app.visit.go_home()
        glass.app.visit.open_activities()
        glass.app.visit.read_activity("baby-cafe")
        glass.frames(4)
        note(glass, "facts", lambda: least_size(shown(glass, Fact)))

    assert [name for name, (normal, largest) in grown.items() if largest < normal] == []
    assert [name for name in ("helps", "facts") if grown[name][1] < 1.05 * grown[name][0]] == []
    assert min(grown["code"]) > 60 * size[1] / 800 * 0.9


def test_number_of_a_party_is_as_large_with_larger_text_and_its_row_told_in_large_words(tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=MIDDLE) as glass:
        glass.tap("language-nb")
        sign_up(glass, "idea-meeting", 2)
        look_up(glass)
        glass.tap("change-sign-up")
        normal = glass.find("count-persons").font_size
        turn(glass, LARGEST)

        assert glass.find("count-persons").font_size >= normal
        assert least_size(shown(glass, Stepper)) >= glass.app.sizes.small * 0.8


@pytest.mark.parametrize("size", TIGHT, ids=lambda size: f"{size[0]}x{size[1]}")
def test_hint_of_one_line_is_not_cut_at_the_edge(size: tuple[int, int], tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=size) as glass:
        for name in ("language-nb", "board", "have-code"):
            glass.reach(name)
        for language in ("nb", "nn", "sv", "da", "en"):
            turn(glass, Look(language, 1.6))
            field = glass.find("code")
            (line,) = field._hint_text_labels  # Kivy draws the hint from these, and tells of them nowhere else
            assert line.width <= field.width - field.padding[0] - field.padding[2]
        written = glass.app.sizes.body
        glass.type("k")
        assert field.font_size == written


def test_keys_are_not_squashed_when_it_is_said_what_is_missing(tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=MIDDLE) as glass:
        begin_to_sign_up(glass, "children-workshop")
        glass.tap("main")
        glass.type("Ada")
        glass.tap("main")
        before = shown(glass, Key)[0].height
        glass.tap("main")

        assert glass.page.problem
        assert shown(glass, Key)[0].height > 0.95 * before


def test_review_keeps_its_question_with_the_largest_text(tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=MIDDLE) as glass:
        begin_to_sign_up(glass, "idea-meeting")
        glass.tap("main")
        glass.type("Kari")
        while glass.screen == "AskScreen":
            glass.tap("main")
        turn(glass, LARGEST)

        assert glass.app.tr("Is this how you want it?") in glass.words()


def test_seats_keep_their_sign_with_larger_text(glass: Driver) -> None:
    glass.tap("language-nb")
    glass.app.visit.open_activities()
    for look in (Look("nb", 1.3), LARGEST):
        turn(glass, look)

        assert {pill.narrow for pill in shown(glass, SeatPill)} == {False}


def test_a_large_screen_asks_and_tells_in_large_words(tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=LARGE) as glass:
        glass.tap("language-nb")
        glass.app.visit.open_activities()
        glass.app.visit.read_activity("democracy-soup")
        glass.frames(4)
        assert least_size(shown(glass, Fact)) >= int(glass.app.sizes.body)
        tell_over(glass)
        glass.app.visit.go_home()
        glass.frames(4)
        glass.reach("prompt-exit-democracy-soup")

        assert least_size(shown(glass, SaidChoice)) >= int(glass.app.sizes.heading)


def test_signs_of_steppers_are_large_and_their_words_keep_off_thick_borders(glass: Driver) -> None:
    begin_to_sign_up(glass, "children-workshop")
    glass.app.wear("contrast")
    glass.frames(3)

    steppers = shown(glass, Stepper)
    assert steppers
    for stepper in steppers:
        signs = [
            one
            for one in stepper.walk(restrict=True)
            if isinstance(one, Icon) and one.name in ("plus_thick", "minus_thick")
        ]
        assert [min(sign.size) >= 0.45 * glass.app.sizes.target for sign in signs] == [True, True]
        left, bottom, right, top = box_of(stepper)
        within = left, bottom + stepper.border, right, top - stepper.border
        words = [
            one
            for one in stepper.walk(restrict=True)
            if isinstance(one, Words) and one.words in (stepper.words, stepper.line)
        ]
        assert [inside(inked(one), within) for one in words] == [True, True]


def test_a_sign_up_that_was_looked_up_is_called_a_sign_up(tmp_path: Path) -> None:
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=MIDDLE) as glass:
        glass.tap("language-nb")
        sign_up(glass, "idea-meeting", 2)
        look_up(glass)

        assert "Påmeldingen din" in glass.words()
        assert glass.app.tr("What became of my answer?") not in glass.words()
        glass.tap("main")
        assert glass.app.tr("What became of my answer?") in glass.words()


@pytest.mark.parametrize("size", range(18, 41))
def test_words_that_may_turn_bold_are_broken_in_neither_weight(size: int) -> None:
    word, room = "tillsammans", 147.7
    weights = [Lettering(word, "Roboto", bold=bold, line_height=1) for bold in (False, True)]
    letters = Lettering(word, "Roboto", bold=False, line_height=1, may_turn_bold=True)

    whole = all(one.width(size, word) <= room for one in weights)

    assert (letters.unbroken(size, size, room) == size) == whole

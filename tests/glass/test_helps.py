"""The helps, the hardware keyboard, and hands that shake."""

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.widgets.field import Field
from kiosk.widgets.keys import SPACE
from tests.glass.kiosks import a_kiosk

if TYPE_CHECKING:
    from tests.glass.driver import Driver

ESCAPE, F1, TAB, ENTER = 27, 282, 9, 13
UP, DOWN = 273, 274


def ringed(glass: "Driver") -> list[str]:
    """What the hardware keyboard points at."""
    return [widget.test_id for widget in glass.widgets() if getattr(widget, "ringed", False) is True]


def test_text_grows_twice_and_then_is_as_usual_again(home: "Driver") -> None:
    scales = []
    for _ in range(3):
        home.tap("larger-text")
        scales.append(home.app.text_scale)

    assert scales == [1.3, 1.6, 1.0]


def test_larger_text_reaches_every_word_that_is_shown(home: "Driver") -> None:
    before = home.find("prompt-ideas").children[0].children[2].font_size
    home.tap("larger-text")
    home.frames(3)

    assert home.find("prompt-ideas").children[0].children[2].font_size > before


def test_contrast_goes_round_the_three_sets(home: "Driver") -> None:
    names = []
    for _ in range(3):
        home.tap("contrast")
        names.append(home.app.theme.name)

    assert names == ["contrast", "dark", "light"]


def test_helps_that_are_on_look_pressed(home: "Driver") -> None:
    def grounds() -> list[tuple[float, ...]]:
        return [tuple(home.find(name).fill) for name in ("language", "larger-text", "contrast", "lower")]

    before = grounds()
    assert len(set(before)) == 1
    for number, name in enumerate(("larger-text", "contrast", "lower"), start=1):
        home.tap(name)
        home.frames(3)
        card = tuple(home.app.theme.card)
        assert [ground != card for ground in grounds()] == [False] + [n <= number for n in (1, 2, 3)]

    for name in ("larger-text", "larger-text", "contrast", "contrast", "lower"):
        home.tap(name)
    home.frames(3)
    assert grounds() == before


def test_lower_moves_everything_that_can_be_touched_down(home: "Driver") -> None:
    home.tap("lower")
    home.frames(3)
    lowest = home.app.sizes.stage

    tops = [home.find(name).top for name in home.ids()]
    assert max(tops) <= lowest
    home.tap("lower")
    home.frames(3)
    assert max(home.find(name).top for name in home.ids()) > lowest


def test_lower_and_higher_have_signs_of_a_screen_with_things_at_its_foot_or_head(home: "Driver") -> None:
    assert home.find("lower").icon == "dock_bottom"

    home.tap("lower")

    assert home.find("lower").icon == "dock_top"


def test_a_small_screen_has_nothing_to_lower(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=(1024, 600)) as glass:
        glass.tap("language-nb")

        assert "lower" not in glass.ids()


def test_the_second_touch_of_a_shaking_hand_is_passed_over(glass: "Driver") -> None:
    x, y = 640, 760
    glass.swipe([(x, y)])
    glass.swipe([(x, y)])
    assert glass.screen == "AskScreen"

    glass.app.kiosk.clock.pass_s(0.4)
    glass.tap("back")

    assert glass.screen == "HomeScreen"


def test_every_touch_counts_where_that_is_wanted(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk", ignore_double_touch=False)) as glass:
        glass.swipe([glass.find("language-nb").center])
        glass.swipe([glass.find("board").center])

        assert glass.screen == "BoardScreen"


def test_a_finger_may_slide_a_little_off_a_button_but_not_far(home: "Driver") -> None:
    tile = home.find("prompt-ideas")
    home.swipe([tile.center, (tile.center_x, tile.top + 200)])
    assert home.screen == "HomeScreen"

    home.app.kiosk.clock.pass_s(1)
    home.swipe([tile.center, (tile.x - 10, tile.center_y)])

    assert home.screen == "AskScreen"


def test_tab_goes_through_everything_in_reading_order_and_enter_chooses(home: "Driver") -> None:
    seen = []
    for _ in range(len(home.ids())):
        home.press_key(TAB)
        seen += ringed(home)
    assert seen[:5] == ["prompt-ideas", "prompt-visit", "prompt-opening-hours", "prompt-dream-library", "board"]
    assert len(set(seen)) == len(home.ids())

    home.press_key(TAB, modifiers=["shift"])
    home.press_key(TAB)
    home.press_key(TAB)
    home.press_key(ENTER)

    assert home.screen == "AskScreen"


def test_the_ring_goes_away_when_a_finger_comes(home: "Driver") -> None:
    home.press_key(TAB)
    assert ringed(home)

    home.swipe([(5, 400)])

    assert ringed(home) == []


def test_arrows_find_the_nearest_thing_also_keys(writing: "Driver") -> None:
    writing.press_key(TAB)
    writing.press_key(UP)
    writing.press_key(SPACE)

    assert len(writing.app.visit.view.draft.get("text", "")) <= 1
    assert any(name.startswith("key-") for name in ringed(writing)) or writing.screen == "AskScreen"
    writing.press_key(DOWN)
    assert ringed(writing)


def test_a_whole_idea_can_be_given_without_touching(glass: "Driver") -> None:
    glass.press_key(TAB)
    glass.press_key(ENTER)
    for letter in "hei":
        glass.press_key(ord(letter), letter)
    for _ in glass.ids():
        if ringed(glass) != ["send"]:
            glass.press_key(TAB)
    glass.press_key(ENTER)

    assert glass.screen == "ThanksScreen"
    assert glass.app.kiosk.store.status().waiting == 1


def test_while_one_writes_the_keys_belong_to_the_field(writing: "Driver") -> None:
    field = writing.find("text")
    assert isinstance(field, Field)
    writing.press_key(ord("a"), "a")
    writing.press_key(SPACE, " ")
    writing.press_key(ENTER)
    writing.press_key(ord("b"), "b")

    assert field.text == "a \nb"


def test_escape_goes_back_and_closes_what_lies_over_the_screen(writing: "Driver") -> None:
    writing.press_key(ord("a"), "a")
    writing.press_key(ESCAPE)
    assert "keep" in writing.ids()
    writing.press_key(ESCAPE)

    assert (writing.screen, writing.app.visit.view.draft) == ("AskScreen", {"text": "a"})


def test_kivys_own_settings_stay_closed(home: "Driver") -> None:
    home.press_key(F1)

    assert home.screen == "HomeScreen"
    assert len(home.app.ground.children) == 1


def test_a_question_is_asked_in_the_colours_of_its_kind_in_every_theme(home: "Driver") -> None:
    from kiosk.widgets.theme import THEMES, in_world

    app = home.app
    assert app.theme is THEMES["light"]
    home.tap("prompt-opening-hours")
    for name in ("light", "contrast", "dark"):
        assert app.theme == in_world(name, "poll")
        home.tap("contrast")

    home.tap("back")
    assert app.theme is THEMES["light"]

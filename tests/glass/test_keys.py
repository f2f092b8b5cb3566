"""Everything by keys alone: Tab, arrows or a number pad, Enter. No finger touches the glass here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.widgets.keys import NUMBER_PAD, SPACE, Act, act_of
from tests.glass.activities import a_kiosk_with_activities
from tests.glass.driver import Driver
from tests.glass.kiosks import starter_prompts

TAB, ENTER, PAD_ENTER = 9, 13, 271
UP, DOWN, RIGHT, LEFT = 273, 274, 275, 276
PAD_8, PAD_2, PAD_4, PAD_6, PAD_5 = 264, 258, 260, 262, 261


@pytest.fixture
def keyed(tmp_path: Path) -> Iterator[Driver]:
    """A kiosk at rest that has questions and activities; a test ends with nothing but keys pressed."""
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as glass:
        yield glass


def ringed(glass: Driver) -> list[str]:
    """What the keys point at."""
    return [widget.test_id for widget in glass.widgets() if getattr(widget, "ringed", False) is True]


def choose(glass: Driver, name: str) -> None:
    """Go to something by Tab, and choose it."""
    for _ in range(60):
        if ringed(glass) == [name]:
            glass.press_key(ENTER)
            return
        glass.press_key(TAB)
    raise AssertionError(f"Tab never came to {name!r}; there are {sorted(glass.ids())}")


def write(glass: Driver, text: str) -> None:
    """Write on a hardware keyboard."""
    for letter in text:
        glass.press_key(ord(letter), letter)


def start(glass: Driver, prompt: str) -> None:
    """From rest to a question."""
    choose(glass, "language-nb")
    choose(glass, prompt)


def prompt_of(kind: str) -> str:
    """The test id of the first starter prompt of a kind."""
    return next(f"prompt-{prompt.id}" for prompt in starter_prompts() if prompt.kind == kind)


def thanked(glass: Driver) -> bool:
    """Tell whether somebody is thanked, and what they gave is saved."""
    return glass.screen == "ThanksScreen" and glass.app.kiosk.store.status().waiting == 1


def send(glass: Driver) -> None:
    """On through what is left of the questions, and send."""
    for _ in range(8):
        if glass.screen != "AskScreen":
            break
        choose(glass, "send" if "send" in glass.ids() else "main")
    if glass.screen == "ReviewScreen":
        choose(glass, "send")


def test_idea_is_given_by_keys(keyed: Driver) -> None:
    start(keyed, prompt_of("idea"))
    write(keyed, "flere benker")
    send(keyed)

    assert thanked(keyed)


def test_vote_is_given_by_keys(keyed: Driver) -> None:
    start(keyed, prompt_of("poll"))
    choose(keyed, "option-evenings")
    send(keyed)

    assert thanked(keyed)


def test_face_is_given_by_keys(keyed: Driver) -> None:
    start(keyed, prompt_of("feedback"))
    choose(keyed, "face-4")
    send(keyed)

    assert thanked(keyed)


def test_family_is_signed_up_by_keys(keyed: Driver) -> None:
    choose(keyed, "language-nb")
    choose(keyed, "whats-on")
    choose(keyed, "activity-idea-meeting")
    choose(keyed, "sign-up")
    choose(keyed, "more-child")
    choose(keyed, "main")
    if "name" in keyed.ids():
        write(keyed, "ada")
        keyed.press_key(ENTER)
    send(keyed)

    assert thanked(keyed)


def test_number_pad_leads_from_rest_into_a_question(keyed: Driver) -> None:
    for key in (PAD_2, PAD_6, PAD_5):
        keyed.press_key(key)
    before = keyed.screen
    for key in (PAD_2, PAD_4, PAD_8, PAD_ENTER):
        keyed.press_key(key)

    assert before != "AttractScreen"
    assert keyed.screen != before


def test_ring_points_at_nothing_when_another_thing_is_asked(keyed: Driver) -> None:
    start(keyed, prompt_of("feedback"))
    choose(keyed, "face-4")
    choose(keyed, "more")
    choose(keyed, "main")
    assert ringed(keyed) == []

    keyed.press_key(TAB)
    assert len(ringed(keyed)) == 1


def test_ring_is_not_elsewhere_while_one_writes(keyed: Driver) -> None:
    start(keyed, prompt_of("idea"))
    assert keyed.find("text").focus
    assert ringed(keyed) == []

    keyed.press_key(TAB)
    assert not keyed.find("text").focus
    keyed.find("text").focus = True

    assert ringed(keyed) == []


def test_arrows_up_and_down_leave_a_field_at_its_last_line_and_not_before(keyed: Driver) -> None:
    start(keyed, prompt_of("idea"))
    write(keyed, "en")
    keyed.press_key(ENTER)
    write(keyed, "to")
    field = keyed.find("text")

    keyed.press_key(RIGHT)
    keyed.press_key(UP)
    assert field.focus
    keyed.press_key(DOWN)
    assert field.focus
    keyed.press_key(DOWN)

    assert not field.focus
    assert ringed(keyed)[0].startswith("key-")
    assert field.text == "en\nto"


def test_key_that_is_held_chooses_once(keyed: Driver) -> None:
    from kivy.core.window import Window

    choose(keyed, "language-nb")
    while ringed(keyed) != [prompt_of("feedback")]:
        keyed.press_key(TAB)
    for _ in range(5):
        Window.dispatch("on_key_down", ENTER, 0, None, [])
        keyed.frames(2)
        keyed.app.kiosk.clock.pass_s(1)
        keyed.press_key(TAB)

    assert keyed.screen == "AskScreen"
    assert keyed.app.visit.view.step == 0


def test_figures_of_a_number_pad_are_figures_while_one_writes() -> None:
    assert [act_of(key, writes=True, figures=True) for key in NUMBER_PAD] == [None] * len(NUMBER_PAD)
    assert act_of(PAD_8, writes=True, figures=False) is Act.UP
    assert act_of(PAD_8, writes=False, figures=True) is Act.UP
    assert act_of(SPACE, writes=True, figures=False) is None
    assert act_of(SPACE, writes=False, figures=False) is Act.CHOOSE
    assert act_of(ord("a"), writes=False, figures=False) is None

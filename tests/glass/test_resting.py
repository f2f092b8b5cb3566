"""The resting screen: it goes round, waits for a finger, and each slide leads to what it shows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_news, a_notice, a_receipt
from tests.glass.activities import a_kiosk_with_activities
from tests.glass.driver import Driver, Touch, place
from tests.glass.kiosks import a_kiosk, starter_prompts


@pytest.fixture
def resting(tmp_path: Path) -> Iterator[Driver]:
    """A kiosk at rest that has one of everything."""
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as driver:
        driver.until(lambda: bool(driver.page.ids.picture.children))
        yield driver


def turn(glass: Driver, times: int = 1) -> None:
    """Let the time of so many slides pass."""
    for _ in range(times):
        glass.page._turning.get_callback()(0)
        glass.frames(2)


def tapped(glass: Driver) -> str:
    """Touch the slide, and return which screen that leads to."""
    glass.tap("begin")
    glass.frames(2)
    return glass.screen


def test_each_slide_has_a_picture_of_what_it_is_about_and_leads_there(resting: Driver) -> None:
    leads_to = []
    for number in range(int(resting.page.slides)):
        turn(resting, number)
        picture = type(resting.page.ids.picture.children[0]).__name__
        leads_to.append((resting.page.tone, picture, tapped(resting)))
        resting.app.visit.finish()
        resting.frames(3)

    assert leads_to == [
        ("idea", "Icon", "AskScreen"),
        ("activity", "Icon", "BoardScreen"),
        ("feedback", "FaceRow", "AskScreen"),
        ("drawing", "DrawingView", "BoardScreen"),
        ("poll", "Icon", "AskScreen"),
        ("activity", "Icon", "ReadActivityScreen"),
        ("drawing", "Icon", "AskScreen"),
    ]


def test_the_slide_that_is_touched_is_the_one_that_is_shown(resting: Driver) -> None:
    turn(resting, 2)

    assert tapped(resting) == "AskScreen"
    assert resting.app.visit.view.prompt.kind == "feedback"


def test_a_finger_on_a_slide_keeps_it(resting: Driver) -> None:
    touch = Touch(600, 500)
    resting._dispatch("begin", touch)
    turn(resting, 3)

    assert resting.page.slide == 0
    resting._dispatch("end", touch)
    resting.frames(2)
    assert resting.app.visit.view.prompt.kind == "idea"


def test_whoever_comes_back_sees_the_first_slide_again(resting: Driver) -> None:
    turn(resting, 3)
    resting.tap("everything")
    assert resting.screen == "HomeScreen"

    resting.tap("back")

    assert (resting.screen, resting.page.slide) == ("AttractScreen", 0)


def test_a_slide_stays_longer_where_things_should_not_move(tmp_path: Path) -> None:
    stays = {}
    for still in (True, False):
        with Driver.of(a_kiosk(tmp_path / str(still), reduced_motion=still)) as glass:
            stays[still] = glass.page._turning.timeout
            turn(glass)
            assert (glass.page.ids.begin.opacity == 1) == still, "it fades in unless nothing should move"
    assert stays[True] > stays[False] >= 10


def test_news_change_nothing_but_what_is_gone(resting: Driver) -> None:
    turn(resting)
    assert resting.page.question == "Symaskin til utlån"

    store = resting.app.kiosk.store
    done = a_notice(id="n9", text="En ny lampe", status="done")
    store.take_receipt(a_receipt(news=a_news(cursor=9, prompts=starter_prompts()[:1], notices=[done])))
    resting.app.visit.refresh()
    resting.frames(2)

    assert "En ny lampe" in {resting.page.question, *(turned(resting) for _ in range(9))}


def turned(glass: Driver) -> str:
    """Return the large words of the next slide."""
    turn(glass)
    return str(glass.page.question)


def test_all_languages_stand_on_it_where_they_fit_and_else_a_button_leads_to_them(tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "wide")) as glass:
        assert {"language-nb", "language-en"} <= glass.ids()
        assert "languages" not in glass.ids()
        glass.page.ids.languages.size_hint_x, glass.page.ids.languages.width = None, 300
        glass.frames(3)
        glass.tap("languages")
        assert glass.screen == "LanguageScreen"


def test_a_question_that_goes_while_a_finger_is_on_it_leads_to_no_other(resting: Driver) -> None:
    touch = Touch(600, 500)
    resting._dispatch("begin", touch)
    left = [prompt for prompt in starter_prompts() if prompt.kind != "idea"]
    resting.app.kiosk.store.take_receipt(a_receipt(news=a_news(prompts=left, full=True)))
    resting.app._news(0)
    resting.frames(2)

    resting._dispatch("end", touch)
    resting.frames(2)

    assert resting.screen == "HomeScreen"
    assert resting.page.problem


def test_what_came_while_a_finger_was_on_a_slide_is_shown_when_it_has_slid_off(resting: Driver) -> None:
    before, slides = resting.page.question, resting.page.slides
    touch = Touch(600, 500)
    resting._dispatch("begin", touch)
    left = [prompt for prompt in starter_prompts() if prompt.kind != "idea"]
    resting.app.kiosk.store.take_receipt(a_receipt(news=a_news(prompts=left, full=True)))
    resting.app._news(0)
    resting.frames(2)
    assert (resting.page.question, resting.page.slides) == (before, slides)

    touch.move(place(5, 5))
    resting._dispatch("update", touch)
    resting._dispatch("end", touch)
    resting.frames(2)

    assert resting.screen == "AttractScreen"
    assert resting.page.question != before

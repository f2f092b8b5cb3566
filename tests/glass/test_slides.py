"""Which slide the resting screen shows when, and how many languages stand on it."""

from dataclasses import replace

import pytest

from kiosk.screens.visit.slides import About, Round, Slide, slides_of, that_fit
from kiosk.visit.views import ActivityHere, Library, Resting
from tests.builders import a_notice, a_prompt, an_activity

PROMPTS = (a_prompt("idea", id="p1"), a_prompt("poll", id="p2"), a_prompt("feedback", id="p3"))
DONE = a_notice(id="n1", status="done")
DRAWN = a_notice(id="n2", kind="drawing", text="", drawing="…", prompt="p9")
SOUP = ActivityHere(an_activity())
ALL = Resting(PROMPTS, Library("Holmlia"), 1, 1, newest=DONE, drawing=DRAWN, next_activity=SOUP)


def test_questions_and_what_came_of_them_take_turns() -> None:
    assert [slide.about for slide in slides_of(ALL)] == [
        About.QUESTION,
        About.DONE,
        About.QUESTION,
        About.DRAWING,
        About.QUESTION,
        About.ACTIVITY,
    ]


def test_a_library_that_has_nothing_to_show_still_shows_the_way_to_its_board() -> None:
    assert slides_of(Resting()) == (Slide(About.BOARD),)


def test_what_this_version_does_not_know_how_to_ask_is_not_asked() -> None:
    assert slides_of(Resting((a_prompt("idea", id="p1"), replace(a_prompt(id="p2"), kind="of the future")))) == (
        Slide(About.QUESTION, "p1 "),
    )


def test_a_drawing_that_was_done_last_is_shown_once() -> None:
    both = a_notice(id="n3", status="done", drawing="…")

    assert [slide.about for slide in slides_of(Resting(newest=both, drawing=both))] == [About.DONE]


def test_a_drawing_leads_to_its_question_while_that_is_open() -> None:
    def leads_to(prompt: str) -> object:
        drawn = a_notice(id="n2", drawing="…", prompt=prompt)
        return next(one.prompt for one in slides_of(Resting(PROMPTS, drawing=drawn)) if one.about == About.DRAWING)

    assert (leads_to("p2"), leads_to("p9")) == (PROMPTS[1], None)


def test_the_round_comes_back_to_where_it_began() -> None:
    round_ = Round()
    round_.take(slides_of(ALL))

    seen = []
    for _ in range(7):
        seen.append(round_.now.about)
        round_.turn()

    assert seen[0] == seen[6] == About.QUESTION
    assert set(seen) == {About.QUESTION, About.DONE, About.DRAWING, About.ACTIVITY}


def test_news_leave_the_slide_that_is_shown() -> None:
    round_ = Round()
    round_.take(slides_of(ALL))
    round_.turn()

    round_.take(slides_of(Resting(PROMPTS[1:], newest=DONE)))

    assert round_.now == Slide(About.DONE, "n1")


def test_a_slide_whose_thing_is_gone_is_passed_over() -> None:
    round_ = Round()
    round_.take(slides_of(ALL))
    round_.turn()

    round_.take(slides_of(Resting(PROMPTS, drawing=DRAWN)))

    assert round_.now == Slide(About.QUESTION, "p2 "), "what was to come after it"
    round_.take(slides_of(Resting()))
    assert round_.now == Slide(About.BOARD)


@pytest.mark.parametrize(
    ("count", "width", "fit"), [(5, 1000, 5), (5, 600, 5), (5, 599, 3), (12, 1000, 7), (5, 100, 0), (1, 100, 1)]
)
def test_languages_that_do_not_fit_leave_room_for_a_button_that_leads_to_all(count: int, width: int, fit: int) -> None:
    assert that_fit(count, width, least=100, gap=25) == fit

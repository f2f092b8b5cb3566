"""The visit among activities: what's on, one of them, signing up, and changing a sign-up."""

from typing import Any

import pytest

from kiosk.store import ActivityHere
from kiosk.visit.lookup import Found
from kiosk.visit.views import (
    Answering,
    Changed,
    Changing,
    Choosing,
    LookingUp,
    ReadingActivity,
    Reviewing,
    Thanking,
    Told,
    WhatsOn,
)
from kiosk.visit.visit import Visit
from shared.activity import exit_prompt, sign_up_prompt
from shared.errors import DiskFull, InvalidAnswer, NotFound, PartyTooLarge, UnknownActivity
from shared.kinds import kind_of
from shared.notice import SignUpState
from tests.builders import an_activity
from tests.fakes import NOON, FrozenClock
from tests.visiting import CODE, FULL, HAS_SEATS, OVER, SLIP, SOUP, Outbox, a_visit, walk_to_send


def at_whats_on(outbox: Outbox, activities: list[ActivityHere] | None = None) -> Visit:
    visit = a_visit(outbox, FrozenClock(), activities=[SOUP, FULL, OVER] if activities is None else activities)
    visit.choose_language("nb")
    visit.open_activities()
    return visit


def test_home_offers_whats_on_only_when_anything_is() -> None:
    with_soup, without = (a_visit(Outbox(), FrozenClock(), activities=these) for these in ([SOUP], []))
    for visit in (with_soup, without):
        visit.choose_language("nb")

    assert [visit.view.whats_on for visit in (with_soup, without) if isinstance(visit.view, Choosing)] == [True, False]


def test_sign_up_goes_from_whats_on_to_a_seat_and_asks_for_as_many_as_come() -> None:
    outbox = Outbox()
    visit = at_whats_on(outbox)
    walked = [visit.view]

    visit.read_activity("soup")
    walked.append(visit.view)
    visit.sign_up()
    asked = visit.view
    visit.write("persons", [{"name": "Kari"}, {"name": "Ola", "age": "child"}])
    visit.write("contact", "kari@example.org")
    while isinstance(visit.view, Answering):
        visit.go_on()
    review = visit.view
    visit.send()

    assert walked == [WhatsOn((SOUP, FULL, OVER), shown_at=NOON), ReadingActivity(SOUP, shown_at=NOON)]
    assert isinstance(asked, Answering)
    assert (asked.prompt, asked.activity) == (sign_up_prompt(SOUP.activity), SOUP.activity)
    assert asked.steps == ("persons", "contact", "needs")
    assert isinstance(review, Reviewing)
    assert review.activity == SOUP.activity
    [(saved, seats)] = outbox.seats.items()
    assert seats == 2
    prompt = sign_up_prompt(SOUP.activity)
    assert visit.view == Thanking(prompt, saved, SLIP, SOUP.activity, SignUpState.CONFIRMED, seats=2, shown_at=NOON)


def test_answer_to_a_question_asks_for_no_seats_and_is_told_no_state() -> None:
    outbox = Outbox()
    visit = a_visit(outbox, FrozenClock(), activities=[SOUP])
    walk_to_send(visit, "idea")

    visit.send()

    assert list(outbox.seats.values()) == [0]
    assert isinstance(visit.view, Thanking)
    assert (visit.view.activity, visit.view.state) == (None, None)


@pytest.mark.parametrize(
    ("wrong", "step"),
    [
        ({"persons": []}, 0),
        ({"persons": [{"name": "K"}], "contact": ""}, 1),
        ({"contact": "x" * 121}, 1),
        ({"fields": {"food": "x" * 301}}, 2),
    ],
)
def test_problem_named_after_a_step_leads_to_that_step(wrong: dict[str, Any], step: int) -> None:
    guardian = ActivityHere(an_activity(audience="children"), open=True)
    visit = at_whats_on(Outbox(), [guardian])
    visit.read_activity("soup")
    visit.sign_up()
    for name, value in {"persons": [{"name": "Kari"}], "contact": "kari@example.org", **wrong}.items():
        visit.write(name, value)

    for _ in range(3):
        visit.go_on()

    assert isinstance(visit.view, Answering)
    assert isinstance(visit.view.problem, InvalidAnswer)
    assert visit.view.step == step


def test_sign_up_that_closed_while_it_was_read_about_is_told_and_one_that_was_begun_is_taken() -> None:
    activities, outbox = [SOUP], Outbox()
    visit = at_whats_on(outbox, activities)
    visit.read_activity("soup")
    activities[0] = ActivityHere(SOUP.activity)
    with pytest.raises(UnknownActivity):
        visit.sign_up()
    shown = visit.view

    activities[0] = SOUP
    visit.sign_up()
    activities.clear()
    visit.write("persons", [{"name": "Kari"}])
    while isinstance(visit.view, Answering):
        visit.go_on()
    visit.send()

    assert shown == ReadingActivity(ActivityHere(SOUP.activity), shown_at=NOON)
    assert isinstance(visit.view, Thanking)


def test_party_larger_than_all_seats_is_told_so_on_the_screen_that_asks_who_comes() -> None:
    visit = at_whats_on(Outbox(), [ActivityHere(an_activity(seats=3), open=True)])
    visit.read_activity("soup")
    visit.sign_up()
    visit.write("persons", [{"name": f"P{n}"} for n in range(4)])

    visit.go_on()

    assert isinstance(visit.view, Answering)
    assert isinstance(visit.view.problem, PartyTooLarge)
    assert visit.view.field == "persons"


@pytest.mark.parametrize("taken_away", ["while they answer", "before they send"])
def test_seats_that_were_taken_away_meanwhile_are_told_before_the_party_is_thanked(taken_away: str) -> None:
    offered, outbox = [ActivityHere(an_activity(seats=4), open=True)], Outbox()
    visit = at_whats_on(outbox, offered)
    visit.read_activity("soup")
    visit.sign_up()
    visit.write("persons", [{"name": f"P{n}"} for n in range(4)])
    visit.go_on()
    fewer = ActivityHere(an_activity(seats=3, revision=2), open=True)
    if taken_away == "while they answer":
        offered[0] = fewer
        visit.go_on()
    else:
        while isinstance(visit.view, Answering):
            visit.go_on()
        offered[0] = fewer
        visit.send()

    assert isinstance(visit.view, Answering | Reviewing)
    assert isinstance(visit.view.problem, PartyTooLarge)
    assert outbox.saved == {}
    visit.go_on()
    visit.change()
    visit.go_on()
    assert isinstance(visit.view, Answering)
    assert (visit.view.field, visit.view.activity) == ("persons", fewer.activity)


def test_way_back_from_a_sign_up_leads_to_its_activity_and_to_the_list() -> None:
    activities = [SOUP, FULL]
    visit = at_whats_on(Outbox(), activities)
    visit.read_activity("soup")
    visit.sign_up()
    walked = []
    for _ in range(3):
        visit.go_back()
        walked.append(type(visit.view))
    visit.open_activities()
    visit.read_activity("soup")
    visit.sign_up()
    activities.remove(SOUP)
    visit.go_back()

    assert walked == [ReadingActivity, WhatsOn, Choosing]
    assert visit.view == WhatsOn((FULL,), shown_at=NOON)


def test_way_back_from_looking_up_leads_to_where_it_began() -> None:
    visit = at_whats_on(Outbox())
    visit.look_up()
    visit.go_back()

    assert isinstance(visit.view, WhatsOn)


def test_sign_up_that_is_looked_up_is_changed_once_and_only_to_fewer() -> None:
    outbox = Outbox()
    visit = at_whats_on(outbox)
    visit.look_up()
    visit.change_sign_up(HAS_SEATS)
    began = visit.view

    visit.send_change()
    unchanged = visit.view
    visit.choose_persons(4)
    visit.choose_persons(1)
    outbox.trouble = DiskFull("full")
    visit.send_change()
    failed = visit.view
    outbox.trouble = None
    visit.send_change()
    visit.send_change()

    assert isinstance(began, Changing)
    assert (began.activity, began.before, began.persons) == (SOUP.activity, 3, 3)
    assert unchanged == began
    assert isinstance(failed, Changing)
    assert isinstance(failed.problem, DiskFull)
    assert visit.view == Changed(SOUP.activity, HAS_SEATS, 1, shown_at=NOON)
    assert outbox.calls == [began.submission_id] * 2
    assert kind_of("change").unpack(outbox.saved[began.submission_id]) == {
        "activity": "soup",
        "code": CODE,
        "persons": 1,
    }


def test_way_out_of_a_change_leads_back_to_the_code_and_home() -> None:
    visit = at_whats_on(Outbox())
    visit.look_up()
    visit.change_sign_up(HAS_SEATS)
    visit.go_back()
    looking = visit.view
    visit.change_sign_up(HAS_SEATS)
    visit.choose_persons(0)
    visit.send_change()
    visit.go_back()

    assert looking == LookingUp()
    assert isinstance(visit.view, Choosing)


def test_seats_that_change_show_in_the_list_and_on_the_page_of_an_activity() -> None:
    activities = [SOUP]
    visit = at_whats_on(Outbox(), activities)
    activities[0] = less = ActivityHere(SOUP.activity, left=0, free=1, open=True)

    visit.refresh()
    listed = visit.view
    visit.read_activity("soup")
    activities[0] = SOUP
    visit.refresh()
    read = visit.view
    activities.clear()
    visit.refresh()

    assert (listed, read) == (WhatsOn((less,), shown_at=NOON), ReadingActivity(SOUP, shown_at=NOON))
    assert visit.view == ReadingActivity(SOUP, shown_at=NOON)


def test_exit_questions_of_two_activities_are_told_apart() -> None:
    talk = an_activity(id="a2", slug="talk")
    prompts = [exit_prompt(one, one.dates[0]) for one in (SOUP.activity, talk)]
    visit = a_visit(Outbox(), FrozenClock(), prompts=prompts)
    visit.choose_language("nb")

    visit.choose("exit", "talk")

    assert isinstance(visit.view, Answering)
    assert visit.view.prompt == prompts[1]


def test_what_a_code_gives_stands_in_the_view_until_another_is_typed() -> None:
    found = Found("confirmed", {}, CODE, SOUP.activity, persons=3, sign_up=True, slip=HAS_SEATS)
    visit = a_visit(Outbox(), FrozenClock(), find=lambda typed, language: {f"{CODE} nb": found}[f"{typed} {language}"])
    visit.choose_language("nb")
    visit.open_board()
    visit.look_up()

    visit.find(CODE)
    told = visit.view
    visit.find_another()

    assert told == LookingUp(told=Told(found, can_change=True, shown_at=NOON))
    assert visit.view == LookingUp()


def test_a_code_that_nobody_knows_changes_nothing() -> None:
    visit = a_visit(Outbox(), FrozenClock())
    visit.choose_language("nb")
    visit.open_board()
    visit.look_up()

    with pytest.raises(NotFound):
        visit.find("K7QM2XHT")

    assert visit.view == LookingUp()

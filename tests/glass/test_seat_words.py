"""What is said about seats is what whoever signs up now will find."""

from datetime import timedelta

import pytest

from kiosk.screens.visit.look_up import sign_up_words
from kiosk.screens.visit.seats import can_sign_up, seat_words
from kiosk.screens.visit.thanks import party_words
from kiosk.store import ActivityHere
from kiosk.visit.lookup import Found
from kiosk.visit.views import Thanking
from shared.activity import sign_up_prompt
from shared.languages import LANGUAGES, translator
from shared.notice import SignUpState
from shared.slip import NO_SLIP
from shared.submission import utc
from tests.builders import an_activity
from tests.fakes import NOON

NOW, ENGLISH = utc(NOON), translator("en")


def said(here: ActivityHere) -> tuple[str, bool]:
    """Return the words about the seats, and whether one can sign up."""
    return seat_words(here, NOON, ENGLISH).words, can_sign_up(here)


@pytest.mark.parametrize(
    ("left", "free", "waiting", "words"),
    [
        (2, 5, 0, "5 seats left"),
        (0, 1, 0, "1 seat left"),
        (0, 0, 0, "Full: waiting list"),
        (0, 0, 3, "Full: waiting list"),
        (0, 2, 1, "Waiting list"),
        (1, 3, 1, "1 seat left"),
    ],
)
def test_free_seats_are_for_those_who_wait_first(left: int, free: int, waiting: int, words: str) -> None:
    here = ActivityHere(an_activity(), left=left, free=free, waiting=waiting, known_at=NOW, open=True)

    assert said(here) == (words, True)


def test_without_a_waiting_list_full_is_full() -> None:
    here = ActivityHere(an_activity(waiting_list=False), known_at=NOW, open=True)

    assert said(here) == ("Full", False)


def test_before_the_hub_has_said_anything_one_can_ask() -> None:
    assert said(ActivityHere(an_activity(waiting_list=False), open=True)) == ("Sign-up is open", True)


def test_old_numbers_say_how_old_they_are() -> None:
    here = ActivityHere(an_activity(), free=3, known_at=utc(NOON - timedelta(hours=2)), open=True)

    assert seat_words(here, NOON, ENGLISH).since == "as of 11:00"
    assert seat_words(ActivityHere(an_activity(), free=3, known_at=NOW, open=True), NOON, ENGLISH).since == ""


@pytest.mark.parametrize(
    ("over", "words"), [({"cancelled": True}, "Cancelled"), ({"seats": None}, "Drop in: just come")]
)
def test_where_nobody_signs_up_nothing_is_said_of_seats(over: dict[str, bool | None], words: str) -> None:
    assert said(ActivityHere(an_activity(**over))) == (words, False)


@pytest.mark.parametrize("state", ["confirmed", "told", "waiting", "requested"])
def test_code_of_a_sign_up_says_when_its_activity_is_long_over(state: str) -> None:
    forgotten = Found(state, {}, "ABCDEFGH", persons=2, seated=2, place=1)

    assert sign_up_words(forgotten, ENGLISH) == "It is over already."
    assert sign_up_words(Found(state, {}, activity=an_activity(), persons=1), ENGLISH) != "It is over already."


def test_party_larger_than_all_seats_is_told_so_and_not_that_it_is_first() -> None:
    def told(place: int | None) -> str:
        found = Found("waiting", {}, activity=an_activity(seats=3), place=place, persons=4)
        return sign_up_words(found, ENGLISH)

    assert told(2) == "You are waiting. Your place in the line: 2"
    assert told(None).startswith("You are 4, and there are 3 seats in all.")


def test_whoever_waited_for_an_activity_that_is_called_off_is_told_just_that() -> None:
    def told(cancelled: bool) -> str:
        return sign_up_words(Found("cancelled", {}, activity=an_activity(cancelled=cancelled), persons=1), ENGLISH)

    assert told(True) == "The activity is called off. We are sorry."
    assert told(False) == "You are no longer signed up."


@pytest.mark.parametrize("language", LANGUAGES)
def test_family_is_thanked_for_as_many_seats_as_it_has_and_promised_none_that_is_not_sure(language: str) -> None:
    soup = an_activity()

    def thanked(state: SignUpState) -> tuple[str, str]:
        thanks = Thanking(sign_up_prompt(soup), "a", NO_SLIP, soup, state, seats=4, shown_at=NOON)
        return party_words(thanks, translator(language))

    assert "4" in thanked(SignUpState.CONFIRMED)[0]
    assert "4" not in "".join(thanked(SignUpState.REQUESTED))

"""What may be said after the thanks: a submission of its own, which names the first."""

from typing import Any

import pytest

from kiosk.visit.views import Answering, Choosing, Resting, Reviewing, Thanking
from kiosk.visit.visit import IDLE_S, WARNING_S, Visit
from shared.activity import sign_up_prompt
from shared.errors import DiskFull
from shared.kinds import kind_of
from shared.slip import NO_SLIP, Slip
from tests.builders import an_activity
from tests.fakes import FrozenClock
from tests.visiting import SLIP, Outbox, a_visit


class Slips(Outbox):
    """Remembers with which slip each was saved."""

    def __init__(self) -> None:
        super().__init__()
        self.slips: dict[str, Slip] = {}

    def save(self, submission_id: str, *args: Any, slip: Slip, **more: Any) -> Any:
        self.slips[submission_id] = slip
        return super().save(submission_id, *args, slip=slip, **more)


def thanked(outbox: Outbox, clock: FrozenClock | None = None) -> tuple[Visit, Thanking]:
    """A visit that was thanked for a face."""
    visit = a_visit(outbox, clock or FrozenClock())
    visit.answer("feedback")
    visit.write("rating", 4)
    visit.go_on()
    assert isinstance(visit.view, Thanking)
    return visit, visit.view


def test_one_touch_on_a_face_is_saved_and_thanked_without_a_review() -> None:
    outbox = Outbox()

    _, thanks = thanked(outbox)

    assert outbox.calls == [thanks.submission_id]
    assert thanks.more == ("reasons", "comment")


def test_what_is_said_after_names_the_first_and_leaves_the_visitor_one_code() -> None:
    outbox = Slips()
    visit, thanks = thanked(outbox)

    visit.say_more()
    visit.go_on()
    visit.write("comment", "fint")
    visit.go_on()

    [(first, _), (second, said)] = outbox.saved.items()
    assert kind_of("feedback").unpack(said) == {"after": first, "reasons": [], "comment": "fint"}
    assert outbox.slips == {first: SLIP, second: NO_SLIP}
    assert isinstance(visit.view, Thanking)
    assert (visit.view.submission_id, visit.view.slip, visit.view.more) == (second, thanks.slip, ())


def test_what_stands_on_more_than_one_screen_is_read_once_more_and_can_be_changed() -> None:
    outbox = Outbox()
    visit, thanks = thanked(outbox)
    visit.say_more()
    visit.write("reasons", ["books"])
    visit.go_on()
    visit.write("comment", "fint")

    visit.go_on()
    read = visit.view
    visit.change()
    changed = visit.view
    visit.go_on()
    visit.send()

    assert isinstance(read, Reviewing)
    assert read.answer == {"after": thanks.submission_id, "reasons": ["books"], "comment": "fint"}
    assert isinstance(changed, Answering)
    assert (changed.step, changed.draft) == (1, {"reasons": ["books"], "comment": "fint"})
    assert list(outbox.saved) == [thanks.submission_id, read.submission_id]


@pytest.mark.parametrize("leave", ["go_back", "start_over"])
def test_who_says_no_more_is_back_at_the_code(leave: str) -> None:
    outbox = Outbox()
    visit, thanks = thanked(outbox)
    visit.say_more()
    visit.write("reasons", ["books"])

    getattr(visit, leave)()

    assert visit.view == thanks
    assert len(outbox.saved) == 1


def test_more_that_cannot_be_saved_stays_and_is_sent_under_the_same_id() -> None:
    outbox = Outbox()
    visit, _ = thanked(outbox)
    visit.say_more()
    visit.go_on()
    visit.write("comment", "fint")
    outbox.trouble = DiskFull("full")

    visit.go_on()
    refused = visit.view
    outbox.trouble = None
    visit.go_on()

    assert isinstance(refused, Answering)
    assert (refused.draft, type(refused.problem)) == ({"comment": "fint"}, DiskFull)
    assert outbox.calls[1:] == [refused.submission_id] * 2


def test_who_goes_away_while_saying_more_has_given_the_first() -> None:
    outbox, clock = Outbox(), FrozenClock()
    visit, thanks = thanked(outbox, clock)
    visit.say_more()
    visit.write("reasons", ["books"])

    clock.pass_s(IDLE_S + WARNING_S)
    visit.tick()

    assert isinstance(visit.view, Resting)
    assert list(outbox.saved) == [thanks.submission_id]


def test_nothing_is_offered_twice_or_where_nothing_was_thanked() -> None:
    visit, _ = thanked(Outbox())
    visit.say_more()
    visit.go_on()
    visit.write("comment", "fint")
    visit.go_on()
    twice = visit.view

    visit.say_more()
    again = visit.view
    visit.go_home()
    visit.say_more()

    assert again == twice
    assert isinstance(visit.view, Choosing)


def test_an_answer_that_stands_on_one_screen_is_sent_from_there_and_a_sign_up_is_read_once_more() -> None:
    alone = Answering(sign_up_prompt(an_activity(fields=[])), "s", {"persons": [{"age": "adult"}]})

    assert (alone.steps, alone.sends) == (("persons",), False)

"""The visit, walked through every way a person can take."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.store import Library
from kiosk.visit.views import (
    Answering,
    Browsing,
    Changed,
    Changing,
    Choosing,
    ChoosingLanguage,
    LookingUp,
    ReadingActivity,
    Resting,
    Reviewing,
    Thanking,
    WhatsOn,
)
from kiosk.visit.visit import IDLE_S, WARNING_S
from shared.errors import AnswerEmpty, DiskFull, InvalidAnswer, NotPaired, StoreBroken, UnknownActivity, UnknownPrompt
from shared.kinds import kind_of
from shared.languages import LANGUAGES
from shared.slip import Slip
from tests.builders import ANSWERS, SETTINGS, a_prompt
from tests.fakes import NOON, FrozenClock
from tests.visiting import FULL, HAS_SEATS, OVER, SLIP, SOUP, Outbox, a_visit, walk_to_send

PLANTED = "hemmelig"
PRESSES = [
    *("wake", "choose_language", "show_languages", "go_on", "go_back", "change", "start_over"),
    *("open_board", "look_up", "go_home", "finish", "keep_awake", "refresh"),
    *("open_activities", "send_change"),
]
"""Every verb but ``choose``, ``write``, ``send`` and ``tick``, which have rules of their own, and those with a name."""
WRITES: dict[str, st.SearchStrategy[Any]] = {
    **{field: st.just(value) for answer in ANSWERS.values() for field, value in answer.items()},
    "text": st.text(max_size=6).map(lambda text: PLANTED + text),
    "cards": st.just([]),
    "rating": st.integers(1, 5),
    "reasons": st.lists(st.sampled_from(["books", "staff"]), unique=True),
    "comment": st.text(max_size=6).map(lambda text: PLANTED + text),
    "choices": st.lists(st.sampled_from(["early", "late", "never"]), unique=True, max_size=2),
    "persons": st.lists(st.fixed_dictionaries({"name": st.just(PLANTED)}), max_size=3),
    "contact": st.just(PLANTED),
    "needs": st.just(PLANTED),
}


def is_ready(view: object) -> bool:
    """Whether the next thing is to save this."""
    match view:
        case Reviewing():
            return True
        case Answering(sends=True):
            try:
                kind_of(view.prompt.kind).check(view.answer, view.prompt.settings)
            except InvalidAnswer:
                return False
            return True
    return False


class AnyVisit(RuleBasedStateMachine):
    """Any order of any verbs, with a store that fails now and then."""

    @initialize()
    def somebody_comes(self) -> None:
        self.clock, self.outbox, self.thanked = FrozenClock(), Outbox(), set[str]()
        self.written: dict[str, Any] = {}
        self.visit = a_visit(self.outbox, self.clock, self.look, activities=[SOUP, FULL, OVER])

    def look(self) -> None:
        """The law, at the very moment a view appears: what is thanked is saved."""
        match self.visit.view:
            case Thanking(submission_id=saved):
                assert saved in self.outbox.saved
                self.thanked.add(saved)
            case Changed():
                self.thanked.add(self.outbox.calls[-1])

    @rule(prompt_id=st.sampled_from([*SETTINGS, "gone"]))
    def choose(self, prompt_id: str) -> None:
        at_home = isinstance(self.visit.view, Choosing)
        if at_home and prompt_id == "gone":
            with pytest.raises(UnknownPrompt):
                self.visit.choose(prompt_id)
        else:
            self.visit.choose(prompt_id)
        if at_home:
            self.written = {}

    @precondition(lambda self: isinstance(self.visit.view, Resting))
    @rule()
    def go_straight_home(self) -> None:
        self.visit.choose_language("da")

    @rule(prompt_id=st.sampled_from([*SETTINGS, "gone"]))
    def answer_at_once(self, prompt_id: str) -> None:
        at_rest = isinstance(self.visit.view, Resting)
        if at_rest and prompt_id == "gone":
            with pytest.raises(UnknownPrompt):
                self.visit.answer(prompt_id)
            assert isinstance(self.visit.view, Choosing)
        else:
            self.visit.answer(prompt_id)
        if at_rest:
            self.written = {}
            assert self.visit.language == "nb"

    @precondition(lambda self: isinstance(self.visit.view, Choosing))
    @rule(kind=st.sampled_from(sorted(SETTINGS)))
    def answer_without_a_detour(self, kind: str) -> None:
        self.visit.choose(kind)
        self.written = dict(ANSWERS[kind])
        for name, value in self.written.items():
            self.visit.write(name, value)
        while isinstance(self.visit.view, Answering) and not self.visit.view.sends:
            self.visit.go_on()

    @precondition(lambda self: isinstance(self.visit.view, Thanking))
    @rule()
    def say_more(self) -> None:
        thanks = self.visit.view
        assert isinstance(thanks, Thanking)
        self.visit.say_more()
        if thanks.more:
            self.written = {}
            assert isinstance(self.visit.view, Answering)
            assert (self.visit.view.first, self.visit.view.steps) == (thanks, thanks.more)

    @precondition(lambda self: isinstance(self.visit.view, Choosing | WhatsOn))
    @rule(slug=st.sampled_from(["soup", "talk", "walk", "gone"]))
    def sign_up_for(self, slug: str) -> None:
        self.visit.open_activities()
        if slug == "gone":
            with pytest.raises(UnknownActivity):
                self.visit.read_activity(slug)
            assert isinstance(self.visit.view, WhatsOn)
            return
        self.visit.read_activity(slug)
        if slug == "walk":
            with pytest.raises(UnknownActivity):
                self.visit.sign_up()
            assert self.visit.view == ReadingActivity(OVER, shown_at=NOON)
        else:
            self.visit.sign_up()
            self.written = {}

    @rule(slip=st.sampled_from([HAS_SEATS, SLIP]), persons=st.integers(-1, 4))
    def change_a_sign_up(self, slip: Slip, persons: int) -> None:
        if isinstance(self.visit.view, LookingUp) and slip != HAS_SEATS:
            with pytest.raises(UnknownActivity):
                self.visit.change_sign_up(slip)
        else:
            self.visit.change_sign_up(slip)
        self.visit.choose_persons(persons)
        assert not isinstance(self.visit.view, Changing) or 0 <= self.visit.view.persons <= 3

    @precondition(lambda self: isinstance(self.visit.view, Answering))
    @rule(data=st.data())
    def write(self, data: st.DataObject) -> None:
        assert isinstance(self.visit.view, Answering)
        name = self.visit.view.field
        value = data.draw(WRITES[name])
        self.visit.write(name, value)
        self.written[name] = value

    @rule(press=st.sampled_from(PRESSES), language=st.sampled_from([*LANGUAGES, "tlh"]))
    def press(self, press: str, language: str) -> None:
        if press == "choose_language":
            self.visit.choose_language(language)
        else:
            getattr(self.visit, press)()
        assert press != "keep_awake" or self.visit.warning_s is None
        assert press != "finish" or isinstance(self.visit.view, Resting)

    @rule(trouble=st.sampled_from([None, None, DiskFull("full"), NotPaired("no hub")]))
    def send(self, trouble: Exception | None) -> None:
        self.outbox.trouble = trouble
        ready = is_ready(self.visit.view)
        calls = len(self.outbox.calls)
        self.visit.send()
        assert len(self.outbox.calls) - calls == (1 if ready else 0)
        assert isinstance(self.visit.view, Thanking) or not ready or trouble is not None

    @precondition(lambda self: not isinstance(self.visit.view, Resting))
    @rule(seconds=st.sampled_from([1.0, 30.0, IDLE_S, IDLE_S + WARNING_S]))
    def time_passes(self, seconds: float) -> None:
        self.clock.pass_s(seconds)
        self.visit.tick()
        if seconds == IDLE_S + WARNING_S:
            assert isinstance(self.visit.view, Resting)

    @invariant()
    def nothing_written_is_lost_on_the_way(self) -> None:
        match self.visit.view:
            case Answering(draft=kept) | Reviewing(answer=kept):
                assert {name: kept[name] for name in self.written} == self.written

    @invariant()
    def nothing_is_remembered_at_rest(self) -> None:
        if isinstance(self.visit.view, Resting):
            assert PLANTED not in repr(vars(self.visit))
            assert self.visit.language == "nb"
            assert self.visit.warning_s is None

    @invariant()
    def whatever_was_thanked_was_sent_exactly_once(self) -> None:
        assert self.thanked == set(self.outbox.saved)


AnyVisit.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
test_any_visit_saves_before_it_thanks_and_forgets_at_rest = AnyVisit.TestCase


@pytest.mark.parametrize("kind", SETTINGS)
def test_visit_of_each_kind_ends_thanked_with_the_receipt_code_of_what_was_saved(kind: str) -> None:
    outbox = Outbox()
    visit = a_visit(outbox, FrozenClock())

    walk_to_send(visit, kind)
    visit.send()

    [(saved_id, payload)] = outbox.saved.items()
    more = kind_of(kind).more(SETTINGS[kind])
    given = {"rating": 4} if kind == "feedback" else {}
    assert visit.view == Thanking(a_prompt(kind), saved_id, SLIP, more=more, given=given, shown_at=NOON)
    assert kind_of(kind).unpack(payload) == ANSWERS[kind]


@pytest.mark.parametrize("kind", SETTINGS)
def test_visit_that_could_not_save_stays_and_can_send_again_under_the_same_id(kind: str) -> None:
    outbox = Outbox()
    visit = a_visit(outbox, FrozenClock())
    walk_to_send(visit, kind)
    outbox.trouble = DiskFull("full")

    visit.send()
    refused = visit.view
    outbox.trouble = None
    visit.send()

    assert isinstance(refused, Answering)
    assert isinstance(refused.problem, DiskFull)
    assert refused.answer == ANSWERS[kind]
    assert isinstance(visit.view, Thanking)
    assert outbox.calls == [visit.view.submission_id] * 2


def test_visit_pressed_send_twice_saves_once() -> None:
    outbox = Outbox()
    visit = a_visit(outbox, FrozenClock())
    walk_to_send(visit, "poll")

    visit.send()
    visit.send()

    assert len(outbox.calls) == 1


def test_visit_with_nothing_written_goes_back_to_the_first_step_and_says_so() -> None:
    visit = a_visit(Outbox(), FrozenClock())
    visit.choose_language("en")
    visit.choose("feedback")
    visit.write("rating", 2)
    visit.go_on()
    visit.say_more()

    visit.go_on()
    visit.go_on()

    assert isinstance(visit.view, Answering)
    assert (visit.view.step, visit.view.steps) == (0, ("reasons", "comment"))
    assert isinstance(visit.view.problem, AnswerEmpty)


def test_visit_keeps_the_draft_when_the_language_changes() -> None:
    visit = a_visit(Outbox(), FrozenClock())
    visit.choose_language("nb")
    visit.choose("idea")
    visit.write("text", "en tanke")

    visit.choose_language("sv")

    assert isinstance(visit.view, Answering)
    assert visit.view.draft == {"text": "en tanke"}
    assert visit.language == "sv"


def test_visit_warns_after_a_minute_counts_down_and_forgets() -> None:
    clock = FrozenClock()
    visit = a_visit(Outbox(), clock)
    walk_to_send(visit, "idea")
    seen = []

    for _ in range(90):
        clock.pass_s(1)
        visit.tick()
        seen.append(visit.warning_s)

    assert seen == [None] * 59 + list(range(30, 0, -1)) + [None]
    assert visit.view == Resting(tuple(a_prompt(kind) for kind in SETTINGS))


def test_visit_that_cannot_read_what_comes_next_has_forgotten_and_warns_nobody() -> None:
    clock, broken = FrozenClock(), list[StoreBroken]()

    def library() -> Library:
        for error in broken:
            raise error
        return Library("Holmlia")

    visit = a_visit(Outbox(), clock, library=library)
    walk_to_send(visit, "idea")
    clock.pass_s(IDLE_S + 1)
    visit.tick()
    warned = visit.warning_s is not None
    clock.pass_s(WARNING_S)
    broken.append(StoreBroken("the disk is gone"))

    with pytest.raises(StoreBroken):
        visit.tick()

    assert warned
    assert (visit.view, visit.warning_s) == (Resting(), None)


def test_visit_that_needs_more_time_gets_a_whole_minute() -> None:
    clock = FrozenClock()
    visit = a_visit(Outbox(), clock)
    walk_to_send(visit, "idea")
    clock.pass_s(IDLE_S + 5)
    visit.tick()

    visit.keep_awake()
    clock.pass_s(IDLE_S - 1)
    visit.tick()

    assert isinstance(visit.view, Answering)
    assert visit.warning_s is None


def test_visit_goes_between_home_board_and_look_up() -> None:
    visit = a_visit(Outbox(), FrozenClock())
    visit.choose_language("da")
    walked: list[type] = []

    for verb in (visit.open_board, visit.look_up, visit.go_back, visit.go_back, visit.show_languages, visit.go_back):
        verb()
        walked.append(type(visit.view))

    assert walked == [Browsing, LookingUp, Browsing, Choosing, ChoosingLanguage, Resting]


def test_answers_are_looked_up_from_home_and_back_leads_home() -> None:
    visit = a_visit(Outbox(), FrozenClock())
    visit.choose_language("da")
    walked: list[type] = []

    for verb in (visit.look_up, visit.go_back, visit.go_back):
        verb()
        walked.append(type(visit.view))

    assert walked == [LookingUp, Choosing, Resting]


def test_visit_without_prompts_rests_without_a_question() -> None:
    visit = a_visit(Outbox(), FrozenClock(), prompts=[])

    assert visit.view == Resting()


def test_new_prompts_show_at_rest_and_at_home_and_disturb_nobody_else() -> None:
    prompts = [a_prompt("idea")]
    visit = a_visit(Outbox(), FrozenClock(), prompts=prompts)
    visit.choose_language("nb")
    prompts.insert(0, a_prompt("poll"))

    visit.refresh()
    at_home = visit.view
    visit.choose("idea")
    answering = visit.view
    prompts.clear()
    visit.refresh()

    assert at_home == Choosing((a_prompt("poll"), a_prompt("idea")))
    assert visit.view is answering

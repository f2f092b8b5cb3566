"""A round of staff without a glass: nothing but the PIN leads in, nothing stays when they go."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kiosk.bootstrap import Kiosk, build
from kiosk.config import KioskConfig
from kiosk.modes import whose_turn
from kiosk.staff_round.staff_round import DOOR_IDLE_S, IDLE_S, StaffRound
from kiosk.staff_round.views import (
    AtDoor,
    ChoosingDoor,
    ChoosingHub,
    EnteringPin,
    NamingKiosk,
    Paired,
    Status,
    TypingAddress,
    TypingCode,
)
from kiosk.sync.worker import SyncState
from shared.errors import FileUnreadable, GuessablePin, HubUnreachable, NotPaired, PairingError, WrongCode, WrongPin
from tests.builders import CHEAP_PIN, a_pairing, quick_root
from tests.fakes import FrozenClock

PIN = "112358"


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    config = KioskConfig(tmp_path, default_language="nb", discovery=False)
    return build(config, FrozenClock(), stretch=quick_root, pin_cost=CHEAP_PIN)


@pytest.fixture
def staff(kiosk: Kiosk) -> StaffRound:
    """Staff behind the PIN."""
    kiosk.staff_round.come("sv")
    kiosk.staff_round.enter_pin(PIN)
    kiosk.staff_round.enter_pin(PIN)
    assert isinstance(kiosk.staff_round.view, Status)
    return kiosk.staff_round


def later(staff: StaffRound) -> list[Callable[[], None]]:
    """Let work wait, as in a thread, until what is returned is called."""
    waiting: list[Callable[[], None]] = []
    staff.beside = lambda name, work, then: waiting.append(lambda: then(work()))
    return waiting


def test_who_comes_is_asked_for_a_pin_in_the_language_that_is_on_the_glass(kiosk: Kiosk) -> None:
    assert whose_turn(kiosk.modes) is kiosk.visit

    kiosk.staff_round.come("sv")

    assert whose_turn(kiosk.modes) is kiosk.staff_round
    assert (kiosk.staff_round.view, kiosk.staff_round.language) == (EnteringPin(is_set=False), "sv")


def test_a_new_pin_is_asked_for_twice_and_must_be_a_good_one(kiosk: Kiosk) -> None:
    staff, seen = kiosk.staff_round, list[tuple[type, bool, type]]()
    staff.come("nb")
    for typed in ("123456", PIN, "271828", PIN, PIN):
        staff.enter_pin(typed)
        view: Any = staff.view
        seen.append((type(view), getattr(view, "again", False), type(view.problem)))

    assert seen[:4] == [
        (EnteringPin, False, GuessablePin),
        (EnteringPin, True, type(None)),
        (EnteringPin, False, WrongPin),
        (EnteringPin, True, type(None)),
    ]
    assert isinstance(staff.view, Status)


def test_while_a_pin_is_looked_at_no_other_is_taken(staff: StaffRound) -> None:
    staff.finish()
    staff.come("nb")
    waiting = later(staff)

    staff.enter_pin(PIN)
    staff.enter_pin("000000")

    assert staff.view == EnteringPin(busy=True)
    assert len(waiting) == 1
    waiting[0]()
    assert isinstance(staff.view, Status)


def test_who_went_away_meanwhile_does_not_come_in(staff: StaffRound) -> None:
    staff.finish()
    staff.come("nb")
    waiting = later(staff)
    staff.enter_pin(PIN)
    staff.go_back()

    waiting[0]()

    assert staff.view is None


def shown(staff: StaffRound) -> object:
    """The view, which each step changes."""
    return staff.view


def test_pairing_asks_one_question_after_the_other(staff: StaffRound, kiosk: Kiosk) -> None:
    staff.open_pairing()
    assert shown(staff) == ChoosingHub(())
    staff.type_address()
    assert shown(staff) == TypingAddress()
    staff.choose_hub(["127.0.0.1:1"], "127.0.0.1:1")
    assert shown(staff) == NamingKiosk("")
    staff.name_kiosk("  ")
    assert shown(staff) == NamingKiosk("", nameless=True)
    staff.name_kiosk("Ved døra")
    assert shown(staff) == TypingCode("127.0.0.1:1", "Ved døra")
    staff.pair("K7QM2XHT9FRB")

    view: Any = staff.view
    assert (view.busy, type(view.problem)) == (False, HubUnreachable)
    assert kiosk.store.pairing() is None
    staff.go_back()
    assert shown(staff) == ChoosingHub(())


def test_a_hub_that_says_yes_is_paired_also_when_staff_stepped_back_meanwhile(staff: StaffRound) -> None:
    staff.open_pairing()
    staff.choose_hub(["hub:1"], "Holmlia")
    staff.name_kiosk("Ved døra")

    def answered_late(name: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        staff.go_back()
        then(a_pairing())

    staff.beside = answered_late

    staff.pair("K7QM2XHT9FRB")

    assert isinstance(staff.view, Paired)


def test_after_pairing_the_questions_are_awaited_until_sync_says_otherwise(staff: StaffRound, kiosk: Kiosk) -> None:
    staff.open_pairing()
    staff.choose_hub(["hub:1"], "Holmlia")
    staff.name_kiosk("Ved døra")
    staff.beside = lambda name, work, then: then(a_pairing())
    staff.pair("K7QM2XHT9FRB")

    seen = [staff.view]
    for state in (SyncState(problem=NotPaired()), SyncState(problem=HubUnreachable()), SyncState(rounds=1)):
        kiosk.worker.state = state
        staff.refresh()
        seen.append(staff.view)

    assert seen == [
        Paired(fetching=True), Paired(fetching=True, unreached=True), Paired(unreached=True), Paired(),
    ]  # fmt: skip


def test_what_goes_wrong_on_the_way_is_shown_and_can_be_tried_again(staff: StaffRound) -> None:
    staff.open_pairing()
    nonsense: Any = [7]
    staff.choose_hub(nonsense, "seven")
    staff.name_kiosk("Ved døra")
    staff.pair("K7QM2XHT9FRB")
    view: Any = staff.view
    assert (view.busy, type(view.problem)) == (False, PairingError)

    staff.beside = lambda name, work, then: then(WrongCode("not the same"))
    staff.pair("K7QM2XHT9FRA")

    view = staff.view
    assert type(view.problem) is WrongCode


def test_a_round_that_nobody_goes_on_with_ends_and_at_the_door_later(staff: StaffRound, kiosk: Kiosk) -> None:
    clock = kiosk.clock
    assert isinstance(clock, FrozenClock)
    clock.pass_s(IDLE_S - 1)
    staff.touched()
    clock.pass_s(IDLE_S)
    staff.tick()
    assert isinstance(staff.view, Status)

    staff.open_door()
    clock.pass_s(DOOR_IDLE_S - IDLE_S)
    staff.tick()
    assert isinstance(staff.view, ChoosingDoor)

    clock.pass_s(IDLE_S + 1)
    staff.tick()
    assert (shown(staff), kiosk.door.is_open) == (None, False)


@pytest.mark.parametrize("ends", ["finish", "go_back", "tick"])
def test_what_the_pin_gave_is_forgotten_when_the_round_ends(staff: StaffRound, kiosk: Kiosk, ends: str) -> None:
    clock, held = kiosk.clock, staff._key
    assert isinstance(clock, FrozenClock)
    clock.pass_s(IDLE_S + 1)

    getattr(staff, ends)()

    assert held is not None
    assert (staff.view, staff._key) == (None, None)


def test_a_new_pin_that_was_typed_once_is_forgotten_when_the_round_ends(kiosk: Kiosk) -> None:
    kiosk.staff_round.come("nb")
    kiosk.staff_round.enter_pin(PIN)
    kiosk.staff_round.finish()
    kiosk.staff_round.come("nb")

    kiosk.staff_round.enter_pin(PIN)

    assert kiosk.staff_round.view == EnteringPin(is_set=False, again=True)
    assert not kiosk.pin.is_set


def test_staff_who_turn_pages_are_still_here(staff: StaffRound, kiosk: Kiosk) -> None:
    clock = kiosk.clock
    assert isinstance(clock, FrozenClock)
    clock.pass_s(IDLE_S - 1)
    staff.keep_awake()
    clock.pass_s(IDLE_S - 1)

    staff.tick()

    assert isinstance(staff.view, Status)


def test_door_that_cannot_say_its_words_is_not_opened_and_status_says_why(
    staff: StaffRound, kiosk: Kiosk, tmp_path: Path
) -> None:
    (tmp_path / "pairing.json").write_text("")

    staff.open_door()

    assert isinstance(staff.view, Status)
    assert type(staff.view.refused) is FileUnreadable
    assert not kiosk.door.is_open


def test_the_book_at_the_door_is_closed_as_soon_as_staff_step_back(staff: StaffRound, kiosk: Kiosk) -> None:
    staff.open_door()
    opened = kiosk.door.is_open
    staff.go_back()

    assert (opened, kiosk.door.is_open) == (True, False)


class AnyRound(RuleBasedStateMachine):
    """Any order of any verbs: nothing is reached without the PIN, and nothing stays of it."""

    @initialize()
    def a_kiosk(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        config = KioskConfig(Path(self._folder.name), default_language="nb", discovery=False)
        self.kiosk = build(config, FrozenClock(), stretch=quick_root, pin_cost=CHEAP_PIN)
        self.kiosk.pin.set(PIN)
        self.staff, self.knows = self.kiosk.staff_round, False

    def teardown(self) -> None:
        self.kiosk.close()
        self._folder.cleanup()

    @rule(
        verb=st.sampled_from(["open_pairing", "open_door", "type_address", "refresh", "tick", "keep_awake", "go_back"])
    )
    def press(self, verb: str) -> None:
        getattr(self.staff, verb)()

    @rule()
    def come(self) -> None:
        self.staff.come("nb")

    @rule(right=st.booleans())
    def enter(self, right: bool) -> None:
        self.knows |= right and isinstance(self.staff.view, EnteringPin)
        self.staff.enter_pin(PIN if right else "000000")

    @rule()
    def answer(self) -> None:
        self.staff.choose_hub(["hub:1"], "Holmlia")
        self.staff.name_kiosk("Ved døra")
        self.staff.choose_door("soup")
        self.staff.note_came("K7QM2XHT", 1)
        self.staff.count_heads("any", 1)

    @rule()
    def leave(self) -> None:
        self.staff.finish()

    @invariant()
    def what_is_behind_the_pin_is_shown_to_nobody_else(self) -> None:
        if self.staff.view is None or isinstance(self.staff.view, EnteringPin):
            assert not self.kiosk.door.is_open
            assert self.staff._key is None
            self.knows = False
        else:
            assert self.knows
        if self.kiosk.door.is_open:
            assert isinstance(self.staff.view, ChoosingDoor | AtDoor)


AnyRound.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
test_any_round_shows_nothing_before_the_pin_and_keeps_nothing = AnyRound.TestCase

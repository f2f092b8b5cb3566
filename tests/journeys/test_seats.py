"""Any order of visitors, lost replies, silence, clocks, revocations, old backups and a thief: no seat is sold twice."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hub.model import SignUp
from hub.services.activities import seats, sign_ups
from shared.notice import SignUpState
from tests.journeys.library import KARI, SEATED, SLUGS, Library

KIOSKS = 4
names = st.sampled_from([f"k{n}" for n in range(1, KIOSKS + 1)])
losses = st.lists(st.sampled_from([None, None, None, "up", "down"]), max_size=4)
IN_MEMORY = Path("/dev/shm")  # thousands of runs would wear a disk out by their fsyncs


class Seats(RuleBasedStateMachine):
    """Whatever happens to hub, kiosks and network between the first visitor and the last."""

    thief = False

    @initialize(
        seat_count=st.integers(1, 12), waiting_list=st.sampled_from([True, True, True, False]),
        cake_seats=st.integers(1, 6), cake_list=st.booleans(),
    )  # fmt: skip
    def open(self, seat_count: int, waiting_list: bool, cake_seats: int, cake_list: bool) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
        self.library = Library(
            self.folder, kiosk_count=KIOSKS, seat_count=seat_count, waiting_list=waiting_list, cake_seats=cake_seats,
            cake_list=cake_list, thief=self.thief,
        )  # fmt: skip
        self.before: dict[str, SignUp] = {}
        self.out_of_turn: set[str] = set()
        for name in self.library.names:
            assert self.library.sync(name)

    def teardown(self) -> None:
        if not hasattr(self, "library"):
            return
        try:
            self.settle()
            self.library.check_seats()
            self.library.check_promises()
            self.library.check_agreement()
        finally:
            self.library.close()
            shutil.rmtree(self.folder)

    @rule(name=names, persons=st.integers(1, 4), split=st.booleans(), slug=st.sampled_from(["soup", "soup", "cake"]))
    def sign_up(self, name: str, persons: int, split: bool, slug: str) -> None:
        self.library.sign_up(name, persons, split=split, slug=slug)

    @rule(name=names, losses=losses)
    def sync(self, name: str, losses: list[str | None]) -> None:
        self.library.sync(name, losses)

    @rule()
    def sync_all(self) -> None:
        for name in self.library.names:
            self.library.sync(name)

    @rule(name=names, persons=st.sampled_from([0, 0, 1, 2]), data=st.data())
    def change(self, name: str, persons: int, data: st.DataObject) -> None:
        codes = [code for code in self.library.codes_known_at(name) if not self.library.told[code].cancelled]
        if codes:
            code = data.draw(st.sampled_from(codes))
            if persons < self.library.told[code].persons:
                self.library.change(name, code, persons)

    @rule(data=st.data())
    def staff_cancels(self, data: st.DataObject) -> None:
        active = self.active()
        if active:
            one = data.draw(st.sampled_from(active))
            sign_ups.cancel(self.library.hub, one.id, by=KARI, now=self.library.clock.utc())
            self.library.told[one.code].cancelled = True
            for name in self.library.names:  # a cancellation that only the hub knew would die with the hub
                self.library.sync(name)

    @rule(data=st.data(), hears=st.lists(names, min_size=1, unique=True))
    def staff_moves(self, data: st.DataObject, hears: list[str]) -> None:
        active = self.active()
        if active and self.library.staff_move(data.draw(st.sampled_from(active))):
            # Some kiosk hears of it: what only the hub knew would die with the hub. The others may know the old place.
            for name in hears:
                self.library.sync(name)

    @rule(name=names, again=st.booleans())
    def recall(self, name: str, again: bool) -> None:
        seats.recall(self.library.hub, "soup", name, by=KARI, now=self.library.clock.utc(), again=again)

    @rule(data=st.data())
    def staff_seats_out_of_turn(self, data: st.DataObject) -> None:
        hub, activity = self.library.hub, self.library.activity
        free = 0 if hub.recalled.recount().is_on else seats.free(hub, activity)
        fits = [one for one in hub.sign_ups.waiting("soup") if one.persons - one.seated <= free]
        if fits:
            one = data.draw(st.sampled_from(fits))
            sign_ups.seat(hub, one.id, by=KARI, now=self.library.clock.utc(), reason="wheelchair taxi")
            self.out_of_turn.add(one.id)

    @rule(seat_count=st.integers(1, 12))
    def staff_change_seats(self, seat_count: int) -> None:
        if not self.library.hub.recalled.recount().is_on:
            self.library.change_seats(seat_count)

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        for clock in (self.library.clock, *self.library.clocks.values()):
            clock.pass_s(hours * 3600)

    @rule(name=names, days=st.integers(-400, 200))
    def kiosk_clock_jumps(self, name: str, days: int) -> None:
        clock = self.library.clocks[name]
        clock.set_to(clock.utc() + timedelta(days=days))

    @rule(hours=st.integers(-48, 48))
    def hub_clock_jumps(self, hours: int) -> None:
        self.library.clock.set_to(self.library.clock.utc() + timedelta(hours=hours))

    @rule(name=names, boot=st.booleans())
    def kiosk_restarts(self, name: str, boot: bool) -> None:
        self.library.restart_kiosk(name, boot=boot)

    @rule(name=names)
    def revoke(self, name: str) -> None:
        if not self.library.hub.recalled.recount().is_on:
            self.library.revoke(name)

    @rule(name=names)
    def pair_again(self, name: str) -> None:
        self.library.pair_again(name)

    @precondition(lambda self: self.library.backups < 3)
    @rule()
    def back_up(self) -> None:
        if not self.library.hub.recalled.recount().is_on and not self.someone_is_shut_out():
            self.library.back_up()

    @precondition(lambda self: self.library.backups > 0)
    @rule(data=st.data())
    def put_back(self, data: st.DataObject) -> None:
        if not self.someone_is_shut_out():
            self.library.put_back(data.draw(st.integers(1, self.library.backups)))
            self.before, self.out_of_turn = {}, set()

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "library"):
            return
        self.library.check_seats()
        self.library.check_promises()
        self.check_turns()

    def check_turns(self) -> None:
        """Who was given a seat by the line had nobody before them who still waits."""
        if self.library.hub.recalled.recount().is_on:
            self.before = {}
            return
        now = {one.id: one for one in self.library.hub.sign_ups.of(*SLUGS)}
        lines = {slug: seats.line(self.library.hub, self.library.activity_of(slug)) for slug in SLUGS}
        for one in now.values():
            was = self.before.get(one.id)
            given = was is not None and was.state == SignUpState.WAITING and one.state in SEATED
            stayed = was is not None and (one.activity, one.persons) == (was.activity, was.persons)
            if given and stayed and one.id not in self.out_of_turn:
                assert not any(other.order < one.order for other in lines[one.activity]), "somebody was passed"
        self.before = now

    def settle(self) -> None:
        """Everybody talks until nothing is left to say."""
        self.library.heal()

    def active(self) -> list[SignUp]:
        """Those whom staff can cancel or move."""
        if self.library.hub.recalled.recount().is_on:
            return []
        return [one for one in self.library.hub.sign_ups.of(*SLUGS) if one.active and one.code in self.library.told]

    def someone_is_shut_out(self) -> bool:
        return any(kiosk.revoked_at is not None for kiosk in self.library.hub.kiosks.every())


class SeatsAndThief(Seats):
    """The same with one kiosk more, whose token a thief has: no promise of the others is broken by him."""

    thief = True

    @rule(data=st.data())
    def thief_says_what_he_likes(self, data: st.DataObject) -> None:
        self.library.thief.says(data, SLUGS)

    @precondition(lambda self: self.library.thief.is_awaited())
    @rule()
    def staff_go_on_without_the_thief(self) -> None:
        self.library.thief.is_given_up()

    def settle(self) -> None:
        """Once he is shut out and his seats are freed, all is as if he had never been."""
        self.library.thief.is_shut_out(SLUGS)
        self.library.heal()


EVERY = settings(stateful_step_count=30, deadline=None, report_multiple_bugs=False)
"""As many orders as other searches try, and half of these with the thief: fewer would find too little."""
TestSeats = Seats.TestCase
TestSeats.settings = EVERY
TestSeatsAndThief = SeatsAndThief.TestCase
TestSeatsAndThief.settings = settings(EVERY, max_examples=EVERY.max_examples // 2)

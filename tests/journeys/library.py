"""A hub, kiosks and a network that fails, all real but for clock and wire: what people were told is written down."""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from hub.bootstrap import open_store
from hub.model import Role, SignUp, Staff
from hub.services.activities import activities, seats, sign_ups
from hub.services.house import kiosks
from hub.services.restoring import recount
from hub.services.sync import intake
from hub.store.base import Store
from kiosk.store import KioskStore
from kiosk.sync import sync_once
from shared.activity import Activity, Occasion, change_prompt, sign_up_prompt
from shared.errors import HubTimedOut, HubUnreachable, KioskRevoked, LinkError, NoRoom, SeatsTaken
from shared.kinds import kind_of
from shared.notice import SignUpState
from shared.protocol import Delivery, Receipt
from shared.submission import new_submission_id, utc
from tests.builders import HUB_KEY, a_pairing, a_slip, an_activity, receipt_code, slip_of
from tests.fakes import NOON, FrozenClock
from tests.journeys.thief import ID, Thief
from tests.new_library import lay_out
from tests.put_back import InParts

KARI = Staff(1, "Kari", frozenset(Role))
SEATED = (SignUpState.CONFIRMED, SignUpState.TOLD)
SLUGS = ("soup", "cake")


class Wire:
    """Carries deliveries of one kiosk; ``losses`` says of each what is lost: "up", "down" or None."""

    address: str | None = None

    def __init__(self, library: "Library", kiosk: str, losses: Iterable[str | None] = ()) -> None:
        self._library, self._kiosk, self._losses = library, kiosk, iter(losses)

    def deliver(self, delivery: Delivery) -> Receipt:
        loss = next(self._losses, None)
        if loss == "up":
            raise HubUnreachable("lost on the way up")
        receipt = self._library.receive(self._kiosk, delivery)
        if loss == "down":
            raise HubTimedOut("lost on the way down")
        return receipt


@dataclass
class Told:
    """What one visitor was told, and what the visitor has asked for since. ``heard``: by the hub, at least once."""

    code: str
    persons: int
    activity: str = "soup"
    kiosk: str = ""
    confirmed: bool = False
    cancelled: bool = False
    heard: bool = False


class Library:
    """Two activities with seats, one hub, some kiosks. Every kiosk knows both from the start."""

    def __init__(
        self, folder: Path, *, kiosk_count: int, seat_count: int, waiting_list: bool = True, cake_seats: int = 3,
        cake_list: bool = False, thief: bool = False,
    ) -> None:  # fmt: skip
        self.folder, self.clock = folder, FrozenClock()
        self.hub: Store = open_store(lay_out(folder / "hub"))
        self.names = [f"k{n}" for n in range(1, kiosk_count + 1)]
        for name in (*self.names, ID) if thief else self.names:
            self._pair(name)
        self.thief = Thief(self)
        for held in (a_soup(seat_count, waiting_list), a_soup(cake_seats, cake_list, id="a2", slug="cake")):
            activities.save(self.hub, held, by=KARI, now=self.clock.utc())
        self.clocks = {name: FrozenClock() for name in self.names}
        self.kiosks = {name: self._kiosk(name) for name in self.names}
        self.told: dict[str, Told] = {}
        self.backups = 0

    def close(self) -> None:
        self.hub.close()
        for store in self.kiosks.values():
            store.close()

    @property
    def activity(self) -> Activity:
        return self.activity_of("soup")

    def activity_of(self, slug: str) -> Activity:
        found = self.hub.activities.read(slug)
        assert found is not None
        return found

    def heard_of(self, kiosk: str, slug: str) -> Activity:
        """Return the activity as this kiosk heard of it: it asks nothing else, whatever the hub has saved meanwhile."""
        found = self.kiosks[kiosk].activity(slug)
        assert found is not None
        return found

    # The network

    def receive(self, kiosk: str, delivery: Delivery) -> Receipt:
        known = self.hub.kiosks.read(kiosk)
        assert known is not None
        if known.revoked_at is not None:
            raise KioskRevoked(kiosk)
        counting, before = self.hub.recalled.recount().is_on, self.full()
        receipt = intake.receive(delivery, kiosk=known, store=self.hub, unseal_key=HUB_KEY, now=self.clock.utc())
        for told in map(self.told.get, map(receipt_code, receipt.accepted)):
            if told is not None:
                told.heard = True
        if not counting:
            self.check_full([one for it, one in self.full().items() if it not in before])
        return receipt

    def sync(self, kiosk: str, losses: Iterable[str | None] = ()) -> bool:
        """Run one round; tell whether it came to its end."""
        try:
            sync_once(self.kiosks[kiosk], Wire(self, kiosk, losses), self.clocks[kiosk])
        except LinkError:
            return False
        finally:
            self.listen(kiosk)
        return True

    def heal(self) -> None:
        """Let everybody talk until nobody has anything more to say."""
        for name in self.names:
            self.pair_again(name)
        for _ in range(4):
            for name in self.names:
                assert self.sync(name)

    # Visitors

    def sign_up(self, kiosk: str, persons: int, *, split: bool = False, slug: str = "soup") -> SignUpState:
        activity = self.heard_of(kiosk, slug)
        prompt, kind = sign_up_prompt(activity), kind_of("signup")
        persons = min(persons, activity.most_persons)  # the form takes no more at once
        people = [{"name": f"P{n}", "age": "adult"} for n in range(persons)]
        answer = kind.check({"activity": slug, "persons": people, "split": split}, prompt.settings)
        submission_id = new_submission_id()
        state = self.kiosks[kiosk].save(
            submission_id, prompt, "nb", kind.pack(answer), slip=a_slip(submission_id), seats=persons
        )
        assert state in (SignUpState.CONFIRMED, SignUpState.REQUESTED)
        code = receipt_code(submission_id)
        told = Told(code, persons, slug, kiosk, confirmed=state == SignUpState.CONFIRMED)
        self.check_line(told)
        self.told[code] = told
        return state

    def change(self, kiosk: str, code: str, persons: int) -> None:
        """Somebody with the code says at a kiosk that fewer come, or nobody."""
        (known,) = self.kiosks[kiosk].receipts(slip_of(code))
        slug = known.activity or ""  # the one this kiosk knows of, see staff_move
        prompt, kind = change_prompt(self.heard_of(kiosk, slug)), kind_of("change")
        answer = kind.check({"activity": slug, "code": code, "persons": persons}, prompt.settings)
        self.kiosks[kiosk].save(
            new_submission_id(), prompt, "nb", kind.pack(answer), seats=persons, changes=slip_of(code)
        )
        told = self.told[code]
        told.persons, told.cancelled = min(told.persons, persons), told.cancelled or persons == 0

    def codes_known_at(self, kiosk: str) -> list[str]:
        """The codes a visitor can look up there."""
        return [code for code in self.told if self.kiosks[kiosk].receipts(slip_of(code))]

    def listen(self, kiosk: str) -> None:
        """Visitors look up their codes."""
        for code, told in self.told.items():
            for state in self.kiosks[kiosk].receipts(slip_of(code)):
                here = state.activity == told.activity  # who was moved has heard that from staff
                if here and state.state in SEATED and state.seated == state.persons:
                    told.confirmed = True

    def staff_move(self, one: SignUp) -> bool:
        """Staff move somebody to the other activity, and say so; tell whether there is room for them."""
        (other,) = set(SLUGS) - {one.activity}
        with suppress(NoRoom):
            sign_ups.move(self.hub, one.id, other, by=KARI, now=self.clock.utc())
            self.told[one.code].activity, self.told[one.code].confirmed = other, False
            return True
        return False

    def change_seats(self, seat_count: int) -> None:
        """Staff save another number of seats, where those that are taken allow it."""
        other = replace(self.activity, seats=seat_count, most_persons=min(8, seat_count))
        with suppress(SeatsTaken):
            activities.offer(self.hub, other, by=KARI, now=self.clock.utc())

    # What goes wrong

    def pair_again(self, kiosk: str) -> None:
        known = self.hub.kiosks.read(kiosk)
        if known is None or known.revoked_at is not None:
            self._pair(kiosk)

    def revoke(self, kiosk: str) -> None:
        kiosks.revoke(self.hub, kiosk, by=KARI, now=self.clock.utc())

    def back_up(self) -> None:
        """Copy the database as a backup program does: nothing else of the folder."""
        self.hub.close()
        self.backups += 1
        shutil.copy(self.folder / "hub" / "hub.db", self.folder / f"backup-{self.backups}.db")
        self.hub = open_store(self.folder / "hub")

    def put_back(self, backup: int) -> None:
        seat_count = self.activity.seats
        assert seat_count is not None
        self.hub.close()
        for file in (self.folder / "hub").glob("hub.db*"):
            file.unlink()
        shutil.copy(self.folder / f"backup-{backup}.db", self.folder / "hub" / "hub.db")
        self.hub = open_store(self.folder / "hub")
        recount.begin_if_put_back(self.hub, self.clock.utc())
        self.change_seats(seat_count)  # an old number of seats is what staff see and mend

    def restart_kiosk(self, kiosk: str, *, boot: bool) -> None:
        """The program ends and starts again; with ``boot`` the whole tablet does."""
        self.kiosks[kiosk].close()
        if boot:
            clock = self.clocks[kiosk]
            clock.boot, clock.seconds = f"{clock.boot}+", 5.0
        self.kiosks[kiosk] = InParts.open(self.folder / kiosk, self.clocks[kiosk])

    def _pair(self, name: str) -> None:
        self.hub.kiosks.pair(name, f"Kiosk {name}", kiosks.hash_of(f"token of {name}"), now=utc(self.clock.utc()))

    def _kiosk(self, name: str) -> KioskStore:
        store = InParts.open(self.folder / name, self.clocks[name])
        store.keep_pairing(a_pairing(kiosk_id=name))
        return store

    # What must hold

    def full(self) -> dict[str, SignUp]:
        """Those who were told that it is full, by id."""
        return {one.id: one for one in self.hub.sign_ups.of(*SLUGS) if one.state == SignUpState.FULL}

    def check_line(self, now: Told) -> None:
        """Nobody is passed on one tablet: who asked there before, and was not heard, waits for the hub first."""
        before = [one for one in self.told.values() if (one.kiosk, one.activity) == (now.kiosk, now.activity)]
        waits = any(not (one.confirmed or one.cancelled or one.heard) for one in before)
        if waits and self.activity_of(now.activity).waiting_list:
            assert not now.confirmed, "somebody was passed on one tablet"

    def check_full(self, told: list[SignUp]) -> None:
        """Nobody is told that it is full while there are free seats for them, unless somebody waited before."""
        for one in told:
            activity = self.activity_of(one.activity)
            assert not activity.waiting_list, "told that it is full where one can wait"
            if not seats.line(self.hub, activity):
                assert seats.free(self.hub, activity) < one.persons, "told that it is full, and it is not"

    def check_seats(self) -> None:
        """Never more confirmed than exist: on the hub, and in what people were told."""
        for slug in SLUGS:
            seat_count = self.activity_of(slug).seats
            assert seat_count is not None
            own = [one.seated for one in self.hub.sign_ups.of(slug) if one.code not in self.thief.codes]
            assert sum(own) <= seat_count, "more are seated than there are seats, without those of the thief"
            if not self.thief.codes:
                assert self.hub.sign_ups.seated(slug) <= seat_count
            here = [told for told in self.told.values() if told.activity == slug]
            standing = [told.persons for told in here if told.confirmed and not told.cancelled]
            assert sum(standing) <= seat_count, f"{sum(standing)} were told that they have one of {seat_count} seats"
        kept = self.hub.sign_ups.of(*SLUGS)
        torn = [one for one in kept if not one.split and one.seated not in (0, one.persons)]
        assert torn == [], "a family that stays together was seated in part"
        assert len({one.code for one in kept}) == len(kept), "somebody stands in two places"
        assert [one for one in kept if one.tell != one.still_to_tell] == [], "somebody is told what does not hold"

    def check_promises(self) -> None:
        """Nobody who was confirmed is refused later."""
        if self.hub.recalled.recount().is_on:
            return
        for told in self.told.values():
            known = self.hub.sign_ups.by_code(told.activity, told.code)
            if known is not None and told.confirmed and not told.cancelled:
                assert known.state in SEATED, f"told that it has a seat, and is {known.state}"

    def check_agreement(self) -> None:
        """After healing each request has one state on every side, and nobody waits for a seat that is free."""
        assert not self.hub.recalled.recount().is_on
        for told in self.told.values():
            known = self.hub.sign_ups.by_code(told.activity, told.code)
            assert known is not None, "a sign-up is lost"
            assert known.activity == told.activity, "a move is lost"
            assert (known.state == SignUpState.CANCELLED) == told.cancelled
            here = (known.activity, known.state, known.persons, known.seated)
            for name in self.names:
                (state,) = self.kiosks[name].receipts(slip_of(told.code))
                assert (state.activity, state.state, state.persons, state.seated) == here
        for activity in map(self.activity_of, SLUGS):
            line = seats.line(self.hub, activity)
            if line:
                missing = 1 if line[0].split else line[0].persons - line[0].seated
                assert seats.free(self.hub, activity) < missing
                assert seats.overview(self.hub, activity).leased == {}


def a_soup(seat_count: int, waiting_list: bool, **over: str) -> Activity:
    """Far away, so that no clock of a test closes it."""
    far = NOON + timedelta(days=300)
    date = Occasion(utc(far), utc(far + timedelta(hours=2)))
    return an_activity(seats=seat_count, waiting_list=waiting_list, dates=[date], **over)

"""Staff at the glass: a state machine without Kivy. Screens draw its view and call its verbs.

    (away) -> EnteringPin -> Status -> ChoosingDoor -> AtDoor
                             Status -> ChoosingHub -> NamingKiosk -> TypingCode -> Paired
                                       ChoosingHub -> TypingAddress -> NamingKiosk

Nothing but the PIN leads behind it. What it gave is forgotten when staff go, or when nobody touches
anything for a while.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kiosk.staff_round.beside import Beside, at_once, outcome
from kiosk.staff_round.door import Door, DoorBook
from kiosk.staff_round.pairing_steps import PairingSteps, SyncSeen
from kiosk.staff_round.pin import Pin, PinKey, check_new
from kiosk.staff_round.views import (
    AtDoor,
    ChoosingDoor,
    ChoosingHub,
    EnteringPin,
    NamingKiosk,
    Paired,
    PairingView,
    Status,
    TypingAddress,
    TypingCode,
    View,
)
from kiosk.store import KioskStore
from shared.clock import Clock
from shared.errors import SamskapError, WrongPin
from shared.fence import Fence, Trouble
from shared.languages import DEFAULT_LANGUAGE

IDLE_S, DOOR_IDLE_S = 180.0, 900.0
"""So long staff may touch nothing; people come to a door one after the other."""


class StaffRound:
    """One round of staff. ``view`` is None while none is here.

    ``pairing`` knows the way to a hub, ``sync`` how sync goes, ``wake`` begins a round of it, ``troubles`` what fails
    behind the glass. ``beside`` does what takes long; the app gives one that uses threads.
    """

    warning_s: int | None = None
    """Staff are not warned."""

    def __init__(
        self,
        *,
        store: KioskStore,
        clock: Clock,
        pin: Pin,
        door: DoorBook,
        pairing: PairingSteps,
        sync: Callable[[], SyncSeen],
        wake: Callable[[], None],
        troubles: Callable[[], Sequence[Trouble]],
    ) -> None:
        self._store, self._clock, self._pin, self._door, self._pairing = store, clock, pin, door, pairing
        self._sync, self._wake, self._troubles = sync, wake, troubles
        self.beside: Beside = at_once
        self.on_view: Callable[[], None] = lambda: None
        self.language = DEFAULT_LANGUAGE
        self.view: View | None = None
        self._fence = Fence("pin", SamskapError.says)
        self._first: str | None = None
        self._key: PinKey | None = None
        self._touched_at = clock.monotonic()

    # Coming and going

    def come(self, language: str) -> None:
        """Somebody wants in: ask for the PIN, in the language that is on the glass."""
        if self.view is None:
            self.language = language
            self.touched()
            self._ask()

    def touched(self) -> None:
        """Somebody is still here."""
        self._touched_at = self._clock.monotonic()

    def keep_awake(self) -> None:
        """Somebody is still here: a touch says the same."""
        self.touched()

    def tick(self) -> None:
        """Look at the clock: close what was forgotten."""
        idle = DOOR_IDLE_S if isinstance(self.view, ChoosingDoor | AtDoor) else IDLE_S
        if self.view is not None and self._clock.monotonic() - self._touched_at > idle:
            self.finish()

    def finish(self) -> None:
        """Staff are done: forget the PIN, the names, and what was typed."""
        self._first, self._key = None, None
        self._door.close()
        if self.view is not None:
            self._show(None)

    def go_back(self) -> None:
        """One step back; from the first out again."""
        match self.view:
            case EnteringPin() | Status():
                self.finish()
            case AtDoor() if len(doors := self._door.doors()) > 1:
                self._show(self._choosing(doors))
            case ChoosingDoor() | AtDoor() | ChoosingHub() | Paired():
                self._show(self._status())
            case None:
                pass
            case _:
                self._show(self._pairing.hubs())

    def refresh(self) -> None:
        """Something changed behind the glass: show it, where nothing is being typed."""
        match self.view:
            case Status():
                self._show(self._status())
            case ChoosingHub():
                self._show(self._pairing.hubs())
            case Paired():
                self._show(self._pairing.paired())
            case ChoosingDoor():
                self._show(self._at_the_doors())
            case AtDoor(door=door):
                self._show(self._at(door.activity))

    # The PIN

    def enter_pin(self, digits: str) -> None:
        """Look at six digits: the PIN, or a new one while there is none. Takes a second, beside the glass."""
        if not isinstance(self.view, EnteringPin) or self.view.busy:
            return
        try:
            if self._pin.is_set:
                self._look(self._pin.check, digits)
            elif self._first is None:
                check_new(digits)
                self._first = digits
                self._ask()
            else:
                first, self._first = self._first, None
                if digits != first:
                    raise WrongPin("the two are not alike")
                self._look(self._pin.set, digits)
        except SamskapError as problem:
            self._ask(problem)

    def _look(self, at: Callable[[str], PinKey], digits: str) -> None:
        assert isinstance(self.view, EnteringPin)
        asked = replace(self.view, busy=True, problem=None)
        self._show(asked)

        def looked(found: PinKey | SamskapError) -> None:
            if self.view is not asked:
                return  # somebody went away meanwhile
            if isinstance(found, PinKey):
                self._key = found
                self._show(self._status())
            else:
                self._ask(found)

        self.beside("pin", lambda: outcome(self._fence, lambda: at(digits), SamskapError("unexpected")), looked)

    def _ask(self, problem: SamskapError | None = None) -> None:
        try:
            is_set = self._pin.is_set
        except SamskapError as error:
            is_set, problem = True, error
        self._show(EnteringPin(is_set, self._first is not None, problem=problem))

    # How this kiosk is

    def sync_now(self) -> None:
        """Begin a sync."""
        self._wake()

    def _status(self, refused: SamskapError | None = None) -> Status:
        self._door.close()
        hub: str | None = None
        problem = self._sync().problem
        try:
            pairing = self._store.pairing()
            hub = (pairing.name or pairing.address) if pairing else ""
        except SamskapError as error:
            problem = error
        figures, troubles = self._store.status(), tuple(self._troubles())
        return Status(hub, figures, self._clock.utc(), troubles, problem, refused)

    # Pairing

    def open_pairing(self) -> None:
        """Ask which hub."""
        if isinstance(self.view, Status):
            self._show(self._pairing.hubs())

    def type_address(self) -> None:
        """Ask for the address of a hub that was not found."""
        if isinstance(self.view, ChoosingHub):
            self._show(TypingAddress())

    def choose_hub(self, addresses: Sequence[str], name: str) -> None:
        """Pair with the hub at one of these addresses ("host:port")."""
        if isinstance(self.view, ChoosingHub | TypingAddress):
            self._show(self._pairing.choose(addresses, name))

    def name_kiosk(self, name: str) -> None:
        """Call this tablet so from now on."""
        if isinstance(self.view, NamingKiosk):
            self._show(self._pairing.call(name))

    def pair(self, code: str) -> None:
        """Ask the hub, beside the glass."""
        if not isinstance(self.view, TypingCode) or self.view.busy:
            return
        asked = replace(self.view, busy=True, problem=None)
        self._show(asked)

        def answered(found: object) -> None:
            if not isinstance(found, SamskapError):
                if isinstance(self.view, PairingView):
                    self._show(self._pairing.paired())
            elif self.view is asked:
                self._show(replace(asked, busy=False, problem=found))

        self.beside("pairing", self._pairing.ask(code), answered)

    # At the door

    def open_door(self) -> None:
        """Open the book at the door, with what the PIN gave."""
        if isinstance(self.view, Status) and self._key is not None:
            try:
                view = self._among(self._door.open(self._key))
            except SamskapError as error:
                self._show(self._status(error))
            else:
                self._show(view)

    def choose_door(self, activity: str) -> None:
        """Stand at the door of one activity."""
        if isinstance(self.view, ChoosingDoor):
            self._show(self._at(activity))

    def note_came(self, code: str, count: int) -> None:
        """So many came of the sign-up with this code; on disk when this returns."""
        self._note(lambda door: self._door.tick(door.activity, door.date, code, count))

    def count_heads(self, band: str, by: int) -> None:
        """One more head without a name, or one fewer; on disk when this returns."""
        self._note(lambda door: self._door.count(door.activity, door.date, band, by))

    def _note(self, note: Callable[[Door], None]) -> None:
        if not isinstance(self.view, AtDoor):
            return
        slug, problem = self.view.door.activity, None
        try:
            note(self._door.door(slug))
        except SamskapError as error:
            problem = error
        self._show(self._at(slug, problem))

    def _at_the_doors(self) -> ChoosingDoor | AtDoor:
        """Return what there is to draw of the doors as they are now."""
        return self._among(self._door.doors())

    def _among(self, doors: Sequence[Door]) -> ChoosingDoor | AtDoor:
        """Return the doors to choose from; where there is one only, that."""
        if len(doors) == 1:
            return AtDoor(doors[0], shown_at=self._store.now())
        return self._choosing(doors)

    def _choosing(self, doors: Sequence[Door]) -> ChoosingDoor:
        return ChoosingDoor(tuple(doors), "" if doors else self._door.words(), shown_at=self._store.now())

    def _at(self, activity: str, problem: SamskapError | None = None) -> ChoosingDoor | AtDoor:
        """Return the door of an activity as it is now; the doors that are left where it is none any more."""
        try:
            return AtDoor(self._door.door(activity), problem, shown_at=self._store.now())
        except SamskapError:
            return self._at_the_doors()

    def _show(self, view: View | None) -> None:
        self.view = view
        self.on_view()

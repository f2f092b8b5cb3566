"""A library whose hub, and whose kiosks, have clocks of their own."""

from datetime import datetime

from hub.services.house.reckoning import Doubt
from hub.services.house.timekeeping import Timekeeper
from hub.services.review import inbox
from hub.store.base import Store
from shared.submission import from_utc, utc
from tests.fakes import FrozenClock
from tests.hub_builders import DeliveringKiosk


class Library:
    """A store, the clock of its computer, and kiosks whose clocks are their own."""

    def __init__(self, store: Store, clock: FrozenClock) -> None:
        self.store, self.clock = store, clock
        self.keeper = Timekeeper(store, clock)
        self.kiosks = [DeliveringKiosk(store, f"k{n}") for n in (1, 2, 3)]

    def restart(self) -> None:
        """Switch the computer off and on: what passed meanwhile nobody knows."""
        self.clock.boot += " and another"
        self.clock.seconds = 10.0
        self.keeper.look()

    def receive(self) -> str:
        """Let a kiosk deliver now, by the hub's time; return the id."""
        self.kiosks[0].now = self.keeper.now()
        return self.kiosks[0].give()

    def say(self, at: datetime, *numbers: int) -> None:
        """Let these kiosks call; their clocks show this."""
        for number in numbers:
            self.keeper.heard(self.kiosks[number - 1].paired, utc(at))

    @property
    def doubt(self) -> Doubt | None:
        doubted = self.keeper.doubted()
        return doubted.why if doubted else None

    def dates(self, one: str) -> tuple[datetime, datetime]:
        stored = inbox.read(self.store, one)
        return from_utc(stored.received_at), from_utc(stored.delete_at)

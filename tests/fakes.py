"""The fakes for all: a clock that stands still until it is moved, and a link that loses what it should carry.

What stands in for something in a few tests alone stands beside them.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from shared.clock import Clock
from shared.errors import HubTimedOut, HubUnreachable
from shared.protocol import Delivery, Receipt

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class FrozenClock(Clock):
    """Both clocks of a kiosk. ``boot`` is a plain attribute here: change it for a restart of the tablet."""

    boot = "first boot"

    def __init__(self, at: datetime = NOON) -> None:
        self.at, self.seconds = at, 1_000.0

    def utc(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.seconds

    def pass_s(self, seconds: float) -> None:
        """Let time pass: both clocks go on."""
        self.at += timedelta(seconds=seconds)
        self.seconds += seconds

    def set_to(self, at: datetime) -> None:
        """Somebody sets the date: only the clock of the day jumps."""
        self.at = at


class BrokenLink:
    """Carries deliveries to ``deliver``, except where ``losses`` says what gets lost: "up", "down" or nothing.

    When "up" is lost the hub never hears of it; when "down" is lost the hub has it, and the kiosk does not know.
    """

    address: str | None = "hub.test:8443"

    def __init__(self, deliver: Callable[[Delivery], Receipt], losses: Iterable[str | None] = ()) -> None:
        self._deliver, self._losses = deliver, iter(losses)
        self.sent: list[Delivery] = []

    def deliver(self, delivery: Delivery) -> Receipt:
        loss = next(self._losses, None)
        if loss == "up":
            raise HubUnreachable("lost on the way up")
        self.sent.append(delivery)
        receipt = self._deliver(delivery)
        if loss == "down":
            raise HubTimedOut("lost on the way down")
        return receipt

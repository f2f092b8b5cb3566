"""A clock for tests that touch a real kiosk."""

from shared.clock import Clock


class HurriedClock(Clock):
    """The real clock, hurried on a second at each touch: nobody waits for the pause that tells two touches apart."""

    def __init__(self) -> None:
        self._ahead_s = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self._ahead_s

    def pass_s(self, seconds: float) -> None:
        """Hurry on."""
        self._ahead_s += seconds

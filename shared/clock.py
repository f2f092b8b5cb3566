"""What time it is on this machine: one clock anybody can set, and one that nobody can."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from secrets import token_hex

EARLIEST, LATEST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""There was no Samskap before, and will be none after: a clock that says so is wrong."""


def is_possible(at: datetime) -> bool:
    """Tell whether it can be this time at all."""
    return EARLIEST <= at < LATEST


class Clock:
    """The real clock. Tests have one of their own."""

    def utc(self) -> datetime:
        """Return the time of day the machine believes in. Order and retention never hang on it."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that only rise, sleep of the machine included where the system can tell."""
        boottime = getattr(time, "CLOCK_BOOTTIME", None)
        return time.monotonic() if boottime is None else time.clock_gettime(boottime)

    @cached_property
    def boot(self) -> str:
        """The name of the run of the machine within which monotonic times can be compared."""
        try:
            return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        except OSError:
            return token_hex(16)

    def moment(self) -> "Moment":
        """Return this moment by both clocks."""
        return Moment(self.utc(), self.monotonic(), self.boot)


@dataclass(frozen=True)
class Moment:
    """A moment by the clock of the day and by the one nobody can set."""

    at: datetime
    monotonic: float
    boot: str

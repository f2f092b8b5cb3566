"""Who comes too often waits: a stranger who keeps knocking takes no more of the hub's time than a busy branch does."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

FORGET = 1_024
"""With more addresses than these, those that owe nothing are forgotten."""


@dataclass(frozen=True)
class Pace:
    """How often somebody may come: ``burst`` times at once, then every ``each_s`` seconds.

    Nobody waits over ``most_s``. Beyond that the next come together: nobody pays for ever for what was asked for once.
    """

    burst: int
    each_s: float
    most_s: float = 10


class Pacing:
    """Keeps every address to a pace (GCRA, ATM Forum TM 4.0, 4.4.3). For the thread of the event loop alone.

    ``clock`` gives seconds that only grow.
    """

    def __init__(self, pace: Pace, clock: Callable[[], float] = time.monotonic) -> None:
        self._pace, self._clock = pace, clock
        self._due: dict[str, float] = {}

    def wait_s(self, address: str) -> float:
        """Count one more from this address; return how many seconds it has to wait."""
        now, pace = self._clock(), self._pace
        if len(self._due) >= FORGET:
            self._due = {known: due for known, due in self._due.items() if due > now}
        allowed = pace.burst * pace.each_s
        due = min(max(now, self._due.get(address, now)) + pace.each_s, now + allowed + pace.most_s)
        self._due[address] = due
        return max(0.0, round(due - allowed - now, 6))


class Paced:
    """ASGI app: lets the requests of an address that asks too often wait, each before anything is done for it."""

    def __init__(self, app: ASGIApp, pacing: Pacing) -> None:
        self._app, self._pacing = app, pacing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when its turn has come."""
        if scope["type"] == "http" and scope["client"] is not None:
            wait_s = self._pacing.wait_s(scope["client"][0])
            if wait_s:
                await asyncio.sleep(wait_s)
        await self._app(scope, receive, send)

"""The thread that syncs: it wakes when something was saved, when a hub is seen or nudges, and once a minute.

It has a store and a link of its own, never touches a widget, and nothing waits for it.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from kiosk.store import HubPairing, KioskStore
from kiosk.sync.finding import advertised
from kiosk.sync.round import TURN_S, Link, sync_once
from shared.clock import Clock
from shared.errors import NotPaired, SamskapError
from shared.fence import Fences
from shared.languages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.discovery import HubAdvert, HubFinder

log = logging.getLogger(__name__)

HEALTH_S = 60.0
"""How often the hub hears from a kiosk that has nothing to say."""
SHORTEST_WAIT_S, LONGEST_WAIT_S = 1.0, 300.0
STEADY_S = 5.0
"""A stream of nudges that breaks off sooner is opened again only with the next round."""
LOOK_AROUND_EVERY = 8
"""After so many failures in a row discovery begins anew: the network may be another one."""


class LiveLink(Link, Protocol):
    """A link that can also be listened to."""

    address: str | None

    def nudges(self) -> Iterator[None]:
        """Yield whenever the hub has news. Raises LinkError when the stream ends."""

    def hang_up(self) -> None:
        """End the stream of nudges."""

    def close(self) -> None:
        """Close all connections."""


@dataclass(frozen=True)
class SyncState:
    """How sync goes, for the staff page. ``problem`` is None when the last round went well."""

    connected: bool = False
    problem: SamskapError | None = None
    rounds: int = 0


def wait_s(failures: int, chance: Callable[[float, float], float] = random.uniform) -> float:
    """Return how long to wait after so many failures in a row: full jitter, 1 s to 5 min."""
    return chance(SHORTEST_WAIT_S, min(LONGEST_WAIT_S, 2.0 ** min(failures, 9)))


class SyncWorker:
    """Runs rounds in a daemon thread. ``on_change`` is called from there after each round and each new advert.

    ``open_store`` and ``open_link`` are called in the thread. ``addresses`` ("host:port") are tried after the last good
    one and what discovery finds. ``turn_s``: how long a round waits for one that a command runs beside it.
    """

    def __init__(
        self,
        *,
        open_store: Callable[[], KioskStore],
        open_link: Callable[[HubPairing, Sequence[str]], LiveLink],
        finder: HubFinder,
        clock: Clock,
        addresses: Sequence[str] = (),
        on_change: Callable[[], None] = lambda: None,
        fences: Fences | None = None,
        turn_s: float = TURN_S,
    ) -> None:
        self._open_store, self._open_link, self._finder = open_store, open_link, finder
        self._clock, self._addresses, self._turn_s = clock, addresses, turn_s
        self.on_change = on_change
        around = fences or Fences()
        self._syncing = around.round("sync", N_("This tablet does not send to its hub just now. It tries again."))
        self._listening = around.round("listening", N_("News from the hub come late, once a minute."))
        self._telling = around.round("telling", N_("This screen may not show what is new."))
        self.state = SyncState()
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._hub_id: str | None = None
        self._link: LiveLink | None = None
        self._linked_to: HubPairing | None = None
        self._listener: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Sync now, or as soon as the round under way is over. Any thread may call."""
        self._wake.set()

    def stop(self, timeout_s: float = 3.0) -> None:
        """End, waiting at most so long; a round that is cut off is repeated at the next start."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            failures = 0 if self._goes_well(self._work) else failures + 1
            self._pause(failures)

    def _work(self) -> None:
        """Open everything, and sync again and again until the kiosk stops or something breaks."""
        store, failures = self._open_store(), 0
        try:
            self._check(store)
            self._finder.start(self._on_advert)
            self._wake.clear()
            while not self._stopping.is_set():
                failures = 0 if self._round(store) else failures + 1
                if failures and failures % LOOK_AROUND_EVERY == 0:
                    self._finder.start(self._on_advert)
                self._pause(failures)
        finally:
            self._unlink()
            self._finder.stop()
            store.close()

    def _pause(self, failures: int) -> None:
        """Wait for something to do; what woke is done in the round that follows."""
        if not self._stopping.is_set():
            self._wake.wait(wait_s(failures) if failures else HEALTH_S)
            self._wake.clear()

    def _goes_well(self, work: Callable[[], None]) -> bool:
        """Do some work; tell whether it went well. What anybody could foresee is told, the rest stays in the fence."""
        problem = SamskapError("unexpected")
        with self._syncing:
            try:
                work()
            except SamskapError as exc:
                log.info("no sync: %s (%s)", exc.code, exc)
                problem = exc
            else:
                return True
        self._unlink()
        self._tell(replace(self.state, connected=False, problem=problem))
        return False

    def _check(self, store: KioskStore) -> None:
        try:
            store.check()
        except SamskapError as exc:
            log.warning("the database could not be checked: %s", exc.code)

    def _round(self, store: KioskStore) -> bool:
        """Run one round; tell whether it went well."""
        return self._goes_well(lambda: self._sync(store))

    def _sync(self, store: KioskStore) -> None:
        pairing = store.pairing()
        if pairing is None:
            self._tell(SyncState(problem=NotPaired("no hub yet")))
            return  # nothing failed; pairing will wake us
        link = self._linked(pairing)
        outcome = sync_once(store, link, self._clock, self._turn_s)
        store.answered_at(link.address)
        self._linked_to = store.pairing()
        if self._listener is None:
            self._listener = threading.Thread(target=self._listen, args=(link,), name="nudges", daemon=True)
            self._listener.start()
        log.debug("synced: %s", outcome)
        self._tell(SyncState(connected=True, rounds=self.state.rounds + 1))

    def _linked(self, pairing: HubPairing) -> LiveLink:
        """Return the open link, or open one: last good address, then adverts of the paired hub, then typed ones."""
        if self._link is None or self._linked_to != pairing:
            self._unlink()
            self._hub_id = pairing.hub_id
            seen = advertised(self._finder.adverts(), pairing.hub_id)
            self._link = self._open_link(pairing, [pairing.address, *seen, *self._addresses])
            self._linked_to = pairing
        return self._link

    def _unlink(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            listener, self._listener = self._listener, None
            with self._listening:
                link.hang_up()
                if listener is not None:
                    listener.join(SHORTEST_WAIT_S)
                link.close()

    def _listen(self, link: LiveLink) -> None:
        """Wake at each nudge, and when a stream that has lasted breaks off: the hub may be gone, or back already."""
        began = self._clock.monotonic()
        with self._listening:
            try:
                for _ in link.nudges():
                    self.wake()
            except SamskapError as exc:
                log.info("no nudges: %s", exc.code)
        if link is self._link:
            self._listener = None  # the next round listens anew
            if self._clock.monotonic() - began > STEADY_S:
                self.wake()

    def _on_advert(self, advert: HubAdvert) -> None:
        if self._hub_id in (None, advert.hub_id):
            self.wake()
        self._show()

    def _tell(self, state: SyncState) -> None:
        self.state = state
        self._show()

    def _show(self) -> None:
        with self._telling:
            self.on_change()

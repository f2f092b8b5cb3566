"""Discovery that costs nothing until it is wanted, and follows the network: tablets start before it, and leave it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from shared.errors import NoNetwork

if TYPE_CHECKING:
    from shared.discovery import HubAdvert, HubFinder
    from shared.fence import Fence

LOOK_S = 5.0
"""How often the addresses of this tablet are looked at; staff may stand before it and wait for its hub."""


class LateFinder:
    """A HubFinder that makes the real one for the addresses of this tablet, and another when they change.

    ``look`` gives the addresses there are now. What goes wrong stays in the ``fence``, and is tried again.
    """

    def __init__(
        self, make: Callable[[Sequence[str]], HubFinder], look: Callable[[], tuple[str, ...]], fence: Fence
    ) -> None:
        self._make, self._look, self._fence = make, look, fence
        self._lock = threading.Lock()
        self._on_advert: Callable[[HubAdvert], None] = lambda advert: None
        self._finder: HubFinder | None = None
        self._here: tuple[str, ...] = ()
        self._stopped = threading.Event()

    def start(self, on_advert: Callable[[HubAdvert], None]) -> None:
        """Begin to listen, anew if it has listened before, and to look whether addresses come and go."""
        self.stop()
        stopped = self._stopped = threading.Event()
        self._on_advert = on_advert
        self.look_again()
        threading.Thread(target=self._keep_looking, args=(stopped,), name="finder", daemon=True).start()

    def look_again(self) -> None:
        """Listen on the addresses there are now."""
        with self._lock, self._fence:
            if not self._stopped.is_set():
                self._follow(self._look())

    def adverts(self) -> list[HubAdvert]:
        """Return the hubs seen and not gone."""
        finder = self._finder
        return finder.adverts() if finder else []

    def stop(self) -> None:
        """Stop listening."""
        self._stopped.set()
        with self._lock, self._fence:
            self._let_go()

    def _keep_looking(self, stopped: threading.Event) -> None:
        while not stopped.wait(LOOK_S):
            self.look_again()

    def _follow(self, here: tuple[str, ...]) -> None:
        if self._finder is not None and here == self._here:
            return
        self._let_go()
        if not here:
            raise NoNetwork("no address to listen on")
        finder = self._make(here)
        try:
            finder.start(self._on_advert)
        except Exception:
            finder.stop()
            raise
        self._finder, self._here = finder, here

    def _let_go(self) -> None:
        finder, self._finder = self._finder, None
        if finder:
            finder.stop()


class NoFinder:
    """Discovery switched off."""

    def start(self, on_advert: Callable[[HubAdvert], None]) -> None:
        """Listen to nothing."""

    def adverts(self) -> list[HubAdvert]:
        """Return no hubs."""
        return []

    def stop(self) -> None:
        """There is nothing to stop."""


def zeroconf_finder(interfaces: Sequence[str], fence: Fence) -> LateFinder:
    """Return a finder over zeroconf on these local addresses or interfaces, on all when there are none."""

    def make(here: Sequence[str]) -> HubFinder:
        from shared.discovery import ZeroconfFinder  # zeroconf takes 130 ms to load

        return ZeroconfFinder(here)

    def look() -> tuple[str, ...]:
        from shared.network import addresses_here

        return addresses_here(interfaces)

    return LateFinder(make, look, fence)


def advertised(adverts: Sequence[HubAdvert], hub_id: str) -> list[str]:
    """Return the addresses ("host:port") that adverts give for this hub. Any of them may be a lie."""
    return [address for advert in adverts if advert.hub_id == hub_id for address in addresses_of(advert)]


def addresses_of(advert: HubAdvert) -> list[str]:
    """Return the addresses ("host:port") that an advert gives."""
    return [f"{address}:{advert.port}" for address in advert.addresses]

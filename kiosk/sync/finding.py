"""Discovery that costs nothing until it is wanted: zeroconf is loaded when the search begins, not at start-up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.discovery import HubAdvert, HubFinder

log = logging.getLogger(__name__)


class LateFinder:
    """A HubFinder that makes the real one when started. A tablet without a network simply finds nothing."""

    def __init__(self, make: Callable[[], HubFinder]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._finder: HubFinder | None = None

    def start(self, on_advert: Callable[[HubAdvert], None]) -> None:
        """Begin to listen, anew if it has listened before: networks come and go under a tablet."""
        with self._lock:
            self._stop()
            finder = self._make()
            try:
                finder.start(on_advert)
            except OSError as exc:
                log.info("no network to find hubs on: %s", exc.strerror)
            else:
                self._finder = finder

    def adverts(self) -> list[HubAdvert]:
        """Return the hubs seen and not gone."""
        finder = self._finder
        return finder.adverts() if finder else []

    def stop(self) -> None:
        """Stop listening."""
        with self._lock:
            self._stop()

    def _stop(self) -> None:
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


def zeroconf_finder(interfaces: Sequence[str]) -> LateFinder:
    """Return a finder over zeroconf on these local addresses, on all when there are none."""

    def make() -> HubFinder:
        from shared.discovery import ZeroconfFinder  # zeroconf takes 130 ms to load

        return ZeroconfFinder(interfaces)

    return LateFinder(make)


def advertised(adverts: Sequence[HubAdvert], hub_id: str) -> list[str]:
    """Return the addresses ("host:port") that adverts give for this hub. Any of them may be a lie."""
    return [f"{address}:{advert.port}" for advert in adverts if advert.hub_id == hub_id for address in advert.addresses]

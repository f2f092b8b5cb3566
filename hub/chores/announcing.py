"""Keeping the hub announced on the local network, also when cables, addresses or its name change."""

from contextlib import ExitStack

from hub.running import Hub
from hub.services.house import settings
from hub.services.house.addresses import addresses
from shared.discovery import HubAdvert, announce
from shared.errors import NoNetwork, StoreError
from shared.network import Look, addresses_here

LOOK_S = 30
"""How often addresses and name are looked at; a hub often starts before its network does."""


class Announcer:
    """Announces a hub under the name and the addresses it has now. One thread at a time."""

    def __init__(self, hub: Hub, port: int, look: Look = addresses_here) -> None:
        self._hub, self._port, self._look = hub, port, look
        self._said: HubAdvert | None = None
        self._announced = ExitStack()

    @property
    def said(self) -> HubAdvert | None:
        """What is announced just now."""
        return self._said

    def look(self) -> None:
        """Announce what is true now, if that was not said last. Raises NoNetwork, OSError, zeroconf's errors."""
        advert = self._present()
        if advert == self._said:
            return
        self.end()
        if not advert.addresses:
            raise NoNetwork("no address to announce")
        self._announced.enter_context(announce(advert, advert.addresses))
        self._said = advert

    def end(self) -> None:
        """Say goodbye."""
        self._said = None
        self._announced.close()

    def _present(self) -> HubAdvert:
        try:
            name = settings.read(self._hub.store).name
        except StoreError:
            name = self._hub.config.name or settings.UNNAMED
        return HubAdvert(self._hub.keys.hub_id, name, addresses(self._hub.config, self._look), self._port)

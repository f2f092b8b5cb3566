"""Finding the hub on the local network: mDNS says where, never who. Trust is the paired certificate's alone."""

import logging
import re
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from zeroconf import IPVersion, ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

from shared.fence import Fence
from shared.protocol import OLDEST_VERSION, VERSION

SERVICE_TYPE = "_samskap._tcp.local."
LOOKUP_MS = 3_000
MAX_ADVERTS = 64
"""So many hubs are remembered, those that were heard last: whoever shouts first hides no hub that comes, or moves."""
MAX_NAME_BYTES = 200
_NUMBER = re.compile(r"[0-9]{1,4}")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class HubAdvert:
    """What a hub shouts: an address to try. Every word of it may be a lie."""

    hub_id: str
    name: str
    addresses: tuple[str, ...]
    port: int
    oldest_version: int = OLDEST_VERSION
    version: int = VERSION

    def to_txt(self) -> dict[str, str]:
        """Return the TXT record: plain strings only. A string there has 255 bytes at most, so the name is cut."""
        return {
            "id": self.hub_id,
            "name": self.name.encode()[:MAX_NAME_BYTES].decode(errors="ignore"),
            "oldest": str(self.oldest_version),
            "version": str(self.version),
        }

    @classmethod
    def from_service(cls, info: ServiceInfo) -> "HubAdvert | None":
        """Read an advert; None when it is not one of ours or is malformed."""
        txt = info.decoded_properties
        hub_id, addresses = txt.get("id"), tuple(info.parsed_addresses(IPVersion.V4Only))
        oldest, version = txt.get("oldest") or "", txt.get("version") or ""
        if (
            not hub_id
            or not addresses
            or not info.port
            or not (_NUMBER.fullmatch(oldest) and _NUMBER.fullmatch(version))
        ):
            return None
        return cls(hub_id[:64], (txt.get("name") or "")[:80], addresses, info.port, int(oldest), int(version))


class HubFinder(Protocol):
    """Whatever can tell where hubs may be: zeroconf here, the system's own service on Android."""

    def start(self, on_advert: Callable[[HubAdvert], None]) -> None:
        """Begin to listen; call ``on_advert`` from any thread for each advert seen or changed.

        No network is no error: listening begins when there is one.
        """

    def adverts(self) -> list[HubAdvert]:
        """Return the hubs seen and not gone."""

    def stop(self) -> None:
        """Stop listening."""


def _zeroconf(addresses: Sequence[str]) -> Zeroconf:
    return Zeroconf(interfaces=list(addresses), ip_version=IPVersion.V4Only)


class ZeroconfFinder(ServiceListener):
    """A HubFinder over zeroconf on these local ``addresses``. What an odd advert breaks, breaks that advert alone."""

    def __init__(self, addresses: Sequence[str] = ()) -> None:
        self._addresses = addresses
        self._found: dict[str, HubAdvert] = {}
        self._zeroconf: Zeroconf | None = None
        self._browser: ServiceBrowser | None = None
        self._stopping = threading.Event()
        self._fence = Fence("reading an advert", "")
        self._on_advert: Callable[[HubAdvert], None] = lambda advert: None

    def start(self, on_advert: Callable[[HubAdvert], None]) -> None:
        """Begin to listen. Raises OSError, zeroconf's errors when that cannot be."""
        self._on_advert = on_advert
        self._stopping.clear()
        self._zeroconf = _zeroconf(self._addresses)
        self._browser = ServiceBrowser(self._zeroconf, SERVICE_TYPE, self)

    def adverts(self) -> list[HubAdvert]:
        """Return the hubs seen and not gone."""
        return list(self._found.values())

    def stop(self) -> None:
        """Stop listening; nothing is told any more when this returns.

        The browser's thread comes to its end first: while it looks an advert up it needs what closing takes away.
        """
        self._stopping.set()
        browser, self._browser = self._browser, None
        if browser is not None:
            browser.cancel()
        zeroconf, self._zeroconf = self._zeroconf, None
        if zeroconf is not None:
            zeroconf.close()

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        """Zeroconf's call: a service appeared."""
        if not self._stopping.is_set():
            with self._fence:
                self._take(zc.get_service_info(type_, name, LOOKUP_MS), name)

    def _take(self, info: ServiceInfo | None, name: str) -> None:
        advert = HubAdvert.from_service(info) if info else None
        if advert is None:
            log.info("an advert that is not a hub's was passed over")
        else:
            self._found.pop(name, None)
            if len(self._found) == MAX_ADVERTS:
                del self._found[next(iter(self._found))]  # the one that was not heard for longest
            self._found[name] = advert
            self._on_advert(advert)

    update_service = add_service

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        """Zeroconf's call: a service said goodbye."""
        self._found.pop(name, None)


@contextmanager
def announce(advert: HubAdvert, addresses: Sequence[str]) -> Iterator[None]:
    """Announce a hub on these local addresses as long as the context lasts, and say goodbye at its end.

    The instance name carries the hub's unique id, so no probing is needed and the hub is seen at once.
    """
    info = ServiceInfo(
        SERVICE_TYPE,
        f"Samskap {advert.hub_id}.{SERVICE_TYPE}",
        addresses=[socket.inet_aton(address) for address in advert.addresses],
        port=advert.port,
        properties=advert.to_txt(),
        server=f"samskap-{advert.hub_id}.local.",
    )
    zeroconf = _zeroconf(addresses)
    try:
        zeroconf.register_service(info, cooperating_responders=True)
        yield
        zeroconf.unregister_service(info)
    finally:
        zeroconf.close()

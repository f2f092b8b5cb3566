"""Under which names and addresses browsers on other computers may call this hub."""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass

import ifaddr

from hub.config import HubConfig, is_whole_address
from shared.hosts import ascii_host, is_loopback_name

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Names:
    """Addresses and names, the most certain first: every browser finds an address, only some find a name."""

    addresses: tuple[Address, ...] = ()
    dns: tuple[str, ...] = ()
    """In the letters networks have, small."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The same as they stand in addresses of pages: IPv6 in brackets."""
        return (*(f"[{one}]" if one.version == 6 else str(one) for one in self.addresses), *self.dns)


def addresses_of_this_machine() -> tuple[Address, ...]:
    """Return the addresses this machine has now, without those that are not reached from elsewhere.

    Addresses of IPv6 that hold on one cable alone are left out too: no browser takes them.
    """
    found = {
        ipaddress.ip_address(ip.ip if isinstance(ip.ip, str) else ip.ip[0])
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
    }
    here = [one for one in found if not one.is_loopback and not (one.version == 6 and one.is_link_local)]
    return tuple(sorted(here, key=lambda one: (one.version, int(one))))


def name_of_this_machine() -> str:
    """Return what this machine is called, "" where that is no name others could use."""
    name = ascii_or_none(socket.gethostname()) or ""
    return "" if name.partition(".")[0] == "localhost" else name


def names_of(config: HubConfig, hub_id: str, machine: str, here: Iterable[Address]) -> Names:
    """Return under which names this hub may be called: at its address, as ``machine``, by its advert, as it was told.

    ``here`` are the addresses of this machine; they count where the hub listens at all of them.
    """
    at = ipaddress.ip_address(config.staff_host)
    addresses = tuple(one for one in here if at.version == 6 or one.version == 4) if at.is_unspecified else (at,)
    local = [f"{machine.partition('.')[0]}.local", machine] if machine else []
    dns = dict.fromkeys((*local, f"samskap-{hub_id}.local", *names_told(config)))
    return Names(addresses, tuple(dns))


def ascii_or_none(name: str) -> str | None:
    """Return a name in the letters networks have, small; None where it is an address, or no name others could use."""
    try:
        found = ascii_host(name).lower().removesuffix(".")
    except ValueError:
        return None
    return None if is_whole_address(found) or is_loopback_name(found) else found


def names_told(config: HubConfig) -> tuple[str, ...]:
    """Return the names of ``staff_names`` without their ports."""
    told = (name.rpartition(":")[0] if name.count(":") == 1 else name for name in config.staff_names)
    return tuple(name for name in map(ascii_or_none, told) if name is not None)

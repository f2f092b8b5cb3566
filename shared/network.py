"""The addresses this machine has just now: cables are plugged in late, and addresses come and go."""

import socket
from collections.abc import Callable, Sequence

import ifaddr

from shared.hosts import is_address

Look = Callable[[Sequence[str]], tuple[str, ...]]
"""What tells which addresses are here: :func:`addresses_here`, or a test that plugs cables in and out."""


def addresses_here(chosen: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the IPv4 addresses this machine has now: of what is chosen, by address or name, else all but loopback."""
    if not chosen:
        return tuple(sorted(address for address in _of_adapters() if not address.startswith("127.")))
    found: dict[str, None] = {}
    for one in chosen:
        found |= dict.fromkeys([one] if is_address(one) and _is_here(one) else _of_adapters(one))
    return tuple(found)


def _of_adapters(name: str | None = None) -> list[str]:
    return [
        ip.ip
        for adapter in ifaddr.get_adapters()
        if name is None or name in (adapter.name, adapter.nice_name)
        for ip in adapter.ips
        if isinstance(ip.ip, str)
    ]


def _is_here(address: str) -> bool:
    """Try: a list of adapters names 127.0.0.1 alone, though all of 127.0.0.0/8 is here."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True

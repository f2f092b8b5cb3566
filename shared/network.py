"""The addresses this machine has just now: cables are plugged in late, and addresses come and go."""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence

import ifaddr

Look = Callable[[Sequence[str]], tuple[str, ...]]
"""What tells which addresses are here: :func:`addresses_here`, or a test that plugs cables in and out."""
_NAME = re.compile(r"[^\W\d_][^\x00-\x1f/]{0,99}")


def is_interface(text: str) -> bool:
    """Tell whether this can be chosen: a whole IPv4 address, or the name of an interface such as eth0.

    127.1 and the like, which some systems fill up by themselves, are neither; nor are IPv6 addresses.
    """
    return _is_address(text) or bool(_NAME.fullmatch(text) and ":" not in text)


def addresses_here(chosen: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the IPv4 addresses this machine has now: of what is chosen, by address or by name, else all of them."""
    if not chosen:
        return tuple(sorted(_of_adapters()))
    found: dict[str, None] = {}
    for one in chosen:
        found |= dict.fromkeys([one] if _is_address(one) and _is_here(one) else _of_adapters(one))
    return tuple(found)


def _of_adapters(name: str | None = None) -> list[str]:
    return [
        ip.ip
        for adapter in ifaddr.get_adapters()
        if name is None or name in (adapter.name, adapter.nice_name)
        for ip in adapter.ips
        if isinstance(ip.ip, str)
    ]


def _is_address(text: str) -> bool:
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


def _is_here(address: str) -> bool:
    """Try: a list of adapters names 127.0.0.1 alone, though all of 127.0.0.0/8 is here."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True

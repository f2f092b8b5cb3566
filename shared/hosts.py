"""Names of machines as people write them, and as networks do: ``blåbær.no`` is ``xn--blbr-noa9k.no`` there."""

import ipaddress
import re

_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_INTERFACE = re.compile(r"[^\W\d_][^\x00-\x1f/:]{0,99}")
USUAL_PORT = 8443
"""Where a hub listens for kiosks, unless it was told another port."""
_LONGEST = 253
"""Characters of a whole name (RFC 1035)."""


LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What every machine calls itself, as Host headers say it."""


def is_loopback_name(host: str) -> bool:
    """Tell whether a Host header names this machine itself, whatever the port."""
    return host.lower().startswith(tuple(f"{name}:" for name in LOOPBACK_NAMES)) or host.lower() in LOOPBACK_NAMES


def is_address(text: str) -> bool:
    """Tell whether this is a whole IPv4 address; 127.1, which some systems fill up by themselves, is none."""
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


def is_interface(text: str) -> bool:
    """Tell whether an interface can be chosen by this: a whole IPv4 address, or a name such as eth0."""
    return is_address(text) or bool(_INTERFACE.fullmatch(text))


def ascii_host(text: str) -> str:
    """Return an address as it is, and a name in the letters networks have (IDNA). Raises ValueError."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        pass
    name = text.encode("idna").decode()
    labels = name.removesuffix(".").split(".")
    if len(name) > _LONGEST or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise ValueError("not the name of a machine")
    return name


def ascii_address(text: str, usual: int | None = None) -> str:
    """Return "host:port", or "[address]:port" for IPv6, as networks write it. Raises ValueError.

    Without a port it is the ``usual`` one, if there is one.
    """
    if usual is not None and (":" not in text or text.endswith("]")):
        text = f"{text}:{usual}"
    host, colon, port = text.rpartition(":")
    if not colon or not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError("not a host and a port")
    inner = host.removeprefix("[").removesuffix("]")
    if (":" in inner) != (host == f"[{inner}]"):
        raise ValueError("an IPv6 address stands in brackets, nothing else does")
    return f"[{ascii_host(inner)}]:{port}" if ":" in inner else f"{ascii_host(inner)}:{port}"

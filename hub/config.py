"""What a hub is told from outside: ``hub.toml`` in its folder, then ``SAMSKAP_HUB_*``, then the command line."""

import ipaddress
import json
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from shared.activity import is_zone
from shared.errors import InvalidConfig
from shared.hosts import USUAL_PORT, ascii_address, ascii_host, is_interface, is_loopback_name
from shared.languages import LANGUAGES
from shared.written import read_text

PREFIX = "SAMSKAP_HUB_"
_SWITCH, _LIST, _TEXT = "true or false", 'a list of texts, such as ["eth0"]', "a text in quotation marks"
PORTS = ("staff_port", "staff_tls_port", "sync_port", "smtp_port")
MAX_NAME = 80
USUAL_STAFF_PORT = 8444
"""Where the staff pages are served over TLS: beside the ports of kiosks and of the hub's own screen."""
TLS_PORT = 465
"""Here TLS begins with the first byte (RFC 8314)."""
_ADDRESS = "an address of this machine, 0.0.0.0 for all of them, or no line at all"
_BOTH = "a certificate and its key, or neither"
_SHUT = "true, or a mail server on this machine: letters name people's activities and addresses"
_PORT = "a number from 0 to 65535"
_USER = re.compile(r"[!-~]{1,64}")


@dataclass(frozen=True)
class HubConfig:
    """One hub. ``name`` (of the library), ``default_language``, ``zone``: these count until staff change them.

    None where they are not told. ``zone`` is the IANA time zone of the library; not told, that of the machine.

    ``staff_port`` is on 127.0.0.1 alone. ``staff_host`` is the address at which the staff pages are served over TLS as
    well, on ``staff_tls_port``; "" for nowhere. ``staff_cert`` and ``staff_key`` are files of the library's own
    certificate for that, both or none: without them the hub vouches for itself. ``interfaces`` are the addresses to
    announce on, or names of interfaces; none for all. ``staff_names`` are further ``name`` or ``name:port`` under which
    browsers reach the staff pages, through a proxy on this machine that speaks TLS, say: to any other name they do not
    answer. ``trusted_proxies`` are addresses, or whole networks, of proxies whose X-Forwarded-For says who asks; of
    anybody else it says nothing.

    With ``smtp_host`` the hub mails those who must be told, from ``smtp_sender``: over TLS from the first byte on port
    465, else over STARTTLS, and in the clear only with ``smtp_starttls`` off.
    """

    data: Path
    name: str | None = None
    default_language: str | None = None
    zone: str | None = None
    staff_port: int = 8080
    staff_host: str = ""
    staff_tls_port: int = USUAL_STAFF_PORT
    staff_cert: str = ""
    staff_key: str = ""
    sync_host: str = "0.0.0.0"
    sync_port: int = USUAL_PORT
    discovery: bool = True
    interfaces: tuple[str, ...] = ()
    staff_names: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_sender: str = ""
    smtp_starttls: bool = True

    @property
    def bases(self) -> list[str]:
        """Addresses at which others reach the staff pages: what stands for this machine itself is none of them."""
        return [f"https://{name}" for name in self.staff_names if not is_loopback_name(name)]

    def __post_init__(self) -> None:
        if self.name is not None:
            _check("name", is_name, self.name, wanted=f"1 to {MAX_NAME} letters on one line")
        if self.default_language is not None:
            _check("default_language", LANGUAGES.__contains__, self.default_language, wanted=", ".join(LANGUAGES))
        if self.zone is not None:
            _check("zone", is_zone, self.zone, wanted="a time zone such as Europe/Oslo, or no line at all")
        for name in PORTS:
            if not 0 <= getattr(self, name) < 65536:
                raise InvalidConfig(f"{name}: {getattr(self, name)} (wanted: {_PORT})")
        _check("sync_host", is_host, self.sync_host or "0.0.0.0")
        if self.staff_host:
            _check("staff_host", is_whole_address, self.staff_host, wanted=_ADDRESS)
        if bool(self.staff_cert) != bool(self.staff_key):
            raise InvalidConfig(f"staff_{'key' if self.staff_cert else 'cert'} (wanted: {_BOTH})")
        _check("interfaces", is_interface, *self.interfaces)
        _check("staff_names", lambda name: is_host(name) or is_host_with_port(name), *self.staff_names)
        _check(
            "trusted_proxies", is_network, *self.trusted_proxies, wanted="an address, such as 127.0.0.1, or a network"
        )
        if self.smtp_host:
            _check("smtp_host", is_host, self.smtp_host)
            _check(
                "smtp_starttls",
                lambda host: self._keeps_mail_shut or is_this_machine(host),
                self.smtp_host,
                wanted=_SHUT,
            )
            _check("smtp_sender", is_sender, self.smtp_sender, wanted="the address mail comes from")
        if "\0" in self.smtp_user or "\0" in self.smtp_password:
            raise InvalidConfig("smtp_user" if "\0" in self.smtp_user else "smtp_password")

    @property
    def _keeps_mail_shut(self) -> bool:
        return self.smtp_starttls or self.smtp_port == TLS_PORT


def is_this_machine(host: str) -> bool:
    """Tell whether what is sent to this host never leaves the machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold().removesuffix(".") == "localhost"


def is_whole_address(text: str) -> bool:
    """Tell whether this is an address of IPv4 or of IPv6, without a zone."""
    return "%" not in text and _fits(ipaddress.ip_address, text)


def is_name(text: str) -> bool:
    """Tell whether a library, a kiosk or a person can be called this: it fits into a list."""
    return 0 < len(text.strip()) <= MAX_NAME and text.strip().isprintable()


def is_host(text: str) -> bool:
    """Tell whether this is the name or the address of a machine."""
    return _fits(ascii_host, text)


def is_host_with_port(text: str) -> bool:
    """Tell whether this is "host:port"."""
    return _fits(ascii_address, text)


def is_network(text: str) -> bool:
    """Tell whether this is an address or a network of addresses, such as 10.0.0.0/8."""
    return _fits(ipaddress.ip_network, text)


def is_sender(text: str) -> bool:
    """Tell whether mail can come from this: an address, or a name and an address."""
    user, _, domain = parseaddr(text)[1].rpartition("@")
    return bool(_USER.fullmatch(user)) and is_host(domain) and text.isprintable()


def _fits(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _check(name: str, is_right: Callable[[str], bool], *values: str, wanted: str = "") -> None:
    for value in values:
        if not is_right(value):
            shown = value if value and value.isprintable() else json.dumps(value)
            raise InvalidConfig(f"{name}: {shown}" + (f" (wanted: {wanted})" if wanted else ""))


def load(data: Path, environment: Mapping[str, str] | None = None, **told: Any) -> HubConfig:
    """Return the settings for the hub in ``data``; what is ``told`` and not None wins. Raises InvalidConfig."""
    written: dict[str, Any] = {}
    try:
        written |= tomllib.loads(read_text(data / "hub.toml"))
    except FileNotFoundError:
        pass
    except (OSError, ValueError, RecursionError) as exc:
        raise InvalidConfig(f"hub.toml cannot be read: {getattr(exc, 'strerror', None) or exc}") from exc
    around = os.environ if environment is None else environment
    names = {one.name for one in fields(HubConfig)} - {"data"}
    variables = {PREFIX + name.upper(): name for name in names}
    unknown = [*(set(written) - names), *(one for one in around if one.startswith(PREFIX) and one not in variables)]
    if unknown:
        raise InvalidConfig(f"unknown setting: {sorted(unknown)[0]}")
    written |= {name: around[variable] for variable, name in variables.items() if variable in around}
    written |= {name: value for name, value in told.items() if value is not None}
    return replace(HubConfig(data), **{name: _read(name, value) for name, value in written.items()})


def _read(name: str, value: Any) -> Any:
    try:
        match name:
            case _ if name in PORTS and isinstance(value, str | int) and value is not True:
                return int(value)
            case "discovery" | "smtp_starttls":
                return value if isinstance(value, bool) else {"true": True, "false": False}[str(value).lower()]
            case "interfaces" | "staff_names" | "trusted_proxies":
                return _texts(value)
            case _ if isinstance(value, str):
                return value
    except (KeyError, TypeError, ValueError) as exc:
        raise InvalidConfig(f"{name} (wanted: {_wanted(name)})") from exc
    raise InvalidConfig(f"{name} (wanted: {_wanted(name)})")


def _wanted(name: str) -> str:
    if name in PORTS:
        return _PORT
    lists = dict.fromkeys(("interfaces", "staff_names", "trusted_proxies"), _LIST)
    return {"discovery": _SWITCH, "smtp_starttls": _SWITCH, **lists}.get(name, _TEXT)


def _texts(value: Any) -> tuple[str, ...]:
    """Return a list of the file, or a text of the environment, as texts. Raises TypeError."""
    parts = value.split() if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise TypeError("not a list of texts")
    return tuple(parts)

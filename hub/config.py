"""What a hub is told from outside: ``hub.toml`` in its folder, then ``SAMSKAP_HUB_*``, then the command line."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from shared.errors import InvalidConfig
from shared.i18n import DEFAULT_LANGUAGE, LANGUAGES

PREFIX = "SAMSKAP_HUB_"


@dataclass(frozen=True)
class HubConfig:
    """One hub. ``name`` (of the library) and ``default_language`` only count until staff change them on a page.

    ``staff_port`` is on 127.0.0.1 alone. ``interfaces`` are the addresses to announce on, none for all.
    ``staff_names`` are further ``name`` or ``name:port`` under which browsers reach the staff pages, through a proxy
    on this machine that speaks TLS: to any other name they do not answer.

    With ``smtp_host`` the hub mails those who must be told, from ``smtp_sender``: over TLS from the first byte on port
    465, else over STARTTLS, and in the clear only with ``smtp_starttls`` off.
    """

    data: Path
    name: str = "Samskap"
    default_language: str = DEFAULT_LANGUAGE
    staff_port: int = 8080
    sync_host: str = "0.0.0.0"
    sync_port: int = 8443
    discovery: bool = True
    interfaces: tuple[str, ...] = ()
    staff_names: tuple[str, ...] = ()
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_sender: str = ""
    smtp_starttls: bool = True

    def __post_init__(self) -> None:
        if self.default_language not in LANGUAGES:
            raise InvalidConfig("default_language")
        if not all(0 <= port < 65536 for port in (self.staff_port, self.sync_port, self.smtp_port)):
            raise InvalidConfig("port")
        if self.smtp_host and "@" not in self.smtp_sender:
            raise InvalidConfig("smtp_sender")


def load(data: Path, environment: Mapping[str, str] | None = None, **told: Any) -> HubConfig:
    """Return the settings for the hub in ``data``; what is ``told`` and not None wins. Raises InvalidConfig."""
    written: dict[str, Any] = {}
    try:
        written |= tomllib.loads((data / "hub.toml").read_text("utf-8"))
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as exc:
        raise InvalidConfig("hub.toml cannot be read") from exc
    around = os.environ if environment is None else environment
    names = {one.name for one in fields(HubConfig)} - {"data"}
    written |= {name: around[PREFIX + name.upper()] for name in names if PREFIX + name.upper() in around}
    written |= {name: value for name, value in told.items() if value is not None}
    unknown = set(written) - names
    if unknown:
        raise InvalidConfig(f"unknown setting: {sorted(unknown)[0]}")
    return replace(HubConfig(data), **{name: _read(name, value) for name, value in written.items()})


def _read(name: str, value: Any) -> Any:
    try:
        match name:
            case "staff_port" | "sync_port" | "smtp_port":
                return int(value)
            case "discovery" | "smtp_starttls":
                return value if isinstance(value, bool) else {"true": True, "false": False}[str(value).lower()]
            case "interfaces" | "staff_names":
                return tuple(value.split() if isinstance(value, str) else value)
            case _:
                return str(value)
    except (KeyError, TypeError, ValueError) as exc:
        raise InvalidConfig(name) from exc

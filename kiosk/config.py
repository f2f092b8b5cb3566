"""How this kiosk is set up: ``kiosk.toml`` in its data folder, then ``SAMSKAP_KIOSK_*``. Read once, here only.

name = "By the entrance"
addresses = ["192.168.1.20:8443"]
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from shared.errors import InvalidConfig
from shared.hosts import ascii_address, is_interface
from shared.i18n import LANGUAGES
from shared.written import read_text

FILE = "kiosk.toml"
PREFIX = "SAMSKAP_KIOSK_"
THEMES = ("light", "contrast", "dark")


@dataclass(frozen=True)
class KioskConfig:
    """The settings of one kiosk. ``data`` is its folder; all others have defaults that work.

    ``addresses`` ("host:port") are tried besides what discovery finds. ``interfaces`` are the local addresses, or names
    of interfaces, to listen on; none for all. ``default_language`` None means the library's own.
    ``ignore_double_touch`` passes over a second touch right after the first, for hands that shake.
    """

    data: Path
    name: str = ""
    default_language: str | None = None
    addresses: tuple[str, ...] = ()
    discovery: bool = True
    interfaces: tuple[str, ...] = ()
    theme: str = "light"
    reduced_motion: bool = False
    ignore_double_touch: bool = True

    @classmethod
    def load(cls, data: Path, environ: Mapping[str, str]) -> "KioskConfig":
        """Read the settings of the kiosk in this folder. Raises InvalidConfig naming the setting."""
        settings = {**_from_file(data / FILE), **_from_environment(environ)}
        known = {field.name: field.type for field in fields(cls) if field.name != "data"}
        for name in settings.keys() - known.keys():
            raise InvalidConfig(name)
        config = cls(data, **{name: _read(name, value, str(known[name])) for name, value in settings.items()})
        if config.default_language not in (None, *LANGUAGES):
            raise InvalidConfig("default_language")
        if config.theme not in THEMES:
            raise InvalidConfig("theme")
        for one in config.interfaces:
            if not is_interface(one):
                raise InvalidConfig(f"interfaces: {one}")
        return replace(config, addresses=tuple(_address(one) for one in config.addresses))


def _address(text: str) -> str:
    try:
        return ascii_address(text)
    except ValueError as exc:
        raise InvalidConfig(f"addresses: {text}") from exc


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(path))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as exc:
        raise InvalidConfig(FILE) from exc


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    return {key.removeprefix(PREFIX).lower(): value for key, value in environ.items() if key.startswith(PREFIX)}


def _read(name: str, value: Any, wanted: str) -> Any:
    """Return a value from the file, or a text from the environment, as the type its field has."""
    if "tuple" in wanted:
        parts = value.replace(",", " ").split() if isinstance(value, str) else value
        if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
            return tuple(parts)
    elif "bool" in wanted:
        meant = {"1": True, "true": True, "0": False, "false": False}.get(str(value).lower())
        if meant is not None:
            return meant
    elif isinstance(value, str) and value.strip():
        return value.strip()
    raise InvalidConfig(name)

"""How this kiosk is set up: ``kiosk.toml`` in its data folder, then ``SAMSKAP_KIOSK_*``. Read once, here only.

name = "By the entrance"
addresses = ["192.168.1.20:8443"]
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from shared.errors import InvalidConfig
from shared.hosts import USUAL_PORT, ascii_address, is_interface
from shared.languages import LANGUAGES
from shared.written import read_text

FILE = "kiosk.toml"
PREFIX = "SAMSKAP_KIOSK_"
THEMES = ("light", "contrast", "dark")
INCHES = (3, 120)
"""A diagonal outside is a slip of whoever wrote it."""


@dataclass(frozen=True)
class KioskConfig:
    """The settings of one kiosk. ``data`` is its folder; all others have defaults that work.

    ``addresses`` ("host:port") are tried besides what discovery finds. ``interfaces`` are the local addresses, or names
    of interfaces, to listen on; none for all. ``default_language`` None means the library's own.
    ``ignore_double_touch`` passes over a second touch right after the first, for hands that shake. ``screen_inches`` is
    the diagonal of the screen; None leaves it to what the system tells, or to its pixels. ``sound`` False keeps this
    kiosk silent where the library lets thanks be heard.
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
    screen_inches: float | None = None
    sound: bool = True

    @classmethod
    def load(cls, data: Path, environ: Mapping[str, str]) -> "KioskConfig":
        """Read the settings of the kiosk in this folder. Raises InvalidConfig naming the setting."""
        known = {field.name: str(field.type) for field in fields(cls) if field.name != "data"}
        variables = {PREFIX + name.upper(): name for name in known}
        written = _from_file(data / FILE)
        unknown = [*(written.keys() - known.keys()), *_unknown(environ, variables)]
        if unknown:
            raise InvalidConfig(f"unknown setting: {min(unknown)}")
        written |= {name: environ[variable] for variable, name in variables.items() if variable in environ}
        config = cls(data, **{name: _read(name, value, known[name]) for name, value in written.items()})
        _check_one_of("default_language", config.default_language, (None, *LANGUAGES))
        _check_one_of("theme", config.theme, THEMES)
        for one in config.interfaces:
            if not is_interface(one):
                raise InvalidConfig(f"interfaces: {one}")
        return replace(config, addresses=tuple(_address(one) for one in config.addresses))


def _address(text: str) -> str:
    try:
        return ascii_address(text, USUAL_PORT)
    except ValueError as exc:
        raise InvalidConfig(f"addresses: {text}") from exc


def _from_file(path: Path) -> dict[str, Any]:
    try:
        written = read_text(path)
        from tomllib import loads  # 3 ms to load, and most kiosks have no such file

        return loads(written)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as exc:
        raise InvalidConfig(f"{FILE} cannot be read: {getattr(exc, 'strerror', None) or exc}") from exc


def _unknown(environ: Mapping[str, str], variables: Mapping[str, str]) -> list[str]:
    return [name for name in environ if name.startswith(PREFIX) and name not in variables]


def _check_one_of(name: str, value: str | None, wanted: Sequence[str | None]) -> None:
    if value not in wanted:
        raise InvalidConfig(f"{name}: {value} (wanted: {', '.join(filter(None, wanted))})")


def _read(name: str, value: Any, wanted: str) -> Any:
    """Return a value from the file, or a text from the environment, as the type its field has."""
    says = "a text in quotation marks"
    if "tuple" in wanted:
        says = "a list of texts"
        parts = value.replace(",", " ").split() if isinstance(value, str) else value
        if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
            return tuple(parts)
    elif "bool" in wanted:
        says = "true or false"
        meant = {"1": True, "true": True, "0": False, "false": False}.get(str(value).lower())
        if meant is not None:
            return meant
    elif "float" in wanted:
        says = f"inches, from {INCHES[0]} to {INCHES[1]}"
        with suppress(TypeError, ValueError):
            if not isinstance(value, bool) and INCHES[0] <= float(value) <= INCHES[1]:
                return float(value)
    elif isinstance(value, str) and value.strip():
        return value.strip()
    raise InvalidConfig(f"{name} (wanted: {says})")

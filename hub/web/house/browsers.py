"""A browser in plain words, from what it calls itself."""

from typing import NamedTuple

_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Vivaldi": "Vivaldi",
    "SamsungBrowser": "Samsung Internet",
    "FxiOS": "Firefox",
    "Firefox": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Chromium": "Chromium",
    "Safari": "Safari",
}
"""What stands in the names of browsers, the more telling first: most call themselves by those before them too."""
_SYSTEMS = {
    "iPad": "iPad",
    "iPhone": "iPhone",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


class Seen(NamedTuple):
    """A browser and the system it runs on; "" for what nobody knows."""

    browser: str
    system: str


def read(agent: str) -> Seen:
    """Return which browser a ``User-Agent`` is of. An iPad that calls itself a Mac is taken for one."""
    return Seen(_first(_BROWSERS, agent), _first(_SYSTEMS, agent))


def _first(names: dict[str, str], agent: str) -> str:
    return next((name for sign, name in names.items() if sign in agent), "")

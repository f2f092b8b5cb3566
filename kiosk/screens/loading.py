"""Modules and rules of the glass are loaded when they are needed: the first picture waits for its own, and no more."""

import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from kivy.lang import Builder

from kiosk.screens import SCREENS
from kiosk.widgets.page import Page

KIOSK = Path(__file__).parent.parent
ROOMS = ("widgets", "forms", "kinds", "screens/visit", "screens/staff")
FIRST = (
    ("widgets", "page"),
    ("widgets", "surface"),
    ("widgets", "words"),
    ("widgets", "logo"),
    ("screens/visit", "pills"),
    ("screens/visit", "attract"),
)
"""What the resting screen needs. Any other is built with all that there is."""


def load_first() -> None:
    """Load what the first picture of a kiosk at rest needs."""
    for room, name in FIRST:
        _load(room, name)


@cache
def load_all() -> None:
    """Load every widget, form and screen; before a screen is built that needs more than the resting one."""
    for _ in load_ahead():
        pass


def load_ahead() -> Iterator[bool]:
    """Load them one at each step, for the time when nobody is there to wait for it. Yields True until all is there."""
    for room in ROOMS:
        for path in sorted((KIOSK / room).glob("[!_]*.py")):
            _load(room, path.stem)
            yield True


def knows_kinds() -> bool:
    """Tell whether all is loaded by which kinds are drawn."""
    return "kiosk.kinds" in sys.modules


def screen_of(view: object) -> type[Page]:
    """Return the screen that draws this view."""
    module, _, name = SCREENS[type(view)].rpartition(".")
    screen: type[Page] = getattr(import_module(f"kiosk.screens.{module}"), name)
    return screen


@cache
def _load(room: str, name: str) -> None:
    """Load a module, and the rules beside it, once a process."""
    import_module(f"kiosk.{room}.{name}".replace("/", "."))
    rules = KIOSK / room / f"{name}.kv"
    if rules.exists():
        Builder.load_file(str(rules))

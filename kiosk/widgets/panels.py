"""How large a screen is to the eye and the hand: from its pixels and its inches. Knows no Kivy.

Sizes follow real millimetres: a finger is as broad on every screen. A dp is 1/160 inch, as on tablets.
"""

from dataclasses import dataclass
from math import hypot, log

DP_PER_INCH = 160


@dataclass(frozen=True)
class Panel:
    """A screen of so many pixels, and so many inches from corner to corner."""

    width: int
    height: int
    inches: float

    @property
    def density(self) -> float:
        """Pixels for each dp."""
        return hypot(self.width, self.height) / self.inches / DP_PER_INCH

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


NAMED = (
    Panel(800, 480, 7),
    Panel(1024, 600, 7),
    Panel(1280, 800, 10.1),
    Panel(800, 1280, 10.1),
    Panel(1920, 1080, 15.6),
)
"""The screens on which everything is looked at. The two of 7" hold equally much: some 965 dp times 570."""

_LIKELY = (*NAMED, Panel(1280, 720, 7), Panel(1024, 768, 10.4), Panel(1366, 768, 11.6), Panel(1280, 1024, 17))
"""The smallest screen that is usual with so many pixels: guessed too small, things are larger than they need be;
guessed too large, fingers would miss them. 1280x720 is the newer 7" panel of the Raspberry Pi; 1920x1080 stands from
15.6" to 24" and more."""

_MADE_UP_DPI = 96
"""What X11 and Windows say when they do not know."""
_CREDIBLE_DPI = (60, 420)
_CREDIBLE_INCHES = (5.5, 90)


def likely_inches(width: int, height: int) -> float:
    """Return the diagonal that a screen of so many pixels most likely has; of others, that of the most alike."""
    sides = sorted((width, height))
    for panel in _LIKELY:
        if sides == sorted((panel.width, panel.height)):
            return panel.inches
    diagonal = hypot(*sides)
    return min(NAMED, key=lambda panel: abs(log(diagonal / hypot(panel.width, panel.height)))).inches


def density_of(width: int, height: int, inches: float | None = None, told_dpi: float | None = None) -> float:
    """Return pixels for each dp: by the inches that staff have set, else by what the system tells, else by a guess."""
    if inches is None and told_dpi is not None and _is_credible(hypot(width, height), told_dpi):
        return told_dpi / DP_PER_INCH
    return Panel(width, height, inches or likely_inches(width, height)).density


def _is_credible(diagonal: float, dpi: float) -> bool:
    """Tell whether a system knows what it says: many only hand on what somebody once wrote into a driver."""
    if abs(dpi - _MADE_UP_DPI) < 0.5 or not _CREDIBLE_DPI[0] <= dpi <= _CREDIBLE_DPI[1]:
        return False
    return _CREDIBLE_INCHES[0] <= diagonal / dpi <= _CREDIBLE_INCHES[1]

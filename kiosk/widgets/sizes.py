"""The sizes, here and nowhere else: all from one unit, so that a 7" and a 24" screen show the same picture."""

from dataclasses import dataclass
from functools import cached_property

TEXT_SCALES = (1.0, 1.3, 1.6)
MAIN_DP, TARGET_DP, GAP_DP = 126, 76, 19
"""20 mm for main acts, 12 mm for other targets, 3 mm between them, at 160 dp to the inch."""
LEAST_PX = (480, 800)
LEAST_DP, LEAST_TALL_DP = (940, 545), (800, 1200)
"""The smallest window, lying and upright: that of a 7" screen, and of one of 10" turned."""
LOWERED_DP, LOWERED_TALL_DP = 600, 920
"""So much height the controls keep at least when they are moved down: what a 7" screen has, lying and upright."""


@dataclass(frozen=True)
class Sizes:
    """Sizes in pixels for one window.

    ``width`` and ``height`` are the window's pixels; ``density`` is pixels per dp. Words follow the visitor's
    ``text_scale``; headings only half of it, as they are large already. ``lowered``: everything that can be touched
    is moved down, towards a hand that does not reach the top.
    """

    width: float
    height: float
    density: float = 1.0
    text_scale: float = 1.0
    lowered: bool = False

    @cached_property
    def unit(self) -> float:
        """Pixels for what is one pixel in the drawings of 1280x800 at 10 inches."""
        long, short = (800, 1280)[:: 1 if self.tall else -1]
        return min(max(min(self.width / long, self.stage / short) / self.density, 0.75), 2.4) * self.density

    @property
    def tall(self) -> bool:
        """Whether the window stands upright."""
        return self.width < self.height

    @property
    def too_small(self) -> bool:
        """Whether a visitor could not read, or not hit, what is drawn here."""
        sides, least = (self.width, self.height), LEAST_TALL_DP if self.tall else LEAST_DP
        if any(side < pixels for side, pixels in zip(sorted(sides), LEAST_PX, strict=True)):
            return True
        return any(side < self.dp(length) for side, length in zip(sides, least, strict=True))

    @property
    def can_lower(self) -> bool:
        """Whether there is anything to gain by moving things down."""
        return self.height >= self._lowered * 1.2

    @property
    def top(self) -> float:
        """Empty space above the screen, for those who asked for it."""
        if not (self.lowered and self.can_lower):
            return 0
        return self.height - max(self._lowered, 0.6 * self.height)

    @property
    def _lowered(self) -> float:
        return self.dp(LOWERED_TALL_DP if self.tall else LOWERED_DP)

    @property
    def stage(self) -> float:
        """Height of the stage, on which a screen stands."""
        return self.height - self.top

    @property
    def low(self) -> bool:
        """Whether height is scarce, as on a 7" screen."""
        return self.stage < 660 * self.density

    @property
    def cramped(self) -> bool:
        """Whether there is no room below a keyboard: what is said of a field then stands beside it."""
        return not self.tall and (self.low or self.text_scale > 1)

    def dp(self, length: float) -> float:
        """Return a length in dp as pixels."""
        return length * self.density

    def words(self, height: float) -> float:
        """Return the size of running words drawn at 1280x800 with this height."""
        return max(height * self.unit, 24 * self.density) * self.text_scale

    def heads(self, height: float) -> float:
        """Return the size of a heading drawn at 1280x800 with this height."""
        return height * self.unit * (1 + (self.text_scale - 1) / 2)

    @property
    def display(self) -> float:
        """The question of the attract screen, the thanks."""
        return self.heads(104)

    @property
    def heading(self) -> float:
        """The heading of a screen."""
        return self.heads(58)

    @property
    def title(self) -> float:
        """The title of a tile or card."""
        return self.words(40)

    @property
    def button(self) -> float:
        """Words on buttons."""
        return self.words(36)

    @property
    def button_icon(self) -> float:
        """Icons on buttons; they grow by half, no further than larger text does, so that none takes room from words."""
        return self.button * 1.15 / self.text_scale * (1 + (min(self.text_scale, 1.3) - 1) / 2)

    @property
    def body(self) -> float:
        """Running words, and what the visitor writes."""
        return self.words(36)

    @property
    def small(self) -> float:
        """Secondary words."""
        return self.words(28)

    @property
    def least(self) -> float:
        """No words are ever smaller than this."""
        return self.dp(20)

    @property
    def key(self) -> float:
        """Letters on the keyboard; on a low screen lying ones have no room to follow the text scale all the way."""
        if self.tall and not self.low:
            return 38 * self.unit * (1 + (self.text_scale - 1) * 0.85)
        return self.heads(38) if self.low else 39 * self.unit

    @property
    def gap(self) -> float:
        """Between targets."""
        return max(24 * self.unit, self.dp(GAP_DP))

    @property
    def pad(self) -> float:
        """Between the edge of the screen and what is on it."""
        return 40 * self.unit

    @property
    def target(self) -> float:
        """Least side of a target."""
        return max(80 * self.unit, self.dp(TARGET_DP))

    @property
    def main(self) -> float:
        """Least side of a main act."""
        return max(130 * self.unit, self.dp(MAIN_DP))

    @property
    def radius(self) -> float:
        """Corners of tiles and cards."""
        return 32 * self.unit

    @property
    def band(self) -> float:
        """Thickness of the coloured band."""
        return 12 * self.unit

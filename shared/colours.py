"""Colours as numbers, and whether words can be read on them. Known by the glass and by paper."""

Colour = tuple[float, float, float, float]
"""Red, green, blue and opacity from 0 to 1, as Kivy takes them."""


def colour(hex_colour: str) -> Colour:
    """Return "#rrggbb" as a colour."""
    red, green, blue = (int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue, 1.0


def hex_of(one: Colour) -> str:
    """Return a colour as "#rrggbb", without its opacity."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in one[:3])


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(of: Colour) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in of[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Return one colour with a share of another in it, 0 to 1."""
    red, green, blue = (a + (b - a) * share for a, b in zip(one[:3], other[:3], strict=True))
    return red, green, blue, 1.0

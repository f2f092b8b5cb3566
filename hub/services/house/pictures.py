"""A picture that somebody chose as the library's logo, made anew: small, still, and nothing in it but what is seen.

No byte of the file that was given is kept: what is stored is drawn again from its pixels.
"""

import io
import re
from threading import Lock
from typing import NamedTuple

from PIL import Image, ImageOps

from shared.errors import FileTooLarge, LogoBlank, LogoIsSvg, LogoMisshapen, LogoTooDetailed, LogoUnreadable
from shared.logo import LOGO_SIDES, sides

MAX_FILE = 2_000_000
"""Bytes of a file that is taken."""
MAX_PIXELS = 24_000_000
"""As a good telephone takes them; unpacked these are 96 MB, and only one is unpacked at a time."""
LEAST_SIDE, MOST_LONG = 24, 10
"""Pixels across and down that a logo has at least; and how many times as long as high, or as high as long, at most."""
LIGHT, DARK = "#ffffff", "#10181d"
"""The grounds on which a logo without one of its own may stand."""
_FORMATS = ("PNG", "JPEG", "WEBP")
_SVG = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE svg|svg)", re.IGNORECASE)
_SEEN = 32
"""From this opacity on, of 255, a pixel is seen."""
_PALE, _DEEP = 200, 60
"""From this lightness on, and up to that, of 255, a pixel cannot be told from a light ground, or from a dark one."""
_SMALLER = 0.8
_one_at_a_time = Lock()


class Made(NamedTuple):
    """A logo as it is kept: a PNG, its pixels across and down, and its ground ("" where it has one of its own)."""

    png: bytes
    across: int
    down: int
    ground: str


def made(file: bytes) -> Made:
    """Return the logo that a file in PNG, JPEG or WebP holds. Raises InvalidInput: too large, no picture, no logo.

    Of a picture that moves the first moment is taken; what a camera noted of how it was held is heeded.
    """
    if len(file) > MAX_FILE:
        raise FileTooLarge("the file")
    if _SVG.match(file):
        raise LogoIsSvg("the file")
    with _one_at_a_time:
        return _small(_trimmed(_drawn(file)))


def _drawn(file: bytes) -> Image.Image:
    """Return the pixels of a file, with their opacity."""
    try:
        with Image.open(io.BytesIO(file), formats=_FORMATS) as opened:
            _check_sides(*opened.size)
            opened.draft("RGB", (2 * LOGO_SIDES[0], 2 * LOGO_SIDES[1]))
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            if upright.mode.startswith("I"):  # sixteen bits a pixel
                upright = upright.convert("I").point(lambda value: value / 256).convert("L")
            return upright.convert("RGBA")
    except (LogoMisshapen, LogoTooDetailed):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as exc:
        raise LogoTooDetailed("pixels") from exc
    except Exception as exc:
        raise LogoUnreadable(type(exc).__name__) from exc


def _check_sides(across: int, down: int) -> None:
    if across * down > MAX_PIXELS:
        raise LogoTooDetailed("pixels")
    if min(across, down) < LEAST_SIDE or max(across, down) > MOST_LONG * min(across, down):
        raise LogoMisshapen(f"{across} x {down}")


def _trimmed(drawn: Image.Image) -> Image.Image:
    """Return a picture without its empty margins. Raises LogoBlank, LogoMisshapen."""
    seen = drawn.getchannel("A").point(lambda value: 255 if value >= _SEEN else 0).getbbox()
    if seen is None:
        raise LogoBlank("nothing is seen")
    drawn = drawn.crop(seen)
    if all(least == most for least, most in (drawn.getchannel(one).getextrema() for one in "RGBA")):
        raise LogoBlank("one colour")
    _check_sides(*drawn.size)
    return drawn


def _small(drawn: Image.Image) -> Made:
    """Return a picture in a size and a number of bytes that every kiosk takes."""
    wanted = LOGO_SIDES
    drawn.thumbnail(wanted, Image.Resampling.LANCZOS)
    while True:
        fitted = drawn.copy()
        fitted.thumbnail(wanted, Image.Resampling.LANCZOS)
        for shown in (fitted, fitted.quantize(256, Image.Quantize.FASTOCTREE)):
            png = _png(shown)
            found = sides(png)
            if found is not None:
                return Made(png, *found, _ground(fitted))
        wanted = (int(wanted[0] * _SMALLER), int(wanted[1] * _SMALLER))


def _png(shown: Image.Image) -> bytes:
    shown.info.clear()
    written = io.BytesIO()
    shown.save(written, "PNG", optimize=True)
    return written.getvalue()


def _ground(drawn: Image.Image) -> str:
    """Return the ground on which the most of a picture is seen; "" where every pixel is there."""
    opacity = drawn.getchannel("A")
    if opacity.getextrema()[0] == 255:
        return ""
    levels = drawn.convert("L").histogram(mask=opacity.point(lambda value: 255 if value >= 128 else 0))
    return DARK if sum(levels[_PALE:]) > sum(levels[:_DEEP]) else LIGHT

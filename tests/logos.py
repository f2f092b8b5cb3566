"""Pictures to make a logo of: a disc and a bar on nothing, and pictures that are made to hurt."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw

RED = (180, 20, 40)
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def drawn(colour: tuple[int, int, int] = RED, size: tuple[int, int] = (900, 300)) -> Image.Image:
    """Return a disc and a bar of one colour; nothing is around them."""
    image = Image.new("RGBA", size)
    high = size[1]
    pen = ImageDraw.Draw(image)
    pen.ellipse((0, 0, high - 1, high - 1), fill=(*colour, 255))
    pen.rectangle((high + 20, high // 3, size[0] - 1, 2 * high // 3), fill=(*colour, 255))
    return image


def encoded(image: Image.Image, format: str = "PNG", **how: Any) -> bytes:
    """Return a picture as a file."""
    written = io.BytesIO()
    image.save(written, format, **how)
    return written.getvalue()


def a_logo(colour: tuple[int, int, int] = RED) -> bytes:
    """Return a file with a good logo."""
    return encoded(drawn(colour))


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a part of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def a_png(across: int, down: int, *more: bytes, packed: bytes | None = None, bits: int = 8, colours: int = 6) -> bytes:
    """Return a PNG that says of itself that it has so many pixels, all of them 0, whatever it holds."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", across, down, bits, colours, 0, 0, 0))
    lines = zlib.compress(b"\0" * (down * (1 + 4 * across))) if packed is None else packed
    return b"".join([SIGNATURE, head, *more, chunk(b"IDAT", lines), chunk(b"IEND", b"")])

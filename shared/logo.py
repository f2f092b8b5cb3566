"""A library's logo, as it goes from the hub to kiosks: a small picture that can do nothing but be looked at."""

import base64
import binascii
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache

LOGO_SIDES = (640, 320)
"""Most pixels across and down. The largest kiosk shows it no larger."""
MAX_LOGO_BYTES = 60_000
"""Most bytes of the picture."""
MAX_LOGO_LETTERS = 80_000
"""As many letters these are in base64; what is longer is not even read."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
"""What a still picture needs. What else PNG knows can be packed a thousand times smaller than it is."""
_CHANNELS = {2: 3, 3: 1, 6: 4}
"""Of each colour type that is taken, how many numbers stand for a pixel (PNG 11.2.1)."""


@dataclass(frozen=True)
class Logo:
    """Hub to kiosk: ``png`` in base64, "" where the library has none, under a ``mark`` of the hub's own.

    ``ground`` ("#rrggbb") is what it must stand on to be seen; "" where it has a ground of its own.
    """

    mark: str
    png: str
    ground: str


NO_LOGO = Logo("", "", "")
"""Of a library that has none."""


@lru_cache(maxsize=4)
def picture(png: str) -> bytes:
    """Return the picture in this base64; b"" for what is none, or is more than a logo may be, unpacked too."""
    if not 0 < len(png) <= MAX_LOGO_LETTERS:
        return b""
    try:
        found = base64.b64decode(png, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return found if sides(found) else b""


def sides(png: bytes) -> tuple[int, int] | None:
    """Return how many pixels a picture has across and down; None where it is no logo, see docs/sync-protocol.md.

    It is unpacked no further than its own size says: a small file that is a huge picture is none.
    """
    if len(png) > MAX_LOGO_BYTES or not png.startswith(_SIGNATURE):
        return None
    try:
        chunks = _chunks(png[len(_SIGNATURE) :])
        across, down, bits, colours, *ways = struct.unpack(">IIBBBBB", chunks[0][1])
        known = chunks[0][0] == b"IHDR" and {name for name, _ in chunks} <= _CHUNKS and not any(ways)
        fits = 0 < across <= LOGO_SIDES[0] and 0 < down <= LOGO_SIDES[1]
        if not known or not fits or bits not in (1, 2, 4, 8) or (bits < 8 and colours != 3):
            return None
        whole = down * (1 + (across * bits * _CHANNELS[colours] + 7) // 8)
        packed = b"".join(body for name, body in chunks if name == b"IDAT")
        lines = zlib.decompressobj().decompress(packed, whole + 1)
    except (ValueError, KeyError, IndexError, struct.error, zlib.error):
        return None
    return (across, down) if len(lines) == whole else None


def _chunks(rest: bytes) -> list[tuple[bytes, bytes]]:
    """Return names and bodies of the parts of a PNG. Raises ValueError, struct.error where they are not whole."""
    found = []
    while rest:
        length, name = struct.unpack(">I4s", rest[:8])
        body, (said,) = rest[8 : 8 + length], struct.unpack(">I", rest[8 + length : 12 + length])
        if zlib.crc32(name + body) != said:
            raise ValueError("a part is not whole")
        found.append((name, body))
        rest = rest[12 + length :]
    if not found or found[-1][0] != b"IEND":
        raise ValueError("no end")
    return found

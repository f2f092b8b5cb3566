"""Packing: a body as one gzip stream, and reading one within a bound, however much was packed in there.

What is packed together tells its length to whoever listens, so nothing secret that stays the same may lie beside words
somebody else chose. A token goes in a head and in a grant, which are never packed; lineage and mark are new each time;
what visitors wrote, and what is told them, was sealed before and looks like chance.
"""

import zlib
from typing import Final

from shared.errors import BadMessage, MessageTooLarge

PACKING = "gzip"
"""The one packing there is, as ``Content-Encoding`` and ``Accept-Encoding`` name it."""
WORTH_PACKING = 1_000
"""Bytes; what is smaller travels in one network packet either way."""
_GZIP_WINDOW: Final = 31  # zlib's way to say: gzip, with the largest window
_LEVEL = 1
"""Most of a delivery is sealed, so more effort takes half as long again and saves 3 %."""


def packed(body: bytes) -> bytes:
    """Return a body as one gzip stream."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
    return packer.compress(body) + packer.flush()


def may_pack(accepted: str) -> bool:
    """Tell whether this ``Accept-Encoding`` asks for it; with a weight it counts as not asked."""
    return PACKING in (one.strip().lower() for one in accepted.split(","))


class Incoming:
    """A body while it arrives. It is never longer than ``most`` bytes, ``is_packed`` or not."""

    def __init__(self, most: int, *, is_packed: bool) -> None:
        self._most = most
        self._inflater = zlib.decompressobj(_GZIP_WINDOW) if is_packed else None
        self._content = bytearray()

    def take(self, part: bytes) -> None:
        """Take the next part. Raises BadMessage, MessageTooLarge."""
        if self._inflater is not None:
            try:
                # One byte more than may be: enough to know, however much is packed in there.
                part = self._inflater.decompress(part, self._most + 1 - len(self._content)) if part else b""
            except zlib.error as exc:
                raise BadMessage("not gzip") from exc
            if self._inflater.unused_data:
                raise BadMessage("something follows the gzip")
        self._content += part
        if len(self._content) > self._most or (self._inflater is not None and self._inflater.unconsumed_tail):
            raise MessageTooLarge(f"more than {self._most} bytes")

    def whole(self) -> bytes:
        """Return the body, once no part is left. Raises BadMessage where it was cut short."""
        if self._inflater is not None and not self._inflater.eof:
            raise BadMessage("the gzip is cut short")
        return bytes(self._content)

"""The staff PIN of a kiosk: six digits, and a wait that grows with each wrong try.

Tries are counted on disk. The wait is measured on the clock that nobody can set and begins anew, in full, when the
kiosk starts; so neither a restart nor another date shortens it.
"""

import hashlib
import hmac
import math
import os
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from kiosk.store import KioskStore
from shared.errors import StoreBroken, TooManyTries, WeakPin, WrongPin

FREE_TRIES = 5
LONGEST_WAIT_S = 3_600
_NAME = "pin"
_SIX_DIGITS = re.compile(r"[0-9]{6}")


class Pin:
    """The PIN kept beside the kiosk's database. ``now`` is monotonic, in seconds."""

    def __init__(self, store: KioskStore, now: Callable[[], float]) -> None:
        self._kept, self._now = store.kept, now
        self._failures = int((self._kept.read(_NAME) or {}).get("failures", 0))
        self._failed_at = now()

    @property
    def is_set(self) -> bool:
        """Whether this kiosk has a PIN."""
        return "hash" in (self._kept.read(_NAME) or {})

    @property
    def wait_s(self) -> int:
        """How many seconds to wait before the next try; 0 when one may try now."""
        if self._failures < FREE_TRIES:
            return 0
        wait = min(60 << (self._failures - FREE_TRIES), LONGEST_WAIT_S)
        return max(0, math.ceil(self._failed_at + wait - self._now()))

    def set(self, pin: str) -> None:
        """Set a new PIN. Raises WeakPin, StoreBroken."""
        if not _SIX_DIGITS.fullmatch(pin):
            raise WeakPin("not six digits")
        salt = os.urandom(16)
        self._failures = 0
        self._kept.write(_NAME, {"salt": salt.hex(), "hash": _hash(pin, salt), "failures": 0})

    def check(self, pin: str) -> None:
        """Return when this is the PIN. Raises TooManyTries with the seconds to wait, WrongPin."""
        if wait := self.wait_s:
            raise TooManyTries(f"{self._failures} wrong tries", seconds=wait)
        kept = self._kept.read(_NAME) or {}
        # Counted before it is compared: pulling the plug at the right moment gives no free try.
        self._count(kept, self._failures + 1)
        right = "hash" in kept and hmac.compare_digest(_hash(pin, bytes.fromhex(kept["salt"])), kept["hash"])
        if not right:
            raise WrongPin(f"try {self._failures}")
        self._count(kept, 0)

    def _count(self, kept: dict[str, Any], failures: int) -> None:
        self._failures, self._failed_at = failures, self._now()
        # Staff must get in also when the disk takes nothing more; then the tries are counted in memory alone.
        with suppress(StoreBroken):
            self._kept.write(_NAME, {**kept, "failures": failures})


def _hash(pin: str, salt: bytes) -> str:
    # n=2^14, r=8: about 50 ms and 16 MB on a tablet, the smallest that OWASP still lists with p=5; here tries are few.
    return hashlib.scrypt(pin.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32).hex()

"""The staff PIN of a kiosk: six digits, and a wait that grows with each wrong try.

Tries are counted on disk. The wait is measured on the clock that nobody can set and begins anew, in full, when the
kiosk starts; so neither a restart nor another date shortens it.
"""

import hashlib
import hmac
import math
import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

from kiosk.store import KioskStore
from shared.errors import FileUnreadable, StoreBroken, TooManyTries, WeakPin, WrongPin

FREE_TRIES = 5
LONGEST_WAIT_S = 3_600
_NAME = "pin"
_SIX_DIGITS = re.compile(r"[0-9]{6}")


@dataclass(frozen=True)
class _Secret:
    """What is kept of the PIN; "" in ``hash`` when none is set."""

    salt: str = ""
    hash: str = ""
    failures: int = 0


class Pin:
    """The PIN kept beside the kiosk's database. ``now`` is monotonic, in seconds."""

    def __init__(self, store: KioskStore, now: Callable[[], float]) -> None:
        self._kept, self._now = store.kept, now
        self._known: _Secret | None = None
        self._failed_at = now()

    @property
    def is_set(self) -> bool:
        """Whether this kiosk has a PIN. Raises FileUnreadable: who cannot read it must not choose another."""
        return bool(self._secret.hash)

    @property
    def wait_s(self) -> int:
        """How many seconds to wait before the next try; 0 when one may try now. Raises FileUnreadable."""
        if self._secret.failures < FREE_TRIES:
            return 0
        wait = min(60 << min(self._secret.failures - FREE_TRIES, 6), LONGEST_WAIT_S)
        return max(0, math.ceil(self._failed_at + wait - self._now()))

    def set(self, pin: str) -> None:
        """Set a new PIN. Raises WeakPin, StoreBroken."""
        if not _SIX_DIGITS.fullmatch(pin):
            raise WeakPin("not six digits")
        salt = os.urandom(16).hex()
        secret = _Secret(salt, _hash(pin, salt))
        self._kept.write(_NAME, asdict(secret))
        self._known = secret

    def check(self, pin: str) -> None:
        """Return when this is the PIN. Raises TooManyTries with the seconds to wait, WrongPin, FileUnreadable."""
        if wait := self.wait_s:
            raise TooManyTries(f"{self._secret.failures} wrong tries", seconds=wait)
        # Counted before it is compared: pulling the plug at the right moment gives no free try.
        self._count(self._secret.failures + 1)
        if not self.is_set or not hmac.compare_digest(_hash(pin, self._secret.salt), self._secret.hash):
            raise WrongPin(f"try {self._secret.failures}")
        self._count(0)

    @property
    def _secret(self) -> _Secret:
        """What is kept, read when it is first asked for: visitors are served also when it cannot be."""
        if self._known is None:
            self._known = _read(self._kept.read(_NAME))
        return self._known

    def _count(self, failures: int) -> None:
        self._known, self._failed_at = replace(self._secret, failures=failures), self._now()
        # Staff must get in also when the disk takes nothing more; then the tries are counted in memory alone.
        with suppress(StoreBroken):
            self._kept.write(_NAME, asdict(self._secret))


def _read(kept: Mapping[str, object] | None) -> _Secret:
    """Return what is kept. Raises FileUnreadable: what makes no sense is not "no PIN"."""
    match kept:
        case None:
            return _Secret()
        case {"salt": str(salt), "hash": str(hash), "failures": int(failures)}:
            return _Secret(salt, hash, failures)
    raise FileUnreadable(f"{_NAME}.json: it makes no sense")


def _hash(pin: str, salt: str) -> str:
    # n=2^14, r=8: about 50 ms and 16 MB on a tablet. The counting protects six digits, not the hash.
    return hashlib.scrypt(pin.encode(), salt=salt.encode(), n=2**14, r=8, p=1, dklen=32).hex()

"""The staff PIN of a kiosk: six digits, and a wait that grows with each wrong try.

Tries are counted on disk, in a file of their own: a count never undoes a PIN that was set meanwhile, by a command
beside the running kiosk. The wait is measured on the clock that nobody can set and begins anew, in full, when the kiosk
starts; so neither a restart nor another date shortens it.
"""

import hashlib
import hmac
import math
import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field

from kiosk.store import KeptFile, KioskStore
from shared.errors import FileUnreadable, GuessablePin, StoreBroken, StoreBusy, TooManyTries, WeakPin, WrongPin

FREE_TRIES = 5
LONGEST_WAIT_S = 3_600
PIN_COST = 2**17
"""The n of scrypt, with r=8 and p=1: 128 MB, and 0.56 s on a core at 2.5 GHz (2^16: 0.26 s, 2^14: 0.07 s).

Who has the disk tries all six digits in six and a half days of one such core, 15 hours with 2^14, and needs the memory
for each try at once, which is what graphics cards lack. Twice as much would be a quarter of a tablet with 2 GB, beside
the 200 MB that the glass takes, and four seconds at a slow one's door.
"""
_EARLY_COST = 2**14
"""With which PINs were set that do not say it."""
_COSTS = range(2, 2**20 + 1)
_SIX_DIGITS = re.compile(r"[0-9]{6}")


def check_new(pin: str) -> None:
    """Look whether this may become the PIN. Raises WeakPin, GuessablePin."""
    if not _SIX_DIGITS.fullmatch(pin):
        raise WeakPin("not six digits")
    if _is_guessable(pin):
        raise GuessablePin("one of the first that are tried")


def _is_guessable(pin: str) -> bool:
    """Tell whether a PIN goes in even steps (each half, or every other digit), or says the same twice: 21 in 1,000 do.

    Among them are the ten commonest of P. Markert et al., "This PIN Can Be Easily Guessed: Analyzing the Security of
    Smartphone Unlock PINs", IEEE S&P 2020: 000000, 111111, 112233, 121212, 123123, 123456, 159753, 654321, 666666 and
    789456.
    """
    halves, others = (pin[:3], pin[3:]), (pin[::2], pin[1::2])
    return halves[0] == halves[1] or any(all(map(_steps_evenly, parts)) for parts in (halves, others))


def _steps_evenly(three: str) -> bool:
    """Tell whether three digits go up or down by as much each time; after 9 comes 0."""
    first, second, third = map(int, three)
    return (second - first) % 10 == (third - second) % 10


@dataclass(frozen=True)
class PinKey:
    """What the right PIN gives besides the way in: 32 bytes to lock something with."""

    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class _Secret:
    """What is kept of the PIN; "" in ``hash`` when none is set."""

    salt: str = ""
    hash: str = ""
    n: int = _EARLY_COST

    def derive(self, pin: str) -> tuple[str, PinKey]:
        """Return the hash and the key of a PIN, both of one derivation. Raises StoreBusy without memory for it."""
        try:
            both = hashlib.scrypt(
                pin.encode(), salt=self.salt.encode(), n=self.n, r=8, p=1, maxmem=_memory(self.n), dklen=64
            )
        except (MemoryError, ValueError) as exc:
            raise StoreBusy("no memory to look at a PIN") from exc
        return both[:32].hex(), PinKey(both[32:])


@dataclass(frozen=True)
class _Tries:
    """How many wrong tries there were of the PIN with this ``salt``: with another PIN one begins anew."""

    salt: str = ""
    failures: int = 0


class Pin:
    """The PIN kept beside the kiosk's database. ``now`` is monotonic, in seconds; ``cost`` is what a new PIN gets."""

    def __init__(self, store: KioskStore, now: Callable[[], float], cost: int = PIN_COST) -> None:
        self._kept, self._counted = KeptFile(store.kept, "pin", _read), KeptFile(store.kept, "pin-tries", _tries)
        self._now, self._cost = now, cost
        self._uncounted: _Tries | None = None
        self._failed_at = now()

    @property
    def is_set(self) -> bool:
        """Whether this kiosk has a PIN. Raises FileUnreadable: who cannot read it must not choose another."""
        return bool(self._secret().hash)

    @property
    def wait_s(self) -> int:
        """How many seconds to wait before the next try; 0 when one may try now. Raises FileUnreadable."""
        return self._wait_s(self._failures(self._secret()))

    def set(self, pin: str) -> PinKey:
        """Set a new PIN, and return its key. Takes a second. Raises WeakPin, GuessablePin, StoreBroken, StoreBusy."""
        check_new(pin)
        return self._keep(pin)

    def _keep(self, pin: str) -> PinKey:
        secret = _Secret(os.urandom(16).hex(), n=self._cost)
        hashed, key = secret.derive(pin)
        self._kept.write(asdict(_Secret(secret.salt, hashed, secret.n)))
        return key

    def check(self, pin: str) -> PinKey:
        """Return the key when this is the PIN; one that was set at a lower cost gets the present one. Takes a second.

        Raises TooManyTries with the seconds to wait, WrongPin, FileUnreadable, StoreBusy.
        """
        secret = self._secret()
        failures = self._failures(secret)
        if wait := self._wait_s(failures):
            raise TooManyTries(f"{failures} wrong tries", seconds=wait)
        # Counted before it is compared: pulling the plug at the right moment gives no free try.
        self._count(secret, failures + 1)
        hashed, key = secret.derive(pin)
        if not secret.hash or not hmac.compare_digest(hashed, secret.hash):
            raise WrongPin(f"try {failures + 1}")
        self._count(secret, 0)
        return self._renewed(pin, secret) or key

    def _renewed(self, pin: str, secret: _Secret) -> PinKey | None:
        """Set the PIN anew at the present cost if it was set at a lower one, and is still the PIN."""
        if secret.n >= self._cost or self._secret() != secret:
            return None
        with suppress(StoreBroken):
            return self._keep(pin)  # also one that could not be set anew: it lets in
        return None

    def _wait_s(self, failures: int) -> int:
        if failures < FREE_TRIES:
            return 0
        wait = min(60 << min(failures - FREE_TRIES, 6), LONGEST_WAIT_S)
        return max(0, math.ceil(self._failed_at + wait - self._now()))

    def _secret(self) -> _Secret:
        """Return what is kept now: a command may have set another PIN."""
        return self._kept.read()

    def _failures(self, secret: _Secret) -> int:
        tries = self._uncounted
        with suppress(FileUnreadable):  # then nobody is locked out: only a wait is lost
            tries = tries or self._counted.read()
        return tries.failures if tries is not None and tries.salt == secret.salt else 0

    def _count(self, secret: _Secret, failures: int) -> None:
        tries, self._failed_at = _Tries(secret.salt, failures), self._now()
        # Staff must get in also when the disk takes nothing more; then the tries are counted in memory alone.
        self._uncounted = tries
        with suppress(StoreBroken):
            self._counted.write(asdict(tries))
            self._uncounted = None


def _memory(n: int) -> int:
    """Return how many bytes scrypt may take: 128 r n, and a little."""
    return 128 * 8 * n + 2**20


def _read(kept: Mapping[str, object] | None) -> _Secret:
    """Return what is kept. Raises FileUnreadable: what makes no sense is not "no PIN"."""
    match kept:
        case None:
            return _Secret()
        case {"salt": str(salt), "hash": str(hash), "n": int(n)} if n in _COSTS and n.bit_count() == 1:
            return _Secret(salt, hash, n)
        case {"salt": str(salt), "hash": str(hash), "failures": int()} if "n" not in kept:
            return _Secret(salt, hash)
    raise FileUnreadable("pin.json: it makes no sense")


def _tries(counted: Mapping[str, object] | None) -> _Tries:
    match counted:
        case None:
            return _Tries()
        case {"salt": str(salt), "failures": int(failures)}:
            return _Tries(salt, failures)
    raise FileUnreadable("pin-tries.json: it makes no sense")

"""What a visitor takes along: a receipt code, and two words that are easier to remember.

Whoever has the code finds what became of the answer, at any kiosk and without a network. Whoever has a kiosk finds
nothing: kiosks keep neither codes nor what they open, only what follows from the code by a function so slow that
nobody tries all codes (docs/adr/0017). The words are only 16 bits, drawn apart from the code: they find the state and
no more.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from shared.errors import StoreBusy
from shared.languages import word_list
from shared.submission import CROCKFORD, read_crockford

CODE_LENGTH = 8
CODE_BITS, PAIR_BITS = 40, 16
ROOT_BYTES = 16
SLIP_BYTES = CODE_BITS // 8 + PAIR_BITS // 8 + ROOT_BYTES
"""So long is a packed slip: it stands before the answer in what is sealed."""
COST = 2**15
"""scrypt's n, with r=8 and p=1: 32 MB and about 0.13 s on a small server, half a second on a tablet.

There are 2^40 codes. On one core it takes 4,500 years to try them all, and at 10,000 answers half a year to hit on
some one of them.
"""

NO_PAIR = 2**PAIR_BITS
"""Above the number of any two words: of what the hub lets no words find any more. The code still does."""

_TWO_LETTERS = [first + second for first in CROCKFORD for second in CROCKFORD]
_TO_PLAIN = str.maketrans(CROCKFORD, "0123456789abcdefghijklmnopqrstuv")
"""To the digits that :class:`int` reads in base 32. A hub reads and writes a slip for each answer it takes in."""

Stretch = Callable[[str, str], bytes]
"""From a code and the hub's id to the root of its slip."""


def stretched(code: str, hub_id: str) -> bytes:
    """Return the root of the slip with this code: 16 bytes by scrypt, salted so that no table serves two libraries.

    Raises StoreBusy where there is no memory for it just now.
    """
    salt = b"samskap slip 1\0" + hub_id.encode()
    try:
        return hashlib.scrypt(code.encode(), salt=salt, n=COST, r=8, p=1, maxmem=64 * 2**20, dklen=ROOT_BYTES)
    except (MemoryError, ValueError) as exc:
        raise StoreBusy("no memory for a receipt code just now") from exc


@dataclass(frozen=True)
class Slip:
    """A receipt code (8 Crockford characters, 40 bits), the number of its two words, and the root of what it opens."""

    code: str
    pair: int
    root: bytes

    @property
    def finder(self) -> str:
        """Under this (32 hex digits) kiosks keep what the code gives."""
        return self._derived("find")[:16].hex()

    @property
    def key(self) -> bytes:
        """With this (32 bytes) it is sealed."""
        return self._derived("open")

    @property
    def guest(self) -> str:
        """By this (as a code, but none) a sign-up is ticked at the door: it changes nothing and cancels nothing."""
        return _crockford(int.from_bytes(self._derived("door")[:5]))

    def packed(self) -> bytes:
        """Return the slip as it stands before an answer in what is sealed."""
        number = int(self.code.translate(_TO_PLAIN), 32)
        return number.to_bytes(CODE_BITS // 8) + self.pair.to_bytes(PAIR_BITS // 8) + self.root

    def _derived(self, use: str) -> bytes:
        return hmac.new(self.root, f"samskap {use}".encode(), hashlib.sha256).digest()

    def __repr__(self) -> str:
        """Without anything that finds or opens, so that it cannot slip into a log."""
        return "Slip()"


NO_SLIP = Slip("00000000", 0, bytes(ROOT_BYTES))
"""Goes with what nobody looks up: changes, notes from the door."""


def new_slip(hub_id: str, stretch: Stretch = stretched) -> Slip:
    """Draw a slip for a visitor of this hub's library."""
    code = _crockford(secrets.randbits(CODE_BITS))
    return Slip(code, secrets.randbits(PAIR_BITS), stretch(code, hub_id))


def read_slip(packed: bytes) -> Slip | None:
    """Return what :meth:`Slip.packed` wrote, from the beginning of these bytes; None for a slip that nobody got.

    Raises ValueError when they are too short.
    """
    if len(packed) < SLIP_BYTES:
        raise ValueError("too short for a slip")
    code, pair = packed[: CODE_BITS // 8], packed[CODE_BITS // 8 : SLIP_BYTES - ROOT_BYTES]
    slip = Slip(_crockford(int.from_bytes(code)), int.from_bytes(pair), packed[SLIP_BYTES - ROOT_BYTES : SLIP_BYTES])
    return None if slip.root == NO_SLIP.root else slip


def code_before_slips(submission_id: str) -> str:
    """Return the receipt code of what was given before there were slips.

    It follows from the id, which lies on kiosks in clear. So it names somebody to staff, and opens and changes nothing.
    """
    return _crockford(int.from_bytes(hashlib.sha256(b"samskap receipt code\0" + submission_id.encode()).digest()[:5]))


def read_receipt_code(typed: str) -> str | None:
    """Return what was typed as a proper code (small letters, spaces, O for 0, I or L for 1 are fine), else None."""
    return read_crockford(typed, CODE_LENGTH)


def pair_words(pair: int, language: str) -> tuple[str, str]:
    """Return the two words, of 256 each, for this number.

    Word *i* means the same thing in every language, so a pair learnt in one can be looked up in another.
    """
    words = word_list(language)
    return words[pair >> 8], words[pair & 255]


def read_word_pair(typed: str, language: str) -> int | None:
    """Return the number of a typed word pair in this language, else None."""
    words = word_list(language)
    parts = unicodedata.normalize("NFC", typed.lower()).replace("·", " ").replace("-", " ").split()
    if len(parts) != 2 or not all(part in words for part in parts):
        return None
    return words.index(parts[0]) << 8 | words.index(parts[1])


def _crockford(number: int) -> str:
    first, second = _TWO_LETTERS[number >> 30], _TWO_LETTERS[number >> 20 & 1023]
    return first + second + _TWO_LETTERS[number >> 10 & 1023] + _TWO_LETTERS[number & 1023]

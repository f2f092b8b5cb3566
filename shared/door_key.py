"""The public key of a door: how it is told, and the words by which staff see that it is the one of their tablet."""

import base64
import hashlib
from functools import lru_cache

from shared.languages import word_list

KEY_BYTES = 32
WORDS = 4
"""Four of 256 words: 32 bits, each try of which costs a tenth of a second. Another key with the same words takes
fourteen years of one core to find, and the kiosk's id makes each search one for this kiosk alone."""


def read_door_key(told: str) -> bytes:
    """Return the X25519 key that was told in base64. Raises ValueError when it is none."""
    key = base64.b64decode(told, validate=True)
    if len(key) != KEY_BYTES or base64.b64encode(key).decode() != told:
        raise ValueError("not a key, or told in another way than all tell it")
    return key


def door_words(key: bytes, kiosk: str, language: str) -> tuple[str, ...]:
    """Return the four words that stand for a key of the door of this kiosk. Takes 0.1 s and 32 MB the first time.

    Word *i* means the same thing in every language.
    """
    words = word_list(language)
    return tuple(words[byte] for byte in _digest(key, kiosk))


@lru_cache(maxsize=64)
def _digest(key: bytes, kiosk: str) -> bytes:
    salt = b"samskap door words 1\0" + kiosk.encode(errors="replace")
    return hashlib.scrypt(key, salt=salt, n=2**15, r=8, p=1, maxmem=64 * 2**20, dklen=WORDS)

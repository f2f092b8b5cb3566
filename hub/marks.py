"""The hub's own mark on what it tells kiosks: so a kiosk can return what it was told, and never invent it.

The keys follow (HKDF-SHA256) from the secrets that the recovery phrase writes down, the former ones too: a hub that was
put back from a backup, or from its phrase, still knows its own word.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK_BYTES = 16
_NONCE_BYTES = 12


class Marks:
    """Marks (HMAC-SHA-256, cut to 128 bits) and hidden words (AES-256-GCM) that only this hub makes and reads.

    The first of ``secrets`` marks; any of them proves.
    """

    def __init__(self, secrets: Sequence[bytes]) -> None:
        self._keys = tuple(secrets)

    def mark(self, what: str, *said: str | int) -> str:
        """Return the mark (hex) on something said; ``what`` keeps marks on different things apart."""
        return _mark(_derived(self._keys[0], "marks"), what, said)

    def proves(self, mark: str | None, what: str, *said: str | int) -> bool:
        """Tell whether this hub has made that mark."""
        given = (mark or "").encode(errors="replace")
        made = (_mark(_derived(key, "marks"), what, said).encode() for key in self._keys)
        return any(hmac.compare_digest(given, one) for one in made)

    def hide(self, what: str, said: bytes) -> str:
        """Return these bytes (base64) so that only this hub reads them, and knows them for its own."""
        nonce = os.urandom(_NONCE_BYTES)
        hidden = AESGCM(_derived(self._keys[0], "words")).encrypt(nonce, said, what.encode())
        return base64.b64encode(nonce + hidden).decode()

    def read(self, what: str, hidden: str) -> bytes | None:
        """Return what was hidden; None for what this hub has not hidden."""
        try:
            raw = base64.b64decode(hidden, validate=True)
        except ValueError:
            return None
        for key in self._keys:
            try:
                return AESGCM(_derived(key, "words")).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], what.encode())
            except (InvalidTag, ValueError):
                continue
        return None


def _mark(key: bytes, what: str, said: tuple[str | int, ...]) -> str:
    fields = [what, *map(str, said)]
    text = b"".join(len(one := field.encode(errors="surrogatepass")).to_bytes(4) + one for field in fields)
    return hmac.new(key, text, hashlib.sha256).digest()[:MARK_BYTES].hex()


@lru_cache(maxsize=64)
def _derived(secret: bytes, use: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, None, f"samskap {use} 1".encode()).derive(secret)

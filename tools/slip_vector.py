"""One slip worked through step by step, for `docs/wire/slip.json`: what follows from a code, and a reply sealed to it.

Written from the page about the protocol, apart from the code that makes slips: what is made here must open there.
"""

import base64
import hashlib
import hmac
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

NONCE = bytes(range(0xA0, 0xAC))
"""In a real reply these 12 bytes are random."""
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def worked(code: str, pair: int, *, hub_id: str, replies: str) -> dict[str, Any]:
    """Return the slip with this code and number of words, and ``replies`` sealed to it; bytes as hex, but ``sealed``.

    ``sealed`` is base64, as on the wire.
    """
    salt = b"samskap slip 1\0" + hub_id.encode()
    root = hashlib.scrypt(code.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=16)
    find, opens, door = (hmac.digest(root, b"samskap " + use, "sha256") for use in (b"find", b"open", b"door"))
    bits = int("".join(f"{_CROCKFORD.index(letter):05b}" for letter in code), 2)
    finder = find[:16].hex()
    sealed = NONCE + ChaCha20Poly1305(opens).encrypt(NONCE, replies.encode(), finder.encode())
    return {
        "hub_id": hub_id,
        "code": code,
        "pair": pair,
        "salt": salt.hex(),
        "root": root.hex(),
        "finder": finder,
        "key": opens.hex(),
        "door_code": _in_crockford(door[:5]),
        "slip": (bits.to_bytes(5) + pair.to_bytes(2) + root).hex(),
        "replies": replies,
        "nonce": NONCE.hex(),
        "sealed": base64.b64encode(sealed).decode("ascii"),
    }


def _in_crockford(five: bytes) -> str:
    bits = f"{int.from_bytes(five):040b}"
    return "".join(_CROCKFORD[int(bits[start : start + 5], 2)] for start in range(0, 40, 5))

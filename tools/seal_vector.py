"""One sealing worked through step by step, for `docs/wire/seal.json`: with it a second client finds its slip.

Written from RFC 9180, apart from the library that seals: a seal made here must open there.
"""

import base64
import hmac
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

EPHEMERAL = bytes(range(0x40, 0x60))
"""In a real seal these 32 bytes are random, and forgotten at once."""
_KEM = b"KEM" + bytes.fromhex("0020")
_SUITE = b"HPKE" + bytes.fromhex("002000010003")


def worked(secret: bytes, *, id: str, kind: str, slip: bytes, answer: bytes) -> dict[str, Any]:
    """Return the sealing of slip and answer for the hub with this secret; bytes as hex, but for ``sealed`` in base64.

    The ``answer`` is text.
    """
    hub = X25519PrivateKey.from_private_bytes(HKDF(hashes.SHA256(), 32, None, b"samskap hub key 1").derive(secret))
    ephemeral = X25519PrivateKey.from_private_bytes(EPHEMERAL)
    public, encapsulated = _raw(hub.public_key()), _raw(ephemeral.public_key())
    plain = slip + answer
    info, aad = f"samskap seal 2\0{id}\0{kind}".encode(), b""
    prk = _extract(_KEM, b"", b"eae_prk", ephemeral.exchange(hub.public_key()))
    shared_secret = _expand(_KEM, prk, b"shared_secret", encapsulated + public, 32)
    context = b"\0" + _extract(_SUITE, b"", b"psk_id_hash", b"") + _extract(_SUITE, b"", b"info_hash", info)
    scheduled = _extract(_SUITE, shared_secret, b"secret", b"")
    key, nonce = _expand(_SUITE, scheduled, b"key", context, 32), _expand(_SUITE, scheduled, b"base_nonce", context, 12)
    sealed = encapsulated + ChaCha20Poly1305(key).encrypt(nonce, plain, aad)
    return {
        "id": id,
        "kind": kind,
        "slip": slip.hex(),
        "answer": answer.decode(),
        "plain": plain.hex(),
        "private_key": hub.private_bytes_raw().hex(),
        "seal_key": public.hex(),
        "ephemeral_private_key": EPHEMERAL.hex(),
        "encapsulated_key": encapsulated.hex(),
        "info": info.hex(),
        "aad": aad.hex(),
        "shared_secret": shared_secret.hex(),
        "key": key.hex(),
        "nonce": nonce.hex(),
        "sealed": base64.b64encode(sealed).decode("ascii"),
    }


def _raw(key: X25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt, b"HPKE-v1" + suite + label + material, "sha256")


def _expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    # One block of HKDF is 32 bytes, and nothing here is longer.
    return hmac.digest(key, length.to_bytes(2) + b"HPKE-v1" + suite + label + info + b"\x01", "sha256")[:length]

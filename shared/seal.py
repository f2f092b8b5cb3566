"""Sealing: what a visitor wrote, encrypted to the hub's public key the moment Send is pressed.

HPKE (RFC 9180), base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. The key schedule takes the
record's id and kind as ``info``, so that a sealed answer cannot be moved to another record. What is sealed begins with
the visitor's slip; a reply is sealed to the code on it.

The hub's private key follows from 16 random bytes (HKDF-SHA256), which are what the recovery phrase writes down.
"""

import base64
import hashlib
import os
import unicodedata
from collections.abc import Generator, Sequence
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.errors import BadPhrase, CannotUnseal
from shared.languages import word_list
from shared.slip import NO_SLIP, Slip

SECRET_BYTES = 16
SEAL_OVERHEAD = 48
"""Bytes that sealing adds: the 32-byte encapsulated key and the 16-byte tag."""

_NONCE_BYTES = 12
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _info(submission_id: str, kind: str, form: int = 2) -> bytes:
    return b"samskap seal %d\0" % form + submission_id.encode() + b"\0" + kind.encode()


class SealKey:
    """The hub's public key, on a kiosk. Raises ValueError for anything but 32 bytes in hex."""

    def __init__(self, hex_key: str) -> None:
        self.hex = hex_key
        self._key = X25519PublicKey.from_public_bytes(bytes.fromhex(hex_key))

    def seal(self, payload: bytes, *, submission_id: str, kind: str) -> bytes:
        """Return the payload sealed for this hub and this record."""
        return _SUITE.encrypt(payload, self._key, info=_info(submission_id, kind))


_FORMS = ((2, b""), (1, NO_SLIP.packed()))
"""The forms of the seal, the newest first, each with what it lacks before the answer."""


class Sealed(NamedTuple):
    """A sealed answer, and what it was sealed for."""

    sealed: bytes
    id: str
    kind: str


Payloads = Generator[bytes | None, None, None]
"""What was in several, in order; None for what does not open. Whoever stops before the end closes it."""


class UnsealKey:
    """The hub's private key, made from the secret that the recovery phrase writes down."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        raw = HKDF(hashes.SHA256(), 32, None, b"samskap hub key 1").derive(secret)
        self._key = X25519PrivateKey.from_private_bytes(raw)

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """The secret, as a ring of keys tells its own."""
        return (self.secret,)

    @property
    def public(self) -> SealKey:
        """The key that kiosks seal to."""
        public = self._key.public_key()
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return SealKey(raw.hex())

    def unseal(self, sealed: bytes, *, submission_id: str, kind: str) -> bytes:
        """Return the payload. Raises CannotUnseal for another key, another record or damage.

        What was sealed in the first form had no slip before it; it gets the one that nobody has.
        """
        for form, before in _FORMS:
            try:
                return before + _SUITE.decrypt(sealed, self._key, info=_info(submission_id, kind, form))
            except (InvalidTag, ValueError):
                continue
        raise CannotUnseal(submission_id)

    def unseal_all(self, batch: Sequence[Sealed]) -> Payloads:
        """Yield each payload, in order; None for what does not open."""
        for sealed, submission_id, kind in batch:
            try:
                yield self.unseal(sealed, submission_id=submission_id, kind=kind)
            except CannotUnseal:
                yield None


def seal_reply(reply: bytes, slip: Slip) -> str:
    """Return what only the code of this slip opens (base64): ChaCha20-Poly1305 under its key, the nonce in front."""
    nonce = os.urandom(_NONCE_BYTES)
    return base64.b64encode(nonce + ChaCha20Poly1305(slip.key).encrypt(nonce, reply, slip.finder.encode())).decode()


def open_reply(sealed: str, slip: Slip) -> bytes | None:
    """Return what was sealed to the code of this slip; None for anything else."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        nonce, words = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
        return ChaCha20Poly1305(slip.key).decrypt(nonce, words, slip.finder.encode())
    except (InvalidTag, ValueError):
        return None


def new_unseal_key() -> UnsealKey:
    """Make a new key for a new hub."""
    return UnsealKey(os.urandom(SECRET_BYTES))


def to_phrase(secret: bytes, language: str) -> list[str]:
    """Return the recovery phrase: a word a byte, and a last word that finds slips."""
    words = word_list(language)
    return [words[byte] for byte in secret + _check_byte(secret)]


def from_phrase(phrase: list[str], language: str) -> bytes:
    """Return the secret of a recovery phrase. Raises BadPhrase."""
    words = word_list(language)
    try:
        written = bytes(words.index(unicodedata.normalize("NFC", word.lower())) for word in phrase)
    except ValueError as exc:
        raise BadPhrase("a word is not in the list") from exc
    secret = written[:SECRET_BYTES]
    if len(written) != SECRET_BYTES + 1 or _check_byte(secret) != written[SECRET_BYTES:]:
        raise BadPhrase("wrong length or wrong last word")
    return secret


def _check_byte(secret: bytes) -> bytes:
    return hashlib.sha256(b"samskap phrase\0" + secret).digest()[:1]

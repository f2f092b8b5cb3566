"""The form of a backup: a header that anybody may read, and what the recovery words open.

What stands in the file byte by byte is told in docs/backup-format.md. The content is cut into chunks, each AES-256-GCM
under one key that is good for this file alone; the nonce counts the chunks and marks the last (STREAM: Hoang,
Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015). So a
file that is cut, put together in another order, or changed anywhere does not open. The key is sealed to the hub, and
the header has a mark that follows from the hub's secret: who has only a kiosk, and with it the public key, makes none.
"""

import hashlib
import hmac
import os
import re
from dataclasses import dataclass
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.errors import BackupDamaged, BackupTooNew, CannotUnseal, NotABackup, WrongWords
from shared.seal import SealKey, UnsealKey

MAGIC: Final = b"SAMSKAP BACKUP\r\n"
"""The line end is there to be damaged by what copies a file as text."""
VERSION: Final = 1
CHUNK: Final = 65_536
TAG: Final = 16
KEY: Final = 32
KIND: Final = "backup"
"""What the key is sealed for: no kind of answer has this name."""
_MARK = 32
_SEALED_KEY = 80
_HEAD = len(MAGIC) + 2 + 16 + 24 + 32 + _SEALED_KEY + _MARK
_HUB_ID = re.compile(rb"[0-9a-f]{16}")
_MADE_AT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@dataclass(frozen=True)
class Header:
    """What anybody may read: whose backup, when it was made (UTC, by the hub's clock), to which key it is sealed."""

    hub_id: str
    made_at: str
    public: bytes
    sealed_key: bytes = b""
    mark: bytes = b""

    @property
    def _sealed_for(self) -> str:
        return f"{self.hub_id} {self.made_at}"

    def sealed(self, key: bytes, secret: bytes) -> "Header":
        """Return it with the file's key sealed in, and marked by the secret."""
        sealed = SealKey(self.public.hex()).seal(key, submission_id=self._sealed_for, kind=KIND)
        unmarked = Header(self.hub_id, self.made_at, self.public, sealed)
        return Header(self.hub_id, self.made_at, self.public, sealed, _marked(secret, unmarked.packed()))

    def key(self, unseal_key: UnsealKey) -> bytes:
        """Return the key of the file. Raises WrongWords, BackupDamaged."""
        if bytes.fromhex(unseal_key.public.hex) != self.public:
            raise WrongWords(f"sealed to {self.public.hex()[:16]}")
        unmarked = Header(self.hub_id, self.made_at, self.public, self.sealed_key).packed()
        if not hmac.compare_digest(self.mark, _marked(unseal_key.secret, unmarked)):
            raise BackupDamaged("the header was changed, or the hub has not made it")
        try:
            return unseal_key.unseal(self.sealed_key, submission_id=self._sealed_for, kind=KIND)
        except CannotUnseal as exc:
            raise BackupDamaged("the key does not open") from exc

    def packed(self) -> bytes:
        """Return the bytes at the beginning of the file."""
        said = MAGIC + VERSION.to_bytes(2) + self.hub_id.encode() + self.made_at.encode()
        return said + self.public + self.sealed_key + self.mark

    @classmethod
    def read(cls, file: BinaryIO) -> "Header":
        """Read it; nothing of it is proved. Raises NotABackup, BackupTooNew, BackupDamaged, OSError."""
        head = file.read(_HEAD)
        if not head.startswith(MAGIC):
            raise NotABackup("another beginning")
        version = int.from_bytes(head[16:18])
        if len(head) >= 18 and version > VERSION:
            raise BackupTooNew(f"version {version}")
        hub_id, made_at = head[18:34], head[34:58]
        if len(head) < _HEAD or version != VERSION or not (_HUB_ID.fullmatch(hub_id) and _MADE_AT.fullmatch(made_at)):
            raise BackupDamaged("the header is damaged")
        return cls(hub_id.decode(), made_at.decode(), head[58:90], head[90:170], head[170:202])


def _marked(secret: bytes, head: bytes) -> bytes:
    key = HKDF(hashes.SHA256(), 32, None, b"samskap backups 1").derive(secret)
    return hmac.new(key, head, hashlib.sha256).digest()


def _nonce(n: int, *, last: bool) -> bytes:
    return n.to_bytes(11) + (b"\x01" if last else b"\x00")


class Sealing:
    """Writes a backup into a file, from its beginning on; it is none before :meth:`end`. ``key`` is for tests alone."""

    def __init__(self, file: BinaryIO, unseal_key: UnsealKey, hub_id: str, made_at: str, key: bytes = b"") -> None:
        self._file, self._n, self._rest = file, 0, bytearray()
        key = key or os.urandom(KEY)
        self._cipher = AESGCM(key)
        header = Header(hub_id, made_at, bytes.fromhex(unseal_key.public.hex))
        file.write(header.sealed(key, unseal_key.secret).packed())

    def write(self, content: bytes) -> None:
        """Write some of the content. Raises OSError."""
        self._rest += content
        while len(self._rest) > CHUNK:  # the last chunk is never empty, so the end of the content is never guessed
            self._chunk(bytes(self._rest[:CHUNK]), last=False)
            del self._rest[:CHUNK]

    def end(self) -> None:
        """Write what is left, and the mark of the end. Raises OSError."""
        self._chunk(bytes(self._rest), last=True)

    def _chunk(self, content: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._n, last=last), content, None))
        self._n += 1


class Opening:
    """Reads a backup. Raises NotABackup, BackupTooNew, BackupDamaged, WrongWords, OSError."""

    def __init__(self, file: BinaryIO, unseal_key: UnsealKey) -> None:
        self.header = Header.read(file)
        self._cipher = AESGCM(self.header.key(unseal_key))
        self._file, self._n, self._rest = file, 0, bytearray()
        self._next = file.read(CHUNK + TAG)
        self._ended = False

    def read(self, size: int) -> bytes:
        """Return so many bytes of the content, no more and no less. Raises BackupDamaged, OSError."""
        while len(self._rest) < size and not self._ended:
            self._rest += self._chunk()
        if len(self._rest) < size:
            raise BackupDamaged("it ends too early")
        content = bytes(self._rest[:size])
        del self._rest[:size]
        return content

    def must_end(self) -> None:
        """Look whether nothing comes any more. Raises BackupDamaged, OSError."""
        if self._rest or (not self._ended and self._chunk()):
            raise BackupDamaged("something comes after its end")

    def _chunk(self) -> bytes:
        sealed, self._next = self._next, self._file.read(CHUNK + TAG)
        self._ended = not self._next
        try:
            content = self._cipher.decrypt(_nonce(self._n, last=self._ended), sealed, None)
        except (InvalidTag, ValueError) as exc:
            raise BackupDamaged(f"chunk {self._n} is not as it was written") from exc
        self._n += 1
        return content

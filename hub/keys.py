"""The hub's own keys: the certificate that kiosks pin, and the ring of keys that open what they sealed."""

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from shared.errors import CannotUnseal, FileLost, FileUnreadable
from shared.files import read_kept, write_kept
from shared.seal import Payloads, Sealed, SealKey, UnsealKey, new_unseal_key

_HUB_ID = re.compile(r"[0-9a-f]{16}")
NAMES = ("hub-id", "seal.secret", "tls.key", "tls.crt")
"""The files that kiosks know this hub by."""
_ANOTHER_WAY = dict.fromkeys(NAMES, "Without a backup: samskap-hub go-on-without keys, and pair every kiosk again") | {
    "seal.secret": "Without a backup: samskap-hub restore-key, and the recovery phrase"
}
CERTIFICATE_DAYS = 20 * 365
"""Kiosks ignore clocks and pin this one certificate, so it need not end before the hardware does."""


@dataclass(frozen=True)
class KeyRing:
    """Opens what was sealed to any key this hub ever had; kiosks seal to the first."""

    keys: tuple[UnsealKey, ...]

    @property
    def public(self) -> SealKey:
        """The key that newly paired kiosks seal to."""
        return self.keys[0].public

    @property
    def secret(self) -> bytes:
        """What the recovery phrase writes down."""
        return self.keys[0].secret

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """The secrets of all keys, the present one first."""
        return tuple(key.secret for key in self.keys)

    def unseal(self, sealed: bytes, *, submission_id: str, kind: str) -> bytes:
        """Return the payload. Raises CannotUnseal when none of the keys opens it."""
        for key in self.keys:
            try:
                return key.unseal(sealed, submission_id=submission_id, kind=kind)
            except CannotUnseal:
                continue
        raise CannotUnseal(submission_id)

    def unseal_all(self, batch: Sequence[Sealed]) -> Payloads:
        """Yield each payload, in order; None for what none of the keys opens."""
        for sealed, submission_id, kind in batch:
            try:
                yield self.unseal(sealed, submission_id=submission_id, kind=kind)
            except CannotUnseal:
                yield None


@dataclass(frozen=True)
class HubKeys:
    """Who this hub is. ``certificate_sha256`` is the hex digest of the certificate's DER form."""

    hub_id: str
    unseal_key: KeyRing
    certificate: Path
    private_key: Path
    certificate_sha256: str


def open_keys(data: Path, *, known: bool = False) -> HubKeys:
    """Return the keys in ``data/keys``, made at the first start. ``known``: kiosks have these keys, so none is made.

    Raises OSError when they cannot be kept, FileUnreadable when one is there and cannot be read, FileLost.
    """
    folder = data / "keys"
    for name in NAMES if known else ():
        if read_kept(folder / name) is None:
            raise FileLost(f"{folder / name}: it is gone. {_ANOTHER_WAY[name]}")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    hub_id = _kept(folder / "hub-id", lambda: secrets.token_hex(8).encode()).decode("ascii", "replace").strip()
    if not _HUB_ID.fullmatch(hub_id):
        raise FileUnreadable(f"{folder / 'hub-id'}: it holds no id")
    _kept(folder / "seal.secret", lambda: new_unseal_key().secret.hex().encode())
    private_key, certificate = folder / "tls.key", folder / "tls.crt"
    if read_kept(certificate) is None:
        # The certificate is written last: without it both are made anew, so half a pair never stays.
        key_pem, certificate_pem = _self_signed(hub_id)
        write_kept(private_key, key_pem)
        write_kept(certificate, certificate_pem)
    if read_kept(private_key) is None:
        raise FileUnreadable(f"{private_key}: it is gone")
    ring = [folder / "seal.secret", *_former(folder / "former")]
    return HubKeys(
        hub_id,
        KeyRing(tuple(_unseal_key(path) for path in ring)),
        certificate,
        private_key,
        certificate_sha256(certificate),
    )


def renew_keys(data: Path) -> HubKeys:
    """Make anew what is gone of the keys, because somebody said so; kiosks may have to be paired again.

    Raises as :func:`open_keys`.
    """
    private_key, certificate = data / "keys" / "tls.key", data / "keys" / "tls.crt"
    if read_kept(private_key) is None:
        certificate.unlink(missing_ok=True)  # half a pair is of no use
    return open_keys(data)


def restore_secret(data: Path, secret: bytes) -> None:
    """Make this the key kiosks seal to from now on; the one before stays on the ring where it can be read."""
    folder = data / "keys"
    seal = folder / "seal.secret"
    if _is_lost(seal):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if seal.exists():
            os.replace(seal, seal.with_suffix(".broken"))
        write_kept(seal, secret.hex().encode())
        return
    present = open_keys(data).unseal_key.keys[0]
    if present.secret == secret:
        return
    (folder / "former").mkdir(mode=0o700, exist_ok=True)
    write_kept(folder / "former" / f"{present.public.hex[:16]}.secret", present.secret.hex().encode())
    write_kept(seal, secret.hex().encode())


def certificate_sha256(certificate: Path) -> str:
    """Return the hex SHA-256 of a certificate file, as kiosks compare it. Raises FileUnreadable."""
    try:
        found = x509.load_pem_x509_certificate(read_kept(certificate) or b"")
    except ValueError as exc:
        raise FileUnreadable(f"{certificate}: it is no certificate") from exc
    return hashlib.sha256(found.public_bytes(serialization.Encoding.DER)).hexdigest()


def _self_signed(hub_id: str) -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Samskap hub {hub_id}")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=CERTIFICATE_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(f"samskap-{hub_id}.local")]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    key_pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return key_pem, certificate.public_bytes(serialization.Encoding.PEM)


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    content = read_kept(path)
    if content is None:
        content = make()
        write_kept(path, content)
    return content


def _is_lost(seal: Path) -> bool:
    """Tell whether there is no such key any more: gone or damaged. Raises FileUnreadable for one kept from us."""
    try:
        return read_kept(seal) is None or not _unseal_key(seal)
    except FileUnreadable as exc:
        if isinstance(exc.__cause__, OSError):
            raise
        return True


def _former(folder: Path) -> list[Path]:
    """Return the keys of before; asked so that a folder which may not be read is not an empty one."""
    try:
        return sorted(folder / name for name in os.listdir(folder) if name.endswith(".secret"))
    except FileNotFoundError:
        return []
    except OSError as exc:
        raise FileUnreadable(f"{folder}: {exc.strerror}") from exc


def _unseal_key(path: Path) -> UnsealKey:
    try:
        return UnsealKey(bytes.fromhex((read_kept(path) or b"").decode().strip()))
    except ValueError as exc:
        raise FileUnreadable(f"{path}: it holds no key") from exc

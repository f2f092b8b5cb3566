"""The library's own certificate for the staff pages: whether it can be shown to a browser, and for which names."""

import ssl
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from hub.certificates.naming import Address, Names, ascii_or_none
from shared.errors import CertificateUnfit

_NO_NAMES = "it names no machine. Give the name staff type as staff_names"


@dataclass(frozen=True)
class OwnCertificate:
    """A certificate that somebody else gave, as it stood in its files; ``content`` tells whether they have changed."""

    content: tuple[bytes, bytes]
    context: ssl.SSLContext
    names: Names
    begins_at: datetime
    ends_at: datetime


def read_files(certificate: Path, key: Path) -> tuple[bytes, bytes]:
    """Return what the two files hold. Raises CertificateUnfit."""
    return _read(certificate), _read(key)


def open_own(certificate: Path, key: Path, told: tuple[str, ...], tls: ssl.SSLContext) -> OwnCertificate:
    """Take a certificate and its key from their files into ``tls``.

    ``told`` are names that staff type: a certificate for ``*.library.example`` says none of them itself. Raises
    CertificateUnfit, naming the file.
    """
    content = read_files(certificate, key)
    try:
        first = x509.load_pem_x509_certificate(content[0])
        shown, names = first.public_key(), _names(first, told)
    except (ValueError, UnsupportedAlgorithm) as exc:
        raise CertificateUnfit(f"{certificate}: it is no certificate in PEM") from exc
    try:
        secret = serialization.load_pem_private_key(content[1], None)
    except TypeError as exc:
        raise CertificateUnfit(f"{key}: it is locked with a password. Save it without one") from exc
    except (ValueError, UnsupportedAlgorithm) as exc:
        raise CertificateUnfit(f"{key}: it is no key in PEM") from exc
    if secret.public_key() != shown:
        raise CertificateUnfit(f"{key}: it is the key of another certificate than {certificate}")
    try:
        tls.load_cert_chain(certificate, key)
    except (ssl.SSLError, OSError) as exc:  # a chain that is cut off, a key too short for TLS
        raise CertificateUnfit(f"{certificate}: {getattr(exc, 'reason', None) or exc.strerror}") from exc
    if not names.hosts:
        raise CertificateUnfit(f"{certificate}: {_NO_NAMES}")
    return OwnCertificate(content, tls, names, first.not_valid_before_utc, first.not_valid_after_utc)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise CertificateUnfit(f"{path}: {exc.strerror or exc}") from exc


def _names(certificate: x509.Certificate, told: tuple[str, ...]) -> Names:
    try:
        said = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return Names()
    patterns = [name.lower() for name in said.get_values_for_type(x509.DNSName)]
    plain = [name for name in map(ascii_or_none, patterns) if name is not None]
    wide = [name for name in told if f"*.{name.partition('.')[2]}" in patterns]
    addresses = [one for one in said.get_values_for_type(x509.IPAddress) if isinstance(one, Address)]
    return Names(tuple(addresses), tuple(dict.fromkeys([*plain, *wide])))

"""Handshakes as browsers have them: whether a certificate is believed, by whoever trusts a root and nothing else."""

import ssl
from contextlib import suppress
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def trusting_root(der: bytes) -> ssl.SSLContext:
    """A browser's context on a computer on which this root was installed, and no other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=der)
    return context


def shakes_hands(server: ssl.SSLContext, client: ssl.SSLContext, name: str) -> bytes:
    """Shake hands in memory; return the certificate that was shown, in DER. Raises ssl.SSLCertVerificationError."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    asking = client.wrap_bio(to_client, to_server, server_hostname=name)
    answering = server.wrap_bio(to_server, to_client, server_side=True)
    for side in (asking, answering, asking, answering):
        with suppress(ssl.SSLWantReadError):
            side.do_handshake()
    shown = asking.getpeercert(binary_form=True)
    assert shown is not None
    return shown


def served(pem: bytes, folder: Path) -> ssl.SSLContext:
    """A server's context with a certificate and its key."""
    file = folder / "served.pem"
    file.write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def a_library_certificate(
    folder: Path, *names: str, begins: datetime, ends: datetime, password: bytes | None = None
) -> tuple[Path, Path]:
    """Write a certificate such as a library's authority gives, and its key; return their files."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Library")])
    called = [x509.IPAddress(ip_address(one)) if one[0].isdigit() else x509.DNSName(one) for one in names]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )
    if called:
        made = made.add_extension(x509.SubjectAlternativeName(called), critical=False)
    locked = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    certificate, secret = folder / "library.crt", folder / "library.key"
    certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked))
    return certificate, secret

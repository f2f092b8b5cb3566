"""The hub's own authority: a root that is made once and installed on the PCs of staff, and certificates it gives.

The root vouches for nothing but private networks, names ending in ``.local`` and this machine's name: whoever steals it
can pretend to be no other site. Why it is so: ADR 0031.
"""

import ipaddress
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hub.certificates.naming import Address, Names
from shared.errors import FileLost, FileUnreadable
from shared.files import read_kept, write_kept

ROOT, SHOWN = "root.pem", "staff.pem"
"""In ``keys/``: the root with its key, and what it gave last with its own. One file each: half a pair never stays."""
ROOT_DAYS = 20 * 365
"""It stands on every PC: it should not end before the hub's hardware does."""
ROOT_BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
"""The same for all, so that a hub whose clock was wrong when it was new has a root that is good all the same."""
LEAF_DAYS = 397
"""Browsers take none that lives longer than 398 days (CA/Browser Forum, Baseline Requirements 6.3.2)."""
NETWORKS: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = tuple(
    map(
        ipaddress.ip_network,
        (
            # Private (RFC 1918, RFC 4193), given by no server (RFC 3927, RFC 4291), and the machine itself.
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "169.254.0.0/16", "fe80::/10",
            "127.0.0.0/8", "::1/128",
        ),
    )
)  # fmt: skip
_COULD_BE_A_DOMAIN = re.compile(r"[a-z]+|xn--[a-z0-9-]+")
"""A name without dots that may be the ending of names on the internet: to vouch for it would be to vouch for all."""
_GONE = (
    "it is gone, and certificates were given by it. Put it back from the backup. Without a backup: delete {shown}, and "
    "install the new root on every PC"
)


@dataclass(frozen=True)
class Authority:
    """The root, and the key it signs with."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def permits(self, name: str | Address) -> bool:
        """Tell whether the root may vouch for this name or address."""
        allowed = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
        for one in allowed or ():
            if isinstance(one, x509.IPAddress) and not isinstance(name, str) and _holds(one.value, name):
                return True
            if isinstance(one, x509.DNSName) and isinstance(name, str) and f".{name}".endswith(f".{one.value}"):
                return True
        return False

    def within(self, names: Names) -> Names:
        """Return those of the names that the root may vouch for."""
        return Names(tuple(filter(self.permits, names.addresses)), tuple(filter(self.permits, names.dns)))

    def give(self, names: Names, now: datetime) -> bytes:
        """Return a certificate for these names with its key, as PEM. It holds from yesterday on, 397 days in all."""
        key = ec.generate_private_key(ec.SECP256R1())
        called = [*map(x509.IPAddress, names.addresses), *map(x509.DNSName, names.dns)]
        begins = now - timedelta(days=1)
        given = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Samskap staff pages")]))
            .issuer_name(self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(begins + timedelta(days=LEAF_DAYS))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectAlternativeName(called), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        return _pem(given, key)


def open_authority(folder: Path, hub_id: str, machine: str, now: datetime) -> Authority:
    """Return the authority in the folder of keys, made where none ever was.

    Raises FileLost where there was one, FileUnreadable for one that is damaged or kept from us, OSError.
    """
    root = folder / ROOT
    content = read_kept(root)
    if content is None:
        if (folder / SHOWN).exists():
            raise FileLost(f"{root}: {_GONE.format(shown=folder / SHOWN)}")
        content = _new_root(hub_id, machine, now)
        write_kept(root, content)
    try:
        certificate = x509.load_pem_x509_certificate(content)
        key = serialization.load_pem_private_key(content, None)
    except (ValueError, TypeError) as exc:
        raise FileUnreadable(f"{root}: it holds no certificate with its key") from exc
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise FileUnreadable(f"{root}: its key is another's")
    return Authority(certificate, key)


def is_of_this_house(address: Address) -> bool:
    """Tell whether every root of a hub may vouch for this address."""
    return any(address in network for network in NETWORKS)


def _holds(network: object, address: Address) -> bool:
    return isinstance(network, ipaddress.IPv4Network | ipaddress.IPv6Network) and address in network


def _new_root(hub_id: str, machine: str, now: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Samskap hub {hub_id}")])
    endings = ["local", *([machine] if machine and not _COULD_BE_A_DOMAIN.fullmatch(machine) else [])]
    allowed = [*map(x509.IPAddress, NETWORKS), *map(x509.DNSName, endings)]
    root = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ROOT_BEGINS)
        .not_valid_after(max(now, ROOT_BEGINS) + timedelta(days=ROOT_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=allowed, excluded_subtrees=None), critical=True)
        # For programs and letters it vouches neither: Windows believes a root in everything it does not shut out.
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return _pem(root, key)


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature, key_cert_sign=key_cert_sign, crl_sign=crl_sign,
        content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _pem(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

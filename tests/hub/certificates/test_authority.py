"""The hub's own authority: made once, never made anew in silence, and believed for nothing but this hub's names."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from hub.certificates.authority import LEAF_DAYS, Authority, open_authority
from hub.certificates.naming import Names
from shared.errors import FileLost, FileUnreadable
from tests.certificates import served, shakes_hands, trusting_root

NOW = datetime(2026, 12, 1, 8, 50, tzinfo=UTC)
HUB = "0123456789abcdef"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return opened(tmp_path)


def opened(folder: Path, machine: str = "samskap-1", now: datetime = NOW) -> Authority:
    return open_authority(folder, HUB, machine, now)


def der(authority: Authority) -> bytes:
    return authority.certificate.public_bytes(serialization.Encoding.DER)


def names(*said: str) -> Names:
    addresses = tuple(ip_address(one) for one in said if one[0].isdigit() or ":" in one)
    return Names(addresses, tuple(one for one in said if not (one[0].isdigit() or ":" in one)))


def test_root_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    first, second = opened(tmp_path), opened(tmp_path, machine="another", now=NOW + timedelta(days=900))

    assert der(first) == der(second)
    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {"root.pem": 0o600}


def test_root_vouches_for_servers_of_this_house_alone(authority: Authority) -> None:
    root = authority.certificate
    found = {one.oid._name: one.critical for one in root.extensions}

    assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    assert found["basicConstraints"]
    assert found["nameConstraints"]
    assert list(root.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [
        ExtendedKeyUsageOID.SERVER_AUTH
    ]
    assert isinstance(authority.key.curve, ec.SECP256R1)


@pytest.mark.parametrize(
    "name",
    [
        "10.1.2.3", "172.16.0.1", "192.168.1.20", "169.254.3.3", "127.0.0.2", "fd00::20", "fe80::1",
        "samskap-0123456789abcdef.local", "samskap-1.local", "samskap-1", "x.samskap-1",
    ],
)  # fmt: skip
def test_name_of_this_house_is_believed_where_the_root_is_trusted(
    authority: Authority, tmp_path: Path, name: str
) -> None:
    server = served(authority.give(names(name), datetime.now(UTC)), tmp_path)

    assert authority.permits(name if names(name).dns else ip_address(name))
    assert shakes_hands(server, trusting_root(der(authority)), name)


@pytest.mark.parametrize(
    "name", ["bank.example", "local.bank.example", "notlocal", "8.8.8.8", "172.32.0.1", "2a00:1450::1", "xsamskap-1"]
)
def test_whoever_steals_the_root_can_pretend_to_be_no_other_site(
    authority: Authority, tmp_path: Path, name: str
) -> None:
    server = served(authority.give(names(name), datetime.now(UTC)), tmp_path)

    assert not authority.permits(name if names(name).dns else ip_address(name))
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shakes_hands(server, trusting_root(der(authority)), name)


@pytest.mark.parametrize("machine", ["dev", "no", "xn--p1ai"])
def test_root_of_a_machine_called_like_a_part_of_the_internet_vouches_for_none_of_it(
    tmp_path: Path, machine: str
) -> None:
    assert not opened(tmp_path, machine).permits(f"bank.{machine}")


def test_names_that_the_root_may_not_vouch_for_are_left_out(authority: Authority) -> None:
    assert authority.within(names("192.168.1.20", "8.8.8.8", "samskap-1.local", "bank.example")) == names(
        "192.168.1.20", "samskap-1.local"
    )


def test_certificate_lives_no_longer_than_browsers_take(authority: Authority) -> None:
    given = x509.load_pem_x509_certificate(authority.give(names("192.168.1.20"), NOW))

    assert given.not_valid_before_utc < NOW
    assert given.not_valid_after_utc - given.not_valid_before_utc == timedelta(days=LEAF_DAYS)
    assert LEAF_DAYS < 398
    assert not given.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_root_of_a_hub_whose_clock_was_wrong_is_good_all_the_same(tmp_path: Path) -> None:
    root = opened(tmp_path, now=datetime(1970, 1, 3, tzinfo=UTC)).certificate

    assert root.not_valid_before_utc < NOW < root.not_valid_after_utc - timedelta(days=15 * 365)


def test_root_that_is_gone_is_never_made_anew_in_silence(tmp_path: Path) -> None:
    opened(tmp_path)
    (tmp_path / "staff.pem").write_bytes(b"what it gave")
    (tmp_path / "root.pem").unlink()

    with pytest.raises(FileLost, match=r"root\.pem: it is gone"):
        opened(tmp_path)

    assert not (tmp_path / "root.pem").exists()


@pytest.mark.parametrize("part", ["", "half", "certificate", "key", "text"])
def test_root_that_cannot_be_read_stays_as_it_is(tmp_path: Path, part: str) -> None:
    opened(tmp_path)
    root = tmp_path / "root.pem"
    pem = root.read_bytes()
    cut = pem.index(b"-----BEGIN PRIVATE KEY")
    left = {"": b"", "half": pem[: len(pem) // 3], "certificate": pem[:cut], "key": pem[cut:], "text": b"hei"}[part]
    root.write_bytes(left)

    with pytest.raises(FileUnreadable, match=r"root\.pem"):
        opened(tmp_path)

    assert root.read_bytes() == left


def test_root_with_the_key_of_another_is_refused(tmp_path: Path) -> None:
    opened(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    opened(other)
    mine, theirs = (folder / "root.pem" for folder in (tmp_path, other))
    cut = b"-----BEGIN PRIVATE KEY"
    mine.write_bytes(mine.read_bytes().partition(cut)[0] + cut + theirs.read_bytes().partition(cut)[2])

    with pytest.raises(FileUnreadable, match="another's"):
        opened(tmp_path)

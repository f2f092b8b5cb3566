"""The library's own certificate: taken where it fits, and refused by the name of the file that is wrong."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.certificates.own import open_own
from shared.errors import CertificateUnfit
from tests.certificates import a_library_certificate

NOW = datetime(2026, 12, 1, tzinfo=UTC)
TIME: Any = {"begins": NOW, "ends": NOW + timedelta(days=90)}


def context() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)


def test_certificate_is_taken_with_all_its_names(tmp_path: Path) -> None:
    files = a_library_certificate(tmp_path, "Stab.bibliotek.example", "10.0.0.5", "*.bibliotek.example", **TIME)

    own = open_own(*files, (), context())

    assert own.names.hosts == ("10.0.0.5", "stab.bibliotek.example")
    assert (own.begins_at, own.ends_at) == (TIME["begins"], TIME["ends"])


def test_certificate_for_a_whole_domain_is_for_the_names_staff_type(tmp_path: Path) -> None:
    files = a_library_certificate(tmp_path, "*.bibliotek.example", **TIME)

    own = open_own(*files, ("stab.bibliotek.example", "a.b.bibliotek.example", "bibliotek.example"), context())

    assert own.names.hosts == ("stab.bibliotek.example",)


@pytest.mark.parametrize("names", [(), ("*.bibliotek.example",)])
def test_certificate_without_a_name_to_answer_to_is_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    with pytest.raises(CertificateUnfit, match=r"library\.crt: it names no machine"):
        open_own(*a_library_certificate(tmp_path, *names, **TIME), (), context())


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("library.crt", None, "library.crt: No such file"),
        ("library.key", None, "library.key: No such file"),
        ("library.crt", b"", "library.crt: it is no certificate in PEM"),
        ("library.crt", b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "library.crt: it is no cert"),
        ("library.key", b"hei", "library.key: it is no key in PEM"),
    ],
)
def test_file_that_cannot_be_used_is_named(tmp_path: Path, file: str, content: bytes | None, says: str) -> None:
    files = a_library_certificate(tmp_path, "stab.example", **TIME)
    if content is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_bytes(content)

    with pytest.raises(CertificateUnfit, match=says):
        open_own(*files, (), context())


def test_key_of_another_certificate_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    certificate, _ = a_library_certificate(tmp_path, "stab.example", **TIME)
    _, key = a_library_certificate(other, "stab.example", **TIME)

    with pytest.raises(CertificateUnfit, match="key of another certificate"):
        open_own(certificate, key, (), context())


def test_key_with_a_password_is_refused_and_nobody_is_asked_for_it(tmp_path: Path) -> None:
    files = a_library_certificate(tmp_path, "stab.example", **TIME, password=b"hemmelig")

    with pytest.raises(CertificateUnfit, match="locked with a password"):
        open_own(*files, (), context())

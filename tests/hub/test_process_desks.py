"""A hub that is served to other desks: what it says at the start, what it keeps, and why it does not start."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from tests.certificates import a_library_certificate, trusting_root
from tests.processes import HubProcess, free_port, run
from tests.staff_desk import StaffDesk

ADDRESS = "127.0.0.2"


@contextmanager
def reached(data: Path, **variables: str) -> Iterator[tuple[HubProcess, str]]:
    """A hub for other desks at an address of its own."""
    port = free_port()
    told = {"SAMSKAP_HUB_STAFF_HOST": ADDRESS, "SAMSKAP_HUB_STAFF_TLS_PORT": str(port), **variables}
    with HubProcess(data, discovery=False, **told) as hub:
        yield hub.start(), f"https://{ADDRESS}:{port}"


def root_of(data: Path) -> bytes:
    pem = (data / "keys" / "root.pem").read_bytes()
    return x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.DER)


def own(folder: Path, *, days: int) -> tuple[Path, Path]:
    now = datetime.now(UTC)
    return a_library_certificate(
        folder, ADDRESS, "stab.example", begins=now - timedelta(9), ends=now + timedelta(days=days)
    )


def own_variables(files: tuple[Path, Path]) -> dict[str, str]:
    return dict(zip(("SAMSKAP_HUB_STAFF_CERT", "SAMSKAP_HUB_STAFF_KEY"), map(str, files), strict=True))


def test_hub_is_reached_from_other_desks_and_its_own_screen_as_before(tmp_path: Path) -> None:
    with reached(tmp_path / "hub") as (hub, other):
        context = trusting_root(root_of(hub.data))
        there = httpx2.get(f"{other}/set-up", verify=context, trust_env=False)
        here = httpx2.get(f"{hub.staff_url}/set-up", trust_env=False)
        plain = httpx2.get(other.replace("https", "http"), trust_env=False)
        said = "".join(hub.said)
        assert hub.stop() == 0

    assert (there.status_code, here.status_code, plain.status_code) == (200, 200, 308)
    assert said.startswith(f"Staff pages: {hub.staff_url}\nFrom other computers: {other}\n")
    assert f"What to install on them first: {hub.staff_url}/trust\n" in said


def test_root_outlives_a_start_and_one_that_is_gone_is_missed(tmp_path: Path) -> None:
    with reached(tmp_path / "hub") as (hub, _):
        hub.stop()
        first = root_of(hub.data)
        hub.start().stop()
        assert root_of(hub.data) == first

        (hub.data / "keys" / "root.pem").unlink()
        with pytest.raises(AssertionError, match=r"file-lost: .*root\.pem: it is gone"):
            hub.start()


def serve(data: Path, **variables: Any) -> str:
    told = {"SAMSKAP_HUB_STAFF_HOST": ADDRESS, "SAMSKAP_HUB_STAFF_TLS_PORT": "0", **variables}
    ports = ("--staff-port", "0", "--sync-host", "127.0.0.1", "--sync-port", "0", "--no-discovery")
    done = run("hub", "serve", "--data", str(data), *ports, **told)
    assert done.returncode == 1
    return done.stderr


def test_hub_that_cannot_be_reached_as_it_was_told_says_why_and_leaves_nothing_behind(tmp_path: Path) -> None:
    certificate, key = own(tmp_path, days=90)
    key.write_text("no key")
    unfit = own_variables((certificate, key))

    assert f"(certificate-unfit: {key}: it is no key in PEM)" in serve(tmp_path / "hub", **unfit)
    assert "(certificate-unfit: 8.8.8.8: " in serve(tmp_path / "hub", SAMSKAP_HUB_STAFF_HOST="8.8.8.8")
    assert "(cannot-listen: 10.254.254.7:0: " in serve(tmp_path / "hub", SAMSKAP_HUB_STAFF_HOST="10.254.254.7")
    assert "(invalid-config: staff_host: hub.example" in serve(tmp_path / "hub", SAMSKAP_HUB_STAFF_HOST="hub.example")
    assert "(invalid-config: staff_key (wanted: " in serve(tmp_path / "hub", SAMSKAP_HUB_STAFF_CERT="x.crt")
    assert not (tmp_path / "hub").exists()


def test_librarys_own_certificate_is_told_of_before_it_ends_and_needs_no_root(tmp_path: Path) -> None:
    files = own(tmp_path, days=20)
    with reached(tmp_path / "hub", **own_variables(files)) as (hub, other), StaffDesk(hub) as staff:
        assert hub.says("certificate did not work: CertificateEnding, certificate-ending")
        page = staff.page("/kiosks")
        root = x509.load_pem_x509_certificate(files[0].read_bytes()).public_bytes(serialization.Encoding.DER)
        there = httpx2.get(f"{other}/sign-in", verify=trusting_root(root), trust_env=False)

    assert "certificate-ending" in page
    assert there.status_code == 200
    assert not (hub.data / "keys" / "root.pem").exists()

"""What browsers on other computers are shown: for which names, how long, and when it is renewed."""

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from hub.certificates.desks import Desks, check
from hub.config import HubConfig
from shared.errors import CertificateEnding, CertificateOver, CertificateUnfit, FileLost
from tests.certificates import a_library_certificate, shakes_hands, trusting_root

HUB = "0123456789abcdef"


class House:
    """A machine with a clock and addresses of its own, and the desks of its hub."""

    def __init__(self, data: Path, *addresses: str, machine: str = "samskap-1", **config: Any) -> None:
        (data / "keys").mkdir(exist_ok=True)
        self.now = datetime.now(UTC)
        self.addresses = addresses
        self.config = replace(HubConfig(data, staff_host="0.0.0.0"), **config)
        self.desks = Desks(
            self.config, HUB, lambda: self.now,
            here=lambda: tuple(map(ip_address, self.addresses)), machine=lambda: machine,
        )  # fmt: skip
        self.renewed: list[ssl.SSLContext] = []
        self.desks.on_renewed = self.renewed.append

    def shown(self, name: str) -> bytes:
        assert self.desks.root
        return shakes_hands(self.desks.context, trusting_root(self.desks.root), name)


def test_hub_is_reached_at_every_address_and_by_its_names(tmp_path: Path) -> None:
    house = House(tmp_path, "192.168.1.20", "10.0.0.5", "fd00::20", staff_host="::")
    house.desks.open()

    assert house.desks.bases == [
        "https://192.168.1.20:8444", "https://10.0.0.5:8444", "https://[fd00::20]:8444",
        "https://samskap-1.local:8444", "https://samskap-1:8444", f"https://samskap-{HUB}.local:8444",
    ]  # fmt: skip
    assert house.shown("192.168.1.20") == house.shown("fd00::20") == house.shown("samskap-1.local")


def test_hub_at_one_address_is_reached_there_alone(tmp_path: Path) -> None:
    house = House(tmp_path, "192.168.1.20", "10.0.0.5", staff_host="127.0.0.2", machine="")
    house.desks.open()

    assert house.desks.hosts(8444) == {"127.0.0.2:8444", f"samskap-{HUB}.local:8444"}
    with pytest.raises(ssl.SSLCertVerificationError):
        house.shown("10.0.0.5")


def test_names_that_were_told_are_answered_where_the_root_may_vouch_for_them(tmp_path: Path) -> None:
    told = ("stab.local", "stab.bibliotek.example:8444", "localhost:9", "192.168.1.1")
    house = House(tmp_path, "192.168.1.20", machine="", staff_names=told)
    house.desks.open()

    assert house.desks.names.dns == (f"samskap-{HUB}.local", "stab.local")


def test_port_that_browsers_leave_out_may_be_left_out(tmp_path: Path) -> None:
    house = House(tmp_path, staff_host="127.0.0.2", machine="", staff_tls_port=443)
    house.desks.open()

    assert house.desks.bases[0] == "https://127.0.0.2"
    assert {"127.0.0.2", "127.0.0.2:443"} < house.desks.hosts(443)
    assert "127.0.0.2" not in house.desks.hosts(8444)


def test_address_that_came_is_vouched_for_without_a_new_root(tmp_path: Path) -> None:
    house = House(tmp_path, "192.168.1.20")
    house.desks.open()
    root, before = house.desks.root, house.shown("192.168.1.20")
    house.desks.look()
    assert house.renewed == []

    house.addresses = ("192.168.7.7",)
    house.desks.look()

    assert house.renewed == [house.desks.context]
    assert house.shown("192.168.7.7") != before
    assert house.desks.root == root
    with pytest.raises(ssl.SSLCertVerificationError):
        house.shown("192.168.1.20")


@pytest.mark.parametrize(("days", "renewed"), [(365, 0), (367, 1), (-2, 1)])
def test_certificate_is_made_anew_before_it_ends(tmp_path: Path, days: int, renewed: int) -> None:
    house = House(tmp_path, "192.168.1.20")
    house.desks.open()

    house.now += timedelta(days=days)
    house.desks.look()
    house.desks.look()

    assert len(house.renewed) == renewed


def test_root_stays_from_start_to_start_and_what_it_gives_is_new(tmp_path: Path) -> None:
    first, second = House(tmp_path, "192.168.1.20"), House(tmp_path, "192.168.1.20")
    first.desks.open()
    second.desks.open()

    assert first.desks.root == second.desks.root
    assert first.desks.sha256 == second.desks.sha256
    assert first.shown("192.168.1.20") != second.shown("192.168.1.20")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


def test_root_that_was_there_is_missed(tmp_path: Path) -> None:
    House(tmp_path, "192.168.1.20").desks.open()
    (tmp_path / "keys" / "root.pem").unlink()

    with pytest.raises(FileLost):
        House(tmp_path, "192.168.1.20").desks.open()


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450::1"])
def test_hub_at_an_address_of_the_internet_needs_the_librarys_own_certificate(tmp_path: Path, address: str) -> None:
    with pytest.raises(CertificateUnfit, match=f"^{address}: the hub vouches for private addresses alone"):
        check(House(tmp_path, staff_host=address).config)


@pytest.mark.parametrize("address", ["", "0.0.0.0", "::", "192.168.1.20", "fd00::20", "127.0.0.2"])
def test_hub_vouches_for_itself_in_its_house(tmp_path: Path, address: str) -> None:
    check(House(tmp_path, staff_host=address).config)


def own(tmp_path: Path, *names: str, days: float = 90) -> dict[str, str]:
    begins = datetime.now(UTC) - timedelta(days=10)
    files = a_library_certificate(tmp_path, *names, begins=begins, ends=datetime.now(UTC) + timedelta(days=days))
    return dict(zip(("staff_cert", "staff_key"), map(str, files), strict=True))


def test_librarys_own_certificate_needs_no_root(tmp_path: Path) -> None:
    house = House(tmp_path, "192.168.1.20", **own(tmp_path, "stab.example"))
    house.desks.open()
    house.desks.look()

    assert house.desks.bases == ["https://stab.example:8444"]
    assert (house.desks.root, house.desks.sha256) == (None, "")
    assert list((tmp_path / "keys").iterdir()) == []


def test_files_that_changed_are_taken_while_the_hub_serves(tmp_path: Path) -> None:
    house = House(tmp_path, **own(tmp_path, "stab.example"))
    house.desks.open()
    own(tmp_path, "nytt.example")

    house.desks.look()

    assert house.renewed == [house.desks.context]
    assert house.desks.names.hosts == ("nytt.example",)


def test_files_that_are_half_written_leave_what_was_shown(tmp_path: Path) -> None:
    house = House(tmp_path, **own(tmp_path, "stab.example"))
    house.desks.open()
    shown = house.desks.context
    (tmp_path / "library.key").write_bytes(b"-----BEGIN")

    with pytest.raises(CertificateUnfit):
        house.desks.look()

    assert (house.desks.context, house.desks.names.hosts, house.renewed) == (shown, ("stab.example",), [])


@pytest.mark.parametrize(("days", "error"), [(-1, CertificateOver), (29, CertificateEnding)])
def test_certificate_that_is_over_or_ends_soon_is_shown_and_told_of(
    tmp_path: Path, days: float, error: type[Exception]
) -> None:
    house = House(tmp_path, **own(tmp_path, "stab.example", days=days))
    house.desks.open()

    with pytest.raises(error, match=r"library\.crt"):
        house.desks.look()

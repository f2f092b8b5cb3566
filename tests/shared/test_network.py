"""Which addresses are here, and what may be chosen."""

import ifaddr
import pytest

from shared.network import addresses_here, is_interface


@pytest.mark.parametrize("text", ["192.168.1.20", "127.0.0.2", "eth0", "wlp3s0", "Ethernet 2", "br-lan"])
def test_address_or_name_of_an_interface_can_be_chosen(text: str) -> None:
    assert is_interface(text)


@pytest.mark.parametrize(
    "text", ["127.1", "1", "192.168.1.256", "192.168.01.2", "::1", "fe80::1", "", "192.168.1.0/24"]
)
def test_half_an_address_cannot_be_chosen(text: str) -> None:
    assert not is_interface(text)


def test_chosen_interface_is_found_by_its_name() -> None:
    loopback = next(one.name for one in ifaddr.get_adapters() if any(ip.ip == "127.0.0.1" for ip in one.ips))

    assert "127.0.0.1" in addresses_here([loopback])


def test_what_is_not_plugged_in_has_no_address() -> None:
    assert addresses_here(["192.0.2.7", "eth77", "127.0.0.1"]) == ("127.0.0.1",)


def test_nothing_chosen_is_everything() -> None:
    assert "127.0.0.1" in addresses_here()

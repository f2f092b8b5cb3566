"""Which addresses are here."""

import ifaddr

from shared.network import addresses_here


def test_chosen_interface_is_found_by_its_name() -> None:
    loopback = next(one.name for one in ifaddr.get_adapters() if any(ip.ip == "127.0.0.1" for ip in one.ips))

    assert "127.0.0.1" in addresses_here([loopback])


def test_what_is_not_plugged_in_has_no_address() -> None:
    assert addresses_here(["192.0.2.7", "eth77", "127.0.0.1"]) == ("127.0.0.1",)


def test_nothing_chosen_is_everything_but_loopback() -> None:
    adapters = ifaddr.get_adapters()
    every = {ip.ip for one in adapters for ip in one.ips if isinstance(ip.ip, str)}

    assert set(addresses_here()) == {address for address in every if not address.startswith("127.")}

"""Which addresses a hub shouts."""

from pathlib import Path

from hub.config import HubConfig
from hub.web.announcing import addresses


def test_chosen_interfaces_are_announced() -> None:
    assert addresses(HubConfig(Path(), interfaces=("192.0.2.1", "192.0.2.9"))) == ("192.0.2.1", "192.0.2.9")


def test_hub_on_one_address_announces_that_one() -> None:
    assert addresses(HubConfig(Path(), sync_host="192.0.2.7")) == ("192.0.2.7",)


def test_hub_on_all_addresses_announces_none_of_loopback() -> None:
    assert not [address for address in addresses(HubConfig(Path())) if address.startswith("127.")]

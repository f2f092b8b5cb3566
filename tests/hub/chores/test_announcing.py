"""Which addresses a hub shouts, and that it shouts when they come late."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from hub.bootstrap import open_hub
from hub.chores.announcing import Announcer
from hub.config import HubConfig
from hub.running import Hub
from hub.services.house.addresses import addresses
from shared.errors import NoNetwork
from tests.processes import HUB_INTERFACE


class Cables:
    """The addresses of a machine, plugged in and out by hand."""

    def __init__(self, *plugged: str) -> None:
        self.plugged = plugged

    def __call__(self, chosen: Sequence[str]) -> tuple[str, ...]:
        return tuple(one for one in (chosen or self.plugged) if one in self.plugged)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with open_hub(HubConfig(tmp_path, interfaces=(HUB_INTERFACE,))) as opened:
        yield opened


def test_chosen_interfaces_are_announced() -> None:
    chosen = ("192.0.2.1", "192.0.2.9")

    assert addresses(HubConfig(Path(), interfaces=chosen), Cables("192.0.2.5", *chosen)) == chosen


def test_chosen_interface_that_is_not_there_yet_is_not_announced() -> None:
    config = HubConfig(Path(), interfaces=("192.0.2.1", "192.0.2.9"))

    assert addresses(config, Cables("192.0.2.9")) == ("192.0.2.9",)


def test_hub_on_one_address_announces_that_one() -> None:
    config = HubConfig(Path(), sync_host="192.0.2.7")

    assert addresses(config, Cables("192.0.2.7", "192.0.2.9")) == ("192.0.2.7",)


def test_hub_on_all_addresses_announces_all_there_are_but_none_of_loopback() -> None:
    assert addresses(HubConfig(Path()), Cables("192.0.2.7", "192.0.2.9")) == ("192.0.2.7", "192.0.2.9")
    assert not [address for address in addresses(HubConfig(Path())) if address.startswith("127.")]


def test_hub_without_a_network_says_so_and_announces_itself_when_the_address_comes(hub: Hub) -> None:
    cables = Cables()
    announcer = Announcer(hub, 8443, cables)
    with pytest.raises(NoNetwork):
        announcer.look()
    cables.plugged = (HUB_INTERFACE,)

    try:
        announcer.look()
        said = announcer.said
    finally:
        announcer.end()

    assert said is not None
    assert said.addresses == (HUB_INTERFACE,)


def test_hub_that_lost_its_address_is_announced_no_more(hub: Hub) -> None:
    cables = Cables(HUB_INTERFACE)
    announcer = Announcer(hub, 8443, cables)
    announcer.look()
    cables.plugged = ()

    with pytest.raises(NoNetwork):
        announcer.look()

    assert announcer.said is None

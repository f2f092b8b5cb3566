"""Finding the hub: an advert goes to TXT and back; what is malformed is passed over; once over a real network."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zeroconf import DNSOutgoing, DNSPointer, IPVersion, ServiceInfo, Zeroconf  # type: ignore[attr-defined]  # two of them, only by its leave

from shared.discovery import MAX_ADVERTS, SERVICE_TYPE, HubAdvert, ZeroconfFinder, announce
from tests.processes import HUB_INTERFACE, KIOSK_INTERFACE

LIMIT_S = 30
ADVERT = HubAdvert("hub-1", "Tønsberg og Færder bibliotek", ("127.0.0.1",), 8443)


def a_service(properties: Any = None, *, addresses: tuple[str, ...] = ("127.0.0.1",), port: int = 8443) -> ServiceInfo:
    """Return what zeroconf hands over for a service; the proper TXT record when none is given."""
    return ServiceInfo(
        SERVICE_TYPE,
        f"somebody.{SERVICE_TYPE}",
        addresses=[socket.inet_aton(address) for address in addresses],
        port=port,
        properties=ADVERT.to_txt() if properties is None else properties,
    )


def test_advert_goes_to_txt_and_back() -> None:
    assert HubAdvert.from_service(a_service()) == ADVERT


def test_advert_keeps_all_addresses() -> None:
    both = replace(ADVERT, addresses=("192.0.2.7", "198.51.100.7"))

    assert HubAdvert.from_service(a_service(addresses=both.addresses)) == both


@given(st.text(max_size=300))
def test_advert_with_any_name_fits_a_txt_record(name: str) -> None:
    advert = replace(ADVERT, name=name.encode(errors="ignore").decode())

    back = HubAdvert.from_service(a_service(advert.to_txt()))

    assert back is not None
    assert advert.name.startswith(back.name)
    assert back.name == advert.name or len(back.name.encode()) > 75


@pytest.mark.parametrize(
    "changes",
    [
        {"id": ""},
        {"id": None},
        {"oldest": None},
        {"oldest": ""},
        {"oldest": "-1"},
        {"oldest": "1.0"},
        {"version": "²"},
        {"version": "١"},
        {"version": "9" * 200},
    ],
)
def test_malformed_advert_is_none(changes: dict[str, str | None]) -> None:
    assert HubAdvert.from_service(a_service({**ADVERT.to_txt(), **changes})) is None


@pytest.mark.parametrize("name", ["id", "oldest", "version"])
def test_advert_that_lacks_a_field_is_none(name: str) -> None:
    txt = ADVERT.to_txt()
    del txt[name]

    assert HubAdvert.from_service(a_service(txt)) is None


def test_advert_without_address_or_port_is_none() -> None:
    assert HubAdvert.from_service(a_service(addresses=())) is None
    assert HubAdvert.from_service(a_service(port=0)) is None


def test_advert_without_a_name_is_still_an_address_to_try() -> None:
    txt = ADVERT.to_txt()
    del txt["name"]

    assert HubAdvert.from_service(a_service(txt)) == replace(ADVERT, name="")


def test_advert_of_endless_words_is_cut() -> None:
    advert = HubAdvert.from_service(a_service({**ADVERT.to_txt(), "id": "i" * 200, "name": "n" * 200}))

    assert advert == replace(ADVERT, hub_id="i" * 64, name="n" * 80)


@given(st.dictionaries(st.binary(max_size=20), st.none() | st.binary(max_size=60), max_size=5))
def test_any_txt_record_gives_an_advert_or_none(properties: dict[bytes, bytes | None]) -> None:
    advert = HubAdvert.from_service(a_service(properties))

    assert advert is None or advert.hub_id


class ShoutingNetwork(Zeroconf):
    """A network full of services, without a socket."""

    def __init__(self, services: dict[str, ServiceInfo]) -> None:
        self.services = services

    def get_service_info(
        self, type_: str, name: str, timeout: int = 0, question_type: Any = None
    ) -> ServiceInfo | None:
        """Return the service of that name."""
        return self.services.get(name)


def test_finder_passes_over_what_is_no_hub_and_remembers_so_many_only() -> None:
    heard: list[HubAdvert] = []
    finder = ZeroconfFinder()
    finder._on_advert = heard.append
    shouting = {f"{n}": a_service({**ADVERT.to_txt(), "id": f"hub-{n}"}) for n in range(MAX_ADVERTS + 10)}
    network = ShoutingNetwork({**shouting, "printer": a_service({"id": "printer"})})

    for name in ("printer", "gone", *shouting):
        finder.add_service(network, SERVICE_TYPE, name)

    assert len(heard) == MAX_ADVERTS + 10
    assert finder.adverts() == heard[10:]


def test_finder_hears_a_hub_that_moved_even_when_it_is_full() -> None:
    finder = ZeroconfFinder()
    services = {f"{n}": a_service({**ADVERT.to_txt(), "id": f"hub-{n}"}) for n in range(MAX_ADVERTS)}
    network = ShoutingNetwork(services)
    for name in services:
        finder.add_service(network, SERVICE_TYPE, name)

    services["7"] = a_service({**ADVERT.to_txt(), "id": "hub-7"}, port=9443)
    finder.update_service(network, SERVICE_TYPE, "7")

    assert [advert.port for advert in finder.adverts() if advert.hub_id == "hub-7"] == [9443]


def test_strangers_who_shout_first_hide_no_hub_that_comes_later_nor_one_that_moves() -> None:
    finder = ZeroconfFinder()
    shouting = {f"{n}": a_service({**ADVERT.to_txt(), "id": f"stranger-{n}"}) for n in range(3 * MAX_ADVERTS)}
    network = ShoutingNetwork({**shouting, "real": a_service()})

    for name in ("real", *shouting):
        finder.add_service(network, SERVICE_TYPE, name)
    hidden = ADVERT not in finder.adverts()
    finder.update_service(network, SERVICE_TYPE, "real")

    assert hidden
    assert finder.adverts()[-1] == ADVERT
    assert len(finder.adverts()) == MAX_ADVERTS


class LookingFinder(ZeroconfFinder):
    """A finder that tells when it begins to look something up, and what it told after it was stopped."""

    def __init__(self) -> None:
        super().__init__([KIOSK_INTERFACE])
        self.looking = threading.Event()

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        """A service appeared."""
        self.looking.set()
        super().add_service(zc, type_, name)


def test_finder_stopped_in_the_middle_of_a_look_up_ends_in_order() -> None:
    finder = LookingFinder()
    finder.start(lambda advert: None)
    browser = finder._browser
    pointer = DNSPointer(SERVICE_TYPE, 12, 1, 4_500, f"{uuid4().hex}.{SERVICE_TYPE}")  # a name and nothing more
    said = DNSOutgoing(0x8400)
    said.add_answer_at_time(pointer, 0)

    with closing(Zeroconf(interfaces=[HUB_INTERFACE], ip_version=IPVersion.V4Only)) as shouting:
        shouting.send(said)
        assert finder.looking.wait(LIMIT_S)
        finder.stop()

    assert browser is not None
    assert not browser.is_alive()
    assert finder._fence.trouble is None


def test_advert_that_cannot_be_read_breaks_nothing_but_itself() -> None:
    class Odd(ShoutingNetwork):
        def get_service_info(self, *_: Any, **__: Any) -> ServiceInfo | None:
            raise ValueError("odd")

    finder = ZeroconfFinder()
    finder.add_service(Odd({}), SERVICE_TYPE, "odd")
    finder.add_service(ShoutingNetwork({"hub": a_service()}), SERVICE_TYPE, "hub")

    assert finder.adverts() == [ADVERT]


def test_finder_that_never_started_can_be_stopped() -> None:
    finder = ZeroconfFinder()

    finder.stop()

    assert finder.adverts() == []


class WatchedFinder(ZeroconfFinder):
    """A finder that tells when one hub is seen and when it said goodbye; others may shout on the same network."""

    def __init__(self, hub_id: str) -> None:
        super().__init__([KIOSK_INTERFACE])
        self.hub_id, self.found, self.gone = hub_id, threading.Event(), threading.Event()
        self.start(lambda advert: self.found.set() if advert.hub_id == hub_id else None)

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        """A service said goodbye."""
        super().remove_service(zc, type_, name)
        if self.hub_id in name:
            self.gone.set()

    def seen(self) -> list[HubAdvert]:
        """Return the adverts of this one hub."""
        return [advert for advert in self.adverts() if advert.hub_id == self.hub_id]


@pytest.fixture
def advert() -> HubAdvert:
    """An advert that no other hub on this machine has."""
    return replace(ADVERT, hub_id=uuid4().hex[:16])


@pytest.fixture
def finder(advert: HubAdvert) -> Iterator[WatchedFinder]:
    """A finder on the network that looks for it."""
    watching = WatchedFinder(advert.hub_id)
    yield watching
    watching.stop()


def test_hub_is_found_over_the_network_and_its_goodbye_is_heard(advert: HubAdvert, finder: WatchedFinder) -> None:
    with announce(advert, [HUB_INTERFACE]):
        assert finder.found.wait(LIMIT_S)
        assert finder.seen() == [advert]
    assert finder.gone.wait(LIMIT_S)
    assert finder.seen() == []


def test_goodbye_is_said_even_when_the_hub_fails(advert: HubAdvert, finder: WatchedFinder) -> None:
    def hub_that_fails() -> None:
        with announce(advert, [HUB_INTERFACE]):
            assert finder.found.wait(LIMIT_S)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        hub_that_fails()

    assert finder.gone.wait(LIMIT_S)

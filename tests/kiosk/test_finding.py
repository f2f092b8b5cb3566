"""Discovery that is loaded late and comes back after a network has changed."""

from collections.abc import Callable

import pytest

from kiosk.sync import LateFinder, NoFinder, advertised
from shared.discovery import HubAdvert

HERE = HubAdvert("hub1", "Holmlia", ("10.0.0.2", "192.168.1.2"), 8443)
STRANGER = HubAdvert("other", "Elsewhere", ("10.0.0.3",), 8443)


class Finder:
    """Sees one hub, or fails for lack of a network."""

    def __init__(self, log: list[str], *, network: bool = True) -> None:
        self._log, self._network = log, network

    def start(self, on_advert: Callable[[HubAdvert], None]) -> None:
        self._log.append("start")
        if not self._network:
            raise OSError(101, "Network is unreachable")
        on_advert(HERE)

    def adverts(self) -> list[HubAdvert]:
        return [HERE]

    def stop(self) -> None:
        self._log.append("stop")


def test_finder_is_made_when_it_is_started_and_not_before() -> None:
    log: list[str] = []
    seen: list[HubAdvert] = []
    finder = LateFinder(lambda: Finder(log))

    before = (finder.adverts(), list(log))
    finder.start(seen.append)

    assert before == ([], [])
    assert (finder.adverts(), seen, log) == ([HERE], [HERE], ["start"])


def test_finder_started_again_lets_go_of_the_old_network_first() -> None:
    log: list[str] = []
    finder = LateFinder(lambda: Finder(log))

    finder.start(lambda advert: None)
    finder.start(lambda advert: None)
    finder.stop()
    finder.stop()

    assert log == ["start", "stop", "start", "stop"]
    assert finder.adverts() == []


def test_tablet_without_a_network_finds_nothing_and_finds_hubs_once_it_has_one() -> None:
    log: list[str] = []
    networks = iter([False, True])
    finder = LateFinder(lambda: Finder(log, network=next(networks)))

    finder.start(lambda advert: None)
    without = finder.adverts()
    finder.start(lambda advert: None)

    assert (without, finder.adverts()) == ([], [HERE])


def test_switched_off_finds_nothing() -> None:
    finder = NoFinder()
    finder.start(lambda advert: pytest.fail("heard something"))
    finder.stop()

    assert finder.adverts() == []


def test_addresses_of_a_hub_come_from_its_own_adverts_alone() -> None:
    assert advertised([STRANGER, HERE], "hub1") == ["10.0.0.2:8443", "192.168.1.2:8443"]

"""Discovery that is loaded late and comes back after a network has changed."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from kiosk.sync import LateFinder, NoFinder, addresses_of, advertised
from shared.discovery import HubAdvert
from shared.errors import NoNetwork
from shared.fence import Fence, Trouble

HERE = HubAdvert("hub1", "Holmlia", ("10.0.0.2", "192.168.1.2"), 8443)
STRANGER = HubAdvert("other", "Elsewhere", ("10.0.0.3",), 8443)


class Finder:
    """Sees one hub, wherever it listens, or breaks."""

    def __init__(self, log: list[str], here: Sequence[str], *, breaks: bool = False) -> None:
        self._log, self._here, self._breaks = log, here, breaks

    def start(self, on_advert: Callable[[HubAdvert], None]) -> None:
        self._log.append(f"start {' '.join(self._here)}")
        if self._breaks:
            raise RuntimeError("no multicast here")
        on_advert(HERE)

    def adverts(self) -> list[HubAdvert]:
        return [HERE]

    def stop(self) -> None:
        self._log.append("stop")


class Tablet:
    """A tablet whose cables are plugged in and out by hand, and its finder."""

    def __init__(self, *plugged: str) -> None:
        self.plugged, self.breaks = plugged, False
        self.log: list[str] = []
        self.fence = Fence("finding", "Nothing is found.")
        self.finder = LateFinder(
            lambda here: Finder(self.log, here, breaks=self.breaks), lambda: self.plugged, self.fence
        )

    def start(self) -> None:
        self.finder.start(lambda advert: None)


@pytest.fixture
def tablet() -> Iterator[Tablet]:
    made = Tablet("10.0.0.7")
    yield made
    made.finder.stop()


def test_finder_is_made_when_it_is_started_and_not_before(tablet: Tablet) -> None:
    seen: list[HubAdvert] = []

    before = (tablet.finder.adverts(), list(tablet.log))
    tablet.finder.start(seen.append)

    assert before == ([], [])
    assert (tablet.finder.adverts(), seen, tablet.log) == ([HERE], [HERE], ["start 10.0.0.7"])


def test_finder_started_again_lets_go_of_the_old_network_first(tablet: Tablet) -> None:
    tablet.start()
    tablet.start()
    tablet.finder.stop()
    tablet.finder.stop()

    assert tablet.log == ["start 10.0.0.7", "stop", "start 10.0.0.7", "stop"]
    assert tablet.finder.adverts() == []


def test_tablet_without_a_network_says_so_and_finds_hubs_once_it_has_one(tablet: Tablet) -> None:
    tablet.plugged = ()
    tablet.start()
    without, trouble = tablet.finder.adverts(), tablet.fence.trouble

    tablet.plugged = ("10.0.0.7",)
    tablet.finder.look_again()

    assert (without, tablet.finder.adverts()) == ([], [HERE])
    assert trouble == Trouble("finding", "Nothing is found.", NoNetwork.says, "no-network")
    assert tablet.fence.trouble is None


def test_tablet_whose_address_changes_listens_there(tablet: Tablet) -> None:
    tablet.start()

    tablet.finder.look_again()
    tablet.plugged = ("10.0.0.7", "192.168.1.7")
    tablet.finder.look_again()

    assert tablet.log == ["start 10.0.0.7", "stop", "start 10.0.0.7 192.168.1.7"]


def test_finder_that_breaks_is_let_go_and_tried_again(tablet: Tablet) -> None:
    tablet.breaks = True
    tablet.start()
    trouble = tablet.fence.trouble
    tablet.breaks = False

    tablet.finder.look_again()

    assert trouble is not None
    assert trouble.code == "RuntimeError"
    assert tablet.log == ["start 10.0.0.7", "stop", "start 10.0.0.7"]
    assert tablet.finder.adverts() == [HERE]


def test_stopped_finder_listens_no_more_whatever_changes(tablet: Tablet) -> None:
    tablet.start()
    tablet.finder.stop()
    tablet.plugged = ("192.168.1.7",)

    tablet.finder.look_again()

    assert tablet.log == ["start 10.0.0.7", "stop"]


def test_switched_off_finds_nothing() -> None:
    finder = NoFinder()
    finder.start(lambda advert: pytest.fail("heard something"))
    finder.stop()

    assert finder.adverts() == []


def test_addresses_of_a_hub_come_from_its_own_adverts_alone() -> None:
    assert advertised([STRANGER, HERE], "hub1") == ["10.0.0.2:8443", "192.168.1.2:8443"]


def test_every_address_of_an_advert_can_be_tried() -> None:
    assert addresses_of(HERE) == ["10.0.0.2:8443", "192.168.1.2:8443"]

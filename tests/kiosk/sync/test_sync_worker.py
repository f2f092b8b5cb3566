"""The thread that syncs: when it wakes, where it looks for the hub, and that nothing stops it for good."""

import queue
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from kiosk.store import HubPairing, KioskStore
from kiosk.sync import SyncWorker
from kiosk.sync.round import LOCK
from kiosk.sync.worker import LONGEST_WAIT_S, SHORTEST_WAIT_S, SyncState, wait_s
from shared.discovery import HubAdvert
from shared.errors import HubUnreachable, KioskRevoked, NotPaired, StoreBroken, StoreBusy
from shared.fence import Fences
from shared.protocol import Delivery, Receipt
from shared.sole import sole
from tests.builders import a_pairing, a_receipt, a_store, save
from tests.fakes import FrozenClock

PATIENCE_S = 20.0


class Hub:
    """A hub as a link reaches it: takes everything, unless there is ``trouble``; nudges when told."""

    def __init__(self) -> None:
        self.trouble: Exception | None = None
        self.asked_at: list[list[str]] = []
        self.delivered: list[str] = []
        self._streams: queue.Queue[queue.Queue[bool | Exception]] = queue.Queue()

    def open_link(self, pairing: HubPairing, addresses: Sequence[str]) -> "Line":
        self.asked_at.append(list(addresses))
        return Line(self, addresses)

    def listened_to(self, stream: queue.Queue[bool | Exception]) -> None:
        self._streams.put(stream)

    def stream(self) -> queue.Queue[bool | Exception]:
        """The stream a kiosk has opened: True is a nudge, False ends it, an error breaks it."""
        return self._streams.get(timeout=PATIENCE_S)


class Line:
    """One open link to that hub, which answers at the last of the addresses."""

    def __init__(self, hub: Hub, addresses: Sequence[str]) -> None:
        self._hub, self._addresses = hub, addresses
        self.address: str | None = None
        self._stream: queue.Queue[bool | Exception] = queue.Queue()

    def deliver(self, delivery: Delivery) -> Receipt:
        if self._hub.trouble:
            raise self._hub.trouble
        self.address = self._addresses[-1]
        ids = [s.id for s in delivery.submissions]
        self._hub.delivered += ids
        return a_receipt(accepted=ids)

    def nudges(self) -> Iterator[None]:
        self._hub.listened_to(self._stream)
        while said := self._stream.get():
            if isinstance(said, Exception):
                raise said
            yield
        raise HubUnreachable("the stream ended")

    def hang_up(self) -> None:
        self._stream.put(False)

    def close(self) -> None:
        """Nothing to close."""


class Finder:
    """Discovery by hand."""

    def __init__(self) -> None:
        self.seen: list[HubAdvert] = []
        self.starts, self.stops = 0, 0
        self.on_advert: Callable[[HubAdvert], None] = lambda advert: None

    def start(self, on_advert: Callable[[HubAdvert], None]) -> None:
        self.starts += 1
        self.on_advert = on_advert

    def adverts(self) -> list[HubAdvert]:
        return self.seen

    def stop(self) -> None:
        self.stops += 1

    def see(self, hub_id: str, address: str = "10.0.0.9") -> None:
        advert = HubAdvert(hub_id, "Holmlia", (address,), 8443)
        self.seen.append(advert)
        self.on_advert(advert)


class Watched:
    """A running worker, and every state it told of."""

    def __init__(self, folder: Path, hub: Hub, addresses: Sequence[str] = ()) -> None:
        self.told: queue.Queue[SyncState] = queue.Queue()
        self.finder, self.clock, self.fences = Finder(), FrozenClock(), Fences()
        self.worker = SyncWorker(
            open_store=lambda: KioskStore.open(folder, self.clock),
            open_link=hub.open_link,
            finder=self.finder,
            clock=self.clock,
            addresses=addresses,
            on_change=lambda: self.told.put(self.worker.state),
            fences=self.fences,
            turn_s=0,
        )

    def next(self) -> SyncState:
        return self.told.get(timeout=PATIENCE_S)

    def until(self, good: Callable[[SyncState], bool]) -> SyncState:
        while not good(state := self.next()):
            pass
        return state


@pytest.fixture(name="hub")
def _hub() -> Hub:
    return Hub()


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> KioskStore:
    return a_store(tmp_path)


@pytest.fixture(name="watched")
def _watched(tmp_path: Path, hub: Hub, store: KioskStore) -> Iterator[Watched]:
    watched = Watched(tmp_path, hub, ["typed:8443"])
    yield watched
    watched.worker.stop(PATIENCE_S)
    assert not watched.worker._thread.is_alive()


def rounds(count: int) -> Callable[[SyncState], bool]:
    return lambda state: state.rounds >= count


def test_worker_syncs_at_its_start_and_again_after_each_save(watched: Watched, hub: Hub, store: KioskStore) -> None:
    first = save(store)
    watched.worker.start()
    watched.until(rounds(1))
    second = save(store)

    watched.worker.wake()
    state = watched.until(rounds(2))

    assert state == SyncState(connected=True, problem=None, rounds=2)
    assert hub.delivered == [first, second]
    assert store.status().waiting == 0


def test_worker_wakes_when_the_hub_nudges(watched: Watched, hub: Hub) -> None:
    watched.worker.start()
    watched.until(rounds(1))

    hub.stream().put(True)

    assert watched.until(rounds(2)).connected


def test_worker_wakes_for_an_advert_of_its_hub_and_tells_of_others(watched: Watched, hub: Hub) -> None:
    watched.worker.start()
    watched.until(rounds(1))

    watched.finder.see("stranger")
    told = watched.next()
    watched.finder.see("hub1")
    watched.until(rounds(2))

    assert told.rounds == 1
    assert watched.worker.state.rounds == 2


def test_worker_looks_where_the_hub_was_then_where_it_is_seen_then_where_people_say(
    watched: Watched, hub: Hub, store: KioskStore
) -> None:
    watched.finder.see("stranger", "10.0.0.1")
    watched.finder.see("hub1", "10.0.0.2")
    watched.worker.start()
    watched.until(rounds(1))

    pairing = store.pairing()
    assert hub.asked_at == [["hub.test:8443", "10.0.0.2:8443", "typed:8443"]]
    assert pairing
    assert pairing.address == "typed:8443"


def test_worker_without_a_hub_says_so_and_begins_once_there_is_one(tmp_path: Path, hub: Hub) -> None:
    watched = Watched(tmp_path, hub)
    watched.worker.start()
    unpaired = watched.until(lambda state: state.problem is not None)

    KioskStore.open(tmp_path).keep_pairing(a_pairing())
    watched.worker.wake()
    watched.until(rounds(1))
    watched.worker.stop(PATIENCE_S)

    assert isinstance(unpaired.problem, NotPaired)
    assert watched.finder.starts == watched.finder.stops == 1


@pytest.mark.parametrize("trouble", [HubUnreachable("gone"), KioskRevoked("shut out"), ValueError("a bug")])
def test_worker_tells_its_trouble_keeps_everything_and_goes_on_when_it_is_over(
    watched: Watched, hub: Hub, store: KioskStore, trouble: Exception
) -> None:
    saved = save(store)
    hub.trouble = trouble
    watched.worker.start()
    troubled = watched.until(lambda state: state.problem is not None)
    waiting = store.status().waiting

    hub.trouble = None
    watched.worker.wake()
    state = watched.until(rounds(1))

    assert (troubled.connected, waiting) == (False, 1)
    assert (state.connected, state.problem) == (True, None)
    assert hub.delivered == [saved]
    assert len(hub.asked_at) >= 2


def test_worker_looks_at_once_when_a_stream_that_lasted_breaks_off(watched: Watched, hub: Hub) -> None:
    watched.worker.start()
    watched.until(rounds(1))
    stream = hub.stream()
    watched.clock.pass_s(60)

    stream.put(False)

    assert watched.until(rounds(2)).connected
    hub.stream()


def test_worker_whose_folder_cannot_be_used_tells_it_and_begins_once_it_can(tmp_path: Path, hub: Hub) -> None:
    (tmp_path / "kiosk").write_text("in the way")
    watched = Watched(tmp_path / "kiosk", hub)
    watched.worker.start()
    state = watched.next()

    (tmp_path / "kiosk").unlink()
    a_store(tmp_path / "kiosk")
    watched.worker.wake()
    watched.until(rounds(1))
    watched.worker.stop(PATIENCE_S)

    assert isinstance(state.problem, StoreBroken)


def test_worker_survives_what_nobody_foresaw_and_says_so_until_it_works(watched: Watched, hub: Hub) -> None:
    hub.trouble = ZeroDivisionError("Kari sin suppe")
    watched.worker.start()
    watched.until(lambda state: state.problem is not None)
    troubles = watched.fences.troubles()

    hub.trouble = None
    watched.worker.wake()
    watched.until(rounds(1))

    assert [(one.task, one.code) for one in troubles] == [("sync", "ZeroDivisionError")]
    assert watched.fences.troubles() == []


def test_worker_listens_again_after_a_stream_that_broke_in_a_way_nobody_foresaw(watched: Watched, hub: Hub) -> None:
    watched.worker.start()
    watched.until(rounds(1))
    stream = hub.stream()
    watched.clock.pass_s(60)

    stream.put(ZeroDivisionError("odd"))

    assert watched.until(rounds(2)).connected
    hub.stream()


def test_worker_whose_finder_breaks_syncs_all_the_same_later(watched: Watched, hub: Hub) -> None:
    breaks = iter([RuntimeError("no multicast")])
    start = watched.finder.start

    class Breaking(Finder):
        def start(self, on_advert: Callable[[HubAdvert], None]) -> None:
            for error in breaks:
                raise error
            start(on_advert)

    watched.worker._finder = Breaking()
    watched.worker.start()
    watched.until(lambda state: state.problem is not None)

    watched.worker.wake()

    assert watched.until(rounds(1)).connected


def test_worker_does_not_wait_for_ever_for_a_round_beside_it_and_tries_again(
    watched: Watched, hub: Hub, store: KioskStore
) -> None:
    with sole(store.folder / LOCK):
        watched.worker.start()
        state = watched.until(lambda state: state.problem is not None)
        meanwhile = len(hub.delivered)

    saved = save(store)
    watched.worker.wake()

    assert isinstance(state.problem, StoreBusy)
    assert meanwhile == 0
    assert watched.until(rounds(1)).connected
    assert hub.delivered == [saved]


def test_worker_that_never_began_can_be_stopped(tmp_path: Path, hub: Hub) -> None:
    Watched(tmp_path, hub).worker.stop()


def test_waiting_grows_with_failures_within_its_bounds() -> None:
    longest = [wait_s(failures, chance=lambda low, high: high) for failures in range(1, 12)]
    shortest = {wait_s(failures, chance=lambda low, high: low) for failures in range(1, 12)}

    assert longest == [2, 4, 8, 16, 32, 64, 128, 256, LONGEST_WAIT_S, LONGEST_WAIT_S, LONGEST_WAIT_S]
    assert shortest == {SHORTEST_WAIT_S}

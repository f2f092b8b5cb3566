"""A running kiosk and a running hub that goes away, comes back, and moves."""

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.bootstrap import Kiosk, build
from kiosk.config import KioskConfig
from kiosk.sync.worker import SyncState
from shared.discovery import HubAdvert, announce
from tests.builders import save
from tests.processes import HUB_INTERFACE, HubProcess, free_port, pair, run, serving, succeed

PATIENCE_S = 60.0


class Running:
    """A kiosk whose worker runs, and what it told."""

    def __init__(self, folder: Path) -> None:
        self.told: queue.Queue[SyncState] = queue.Queue()
        self.kiosk: Kiosk = build(KioskConfig(folder, discovery=False))
        self.kiosk.worker.on_change = lambda: self.told.put(self.kiosk.worker.state)
        self.kiosk.worker.start()

    def until(self, good: Callable[[SyncState], bool]) -> None:
        while not good(self.told.get(timeout=PATIENCE_S)):
            pass

    def until_delivered(self) -> None:
        self.until(lambda state: state.connected and self.kiosk.store.status().waiting == 0)


@pytest.fixture(name="hub")
def _hub(tmp_path: Path) -> Iterator[HubProcess]:
    with serving(tmp_path / "hub", discovery=False) as hub:
        yield hub


@pytest.fixture(name="running")
def _running(tmp_path: Path, hub: HubProcess) -> Iterator[Running]:
    pair(tmp_path / "kiosk", hub)
    running = Running(tmp_path / "kiosk")
    running.until_delivered()
    yield running
    running.kiosk.close()


def test_pair_fetches_what_the_hub_has_and_fill_finds_it_open(tmp_path: Path, hub: HubProcess) -> None:
    folder, lines = tmp_path / "kiosk", tmp_path / "lines.jsonl"
    lines.write_text('{"prompt": "ideas", "language": "nb", "answer": {"text": "flere krakker"}}\n')
    how = ("--data", str(folder), "--hub", hub.sync_address, "--code", hub.pairing_code())

    said = succeed("kiosk", "pair", *how).splitlines()

    assert (said[0].startswith("Paired with "), said[1:]) == (True, ["4 questions, 0 activities."])
    assert run("kiosk", "fill", str(lines), "--data", str(folder)).returncode == 0


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_kiosk_notices_that_the_hub_is_gone_and_delivers_once_it_is_back(
    running: Running, hub: HubProcess, end: str
) -> None:
    ended = getattr(hub, end)()
    saved = save(running.kiosk.store)
    running.kiosk.worker.wake()
    running.until(lambda state: state.problem is not None)
    waiting = running.kiosk.store.status().waiting

    hub.start()
    running.until_delivered()

    assert ended in (0, None)  # an open stream does not keep the hub from ending cleanly
    assert waiting == 1
    assert [row["id"] for row in hub.submissions()] == [saved]


def test_hub_that_moved_is_found_by_its_advert_and_asked_there_first_from_then_on(tmp_path: Path) -> None:
    kiosk = tmp_path / "kiosk"
    with serving(tmp_path / "hub") as hub:
        pair(kiosk, hub)
        hub.stop()
        hub.sync_port = free_port()
        hub.start()

        found = run("kiosk", "sync", "--data", str(kiosk))
        hub.discovery = False
        hub.stop()
        hub.start()

        assert (found.returncode, found.stderr) == (0, "")
        succeed("kiosk", "sync", "--data", str(kiosk))


def test_hub_is_paired_with_at_the_first_of_its_addresses_that_answers(tmp_path: Path, hub: HubProcess) -> None:
    kiosk = build(KioskConfig(tmp_path / "kiosk", discovery=False))
    nobody = f"127.0.0.1:{free_port()}"

    pairing = kiosk.pair([nobody, "not..a.name:1", hub.sync_address, nobody], hub.pairing_code())

    kiosk.close()
    assert pairing.address == hub.sync_address


def test_several_hubs_are_listed_and_none_is_chosen(tmp_path: Path) -> None:
    adverts = [HubAdvert(f"hub{n}", f"Library {n}", ("127.0.0.1",), 8443 + n) for n in (1, 2)]

    with announce(adverts[0], [HUB_INTERFACE]), announce(adverts[1], [HUB_INTERFACE]):
        asked = run("kiosk", "pair", "--data", str(tmp_path), "--hub", "auto", "--code", "K7QM-2XHT-9FRB")

    assert asked.returncode == 2
    # Other hubs may be about on this machine.
    assert set(asked.stderr.splitlines()[1:]) >= {
        "  127.0.0.1:8444  Library 1 (hub1)",
        "  127.0.0.1:8445  Library 2 (hub2)",
    }

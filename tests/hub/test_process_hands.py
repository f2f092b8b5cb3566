"""A hub that takes in much at once has a second process, and leaves none behind, however it ends."""

import json
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from hub.hands import MANY
from kiosk.bootstrap import build
from kiosk.config import KioskConfig
from kiosk.filling import fill
from kiosk.hub_link import HubLink
from kiosk.sync import sync_once
from shared.clock import Clock
from tests.builders import quick_root
from tests.processes import HubProcess, pair, serving, succeed

LIMIT_S = 30


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    """A hub to which a kiosk has delivered a big batch."""
    lines = [
        json.dumps({"prompt": "ideas", "language": "nb", "answer": {"text": f"Suppe {number}"}}).encode()
        for number in range(MANY)
    ]
    with serving(tmp_path / "hub", discovery=False) as hub:
        pair(tmp_path / "kiosk", hub)
        succeed("kiosk", "sync", "--data", str(tmp_path / "kiosk"))
        with closing(build(KioskConfig(tmp_path / "kiosk"), stretch=quick_root)) as kiosk:
            list(fill(kiosk.visit, lines))
            trust = kiosk.store.pairing()
            assert trust
            link = HubLink(trust, [hub.sync_address])
            sync_once(kiosk.store, link, Clock())
            link.close()
            assert kiosk.store.status().on_hub == MANY
        yield hub


def second_of(hub: HubProcess) -> list[psutil.Process]:
    """The second process of a hub; none where it would have no core."""
    assert hub.process
    found: list[psutil.Process] = psutil.Process(hub.process.pid).children()
    assert len(found) == ((os.cpu_count() or 1) > 1)
    assert all("hub.hands" in one.cmdline() for one in found)
    return found


@pytest.mark.parametrize("killed", [False, True], ids=["told to end", "killed"])
def test_hub_that_ends_leaves_no_process_behind(hub: HubProcess, killed: bool) -> None:
    second = second_of(hub)

    if killed:
        assert hub.process
        hub.process.kill()
    else:
        assert hub.stop() == 0

    assert psutil.wait_procs(second, timeout=LIMIT_S)[1] == []

"""A stranger who calls the kiosks' port as often as he can, where the hub may hold no more than 1,024 files."""

import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from hub.keys import open_keys
from shared.protocol import PREFIX
from tests.attacks.test_silent_callers import many_files
from tests.live import trusting
from tests.processes import HubProcess

__all__ = ["many_files"]

FEW_FILES = ("sh", "-c", 'ulimit -n 1024 && exec "$@"', "sh")
CALLS, BURST, ADDRESSES = 2_000, 500, 30


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(tmp_path / "hub", discovery=False) as process:
        yield process.start(before=FEW_FILES)


@pytest.mark.usefixtures("many_files")
def test_staff_pages_and_kiosks_are_answered_beside_2000_bare_connections(hub: HubProcess) -> None:
    assert hub.process
    context = trusting(open_keys(hub.data).certificate)
    with ExitStack() as stack:

        def call(n: int) -> None:
            source = (f"127.0.1.{n % ADDRESSES + 1}", 0)
            stack.enter_context(socket.create_connection(("127.0.0.1", hub.sync_port), 60, source))

        # The hub is held still at first, so that many stand before its door at the same moment; the others press on.
        hub.process.send_signal(signal.SIGSTOP)
        for n in range(BURST):
            call(n)
        hub.process.send_signal(signal.SIGCONT)
        for n in range(BURST, CALLS):
            call(n)

        pages = [httpx2.get(f"{hub.staff_url}/set-up", trust_env=False, timeout=30).status_code for _ in range(3)]
        with httpx2.Client(verify=context, trust_env=False, timeout=30) as kiosk:
            hello = kiosk.get(f"https://{hub.sync_address}{PREFIX}/hello").status_code

    assert (pages, hello) == ([200] * 3, 200)
    assert [line for line in hub.said if "ERROR" in line or "WARNING" in line] == [], "nobody had to wait for a file"

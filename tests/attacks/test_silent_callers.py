"""Callers that only hold a connection, before and after the handshake and in the middle of a request."""

import resource
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

import httpx2
import pytest

from hub.bootstrap import open_hub
from hub.bus import NEWS
from hub.config import HubConfig
from hub.running import Hub
from hub.serving.callers import Room
from hub.serving.connections import Patience
from kiosk.hub_link.wire import from_bytes, to_bytes
from shared.protocol import PREFIX, Receipt
from tests.hub_builders import DeliveringKiosk
from tests.live import LiveHub, live

MANY = 560
HEAD = f"POST {PREFIX}/deliveries HTTP/1.1\r\nHost: hub\r\n".encode()
OPENING = f"POST {PREFIX}/pairing/opening HTTP/1.1\r\nHost: hub\r\nContent-Length: 1000\r\n\r\n{{".encode()
SHORT = Patience(handshake_s=0.2, head_s=0.2, body_s=0.2)
LONG = Patience(handshake_s=600, head_s=600, body_s=600)
"""With this nobody goes for being slow: what holds then is the room alone."""

Begin = Callable[[LiveHub], socket.socket]


def plain(hub: LiveHub) -> socket.socket:
    """A caller that never begins to shake hands."""
    return socket.create_connection(("127.0.0.1", hub.port))


def shaken(hub: LiveHub, said: bytes = b"") -> socket.socket:
    """A caller that shook hands and said no more than this."""
    line = hub.context.wrap_socket(plain(hub))
    line.sendall(said)
    return line


SILENT: dict[str, Begin] = {
    "before the handshake": plain,
    "after it": shaken,
    "in a head": lambda hub: shaken(hub, HEAD),
    "in a body": lambda hub: shaken(hub, OPENING),
    "in a body nobody reads": lambda hub: shaken(hub, OPENING.replace(b"POST", b"GET")),
}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with open_hub(HubConfig(tmp_path / "hub")) as opened:
        yield opened


@pytest.fixture
def many_files() -> Iterator[None]:
    """Both ends of all connections are in this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(4_096, hard)), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Caller(Protocol):
    """Whoever calls as a kiosk."""

    token: str


@contextmanager
def client(hub: LiveHub, kiosk: Caller | None = None) -> Iterator[httpx2.Client]:
    headers = {"Authorization": f"Bearer {kiosk.token}"} if kiosk else {}
    with httpx2.Client(verify=hub.context, base_url=hub.url, headers=headers, trust_env=False, timeout=60) as http:
        yield http


class Stream:
    """A kiosk's stream of nudges."""

    def __init__(self, hub: LiveHub, kiosk: Caller) -> None:
        self._hub, self._kiosk = hub, kiosk
        self._nudged = threading.Semaphore(0)
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()

    def nudged(self) -> bool:
        return self._nudged.acquire(timeout=60)

    def _listen(self) -> None:
        try:
            with client(self._hub, self._kiosk) as http, http.stream("GET", f"{PREFIX}/nudges") as answer:
                for line in answer.iter_lines():
                    if line.startswith("event"):
                        self._nudged.release()
        except httpx2.HTTPError:
            pass
        self.ended.set()


def is_hung_up_on(line: socket.socket) -> bool:
    """Wait until the hub ends this connection."""
    line.settimeout(60)
    try:
        while line.recv(65_536):
            pass
    except (ConnectionError, ssl.SSLError):
        pass
    return True


def drips_until_hung_up_on(line: socket.socket) -> int:
    """Send a byte whenever the line was quiet for as long as its timeout; return how many went out."""
    drips = 0
    while True:
        try:
            line.sendall(b"x")
            drips += 1
            if not line.recv(65_536):
                return drips
        except TimeoutError:
            continue
        except (ConnectionError, ssl.SSLError):
            return drips


@pytest.mark.usefixtures("many_files")
@pytest.mark.parametrize("begin", SILENT.values(), ids=list(SILENT))
def test_kiosk_is_served_beside_560_silent_callers(hub: Hub, begin: Begin) -> None:
    kiosk = DeliveringKiosk(hub.store)
    given = kiosk.make()
    with live(hub, patience=LONG) as serving, ExitStack() as stack:
        stream = Stream(serving, kiosk)
        assert stream.nudged()
        for _ in range(MANY):
            stack.enter_context(begin(serving))

        with client(serving) as http:
            assert http.get(f"{PREFIX}/hello").status_code == 200
        with client(serving, kiosk) as http:
            answer = http.post(f"{PREFIX}/deliveries", content=to_bytes(kiosk.delivery(given)))
        assert from_bytes(answer.content, Receipt).accepted == [given.id]
        hub.bus.publish(NEWS)
        assert stream.nudged()
        assert not stream.ended.is_set()
        hub.bus.close()
    stream.thread.join(60)


@pytest.mark.parametrize("begin", SILENT.values(), ids=list(SILENT))
def test_silent_caller_is_hung_up_on(hub: Hub, begin: Begin) -> None:
    with live(hub, patience=SHORT) as serving, begin(serving) as line:
        assert is_hung_up_on(line)


def test_head_that_drips_in_wins_no_time(hub: Hub) -> None:
    with live(hub, patience=SHORT) as serving, shaken(serving, HEAD + b"X-More: ") as line:
        line.settimeout(0.02)

        assert drips_until_hung_up_on(line) < 1_000


def test_second_half_head_on_a_kept_connection_is_hung_up_on(hub: Hub) -> None:
    with live(hub, patience=SHORT) as serving, shaken(serving) as line:
        line.sendall(f"GET {PREFIX}/hello HTTP/1.1\r\nHost: hub\r\n\r\n".encode())
        assert line.recv(65_536).startswith(b"HTTP/1.1 200")
        line.sendall(HEAD)

        assert is_hung_up_on(line)


def test_stream_of_nudges_outlives_every_limit(hub: Hub) -> None:
    kiosk = DeliveringKiosk(hub.store)
    with live(hub, patience=SHORT) as serving:
        stream = Stream(serving, kiosk)
        assert stream.nudged()
        with plain(serving) as line:
            assert is_hung_up_on(line)  # so much time has passed

        hub.bus.publish(NEWS)
        assert stream.nudged()
        hub.bus.close()
    stream.thread.join(60)


def test_connections_a_kiosk_left_behind_make_room_for_its_next(hub: Hub) -> None:
    kiosk = DeliveringKiosk(hub.store)
    with live(hub, room=Room(of_a_kiosk=2)) as serving:
        streams = [Stream(serving, kiosk)]
        for _ in range(3):
            assert streams[-1].nudged()
            streams.append(Stream(serving, kiosk))
        assert streams[-1].nudged()

        assert streams[0].ended.wait(60)
        assert streams[1].ended.wait(60)
        assert not streams[3].ended.is_set()
        hub.bus.close()
    for stream in streams:
        stream.thread.join(60)

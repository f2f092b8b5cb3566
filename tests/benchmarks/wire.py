"""Bytes on the wire, both ways and with TLS, for a submission whose answer is 385 bytes of JSON, in full batches."""

import json
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from kiosk.bootstrap import build
from kiosk.config import KioskConfig
from kiosk.filling import Thanked, fill
from kiosk.hub_link import HubLink
from kiosk.sync import sync_once
from shared.clock import Clock
from tests.benchmarks.figures import Figure
from tests.builders import quick_root
from tests.processes import pair, serving, succeed

COUNT, ANSWER_BYTES = 2_000, 385
LANGUAGES = ("nb", "nn", "sv", "en")


def measure() -> list[Figure]:
    """Fill a kiosk, then sync it with a hub through a relay that counts."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "hub", discovery=False) as hub:
        data = Path(folder) / "kiosk"
        pair(data, hub)
        succeed("kiosk", "sync", "--data", str(data))
        with closing(build(KioskConfig(data), stretch=quick_root)) as kiosk:
            given = list(fill(kiosk.visit, (_line(number) for number in range(COUNT))))
            assert all(isinstance(one, Thanked) for one in given)
            with _counting(hub.sync_port) as relay:
                trust = kiosk.store.pairing()
                assert trust
                link = HubLink(trust, [f"127.0.0.1:{relay.port}"])
                sync_once(kiosk.store, link, Clock())
                link.close()
            assert kiosk.store.status().on_hub == COUNT
    up, down = relay.up / COUNT, relay.down / COUNT
    how = (
        f"{up:.0f} up and {down:.0f} down with TLS, for an answer of {ANSWER_BYTES} bytes of JSON; {COUNT} in one round"
    )
    return [Figure("bytes on the wire for a submission", up + down, 650, how, unit="bytes")]


def _line(number: int) -> bytes:
    """An idea with an answer of exactly so many bytes."""
    empty = json.dumps({"text": ""}, separators=(",", ":"))
    text = f"{number} " + "et verksted for sykler, suppe og lekser på kvelden; " * 10
    while len(text.encode()) > ANSWER_BYTES - len(empty):
        text = text[:-1]
    answer = {"text": text.strip().ljust(len(text), ".")}
    line = {"prompt": "ideas", "language": LANGUAGES[number % len(LANGUAGES)], "answer": answer}
    return json.dumps(line, ensure_ascii=False).encode()


class _Relay:
    """Passes bytes on to a port on loopback and counts them."""

    def __init__(self, to: int) -> None:
        self.up = self.down = 0
        self._to = to
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._threads = [threading.Thread(target=self._listen, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        """Take no more callers; wait until the bytes of those who called are counted."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                hub = socket.create_connection(("127.0.0.1", self._to))
                for source, sink, way in ((caller, hub, "up"), (hub, caller, "down")):
                    thread = threading.Thread(target=self._pass, args=(source, sink, way), daemon=True)
                    self._threads.append(thread)
                    thread.start()

    def _pass(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        with suppress(OSError):
            while part := source.recv(65_536):
                setattr(self, way, getattr(self, way) + len(part))
                sink.sendall(part)
            sink.shutdown(socket.SHUT_WR)


@contextmanager
def _counting(to: int) -> Iterator[_Relay]:
    relay = _Relay(to)
    try:
        yield relay
    finally:
        relay.close()

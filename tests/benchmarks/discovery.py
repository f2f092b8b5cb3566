"""How soon a kiosk sees a hub: one that runs already, and one that comes back on another port."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from zeroconf import IPVersion, ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

from shared.discovery import HubAdvert, ZeroconfFinder, announce
from tests.benchmarks.figures import Figure, rounds, seconds
from tests.processes import HUB_INTERFACE, KIOSK_INTERFACE

ROUNDS, LIMIT_S = 7, 10.0
PLAIN_TYPE = "_plain._tcp.local."


def measure() -> list[Figure]:
    """Measure both, the second in turn with plain zeroconf, which probes before it announces."""
    running = rounds(ROUNDS, _find_running)[0]
    restarted, plain = rounds(ROUNDS, _find_restarted, _find_plainly_restarted)
    return [
        Figure("a running hub is found", running, 0.3, "from the start of the search", unit="s"),
        Figure("a restarted hub is found", restarted, 1.0, "from the start of its announcement", unit="s"),
        Figure("… against zeroconf's default way", restarted / plain, None, f"{restarted:.2f} s against {plain:.2f} s"),
    ]


def _advert(port: int) -> HubAdvert:
    return HubAdvert("benchmark", "Benchmark", (HUB_INTERFACE,), port)


def _find_running() -> float:
    with announce(_advert(1001), [HUB_INTERFACE]):
        found = threading.Event()
        finder = ZeroconfFinder([KIOSK_INTERFACE])
        try:
            return seconds(lambda: finder.start(lambda advert: found.set()), lambda: _wait(found))
        finally:
            finder.stop()


def _find_restarted() -> float:
    found = threading.Event()
    finder = ZeroconfFinder([KIOSK_INTERFACE])
    finder.start(lambda advert: found.set() if advert.port == 1002 else None)
    try:
        with announce(_advert(1001), [HUB_INTERFACE]):
            pass
        again = announce(_advert(1002), [HUB_INTERFACE])
        taken = seconds(again.__enter__, lambda: _wait(found))
        again.__exit__(None, None, None)
        return taken
    finally:
        finder.stop()


def _find_plainly_restarted() -> float:
    found = threading.Event()
    browsing = Zeroconf(interfaces=[KIOSK_INTERFACE], ip_version=IPVersion.V4Only)
    ServiceBrowser(browsing, PLAIN_TYPE, _Listener(found.set))
    try:
        with _plainly_announced(1001):
            pass
        again = _plainly_announced(1002)
        taken = seconds(again.__enter__, lambda: _wait(found))
        again.__exit__(None, None, None)
        return taken
    finally:
        browsing.close()


@contextmanager
def _plainly_announced(port: int) -> Iterator[None]:
    zeroconf = Zeroconf(interfaces=[HUB_INTERFACE], ip_version=IPVersion.V4Only)
    info = ServiceInfo(PLAIN_TYPE, f"plain.{PLAIN_TYPE}", addresses=[socket.inet_aton(HUB_INTERFACE)], port=port)
    try:
        zeroconf.register_service(info)
        yield
        zeroconf.unregister_service(info)
    finally:
        zeroconf.close()


class _Listener(ServiceListener):
    def __init__(self, on_found: Callable[[], None]) -> None:
        self._on_found = on_found

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        with suppress(Exception):
            info = zc.get_service_info(type_, name, 3000)
            if info and info.port == 1002:
                self._on_found()

    update_service = add_service

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        pass


def _wait(found: threading.Event) -> None:
    assert found.wait(LIMIT_S), "nothing was found"

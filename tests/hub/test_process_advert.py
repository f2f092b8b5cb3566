"""A hub process shouts as long as it serves, and says goodbye when it is told to stop."""

import threading
from contextlib import closing
from pathlib import Path

from zeroconf import IPVersion, ServiceBrowser, ServiceListener, Zeroconf

from shared.discovery import SERVICE_TYPE, HubAdvert
from tests.processes import KIOSK_INTERFACE, HubProcess


class Listener(ServiceListener):
    """Notes one hub's coming and going."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._name = ""
        self.advert: HubAdvert | None = None
        self.came, self.went = threading.Event(), threading.Event()

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        info = zc.get_service_info(type_, name, 3_000)
        advert = HubAdvert.from_service(info) if info else None
        if advert is not None and advert.port == self._port:
            self._name, self.advert = name, advert
            self.came.set()

    update_service = add_service

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        if name == self._name:
            self.went.set()


def test_advert_comes_with_the_hub_and_goes_with_it(tmp_path: Path) -> None:
    hub = HubProcess(tmp_path / "hub")
    zeroconf = Zeroconf(interfaces=[KIOSK_INTERFACE], ip_version=IPVersion.V4Only)
    with closing(zeroconf), hub:
        listener = Listener(hub.sync_port)
        ServiceBrowser(zeroconf, SERVICE_TYPE, listener)
        hub.start()

        assert listener.came.wait(30)
        assert hub.stop() == 0
        assert listener.went.wait(30)

    assert listener.advert is not None
    assert listener.advert.hub_id == (hub.data / "keys" / "hub-id").read_text()
    assert listener.advert.name == "Samskap"

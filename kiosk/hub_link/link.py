"""The link to the paired hub: deliveries up, receipts back, and the stream of nudges."""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import httpx2

from kiosk.hub_link.receipts import check_receipt
from kiosk.hub_link.tls import pinned_context
from kiosk.hub_link.wire import CONNECT_S, ask, client, greet, lines, read, refuse, to_bytes, translated, url
from kiosk.store import HubPairing
from shared.errors import BatchRefused, HubTimedOut, HubUnreachable, LinkError, NotAHub, UnknownEncoding, WrongHub
from shared.packing import PACKING, WORTH_PACKING, packed
from shared.protocol import PREFIX, Delivery, Hello, Receipt, common_version

T = TypeVar("T")

NUDGE_READ_S = 45.0
"""The hub sends a sign of life every 15 s; three missed mean that the stream is dead."""


class HubLink:
    """A link to the hub of this pairing, at whichever of the addresses it answers. Trusts only its certificate.

    ``http`` is for tests that reach the hub's app without a network.
    """

    def __init__(self, pairing: HubPairing, addresses: Sequence[str], http: httpx2.Client | None = None) -> None:
        self._addresses = list(dict.fromkeys(addresses))
        self._http = http or client(pinned_context(pairing.certificate, pairing.certificate_sha256))
        self._headers = {"Authorization": f"Bearer {pairing.token}"}
        self._stream: httpx2.Response | None = None
        self._hung_up = threading.Event()
        self._packs = True
        self.address: str | None = None
        """Where the hub answered."""

    def hello(self) -> Hello:
        """Ask who answers and what it speaks. Raises LinkError, ProtocolError."""
        hello = self._somewhere(lambda address: greet(self._http, address))
        common_version(hello)
        return hello

    def deliver(self, delivery: Delivery) -> Receipt:
        """Send a delivery; the receipt comes after the hub's commit. Raises LinkError, ProtocolError."""
        body = to_bytes(delivery)
        try:
            receipt = self._post(body, is_packed=self._packs and len(body) >= WORTH_PACKING)
        except UnknownEncoding:
            self._packs = False  # this hub takes it only as it is
            receipt = self._post(body, is_packed=False)
        check_receipt(receipt)
        return receipt

    def _post(self, body: bytes, *, is_packed: bool) -> Receipt:
        """Post a delivery where the hub is. Raises UnknownEncoding only for a packed one."""
        headers = {**self._headers, "Content-Type": "application/json", "Accept-Encoding": PACKING}
        if is_packed:
            body, headers["Content-Encoding"] = packed(body), PACKING

        def send(address: str) -> Receipt:
            where = url(address, f"{PREFIX}/deliveries")
            return ask(self._http, "POST", where, Receipt, content=body, headers=headers)

        try:
            return self._somewhere(send)
        except UnknownEncoding as exc:
            if is_packed:
                raise
            raise BatchRefused("refused as it is") from exc

    def nudges(self) -> Iterator[None]:
        """Hold the hub's stream open and yield whenever it has news. Raises LinkError when that ends, or is none."""
        if self.address is None:
            self.hello()
        timeout = httpx2.Timeout(NUDGE_READ_S, connect=CONNECT_S)
        where = url(str(self.address), f"{PREFIX}/nudges")
        with translated(), self._http.stream("GET", where, headers=self._headers, timeout=timeout) as response:
            if response.status_code != 200:
                refuse(response.status_code, read(response))
            self._stream = response
            for line in () if self._hung_up.is_set() else lines(response):
                if line == "event: news":
                    yield
        raise HubUnreachable("the stream of nudges ended")

    def hang_up(self) -> None:
        """End the stream of nudges, also under a thread that waits for one. A delivery under way goes on."""
        self._hung_up.set()
        connection = self._stream.extensions.get("network_stream") if self._stream else None
        sock: Any = connection.get_extra_info("socket") if connection else None
        if sock is not None:
            with suppress(OSError):
                # Not ssl's own shutdown, which would take the connection away from under the waiting thread.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close all connections."""
        self.hang_up()
        self._http.close()

    def _somewhere(self, request: Callable[[str], T]) -> T:
        """Ask where the hub answered, or else at each address until it does; raise the most telling failure."""
        failure: LinkError | None = None
        for address in [self.address] if self.address else self._addresses:
            try:
                answer = request(address)
            except (HubUnreachable, HubTimedOut, NotAHub, WrongHub) as exc:
                if failure is None or isinstance(failure, HubUnreachable):
                    failure = exc
            except LinkError:
                self.address = address  # this was the hub's own word
                raise
            else:
                self.address = address
                return answer
        raise failure or HubUnreachable("no address to try")

"""One connection to the hub, from the first byte to the last: who only holds it is hung up on.

uvicorn waits without end for a handshake's next byte, for a first request, and for the rest of a half-sent one.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import h11
from starlette.types import ASGIApp
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from hub.serving.callers import Callers
from hub.serving.waiting import readable

log = logging.getLogger(__name__)

_TLS_BEGINS = b"\x16"
"""The type of a handshake's record (RFC 8446, 5.1). No request of HTTP begins with it."""


@dataclass(frozen=True)
class Patience:
    """How many seconds a caller may take: for the handshake, for the head of a request, for the rest of it."""

    handshake_s: float = 10
    head_s: float = 10
    body_s: float = 70
    """Longer than the app waits for a message: so its own answer, that it was too slow, comes first."""
    goodbye_s: float = 5
    """To answer that the connection ends."""


class Connection(H11Protocol):
    """HTTP/1.1 with a caller: in the way of nobody, and not for ever in the middle of something.

    A stream that the hub holds open, and an answer it is still working at, have no limit here.
    """

    def __init__(
        self, config: Config, state: ServerState, app_state: dict[str, Any], *,
        sock: socket.socket, address: str, callers: Callers, patience: Patience, gone: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__(config, state, {**app_state, "connection": self})
        self.address = address
        self._sock, self._callers, self._patience, self._gone = sock, callers, patience, gone
        self._waits_for: Any = None
        self._limit: asyncio.TimerHandle | None = None

    async def shake_hands(self, tls: ssl.SSLContext | None, plain: ASGIApp | None = None) -> None:
        """Take the caller in. Who speaks no TLS, or not in time, is gone when this returns.

        ``plain`` is what answers who speaks HTTP where TLS is spoken; the app itself never hears of such a one.
        """
        limits = {"ssl_handshake_timeout": self._patience.handshake_s, "ssl_shutdown_timeout": self._patience.goodbye_s}
        try:
            self._callers.come(self)
            if tls is not None and plain is not None and not await self._begins_tls():
                tls, self.app = None, plain
            await self.loop.connect_accepted_socket(lambda: self, self._sock, ssl=tls, **(limits if tls else {}))
        except OSError as exc:
            log.debug("nobody came in: %s", type(exc).__name__)
        finally:
            if self.transport is None:
                self._callers.leave(self)
                self._sock.close()
                self._gone()

    def turn_away(self) -> None:
        """End it before it began."""
        self._sock.close()
        self._gone()

    async def _begins_tls(self) -> bool:
        """Wait for the first byte and look at it, without taking it from whoever reads on.

        Raises OSError when none comes in time, or the caller goes.
        """
        try:
            async with asyncio.timeout(self._patience.handshake_s):
                await readable(self._sock)
        except NotImplementedError:  # Windows: there plain HTTP gets no answer
            return True
        first = self._sock.recv(1, socket.MSG_PEEK)
        if not first:
            raise ConnectionAbortedError("nothing was said")
        return first == _TLS_BEGINS

    @property
    def busy(self) -> bool:
        """Whether a whole request came in that is still being answered."""
        return self.transport is not None and self._missing() is None

    def hang_up(self) -> None:
        """End it at once, whatever it was doing."""
        if self.transport is not None:
            self.transport.abort()
            return
        with suppress(OSError):  # gone already
            self._sock.shutdown(socket.SHUT_RDWR)  # to the handshake this is as if the caller had gone

    def belongs_to(self, kiosk: str) -> None:
        """Take note that a kiosk has shown its token here; on the thread of the event loop alone."""
        self._callers.belongs(self, kiosk)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        """Read on."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place free."""
        super().connection_lost(exc)
        self._wait_no_more()
        self._callers.leave(self)
        self.loop.call_soon(self._gone)  # the socket is closed right after this

    def _missing(self) -> Any:
        """Return what half of a request the hub waits for; None when it has all of one."""
        state = self.conn.their_state
        return state if state in (h11.IDLE, h11.SEND_BODY) else None

    def _look(self) -> None:
        """Begin to count when something else is waited for; more bytes of the same win no time."""
        missing = self._missing()
        if missing is self._waits_for:
            return
        self._wait_no_more()
        self._waits_for = missing
        if missing is not None:
            most_s = self._patience.head_s if missing is h11.IDLE else self._patience.body_s
            self._limit = self.loop.call_later(most_s, self.hang_up)

    def _wait_no_more(self) -> None:
        self._waits_for = None
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

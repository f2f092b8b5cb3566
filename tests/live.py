"""A hub on loopback with its real TLS, in a thread: for tests that need sockets and the inside."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.running import Hub
from hub.serving.callers import Room
from hub.serving.connections import Patience
from hub.serving.ports import listening
from hub.serving.servers import Server, fence_kiosks, tls
from hub.web.sync.sync_app import create_sync_app


class LiveHub:
    """Where it answers."""

    def __init__(self, hub: Hub, port: int) -> None:
        self.hub, self.port = hub, port

    @property
    def url(self) -> str:
        """Where kiosks sync."""
        return f"https://127.0.0.1:{self.port}"

    @property
    def context(self) -> ssl.SSLContext:
        """A context that trusts this hub alone."""
        return trusting(self.hub.keys.certificate)


def trusting(certificate: Path) -> ssl.SSLContext:
    """A client's context that trusts one certificate alone."""
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    found.check_hostname = False
    found.load_verify_locations(certificate)
    return found


@contextmanager
def live(hub: Hub, *, room: Room | None = None, patience: Patience | None = None) -> Iterator[LiveHub]:
    """Serve a hub's sync app as long as the context lasts."""
    server = Server(create_sync_app(hub), fence_kiosks(hub), tls=tls(hub.keys), room=room, patience=patience)
    with served(hub, server) as port:
        yield LiveHub(hub, port)


@contextmanager
def served(hub: Hub, server: Server, host: str = "127.0.0.1") -> Iterator[int]:
    """Let a server of a hub run as long as the context lasts; yield its port."""
    loop, started = asyncio.new_event_loop(), threading.Event()

    async def serve() -> None:
        serving = asyncio.create_task(server.serve([listener]))
        await server.opened.wait()
        started.set()
        await serving

    with listening(host, 0) as listener:
        thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
        thread.start()
        started.wait()
        try:
            yield listener.getsockname()[1]
        finally:
            hub.bus.close()
            loop.call_soon_threadsafe(server.stop)
            thread.join(30)
            loop.close()

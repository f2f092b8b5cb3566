"""The two ports of the hub: one for staff on this machine, one for kiosks."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from hub.config import HubConfig
from shared.errors import CannotListen

STAFF_HOST = "127.0.0.1"


@contextmanager
def both(config: HubConfig) -> Iterator[tuple[socket.socket, socket.socket]]:
    """Hold the port of staff and the port of kiosks. Raises CannotListen naming the setting that chooses another."""
    with (
        listening(STAFF_HOST, config.staff_port, setting="staff_port") as staff,
        listening(config.sync_host, config.sync_port, setting="sync_host, sync_port") as sync,
    ):
        yield staff, sync


@contextmanager
def listening(host: str, port: int, *, setting: str = "") -> Iterator[socket.socket]:
    """Hold a port, 0 for any free one. Raises CannotListen naming the ``setting``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio sets TCP_NODELAY; without, every answer would wait 40 ms for an acknowledgement.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as exc:
            raise CannotListen(f"{address(host, port)}: {exc.strerror or exc}; set by {setting}") from exc
        yield listener


def address(host: str, port: int) -> str:
    """Return "host:port", or "[address]:port" for IPv6."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

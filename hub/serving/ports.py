"""The ports of the hub: one for staff on this machine, one for kiosks, and, where it was told, one for other desks."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from hub.config import HubConfig
from shared.errors import CannotListen

STAFF_HOST = "127.0.0.1"


class Ports(NamedTuple):
    """Whoever comes to one of them; ``desks`` None where the staff pages are for this machine alone."""

    staff: socket.socket
    sync: socket.socket
    desks: socket.socket | None = None


@contextmanager
def held(config: HubConfig) -> Iterator[Ports]:
    """Hold every port this hub listens at. Raises CannotListen naming the setting that chooses another."""
    with ExitStack() as stack:

        def hold(host: str, port: int, setting: str) -> socket.socket:
            return stack.enter_context(listening(host, port, setting=setting))

        yield Ports(
            hold(STAFF_HOST, config.staff_port, "staff_port"),
            hold(config.sync_host, config.sync_port, "sync_host, sync_port"),
            hold(config.staff_host, config.staff_tls_port, "staff_host, staff_tls_port") if config.staff_host else None,
        )


@contextmanager
def listening(host: str, port: int, *, setting: str = "") -> Iterator[socket.socket]:
    """Hold a port, 0 for any free one. Raises CannotListen naming the ``setting``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio sets TCP_NODELAY; without, every answer would wait 40 ms for an acknowledgement.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)  # "::" is all there is, on every system
        try:
            listener.bind((host, port))
        except OSError as exc:
            raise CannotListen(f"{address(host, port)}: {exc.strerror or exc}; set by {setting}") from exc
        yield listener


def address(host: str, port: int) -> str:
    """Return "host:port", or "[address]:port" for IPv6."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

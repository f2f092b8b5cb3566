"""The staff pages of a hub as browsers on other computers have them: over TLS, at an address of their own."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import httpx2

from hub.bootstrap import at_other_desks
from hub.certificates.desks import Desks
from hub.running import Hub
from hub.serving.connections import Patience
from hub.serving.pacing import Pace
from hub.serving.servers import CALLS, Server, desk_server
from hub.web.staff_app import create_staff_app
from tests.certificates import trusting_root
from tests.live import served

ADDRESS = "127.0.0.2"
"""Stands for another address of this machine: to it 127.0.0.1 and this are as different as two cables."""


@dataclass(frozen=True)
class OtherDesk:
    """A computer on which the hub's root was installed, and no other."""

    hub: Hub
    server: Server
    port: int

    @property
    def desks(self) -> Desks:
        assert self.hub.desks is not None
        return self.hub.desks

    @property
    def url(self) -> str:
        return f"https://{ADDRESS}:{self.port}"

    @property
    def context(self) -> ssl.SSLContext:
        assert self.desks.root is not None
        return trusting_root(self.desks.root)

    def browser(self, **headers: str) -> httpx2.Client:
        """A browser without its looks, that says where its requests come from. Use it as a context."""
        said = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "en", **headers}
        return httpx2.Client(base_url=self.url, headers=said, verify=self.context, trust_env=False)


@contextmanager
def at_desk(hub: Hub, *, patience: Patience | None = None, calls: Pace = CALLS) -> Iterator[OtherDesk]:
    """Serve a hub's staff pages to other computers as long as the context lasts."""
    told = replace(hub, config=replace(hub.config, staff_host=ADDRESS))
    reached = at_other_desks(told, 0)
    server = desk_server(reached, create_staff_app(reached), patience=patience, calls=calls)
    with served(reached, server, ADDRESS) as port:
        assert reached.desks is not None
        reached.desks.port = port
        yield OtherDesk(reached, server, port)

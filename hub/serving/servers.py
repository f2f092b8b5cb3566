"""The hub as a process: its listeners, one loop, and an end that finishes what was begun."""

import asyncio
import signal
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from hub.chores.chores import chores, keep_at
from hub.keys import HubKeys
from hub.running import Hub
from hub.serving.callers import Callers, Room
from hub.serving.connections import Connection, Patience
from hub.serving.files import MOST, room_for_kiosks
from hub.serving.pacing import Pace, Paced, Pacing
from hub.serving.ports import Ports, address
from hub.serving.waiting import accepted
from hub.web.page.leading import LeadToTls
from hub.web.sync.sync_app import create_sync_app
from shared.fence import Fence
from shared.languages import N_

FINISH_S = 15
"""How long a request in flight may take after the hub was told to stop."""
BACKLOG = 512
"""How many may wait to be let in, while the loop does something else."""
AGAIN_S = 1.0
"""How long nobody is let in when that did not work: the process has no file left for one more, say."""
STAFF_ROOM = Room(strangers=256, at_one_address=256)
"""Behind a proxy all staff come from one address; a browser holds up to six connections."""
MOST_STAFF = 288
"""That room, and those who are being hung up on."""
DESK_ROOM = Room(strangers=192, at_one_address=96)
"""Of its own: no stranger takes the place of who sits at the hub. Behind one address may stand a whole branch."""
MOST_WAITING, MOST_WAITING_OF_ONE = 224, 160
"""How many come too often and wait before the door for their turn; whoever comes beyond that is turned away."""
MOST_DESKS = DESK_ROOM.strangers + MOST_WAITING + 32
"""That room, those who wait, and those who are being hung up on."""
CALLS, REQUESTS = Pace(burst=40, each_s=0.1), Pace(burst=80, each_s=0.05)
"""How often one address may connect, and ask. A branch of ten behind one address opens ten pages in a second, with what
belongs to them, and never waits; a handshake takes some 3 ms of one processor, a page some 10."""


class Server(uvicorn.Server):
    """A uvicorn server that leaves signals to the process, sleeps until it is told to stop, and lets callers in itself.

    There is no more room than ``room`` says, and nobody holds it longer than ``patience``. ``most`` connections are
    open at once, those that are being hung up on too: the next waits before the door. What goes wrong while somebody is
    let in stays inside the ``fence``. ``plain`` answers who speaks HTTP where ``tls`` is spoken. Who connects more
    often than the ``pace`` waits before the door, in the place of nobody who is inside.
    """

    def __init__(
        self, app: ASGIApp, fence: Fence, *, tls: ssl.SSLContext | None = None, room: Room | None = None,
        patience: Patience | None = None, most: int = MOST, plain: ASGIApp | None = None, pace: Pace | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=False,
                # Who asks from where decides who may set the hub up: no header may claim another address.
                proxy_headers=False,
                ws="none",
                timeout_graceful_shutdown=FINISH_S,
            )
        )
        self._fence, self._tls, self._plain, self._patience = fence, tls, plain, patience or Patience()
        self._callers = Callers(room or Room())
        self._pacing, self._waiting = Pacing(pace) if pace else None, Counter[str]()
        self._places = asyncio.Semaphore(most)
        self._listening: list[asyncio.Task[None]] = []
        self._shaking_hands: dict[asyncio.Task[None], Connection] = {}
        self.opened = asyncio.Event()
        self._told = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: two servers share this process."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, in place of asyncio's own that know no bounds."""
        await super().startup(sockets=[])
        for listener in sockets or []:
            listener.listen(BACKLOG)
            listener.setblocking(False)
            self._listening.append(asyncio.create_task(self._let_in(listener)))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in any more, and end what was begun."""
        for listening in self._listening:
            listening.cancel()
        for connection in self._shaking_hands.values():
            if connection.transport is None:
                connection.hang_up()
        await asyncio.gather(*self._listening, *self._shaking_hands, return_exceptions=True)
        await super().shutdown(sockets)

    async def _let_in(self, listener: socket.socket) -> None:
        """Let in one after the other, for as long as the server runs, whatever befalls one of them."""
        while True:
            with self._fence:
                await self._let_one_in(listener)
                continue
            await asyncio.sleep(AGAIN_S)

    async def _let_one_in(self, listener: socket.socket) -> None:
        await self._places.acquire()
        try:
            sock, (address, *_) = await accepted(listener)
        except BaseException:
            self._places.release()
            raise
        connection = Connection(
            self.config, self.server_state, self.lifespan.state,
            sock=sock, address=address, callers=self._callers, patience=self._patience, gone=self._places.release,
        )  # fmt: skip
        greeting = asyncio.create_task(self._greet(connection))
        self._shaking_hands[greeting] = connection
        greeting.add_done_callback(self._shaking_hands.pop)
        # Where many wait, accepting never does: everybody else on the loop would.
        await asyncio.sleep(0)

    async def _greet(self, connection: Connection) -> None:
        with self._fence:
            if await self._has_its_turn(connection.address):
                await connection.shake_hands(self._tls, self._plain)
            else:
                connection.turn_away()

    async def _has_its_turn(self, address: str) -> bool:
        """Wait until this address may come in once more; tell at once where too many wait already."""
        wait_s = self._pacing.wait_s(address) if self._pacing else 0
        if not wait_s:
            return True
        if self._waiting.total() >= MOST_WAITING or self._waiting[address] >= MOST_WAITING_OF_ONE:
            return False
        self._waiting[address] += 1
        try:
            await asyncio.wait_for(self._told.wait(), wait_s)  # nobody waits for a server that ends
        except TimeoutError:
            return True
        finally:
            self._waiting[address] -= 1
            self._waiting += Counter()  # forgets who waits no more
        return False

    def renew(self, tls: ssl.SSLContext) -> None:
        """Show another certificate to whoever comes from now on. From any thread."""
        self._tls = tls

    async def main_loop(self) -> None:
        """Wait to be told, without waking up ten times a second."""
        self.opened.set()
        await self.on_tick(0)
        await self._told.wait()

    def stop(self) -> None:
        """Tell the server to stop."""
        self.should_exit = True
        self._told.set()


def serve(hub: Hub, staff_app: FastAPI, ports: Ports, on_ready: Callable[[str, str], None]) -> None:
    """Serve at the ports of staff and of kiosks until SIGTERM or SIGINT; return when every request is answered.

    ``on_ready`` is called with the staff address and the sync address once both are open.
    """
    asyncio.run(_serve(hub, staff_app, ports, on_ready))


async def _serve(hub: Hub, staff_app: FastAPI, ports: Ports, on_ready: Callable[[str, str], None]) -> None:
    await asyncio.to_thread(hub.work.recall)
    await asyncio.to_thread(_clear_shelf, hub)
    ended = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        _on_signal(sign, ended)
    most = room_for_kiosks(MOST_DESKS if ports.desks else 0)
    strangers = Room(strangers=min(Room.strangers, most // 2))
    servers = {
        Server(staff_app, fence_staff(hub), room=STAFF_ROOM, most=MOST_STAFF): ports.staff,
        Server(create_sync_app(hub), fence_kiosks(hub), tls=tls(hub.keys), room=strangers, most=most): ports.sync,
    }
    if ports.desks is not None:
        servers[desk_server(hub, staff_app)] = ports.desks
    async with asyncio.TaskGroup() as tasks:
        for server, listener in servers.items():
            tasks.create_task(server.serve([listener]))
        for server in servers:
            await server.opened.wait()
        for chore in chores(hub, ports.sync.getsockname()[1]):
            tasks.create_task(keep_at(chore, ended))
        on_ready(_address(ports.staff), _address(ports.sync))
        await ended.wait()
        # Open streams first: they would keep the servers from stopping.
        hub.bus.close()
        hub.work.stop()
        for server in servers:
            server.stop()


def _clear_shelf(hub: Hub) -> None:
    """Delete the files that a hub left which was ended in the middle: nobody knows any more whose they are."""
    with Fence("clearing the shelf", ""):
        hub.shelf.empty()


def desk_server(hub: Hub, staff_app: FastAPI, *, patience: Patience | None = None, calls: Pace = CALLS) -> Server:
    """Return what serves the staff pages to browsers on other computers. The certificate it shows follows the desks."""
    assert hub.desks is not None, "only a hub with desks listens for them"
    server = Server(
        Paced(staff_app, Pacing(REQUESTS)), fence_desks(hub), tls=hub.desks.context, room=DESK_ROOM, patience=patience,
        most=MOST_DESKS, plain=LeadToTls(hub.desks), pace=calls,
    )  # fmt: skip
    hub.desks.on_renewed = server.renew
    return server


def _on_signal(sign: signal.Signals, ended: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(sign, ended.set)
    except NotImplementedError:  # Windows
        signal.signal(sign, lambda *_: loop.call_soon_threadsafe(ended.set))


def fence_staff(hub: Hub) -> Fence:
    """Put up the fence round letting staff in."""
    return hub.fences.round("staff-pages", N_("New browsers cannot be let in just now. Samskap tries again."))


def fence_desks(hub: Hub) -> Fence:
    """Put up the fence round letting staff at other desks in."""
    says = N_("New browsers on other computers cannot be let in just now. Samskap tries again.")
    return hub.fences.round("desks", says)


def fence_kiosks(hub: Hub) -> Fence:
    """Put up the fence round letting kiosks in."""
    says = N_("New calls of tablets cannot be let in just now. They keep everything, and try again.")
    return hub.fences.round("sync", says)


def tls(keys: HubKeys) -> ssl.SSLContext:
    """Return the TLS context of the hub: version 1.3 and the hub's own certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(keys.certificate, keys.private_key)
    return context


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return address(host, port)

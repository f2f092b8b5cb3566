"""Letting callers in: what befalls one of them, or the listener, keeps nobody else out."""

import asyncio
import logging
import socket
from collections.abc import Callable
from typing import TypeVar

import httpx2
import pytest
from fastapi import FastAPI, Request

from hub.serving.callers import Callers, Room
from hub.serving.servers import Server
from shared.fence import Fence

T = TypeVar("T")


class Stumbling(socket.socket):
    """A listener that fails at its first callers, before they are let in."""

    def __init__(self, *errors: Exception) -> None:
        super().__init__(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self.errors = list(errors)
        self.bind(("127.0.0.1", 0))

    def accept(self) -> tuple[socket.socket, object]:
        if self.errors:
            raise self.errors.pop(0)
        return super().accept()


class Full(Callers):
    """Callers among whom the first finds no place, for a reason nobody foresaw."""

    def __init__(self) -> None:
        super().__init__(Room())
        self.stumbled = False

    def come(self, caller: object) -> None:
        if not self.stumbled:
            self.stumbled = True
            raise RuntimeError("Kari wrote this")
        super().come(caller)  # type: ignore[arg-type]  # a connection, as the server has it


def asked(server: Server, listener: socket.socket, ask: Callable[[str], T]) -> T:
    """Serve as long as ``ask`` takes, in a thread; return its answer."""
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"

    async def serve() -> T:
        serving = asyncio.create_task(server.serve([listener]))
        await server.opened.wait()
        try:
            return await asyncio.to_thread(ask, address)
        finally:
            server.stop()
            await serving

    return asyncio.run(serve())


def get(address: str) -> int:
    return httpx2.get(address, trust_env=False).status_code


@pytest.mark.parametrize("error", [RuntimeError("Kari wrote this"), ValueError("x"), OSError(24, "too many files")])
def test_listening_goes_on_whatever_goes_wrong(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []
    fence = Fence("sync", "Nobody is let in.", lambda: seen.append(fence.trouble.code if fence.trouble else "well"))

    with Stumbling(error, error) as listener, caplog.at_level(logging.WARNING):
        answer = asked(Server(FastAPI(), fence), listener, get)

    assert answer == 404
    assert seen == [type(error).__name__, "well"]
    assert [line.message.split(",")[0] for line in caplog.records] == [f"sync did not work: {type(error).__name__}"]
    assert "Kari wrote this" not in caplog.text


def test_caller_who_stumbles_at_the_door_is_noted_and_the_next_is_let_in(caplog: pytest.LogCaptureFixture) -> None:
    fence = Fence("sync", "Nobody is let in.")
    server = Server(FastAPI(), fence)
    server._callers = Full()

    def ask(address: str) -> int:
        with pytest.raises(httpx2.HTTPError):
            get(address)
        return get(address)

    with Stumbling() as listener, caplog.at_level(logging.WARNING):
        assert asked(server, listener, ask) == 404

    assert "sync did not work: RuntimeError" in caplog.text
    assert "Kari wrote this" not in caplog.text


@pytest.mark.parametrize("first", ["the caller comes", "the server ends"])
def test_caller_who_comes_while_the_server_ends_is_hung_up_on(first: str) -> None:
    """Nobody is dropped open: that would be a warning about the socket, which is an error here."""

    async def serve(listener: socket.socket) -> bytes:
        server = Server(FastAPI(), Fence("staff-pages", "Nobody is let in."))
        serving = asyncio.create_task(server.serve([listener]))
        await server.opened.wait()
        if first == "the server ends":
            server.stop()
        with socket.create_connection(listener.getsockname()) as caller:  # both before the loop goes on
            server.stop()
            await serving
            listener.close()  # who was never let in hears it from the system
            caller.settimeout(5)
            try:
                return caller.recv(1)
            except ConnectionResetError:
                return b""

    with Stumbling() as listener:
        assert asyncio.run(serve(listener)) == b""


def test_caller_comes_from_where_the_connection_does_whatever_its_headers_say() -> None:
    app, claims = FastAPI(), ("x-forwarded-for", "forwarded", "x-real-ip", "x-client-ip")
    headers = dict.fromkeys(claims, "10.0.0.9")

    @app.get("/")
    def whence(request: Request) -> str:
        return request.client.host if request.client else ""

    with Stumbling() as listener:
        said = asked(
            Server(app, Fence("staff-pages", "Nobody is let in.")),
            listener,
            lambda address: httpx2.get(address, headers=headers, trust_env=False).json(),
        )

    assert said == "127.0.0.1"

"""Waiting at a socket with nothing in hand: who is cancelled meanwhile loses nobody."""

import asyncio
import socket
from contextlib import suppress
from typing import Any


async def readable(sock: socket.socket) -> None:
    """Wait until something can be read, or somebody let in. Raises NotImplementedError on Windows."""
    loop, heard = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(sock, heard.set)
    try:
        await heard.wait()
    finally:
        loop.remove_reader(sock)


async def accepted(listener: socket.socket) -> tuple[socket.socket, Any]:
    """Wait for the next caller; return the connection, which does not block, and where it comes from. Raises OSError.

    asyncio's own ``sock_accept`` drops, open, whoever it let in at the moment it is cancelled.
    """
    while True:
        with suppress(BlockingIOError, InterruptedError):
            sock, address = listener.accept()
            sock.setblocking(False)
            return sock, address
        try:
            await readable(listener)
        except NotImplementedError:  # Windows
            return await asyncio.get_running_loop().sock_accept(listener)

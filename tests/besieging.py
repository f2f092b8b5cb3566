"""Somebody who means harm at the port for other desks, as a process of its own: python -m tests.besieging ADDRESS PORT

Holds 200 connections that say nothing, sends bodies a byte at a time, sends packed bodies of 50 MB, and guesses
passwords as fast as they are refused. Says "begun" when all of it is under way, and goes on until it is ended.
"""

import gzip
import os
import socket
import ssl
import sys
import threading
from contextlib import suppress
from urllib.parse import urlencode

IDLE, SLOW, GUESSING, BOMBING = 200, 40, 4, 1
BOMB = gzip.compress(b"name=" + b"x" * 50_000_000)
"""48 kB on the way, 50 MB unpacked."""
DRIP_S = 0.5
HOLDER, DRIPPER, BOMBER, GUESSER = (f"127.0.0.{number}" for number in range(20, 24))
"""Each comes from an address of its own, and from another than staff: none waits for what another asked."""


class Siege:
    """One address and port to be at."""

    def __init__(self, address: str, port: int) -> None:
        self.address, self.port = address, port
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.context.check_hostname, self.context.verify_mode = False, ssl.CERT_NONE
        self.pause = threading.Event()

    def hold(self) -> None:
        """Hold a connection and say nothing; when it is hung up on, come again."""
        while True:
            with suppress(OSError), self._line(HOLDER) as line:
                line.recv(1)

    def drip(self) -> None:
        """Send a form a byte at a time."""
        while True:
            with suppress(OSError), self._line(DRIPPER) as line:
                line.sendall(self._head(1_000))
                while True:
                    line.sendall(b"x")
                    self.pause.wait(DRIP_S)

    def bomb(self) -> None:
        """Send a form that is large once it is unpacked."""
        while True:
            self._say(BOMBER, self._head(len(BOMB), "Content-Encoding: gzip\r\n") + BOMB)

    def guess(self, name: str) -> None:
        """Try passwords, another name each time: nobody is asked to wait for the tries before."""
        number = 0
        while True:
            number += 1
            form = urlencode({"name": f"{name}{number}", "password": "fire blå elger danser"}).encode()
            self._say(GUESSER, self._head(len(form)) + form)

    def _say(self, source: str, request: bytes) -> None:
        with suppress(OSError), self._line(source) as line:
            line.sendall(request)
            while line.recv(65_536):
                pass

    def _line(self, source: str) -> ssl.SSLSocket:
        line = socket.create_connection((self.address, self.port), timeout=60, source_address=(source, 0))
        return self.context.wrap_socket(line)

    def _head(self, length: int, more: str = "") -> bytes:
        host = f"{self.address}:{self.port}"
        return (
            f"POST /sign-in HTTP/1.1\r\nHost: {host}\r\nOrigin: https://{host}\r\nSec-Fetch-Site: same-origin\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nConnection: close\r\n"
            f"{more}\r\n"
        ).encode()


def main(address: str, port: str) -> None:
    """Begin, and go on."""
    os.nice(19)  # in truth this is another machine: it takes no processor from the hub
    siege = Siege(address, int(port))
    work = [siege.hold] * IDLE + [siege.drip] * SLOW + [siege.bomb] * BOMBING
    work += [lambda name=name: siege.guess(name) for name in "abcdefgh"[:GUESSING]]  # type: ignore[misc]  # a default
    for one in work:
        threading.Thread(target=one, daemon=True).start()
    print("begun", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A stranger on the Wi-Fi: answers where a hub should, with a certificate of its own, and notes all it is given."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2

from hub.keys import open_keys

HELLO = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
Answer = Callable[[bytes], bytes]


class Rogue:
    """Listens on loopback. ``heard`` is what it read after a completed handshake; ``calls`` counts connections."""

    def __init__(self, folder: Path, answer: Answer, port: int) -> None:
        keys = open_keys(folder)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(keys.certificate, keys.private_key)
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port = int(self._socket.getsockname()[1])
        self.heard = bytearray()
        self.calls = 0

    def serve(self) -> None:
        """Answer one caller after the other until the socket is closed."""
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            with suppress(OSError), caller, self._context.wrap_socket(caller, server_side=True) as connection:
                connection.settimeout(5)
                while request := self._read(connection):
                    self.heard += request
                    connection.sendall(self._answer(request))

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _read(self, connection: ssl.SSLSocket) -> bytes:
        request = b""
        while b"\r\n\r\n" not in request:
            part = connection.recv(65536)
            if not part:
                return request
            request += part
        head, _, body = request.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        while len(body) < length:
            body += connection.recv(65536)
        return head + b"\r\n\r\n" + body


@contextmanager
def lurking(folder: Path, answer: Answer, *, port: int = 0) -> Iterator[Rogue]:
    """A rogue that answers as long as the context lasts, on any free port unless told which."""
    rogue = Rogue(folder, answer, port)
    thread = threading.Thread(target=rogue.serve, daemon=True)
    thread.start()
    try:
        yield rogue
    finally:
        rogue.close()
        thread.join(10)


def relay_to(address: str) -> Answer:
    """Answer each request with what the real hub answers to it: somebody in the middle."""

    def answer(request: bytes) -> bytes:
        head, _, body = request.partition(b"\r\n\r\n")
        method, path, _ = head.split(b"\r\n")[0].decode().split(" ")
        headers = {"Content-Type": "application/json"} if body else {}
        with httpx2.Client(verify=False, trust_env=False) as http:
            reply = http.request(method, f"https://{address}{path}", content=body, headers=headers)
        return HELLO.replace(b"200 OK", str(reply.status_code).encode() + b" X") % (len(reply.content), reply.content)

    return answer

"""A listener on loopback that answers as a test tells it, with whatever certificate, and notes what it was sent."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Answer = Callable[[bytes], bytes | None]
"""Gets one whole request; gives the bytes to answer with, or None to fall silent."""


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate with its key, in one PEM file each."""

    file: Path
    key: Path

    @property
    def pem(self) -> str:
        return self.file.read_text()

    @property
    def sha256(self) -> str:
        return x509.load_pem_x509_certificate(self.file.read_bytes()).fingerprint(hashes.SHA256()).hex()


def a_certificate(folder: Path, name: str = "hub", *, ended: bool = False) -> Certificate:
    """Make a certificate like a hub's; ``ended`` makes one whose time is long over."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Samskap hub")])
    begins = datetime(2000, 1, 1, tzinfo=UTC) if ended else datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    made = Certificate(folder / f"{name}.crt", folder / f"{name}.key")
    made.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    made.key.write_bytes(key.private_bytes(*form))
    return made


def tls(certificate: Certificate, *, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> ssl.SSLContext:
    """A server's context."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.file, certificate.key)
    context.maximum_version = newest
    return context


class Listener:
    """``heard`` is what came after the handshake, or everything when there is no TLS; ``calls`` counts connections."""

    def __init__(self, context: ssl.SSLContext | None, answer: Answer) -> None:
        self.context, self._answer = context, answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.heard = b""
        self.calls = 0
        self._callers: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._listen, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        for one in (self._socket, *self._callers):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join(10)

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._socket.accept()
                self.calls += 1
                self._callers.append(caller)
                thread = threading.Thread(target=self._serve, args=(caller,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _serve(self, caller: socket.socket) -> None:
        with suppress(OSError), caller:
            line = self.context.wrap_socket(caller, server_side=True) if self.context else caller
            self._callers.append(line)
            with line:
                while request := self._request(line):
                    answer = self._answer(request)
                    if answer is None:
                        line.recv(1)  # silent until the caller hangs up
                        return
                    line.sendall(answer)

    def _request(self, line: socket.socket) -> bytes:
        request = b""
        while b"\r\n\r\n" not in request:
            part = line.recv(65_536)
            self.heard += part
            request += part
            if not part:
                return request
        head, _, body = request.partition(b"\r\n\r\n")
        lengths = [int(field[15:]) for field in head.lower().split(b"\r\n") if field.startswith(b"content-length:")]
        while len(body) < sum(lengths):
            part = line.recv(65_536)
            self.heard += part
            body += part
        return head + b"\r\n\r\n" + body


@contextmanager
def listening(context: ssl.SSLContext | None, answer: Answer) -> Iterator[Listener]:
    """A listener that answers as long as the context lasts."""
    listener = Listener(context, answer)
    try:
        yield listener
    finally:
        listener.close()


def http(body: bytes, *, status: int = 200, kind: str = "application/json", more: str = "") -> bytes:
    """An HTTP reply."""
    head = f"HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body

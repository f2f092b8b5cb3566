"""The library's mail server: reaching it, over TLS, and signing in. Whatever it answers, no more than mail fails.

``smtplib`` can sign in with ASCII alone; here names and passwords are UTF-8, as SASL has them (RFC 4616).
"""

import base64
import hmac
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from unicodedata import normalize

from hub.config import TLS_PORT, HubConfig
from shared.hosts import ascii_host

TIMEOUT_S = 30
"""How long a whole answer may take: a server that drips one byte at a time gets no longer."""
MOST_LINES = 100
"""How many lines an answer may have; one that greets us with all it can do needs about fifteen."""
MORE, DONE = 334, 235
"""What a server answers when it wants more, and when somebody is signed in (RFC 4954)."""


class Answers:
    """The lines of a server's answers. What is too slow or too long is as if the server had hung up.

    ``now_s`` gives seconds by a clock that nobody sets.
    """

    def __init__(self, sock: socket.socket, now_s: Callable[[], float] = time.monotonic) -> None:
        self._sock, self._now_s, self._read = sock, now_s, b""
        self.begin()

    def begin(self) -> None:
        """The next answer begins."""
        self._until, self._lines = self._now_s() + TIMEOUT_S, 0

    def readline(self, most: int) -> bytes:
        """Return the next line, cut at so many bytes; b"" at the end. Raises OSError."""
        self._lines += 1
        if self._lines > MOST_LINES:
            raise ConnectionAbortedError("an answer without an end")
        while b"\n" not in self._read and len(self._read) < most:
            left_s = self._until - self._now_s()
            if left_s <= 0:
                raise TimeoutError("an answer that takes too long")
            self._sock.settimeout(left_s)
            more = self._sock.recv(4096)
            if not more:
                break
            self._read += more
        self._sock.settimeout(TIMEOUT_S)
        end = min(self._read.find(b"\n") + 1 or len(self._read), most)
        line, self._read = self._read[:end], self._read[end:]
        return line

    def close(self) -> None:
        """Read no more; the socket is closed by its owner."""


class _Server(smtplib.SMTP):
    """A server whose answers have an end."""

    file: Answers | None

    def getreply(self) -> tuple[int, bytes]:
        """Return code and text of the next answer. Raises SMTPServerDisconnected."""
        if self.file is None:  # also after STARTTLS: what came before it in clear counts for nothing
            assert self.sock is not None
            self.file = Answers(self.sock)
        self.file.begin()
        return super().getreply()


class _TlsServer(_Server, smtplib.SMTP_SSL):
    """The same, where TLS begins with the first byte."""


@contextmanager
def connected(config: HubConfig) -> Iterator[smtplib.SMTP]:
    """Yield a server that knows us. Raises OSError, SMTPException."""
    server = _reached(config)
    try:
        with _understood():
            if config.smtp_port != TLS_PORT and config.smtp_starttls:
                server.starttls(context=ssl.create_default_context())
            if config.smtp_user:
                _sign_in(server, config.smtp_user, config.smtp_password)
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def network_address(text: str) -> tuple[str, str]:
    """Return the user and the domain of a mail address, the domain in the letters of networks. Raises ValueError."""
    user, _, domain = parseaddr(text)[1].rpartition("@")
    return user, ascii_host(domain)


def _reached(config: HubConfig) -> smtplib.SMTP:
    with _understood():
        # The domain it mails from: this machine's own name may be odd, and is nobody's business.
        _, own = network_address(config.smtp_sender)
        host = ascii_host(config.smtp_host)
        if config.smtp_port == TLS_PORT:
            context = ssl.create_default_context()
            return _TlsServer(host, config.smtp_port, own, timeout=TIMEOUT_S, context=context)
        return _Server(host, config.smtp_port, own, timeout=TIMEOUT_S)


@contextmanager
def _understood() -> Iterator[None]:
    """Nonsense from a server is an error of mail."""
    try:
        yield
    except ValueError as exc:
        raise smtplib.SMTPException("the mail server answers nonsense") from exc


def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    server.ehlo_or_helo_if_needed()
    offered = server.esmtp_features.get("auth", "").upper().split()
    ways = [way for name, way in _WAYS.items() if name in offered]
    if not ways:
        raise smtplib.SMTPNotSupportedError("the mail server offers no way to sign in that Samskap knows")
    code, said = 0, b""
    for way in ways:
        code, said = way(server, _bytes(user), _bytes(password))
        if code == DONE:
            return
    raise smtplib.SMTPAuthenticationError(code, said)


def _bytes(text: str) -> bytes:
    """Return the bytes of a name or a password; what came from the environment in other bytes goes out as it came."""
    return normalize("NFC", text).encode("utf-8", "surrogateescape")


def _plain(server: smtplib.SMTP, user: bytes, password: bytes) -> tuple[int, bytes]:
    return server.docmd("AUTH", "PLAIN " + _line(b"\0" + user + b"\0" + password))


def _login(server: smtplib.SMTP, user: bytes, password: bytes) -> tuple[int, bytes]:
    code, said = server.docmd("AUTH", "LOGIN")
    for answer in (user, password):
        if code == MORE:
            code, said = server.docmd(_line(answer))
    return code, said


def _cram_md5(server: smtplib.SMTP, user: bytes, password: bytes) -> tuple[int, bytes]:
    """Answer the challenge (RFC 2195); one that cannot be read is called off, and the next way tried."""
    code, challenge = server.docmd("AUTH", "CRAM-MD5")
    if code != MORE:
        return code, challenge
    try:
        digest = hmac.new(password, base64.b64decode(challenge, validate=True), "md5").hexdigest()
    except ValueError:  # no base64; or this machine knows no MD5 any more
        return server.docmd("*")
    return server.docmd(_line(user + b" " + digest.encode()))


def _line(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


_WAYS: dict[str, Callable[[smtplib.SMTP, bytes, bytes], tuple[int, bytes]]] = {
    "CRAM-MD5": _cram_md5,
    "PLAIN": _plain,
    "LOGIN": _login,
}
"""How to sign in, the one that shows no password first."""

"""A small mail server on loopback for tests: takes letters, refuses addresses it is told to, speaks TLS if asked."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class MailServer:
    """What a server took. ``refuse`` gives the answer to a recipient, "hang up" to close the line."""

    port: int = 0
    refuse: dict[str, str] = field(default_factory=dict)
    letters: list[EmailMessage] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)
    """Every line before the letters, as it came over the wire or out of TLS."""
    came: threading.Event = field(default_factory=threading.Event)
    """Set when a letter has come."""


class _Server(socketserver.ThreadingTCPServer):
    def __init__(self, kept: MailServer, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.kept, self.tls = kept, tls
        kept.port = self.server_address[1]


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
        self.wfile.flush()

    def handle(self) -> None:
        self.say("220 mail.test")
        while line := self.rfile.readline():
            self.server.kept.heard.append(line)
            verb, _, rest = line.decode().strip().partition(" ")
            if verb.upper() == "QUIT":
                return self.say("221 bye")
            if not self.answer(verb.upper(), rest):
                return None
        return None

    def answer(self, verb: str, rest: str) -> bool:
        kept, tls = self.server.kept, self.server.tls
        match verb:
            case "EHLO":
                for offer in ("250-mail.test", *(["250-STARTTLS"] if tls else []), "250 AUTH PLAIN"):
                    self.say(offer)
            case "STARTTLS" if tls is not None:
                self.say("220 go on")
                return self.secure(tls)
            case "AUTH":
                kept.signed_in.append(rest)
                self.say("235 welcome")
            case "RCPT":
                refusal = next((said for name, said in kept.refuse.items() if name in rest), "250 ok")
                if refusal == "hang up":
                    return False
                self.say(refusal)
            case "DATA":
                self.say("354 go on")
                kept.letters.append(self.letter())
                self.say("250 ok")
                kept.came.set()
            case "MAIL" | "RSET" | "NOOP":
                self.say("250 ok")
            case _:
                self.say("502 no")
        return True

    def secure(self, context: ssl.SSLContext) -> bool:
        try:
            self.request = context.wrap_socket(self.request, server_side=True)
        except OSError:  # the client does not trust us
            return False
        self.setup()
        return True

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def letter(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return message_from_bytes(b"".join(lines), policy=policy.default)


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None) -> Iterator[MailServer]:
    """Serve until left. With ``tls`` STARTTLS is offered."""
    kept = MailServer()
    with _Server(kept, tls) as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        try:
            yield kept
        finally:
            server.shutdown()
            serving.join()

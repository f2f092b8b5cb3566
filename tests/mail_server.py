"""A small mail server on loopback for tests: takes letters, refuses addresses it is told to, speaks TLS if asked."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
    never_ends: bytes = b""
    """What it says to EHLO again and again, as long as somebody reads."""
    ways: str = "PLAIN"
    """How one may sign in."""
    challenge: str = "PDEyMzRAbWFpbC50ZXN0Pg=="
    """What it says to who signs in with CRAM-MD5."""
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
            case "EHLO" if kept.never_ends:
                with suppress(OSError):
                    while True:
                        self.wfile.write(kept.never_ends)
                return False
            case "EHLO":
                for offer in ("250-mail.test", *(["250-STARTTLS"] if tls else []), f"250 AUTH {kept.ways}"):
                    self.say(offer)
            case "STARTTLS" if tls is not None:
                self.say("220 go on")
                return self.secure(tls)
            case "AUTH":
                self.sign_in(*rest.split(" "))
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

    def sign_in(self, way: str, *said: str) -> None:
        """Take whoever answers every question."""
        questions = {"PLAIN": [], "LOGIN": ["VXNlcm5hbWU6", "UGFzc3dvcmQ6"], "CRAM-MD5": [self.server.kept.challenge]}
        answers = list(said)
        for question in questions[way]:
            self.say(f"334 {question}")
            answers.append(self.rfile.readline().decode().strip())
        if "*" in answers:
            return self.say("501 as you like")
        self.server.kept.signed_in.append(" ".join([way, *answers]))
        return self.say("235 welcome")

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

"""What staff pages take while a stranger does harm at the port for other desks, and whether sign-in tells of names."""

import http.client
import itertools
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from argon2 import PasswordHasher
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hub.bootstrap import open_store
from hub.model import Role
from hub.services.house.kiosks import hash_of
from shared.submission import utc
from tests.benchmarks.figures import Figure, rounds, seconds
from tests.certificates import trusting_root
from tests.processes import HubProcess, environment, free_port

ADDRESS, FROM, NAME = "127.0.0.2", "127.0.0.3", "Astrid"
ROUNDS, TRIES = 100, 100
SETTLE_S, PAUSE_S = 12.0, 0.05
"""Until the first silent ones were hung up on and came again; and between two looks, as people look."""
HARM = "200 silent connections, 40 slow bodies, packed bodies of 50 MB and four who guess passwords"


def measure() -> list[Figure]:
    """Ask for the inbox at a hub that is left alone and at one that is besieged, on new connections, then sign in."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        alone, beset = (stack.enter_context(Desk(Path(folder, name))) for name in ("alone", "beset"))
        with besieged(beset.port):
            threading.Event().wait(SETTLE_S)
            screen = rounds(ROUNDS, alone.at_the_hub, beset.at_the_hub)
            elsewhere = rounds(ROUNDS, alone.elsewhere, beset.elsewhere)
        known, unknown = alone.wrong_passwords()
        tries = [(known(), unknown()) for _ in range(TRIES)]
    return [
        _figure("inbox on the hub's own screen, besieged at the other port", *screen),
        _figure("inbox at another desk, besieged at the same port", *elsewhere),
        Figure(
            "sign-in, a name that exists against one that does not",
            # Of each two in turn, so that what else the machine does falls on both.
            abs(median(one - other for one, other in tries)) * 1000,
            20,
            f"the median of what two tries in turn differ by; {median(one for one, _ in tries) * 1000:.0f} ms with a "
            f"name that exists, {median(other for _, other in tries) * 1000:.0f} ms without, medians of {TRIES} each",
            unit="ms",
        ),
    ]


def _figure(name: str, alone_s: float, beset_s: float) -> Figure:
    how = f"{beset_s * 1000:.0f} ms beside {HARM}; {alone_s * 1000:.0f} ms alone"
    return Figure(name, beset_s / alone_s, 2, how)


class Desk:
    """A hub with somebody signed in, at its own screen and at another desk."""

    def __init__(self, data: Path) -> None:
        self.port = free_port()
        told = {"SAMSKAP_HUB_STAFF_HOST": ADDRESS, "SAMSKAP_HUB_STAFF_TLS_PORT": str(self.port)}
        self._hub = HubProcess(data, discovery=False, **told)

    def __enter__(self) -> "Desk":
        self._hub.start()
        self._token, now = secrets.token_urlsafe(32), utc(datetime.now(UTC))
        password_hash = PasswordHasher().hash(secrets.token_urlsafe())
        with closing(open_store(self._hub.data)) as store:
            person = store.people.add(NAME, password_hash, roles=set(Role), now=now)
            store.sessions.begin(hash_of(self._token), person.id, now=now, second=True)
            for number in range(TRIES):
                store.people.add(f"Kari {number}", password_hash, roles={Role.REVIEWER}, now=now)
        root = x509.load_pem_x509_certificate((self._hub.data / "keys" / "root.pem").read_bytes())
        self._trusting = trusting_root(root.public_bytes(Encoding.DER))
        return self

    def __exit__(self, *_: object) -> None:
        self._hub.end()

    def at_the_hub(self) -> float:
        """Return how long the inbox takes on the hub's own screen."""
        port = self._hub.staff_port
        return _asked(
            lambda: http.client.HTTPConnection("127.0.0.1", port, timeout=60), f"samskap-{port}={self._token}"
        )

    def elsewhere(self) -> float:
        """Return how long it takes at another desk."""
        return _asked(self._line, f"__Host-samskap={self._token}")

    def wrong_passwords(self) -> tuple[Callable[[], float], Callable[[], float]]:
        """Return what tries a wrong password under a name that exists, and what does under one that does not."""
        return self._tries("Kari"), self._tries("Ola")

    def _tries(self, name: str) -> Callable[[], float]:
        number = itertools.count()
        head = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"https://{ADDRESS}:{self.port}",
            "Sec-Fetch-Site": "same-origin",
        }

        def once() -> float:
            form = urlencode({"name": f"{name} {next(number)}", "password": "fire blå elger danser"})
            line = self._line()

            def ask() -> None:
                line.request("POST", "/sign-in", form, head)
                answer = line.getresponse()
                assert (answer.status, bool(answer.read())) == (403, True), answer.status

            with closing(line):
                line.connect()
                return seconds(ask)

        return once

    def _line(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection(
            ADDRESS, self.port, context=self._trusting, timeout=60, source_address=(FROM, 0)
        )


def _asked(line: Callable[[], http.client.HTTPConnection], cookie: str) -> float:
    def ask() -> None:
        with closing(line()) as connection:
            connection.request("GET", "/inbox", headers={"Cookie": cookie})
            answer = connection.getresponse()
            assert (answer.status, bool(answer.read())) == (200, True), answer.status

    threading.Event().wait(PAUSE_S)
    return seconds(ask)


@contextmanager
def besieged(port: int) -> Iterator[None]:
    """Have somebody do harm at a port for other desks as long as the context lasts."""
    command = [sys.executable, "-m", "tests.besieging", ADDRESS, str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as siege:
        assert siege.stdout
        try:
            assert siege.stdout.readline() == "begun\n"
            yield
        finally:
            siege.kill()

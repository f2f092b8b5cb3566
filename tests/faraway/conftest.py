"""Another computer, in a network namespace with an address of its own: `make desks`, as root.

Its browser trusts the hub's root and nothing else that is new; it gets it as PCs do that somebody manages, by a policy.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.processes import HubProcess, environment, free_port

Browse = Callable[..., dict[str, Any]]

HERE, THERE = "10.77.41.1", "10.77.41.2"
"""Addresses of the two ends of a cable that exists while the test runs."""
POLICIES = "/etc/chromium"
"""Where Debian's Chromium looks for what whoever manages a PC has decided."""


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Another computer on the other end of a cable: the name of a network namespace."""
    assert os.geteuid() == 0, "network namespaces are made by root: sudo make desks"
    name, end, other = (f"{letter}sk{os.getpid()}" for letter in "nab")
    with ExitStack() as undo:
        ip("netns", "add", name)
        undo.callback(ip, "netns", "del", name)
        ip("link", "add", end, "type", "veth", "peer", "name", other, "netns", name)
        # The namespace takes the cable along some time after it is gone: too late for the next test.
        undo.callback(ip, "link", "del", end)
        ip("address", "add", f"{HERE}/24", "dev", end)
        ip("link", "set", end, "up")
        for words in (("address", "add", f"{THERE}/24", "dev", other), ("link", "set", other, "up")):
            ip("-n", name, *words)
        ip("-n", name, "link", "set", "lo", "up")
        yield name


@pytest.fixture
def hub(tmp_path: Path, elsewhere: str) -> Iterator[HubProcess]:
    told = {"SAMSKAP_HUB_STAFF_HOST": HERE, "SAMSKAP_HUB_STAFF_TLS_PORT": str(free_port())}
    with HubProcess(tmp_path / "hub", discovery=False, **told) as started:
        yield started.start()


@pytest.fixture
def address(hub: HubProcess) -> str:
    """Where other computers reach the hub: host and port."""
    return f"{HERE}:{hub.variables['SAMSKAP_HUB_STAFF_TLS_PORT']}"


@pytest.fixture
def browse(hub: HubProcess, elsewhere: str) -> Browse:
    """Let a browser of the other computer do what a module does; return what it prints.

    What is decided for this browser, ``trusting`` the hub's root or not, holds for nobody else on this machine.
    """

    def browsed(module: str, *arguments: str, trusting: bool = True) -> dict[str, Any]:
        root = x509.load_pem_x509_certificate((hub.data / "keys" / "root.pem").read_bytes())
        trusted = [base64.b64encode(root.public_bytes(Encoding.DER)).decode()] if trusting else []
        policies = json.dumps({"CACertificates": trusted} if trusting else {})
        decide = f'mount -t tmpfs none {POLICIES} && mkdir -p {POLICIES}/policies/managed && echo "$0" > {POLICIES}/policies/managed/a.json && exec "$@"'  # noqa: E501 -- one command
        look = [sys.executable, "-m", module, *arguments]
        there = ["ip", "netns", "exec", elsewhere, "sh", "-c", decide, policies, *look]
        done = subprocess.run(there, capture_output=True, text=True, env=environment(), timeout=400)
        assert done.returncode == 0, done.stderr[-3000:]
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return browsed

"""Another computer, in a network namespace with an address of its own: `make desks`, as root.

Its browser trusts the hub's root and nothing else that is new; it gets it as PCs do that somebody manages, by a policy.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.processes import HubProcess, environment, free_port, succeed
from tests.staff_desk import NAME, PASSWORD, StaffDesk

pytestmark = pytest.mark.desks

HERE, THERE = "10.77.41.1", "10.77.41.2"
"""Addresses of the two ends of a cable that exists while the test runs."""
SLUG = "suppe"
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
        undo.callback(ip, "netns", "del", name)  # takes the cable along
        ip("link", "add", end, "type", "veth", "peer", "name", other, "netns", name)
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
def expected(hub: HubProcess) -> str:
    """An activity that begins in an hour, with two people on its list, and somebody who may sign in."""
    begins = datetime.now(UTC) + timedelta(hours=1)
    soup = {
        "slug": SLUG, "title": {"nb": "Suppe"}, "seats": 10, "fields": ["name"],
        "starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=2)).isoformat(),
    }  # fmt: skip
    succeed("hub", "add-activity", "--data", str(hub.data), "-", stdin=json.dumps(soup))
    with StaffDesk(hub) as desk:
        desk.take_on(SLUG)
        desk.write_in(SLUG, "Ola", contact="ola@example.org")
        desk.write_in(SLUG, "Amina", contact="amina@example.org")
    return f"{HERE}:{hub.variables['SAMSKAP_HUB_STAFF_TLS_PORT']}"


def browsed(elsewhere: str, address: str, policies: dict[str, Any]) -> dict[str, Any]:
    """Let a browser of the other computer look; what is decided for it holds for nobody else on this machine."""
    decide = f'mount -t tmpfs none {POLICIES} && mkdir -p {POLICIES}/policies/managed && echo "$0" > {POLICIES}/policies/managed/a.json && exec "$@"'  # noqa: E501 -- one command
    look = [sys.executable, "-m", "tests.other_desk", address, SLUG, NAME, PASSWORD]
    there = ["ip", "netns", "exec", elsewhere, "sh", "-c", decide, json.dumps(policies)]
    done = subprocess.run([*there, *look], capture_output=True, text=True, env=environment(), timeout=180)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_telephone_works_at_the_door_where_the_root_is_trusted_and_nothing_else(
    hub: HubProcess, elsewhere: str, expected: str
) -> None:
    root = x509.load_pem_x509_certificate((hub.data / "keys" / "root.pem").read_bytes()).public_bytes(Encoding.DER)

    stranger = browsed(elsewhere, expected, {})
    colleague = browsed(elsewhere, expected, {"CACertificates": [base64.b64encode(root).decode()]})

    assert stranger == {"refused": "ERR_CERT_AUTHORITY_INVALID"}
    assert colleague["url"].startswith(f"https://{expected}/activity/{SLUG}/door")
    assert (colleague["protocol"], colleague["here"], colleague["too_wide_px"]) == ("TLS 1.3", "1", 0)
    assert colleague["cookies"]
    assert all(name.startswith("__Host-") and kept for name, kept in colleague["cookies"].items())


def test_nothing_but_the_port_for_other_desks_is_reached_from_elsewhere(hub: HubProcess, elsewhere: str) -> None:
    knock = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 5)"

    def reached(port: int) -> bool:
        command = ["ip", "netns", "exec", elsewhere, sys.executable, "-c", knock, HERE, str(port)]
        return subprocess.run(command, capture_output=True).returncode == 0

    assert httpx2.get(f"{hub.staff_url}/set-up", trust_env=False).status_code == 200
    assert reached(int(hub.variables["SAMSKAP_HUB_STAFF_TLS_PORT"]))
    assert not reached(hub.staff_port)

"""A telephone at the door and a PC in the next room: what they reach of the hub, and whether they believe it."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from tests.faraway.conftest import HERE, Browse
from tests.processes import HubProcess, succeed
from tests.staff_desk import NAME, PASSWORD, StaffDesk

pytestmark = pytest.mark.desks

SLUG = "suppe"


@pytest.fixture
def expected(hub: HubProcess, address: str) -> str:
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
    return address


def test_telephone_works_at_the_door_where_the_root_is_trusted_and_nothing_else(expected: str, browse: Browse) -> None:
    look = ("tests.other_desk", expected, SLUG, NAME, PASSWORD)

    stranger = browse(*look, trusting=False)
    colleague = browse(*look)

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

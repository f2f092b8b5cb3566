"""A kiosk in the wrong hands, once staff have shut it out: what it holds open ends, and nobody waits for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from hub.bootstrap import open_hub
from hub.bus import NEWS
from hub.config import HubConfig
from hub.model import Role
from hub.running import Hub
from hub.services.house import pairing, people
from hub.web.staff_app import create_staff_app
from kiosk.hub_link import pair
from tests.attacks.test_silent_callers import Stream
from tests.hub_builders import KARI, DeliveringKiosk
from tests.live import live

NAME, PASSWORD = "Kari", "fire gule elger danser"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with open_hub(HubConfig(tmp_path / "hub")) as opened:
        people.add(opened.store, NAME, PASSWORD, roles=set(Role), now=opened.now())
        yield opened


@pytest.fixture
def page(hub: Hub) -> TestClient:
    """A browser in which Kari is signed in."""
    headers = {"sec-fetch-site": "same-origin"}
    client = TestClient(create_staff_app(hub), "http://127.0.0.1:8080", headers=headers, follow_redirects=False)
    assert client.post("/sign-in", data={"name": NAME, "password": PASSWORD}).status_code == 303
    return client


def test_open_stream_of_a_kiosk_ends_when_staff_shut_it_out(hub: Hub, page: TestClient) -> None:
    stolen, other = DeliveringKiosk(hub.store, "k1"), DeliveringKiosk(hub.store, "k2")
    with live(hub) as serving:
        streams = Stream(serving, stolen), Stream(serving, other)
        assert all(stream.nudged() for stream in streams)

        page.post("/kiosks/k1/revoke")

        assert streams[0].ended.wait(30)
        hub.bus.publish(NEWS)  # the first that the other hears since: of this it need not hear
        assert streams[1].nudged()
        assert not streams[1].ended.is_set()
        hub.bus.close()
    for stream in streams:
        stream.thread.join(60)


def test_stream_opened_with_an_old_token_ends_when_the_kiosk_is_paired_anew(hub: Hub) -> None:
    copied = DeliveringKiosk(hub.store, "k1")
    code = pairing.open_code(hub.store, by=KARI, now=hub.now()).code
    with live(hub) as serving:
        stream = Stream(serving, copied)
        assert stream.nudged()

        pair(f"127.0.0.1:{serving.port}", code, kiosk_id="k1", kiosk_name="Inngang")

        assert stream.ended.wait(30)
    stream.thread.join(60)

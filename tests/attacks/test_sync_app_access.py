"""Who gets in at the sync app: paired kiosks, each with its own token, and nobody and nothing else."""

import json
import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.bootstrap import open_hub
from hub.bus import NEWS
from hub.config import HubConfig
from hub.model import Role
from hub.running import Hub
from hub.services.house import kiosks, people, staff
from hub.web.staff_app import create_staff_app
from hub.web.sync.sync_app import create_sync_app
from kiosk.hub_link.wire import converter, from_bytes, to_bytes
from shared.protocol import PREFIX, VERSION, Hello, Receipt
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk, a_health
from tests.live import LiveHub, live

OPEN = {f"{PREFIX}/hello", f"{PREFIX}/pairing/opening", f"{PREFIX}/pairing/proof"}
FOR_KIOSKS = {f"{PREFIX}/deliveries": "POST", f"{PREFIX}/nudges": "GET"}
SECRET = "hemmeligheten om hengekøyen"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with open_hub(HubConfig(tmp_path / "hub", name="Lund bibliotek")) as opened:
        yield opened


@pytest.fixture
def client(hub: Hub) -> TestClient:
    return TestClient(create_sync_app(hub), raise_server_exceptions=True)


@pytest.fixture
def kiosk(hub: Hub) -> DeliveringKiosk:
    return DeliveringKiosk(hub.store)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def post(client: Any, token: str, message: Any) -> httpx2.Response:
    content = message if isinstance(message, bytes) else to_bytes(message)
    answer: httpx2.Response = client.post(f"{PREFIX}/deliveries", content=content, headers=bearer(token))
    return answer


def test_every_route_is_open_or_for_kiosks(hub: Hub) -> None:
    routes = {route.path for route in create_sync_app(hub).routes if isinstance(route, APIRoute)}

    assert routes == OPEN | set(FOR_KIOSKS)


def test_staff_pages_are_not_on_the_sync_port(hub: Hub, client: TestClient) -> None:
    paths = list(create_staff_app(hub).openapi()["paths"])
    assert "/inbox" in paths

    for path in [
        *paths,
        "/static/staff.css",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/sync/v1/../../inbox",
        "/etc/passwd",
    ]:
        assert client.get(path).status_code == 404, path


def test_nothing_of_the_sync_app_is_on_the_staff_port(hub: Hub) -> None:
    staff_client = TestClient(create_staff_app(hub), base_url="http://127.0.0.1:8080")

    assert staff_client.get(f"{PREFIX}/hello").status_code == 404
    assert not [path for path in create_staff_app(hub).openapi()["paths"] if path.startswith("/sync")]


@pytest.mark.parametrize(("path", "method"), FOR_KIOSKS.items())
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic dG9rZW4gb2YgazE6"},
        {"Authorization": "token of k1"},
        {"Authorization": "Bearer token of k1, Bearer x"},
        {"Cookie": "token=token of k1"},
        {"X-Forwarded-For": "127.0.0.1"},
    ],
)
def test_without_the_right_token_nobody_gets_in(
    client: TestClient, kiosk: DeliveringKiosk, path: str, method: str, headers: dict[str, str]
) -> None:
    answer = client.request(method, path, headers=headers, content=to_bytes(kiosk.delivery(kiosk.make())))

    assert (answer.status_code, answer.json()) == (401, {"code": "not-allowed"})
    assert list(kiosk.store.submissions.every()) == []


def test_stored_hash_of_a_token_is_no_token(client: TestClient, kiosk: DeliveringKiosk) -> None:
    answer = post(client, kiosks.hash_of(kiosk.token), kiosk.delivery())

    assert answer.status_code == 401


def test_staff_session_is_worthless_here(hub: Hub, client: TestClient, kiosk: DeliveringKiosk) -> None:
    people.add(hub.store, "Kari", "fire gule elger", roles=set(Role), now=hub.now())
    session = staff.sign_in(hub.store, "Kari", "fire gule elger", address="x", now=hub.now())
    names = ["samskap", "samskap-session", "session", "__Host-session"]
    cookie = {"Cookie": "; ".join(f"{name}={session}" for name in names)}

    assert client.get(f"{PREFIX}/nudges", headers=cookie).status_code == 401
    assert post(client, session, kiosk.delivery()).status_code == 401


def test_revoked_kiosk_is_told_so_and_its_data_stays_where_it_is(client: TestClient, kiosk: DeliveringKiosk) -> None:
    kiosks.revoke(kiosk.store, "k1", by=KARI, now=NOON)

    answer = post(client, kiosk.token, kiosk.delivery(kiosk.make()))

    assert (answer.status_code, answer.json()) == (401, {"code": "kiosk-revoked"})
    assert list(kiosk.store.submissions.every()) == []


def test_kiosk_cannot_speak_for_another(client: TestClient, kiosk: DeliveringKiosk) -> None:
    other = DeliveringKiosk(kiosk.store, "k2")
    mine, forged = kiosk.make(), other.make()

    receipt = from_bytes(post(client, kiosk.token, kiosk.delivery(mine, forged)).content, Receipt)

    assert receipt.accepted == [mine.id]
    assert [(refusal.id, refusal.code) for refusal in receipt.refused] == [(forged.id, "not-allowed")]
    assert other.paired.stored == 0
    assert other.paired.created is None


def test_upload_replayed_a_thousand_times_is_stored_once(client: TestClient, kiosk: DeliveringKiosk) -> None:
    submission = kiosk.make()
    delivery = kiosk.delivery(submission)
    body = to_bytes(delivery)

    for _ in range(20):  # what comes behind the web is the same each time, and a tenth of the cost
        assert from_bytes(post(client, kiosk.token, body).content, Receipt).accepted == [submission.id]
        for _ in range(49):
            assert kiosk.receive(delivery).accepted == [submission.id]

    assert kiosk.paired.stored == 1


def test_hello_tells_who_answers_and_nothing_else(hub: Hub, client: TestClient) -> None:
    answer = client.get(f"{PREFIX}/hello")

    assert from_bytes(answer.content, Hello) == Hello(hub.keys.hub_id, "Lund bibliotek", VERSION, VERSION)
    assert set(answer.json()) == {"hub_id", "name", "oldest_version", "version"}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"])
def test_other_methods_are_refused(client: TestClient, kiosk: DeliveringKiosk, method: str) -> None:
    answer = client.request(method, f"{PREFIX}/deliveries", headers=bearer(kiosk.token))

    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


def test_version_of_another_time_is_told_by_its_code(client: TestClient, kiosk: DeliveringKiosk) -> None:
    answer = post(client, kiosk.token, kiosk.delivery(version=99))

    assert (answer.status_code, answer.json()) == (426, {"code": "version-mismatch"})


def test_description_of_the_interface_can_be_made(hub: Hub) -> None:
    described = create_sync_app(hub).openapi()

    assert set(described["paths"]) == OPEN | set(FOR_KIOSKS)
    schema = described["paths"][f"{PREFIX}/deliveries"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert {"version", "cursor", "health"} <= set(schema["required"])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(data=st.data())
def test_no_delivery_however_twisted_breaks_the_hub(client: TestClient, kiosk: DeliveringKiosk, data: Any) -> None:
    message = converter.unstructure(kiosk.delivery(kiosk.make(), kiosk.make()))
    places: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            places.append((node, key))
            if isinstance(node[key], dict | list):
                walk(node[key])

    walk(message)
    for _ in range(data.draw(st.integers(1, 3))):
        node, key = data.draw(st.sampled_from(places))
        node[key] = data.draw(JSON)
    answer = post(client, kiosk.token, json.dumps(message).encode())

    assert answer.status_code in (200, 422, 426)


def test_log_holds_no_visitors_word(
    client: TestClient, kiosk: DeliveringKiosk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sealed = kiosk.make({"text": SECRET, "cards": []})
    post(client, kiosk.token, kiosk.delivery(sealed))
    post(client, kiosk.token, b'{"version": "%s"}' % SECRET.encode())
    kiosk.deliver(kiosk.make(payload=SECRET.encode()))

    assert SECRET not in caplog.text
    assert kiosk.token not in caplog.text


# Over real TLS


def test_only_tls_1_3_is_spoken(hub: Hub) -> None:
    with live(hub) as serving:
        old = serving.context
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        with socket.create_connection(("127.0.0.1", serving.port)) as plain, pytest.raises(ssl.SSLError):
            old.wrap_socket(plain)
        with socket.create_connection(("127.0.0.1", serving.port)) as plain:
            plain.sendall(b"GET /sync/v1/hello HTTP/1.1\r\nHost: hub\r\n\r\n")
            assert not plain.recv(100).startswith(b"HTTP")
        plain = socket.create_connection(("127.0.0.1", serving.port))
        with serving.context.wrap_socket(plain) as connection:
            assert connection.version() == "TLSv1.3"


def test_hub_says_nothing_of_what_it_runs_on(hub: Hub) -> None:
    with live(hub) as serving, httpx2.Client(verify=serving.context, base_url=serving.url, trust_env=False) as http:
        headers = http.get(f"{PREFIX}/hello").headers

    assert "server" not in headers
    assert "x-powered-by" not in headers


@contextmanager
def listening(serving: LiveHub, kiosk: DeliveringKiosk) -> Iterator[Iterator[str]]:
    """The events of a kiosk's open stream."""
    with (
        httpx2.Client(verify=serving.context, base_url=serving.url, trust_env=False) as http,
        http.stream("GET", f"{PREFIX}/nudges", headers=bearer(kiosk.token)) as answer,
    ):
        yield (line for line in answer.iter_lines() if line.startswith("event"))


def test_nudges_come_at_once_and_with_every_news_until_the_kiosk_is_revoked(hub: Hub, kiosk: DeliveringKiosk) -> None:
    with live(hub) as serving, listening(serving, kiosk) as lines:
        heard = [next(lines)]
        hub.bus.publish(NEWS)
        heard.append(next(lines))
        kiosks.revoke(hub.store, "k1", by=KARI, now=NOON)
        heard += list(lines)

    assert heard == ["event: news"] * 2


def test_stopping_ends_open_streams(hub: Hub, kiosk: DeliveringKiosk) -> None:
    opened, heard = threading.Event(), list[str]()

    def listen(serving: LiveHub) -> None:
        with listening(serving, kiosk) as lines:
            for line in lines:
                heard.append(line)
                opened.set()

    with live(hub) as serving:
        listener = threading.Thread(target=listen, args=(serving,))
        listener.start()
        assert opened.wait(30)
    listener.join(30)

    assert not listener.is_alive()
    assert heard == ["event: news"]


def test_health_alone_is_a_delivery_too(client: TestClient, kiosk: DeliveringKiosk) -> None:
    assert post(client, kiosk.token, kiosk.delivery(health=a_health(created=3, waiting=3))).status_code == 200
    assert kiosk.paired.created == 3

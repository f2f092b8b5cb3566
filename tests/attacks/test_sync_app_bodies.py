"""Bodies meant to fill the hub: refused while they stream, while others are served."""

import asyncio
import gzip
import json
import os
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from typing import Any

import httpx2
import psutil
import pytest
from starlette.requests import Request

from hub.bootstrap import open_hub
from hub.config import HubConfig
from hub.services.review import inbox
from hub.web.sync.messages import Message
from kiosk.hub_link.wire import to_bytes
from shared.errors import MessageTooLarge, MessageTooSlow
from shared.packing import WORTH_PACKING
from shared.protocol import MAX_BODY_BYTES, PREFIX, PairingOpening
from tests.hub_builders import DeliveringKiosk
from tests.live import LiveHub, live

MB = 1_000_000
PATH = f"{PREFIX}/deliveries"
ROOM = 48 * MB
"""What the hub's memory may grow by: the bound of a few bodies at once and what Python keeps for later."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHub]:
    with open_hub(HubConfig(tmp_path_factory.mktemp("hub"))) as opened, live(opened) as serving:
        yield serving


@pytest.fixture(scope="module")
def kiosk(hub: LiveHub) -> DeliveringKiosk:
    return DeliveringKiosk(hub.hub.store)


@pytest.fixture
def http(hub: LiveHub) -> Iterator[httpx2.Client]:
    with httpx2.Client(verify=hub.context, base_url=hub.url, trust_env=False) as client:
        yield client


def stream_until_refused(hub: LiveHub, head: str, part: bytes, parts: int) -> tuple[bytes, int]:
    """Send a request in parts until the hub answers or hangs up; return the answer and how many bytes went out."""
    sent, answer = 0, bytearray()
    with socket.create_connection(("127.0.0.1", hub.port)) as plain, hub.context.wrap_socket(plain) as connection:
        connection.sendall(head.encode())
        connection.settimeout(30)
        told = threading.Event()

        def listen() -> None:
            try:
                while got := connection.recv(65536):
                    answer.extend(got)
            except OSError:
                pass
            finally:
                told.set()

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            for _ in range(parts):
                if told.is_set():
                    break
                connection.sendall(part)
                sent += len(part)
        except (OSError, ssl.SSLError):
            pass
        listener.join()
    return bytes(answer), sent


def is_refused(answer: bytes, status: int) -> bool:
    """Tell whether the hub refused with this status, or hung up on us: then TCP may throw its answer away unread."""
    return not answer or f" {status} ".encode() in answer.split(b"\r\n")[0]


def head(token: str, *more: str) -> str:
    lines = [f"POST {PATH} HTTP/1.1", "Host: hub", f"Authorization: Bearer {token}", *more]
    return "\r\n".join(lines) + "\r\n\r\n"


def chunk(size: int) -> bytes:
    return f"{size:x}\r\n".encode() + b" " * size + b"\r\n"


def memory() -> int:
    return int(psutil.Process(os.getpid()).memory_info().rss)


def test_300_mb_in_chunks_are_refused_while_they_stream(hub: LiveHub, kiosk: DeliveringKiosk) -> None:
    before = memory()

    answer, sent = stream_until_refused(hub, head(kiosk.token, "Transfer-Encoding: chunked"), chunk(MB), 300)

    assert is_refused(answer, 413)
    assert sent < 32 * MB
    assert memory() - before < ROOM


def test_300_mb_of_a_stranger_are_not_even_read(hub: LiveHub) -> None:
    answer, sent = stream_until_refused(hub, head("no token", "Transfer-Encoding: chunked"), chunk(MB), 300)

    assert is_refused(answer, 401)
    assert sent < 32 * MB


def test_300_mb_as_announced_are_refused_before_they_are_sent(hub: LiveHub, kiosk: DeliveringKiosk) -> None:
    answer, sent = stream_until_refused(hub, head(kiosk.token, f"Content-Length: {300 * MB}"), b" " * 65536, 5_000)

    assert is_refused(answer, 413)
    assert sent < 32 * MB


def test_a_body_just_over_the_limit_is_refused_by_name(http: httpx2.Client, kiosk: DeliveringKiosk) -> None:
    answer = post(http, kiosk, b" " * (MAX_BODY_BYTES + 1))

    assert (answer.status_code, answer.json()) == (413, {"code": "message-too-large"})


def test_others_are_served_while_somebody_streams(hub: LiveHub, http: httpx2.Client, kiosk: DeliveringKiosk) -> None:
    with socket.create_connection(("127.0.0.1", hub.port)) as plain, hub.context.wrap_socket(plain) as slow:
        slow.sendall(head(kiosk.token, "Transfer-Encoding: chunked").encode() + chunk(1_000))

        assert http.get(f"{PREFIX}/hello").status_code == 200


def test_gzip_bomb_is_refused_before_it_swells(hub: LiveHub, http: httpx2.Client, kiosk: DeliveringKiosk) -> None:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(MB)) for _ in range(300)) + packer.flush()
    assert len(bomb) < MAX_BODY_BYTES
    before = memory()

    answer = post(http, kiosk, bomb, "gzip")

    assert (answer.status_code, answer.json()) == (413, {"code": "message-too-large"})
    assert memory() - before < ROOM


def post(http: httpx2.Client, kiosk: DeliveringKiosk, body: bytes, encoding: str | None = None) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {kiosk.token}", "Content-Type": "application/json"}
    return http.post(PATH, content=body, headers={**headers, **({"Content-Encoding": encoding} if encoding else {})})


def delivery(kiosk: DeliveringKiosk) -> tuple[str, bytes]:
    """A good delivery of one idea and its id."""
    submission = kiosk.make()
    return submission.id, to_bytes(kiosk.delivery(submission))


@pytest.mark.parametrize("encoding", [None, "identity", "gzip", "GZIP"])
def test_delivery_is_taken_plain_and_packed(
    hub: LiveHub, http: httpx2.Client, kiosk: DeliveringKiosk, encoding: str | None
) -> None:
    given, body = delivery(kiosk)
    packed = gzip.compress(body) if encoding and encoding.lower() == "gzip" else body

    answer = post(http, kiosk, packed, encoding)

    assert answer.status_code == 200
    assert answer.json()["accepted"] == [given]
    assert inbox.read(hub.hub.store, given)


@pytest.mark.parametrize(("asked", "packing"), [("gzip", "gzip"), ("gzip, br", "gzip"), ("identity", None), ("", None)])
def test_receipt_is_packed_for_who_asks(
    http: httpx2.Client, kiosk: DeliveringKiosk, asked: str, packing: str | None
) -> None:
    given, body = delivery(kiosk)

    answer = http.post(PATH, content=body, headers={"Authorization": f"Bearer {kiosk.token}", "Accept-Encoding": asked})

    assert answer.json()["accepted"] == [given]
    assert answer.headers.get("content-encoding") == packing


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "x" * 4_000, ""])
def test_other_packing_is_refused(http: httpx2.Client, kiosk: DeliveringKiosk, encoding: str) -> None:
    _, body = delivery(kiosk)
    headers = {"Authorization": f"Bearer {kiosk.token}", "Content-Encoding": encoding}

    answer = http.post(PATH, content=body, headers=headers)

    assert (answer.status_code, answer.json()) == (415, {"code": "unknown-encoding"})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda packed: packed[:-9],
        lambda packed: packed + b"more",
        lambda packed: packed + packed,
        lambda packed: b"not gzip" + packed,
        lambda packed: packed[:20] + b"\xff\xff" + packed[22:],
        lambda packed: b"",
    ],
    ids=["cut short", "something follows", "twice", "no gzip", "damaged", "empty"],
)
def test_gzip_that_is_not_whole_is_refused(http: httpx2.Client, kiosk: DeliveringKiosk, spoil: Any) -> None:
    _, body = delivery(kiosk)

    answer = post(http, kiosk, spoil(gzip.compress(body)), "gzip")

    assert (answer.status_code, answer.json()) == (422, {"code": "bad-message"})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"version":1}',
        b"1" * 5_000,
        b'{"version": NaN}',
        b"<xml/>",
        json.dumps({"version": 1, "cursor": 10**400}).encode(),
    ],
)
def test_body_that_is_no_delivery_is_refused(http: httpx2.Client, kiosk: DeliveringKiosk, body: bytes) -> None:
    answer = post(http, kiosk, body)

    assert (answer.status_code, answer.json()) == (422, {"code": "bad-message"})


# The same reader without sockets


def arriving(parts: list[bytes], headers: dict[str, str], *, ends: bool = True) -> Request:
    """A request whose body arrives in these parts, and then ends or hangs."""
    waiting = iter(parts)

    async def receive() -> dict[str, Any]:
        part = next(waiting, None)
        if part is None and not ends:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": part or b"", "more_body": part is not None}

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "path": "/", "headers": raw}, receive)


def test_message_that_drips_in_too_long_is_refused() -> None:
    message = Message(PairingOpening, 100, read_s=0.01)

    with pytest.raises(MessageTooSlow):
        asyncio.run(message.bytes_of(arriving([b"{"], {}, ends=False)))


@pytest.mark.parametrize("size", [99, 100, 101])
def test_bound_is_exact_plain_and_packed(size: int) -> None:
    message, body = Message(PairingOpening, 100), os.urandom(size)
    requests = [
        arriving([body[:50], body[50:]], {}),
        arriving([bytes([one]) for one in gzip.compress(body)], {"content-encoding": "gzip"}),
    ]

    for request in requests:
        if size <= 100:
            assert asyncio.run(message.bytes_of(request)) == body
        else:
            with pytest.raises(MessageTooLarge):
                asyncio.run(message.bytes_of(request))


@pytest.mark.parametrize(("size", "packing"), [(WORTH_PACKING, "gzip"), (10, None)])
def test_what_is_small_is_not_packed(size: int, packing: str | None) -> None:
    response = Message(PairingOpening, 0).written(PairingOpening("a" * size), arriving([], {"accept-encoding": "gzip"}))

    assert response.headers.get("content-encoding") == packing

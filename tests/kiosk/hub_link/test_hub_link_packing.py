"""What goes over the link packed, and what is made of a reply that is packed in an odd way."""

import gzip
import json
import zlib
from dataclasses import asdict, replace
from pathlib import Path

import psutil
import pytest

from kiosk.hub_link.wire import MAX_REPLY_BYTES
from shared.errors import NotAHub
from shared.protocol import Delivery
from tests.builders import a_news, a_prompt, a_receipt
from tests.hub_builders import a_submission
from tests.kiosk.hub_link.test_hub_link import DELIVERY, HELLO, SUBMISSION, a_link, always, as_json, failure
from tests.listening import Certificate, a_certificate, http, listening, tls

PACKED = "Content-Encoding: gzip\r\n"


@pytest.fixture(name="hub")
def _hub(tmp_path: Path) -> Certificate:
    """The certificate of the paired hub."""
    return a_certificate(tmp_path)


def a_large_delivery() -> Delivery:
    return replace(DELIVERY, submissions=[a_submission({"text": "Et verksted for sykler. " * 20}) for _ in range(5)])


def test_large_delivery_is_packed_and_a_small_one_is_not(hub: Certificate) -> None:
    large = a_large_delivery()

    with listening(tls(hub), always(http(as_json(a_receipt())))) as listener:
        link = a_link(hub, listener.address)
        link.deliver(DELIVERY)
        before = len(listener.heard)
        link.deliver(large)
        link.close()

    head, _, body = listener.heard[before:].partition(b"\r\n\r\n")
    assert b"content-encoding: gzip" in head.lower()
    assert b"content-encoding" not in listener.heard[:before].lower()
    assert json.loads(gzip.decompress(body)) == asdict(large)


@pytest.mark.parametrize("code", [b'{"code": "unknown-encoding"}', b""])
def test_hub_that_does_not_unpack_gets_it_as_it_is_and_so_from_then_on(hub: Certificate, code: bytes) -> None:
    def answer(request: bytes) -> bytes:
        packed = b"content-encoding" in request.partition(b"\r\n\r\n")[0].lower()
        asked.append(packed)
        return http(code, status=415) if packed else http(as_json(a_receipt()))

    asked: list[bool] = []
    with listening(tls(hub), answer) as listener:
        link = a_link(hub, listener.address)
        for _ in range(2):
            link.deliver(a_large_delivery())
        link.close()

    assert asked == [True, False, False]


def test_packed_receipt_is_read(hub: Certificate) -> None:
    receipt = a_receipt(accepted=[SUBMISSION.id], news=a_news(prompts=[a_prompt("poll")]))

    with listening(tls(hub), always(http(gzip.compress(as_json(receipt)), more=PACKED))) as listener:
        link = a_link(hub, listener.address)
        taken = link.deliver(DELIVERY)
        link.close()

    assert taken == receipt
    assert b"accept-encoding: gzip\r\n" in listener.heard.lower()


def test_nothing_but_a_receipt_is_asked_for_packed(hub: Certificate) -> None:
    with listening(tls(hub), always(HELLO)) as listener:
        link = a_link(hub, listener.address)
        link.hello()
        link.close()

    assert b"accept-encoding: identity\r\n" in listener.heard.lower()


def a_bomb() -> bytes:
    """More than a reply may have, packed in a few kilobytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(1_000)) + packer.flush()


@pytest.mark.parametrize(
    ("body", "packing"),
    [
        (gzip.compress(b"{}")[:-1], "gzip"),
        (gzip.compress(b"{}") + b"more", "gzip"),
        (b"{}", "gzip"),
        (b"{}", "br"),
        (a_bomb(), "gzip"),
    ],
    ids=["cut short", "something follows", "no gzip", "another packing", "a bomb"],
)
def test_reply_that_is_not_packed_as_it_may_be_is_no_hubs(hub: Certificate, body: bytes, packing: str) -> None:
    before = psutil.Process().memory_info().rss

    with listening(tls(hub), always(http(body, more=f"Content-Encoding: {packing}\r\n"))) as listener:
        assert type(failure(hub, listener.address)) is NotAHub

    assert psutil.Process().memory_info().rss - before < 3 * MAX_REPLY_BYTES

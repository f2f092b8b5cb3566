"""The wire: visitor data goes to the holder of one certificate, and every failure has its name."""

import gzip
import json
import ssl
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from kiosk.hub_link import HubLink
from kiosk.hub_link.tls import pinned_context
from kiosk.hub_link.wire import MAX_LINE_BYTES, MAX_REPLY_BYTES, client
from kiosk.store import HubPairing
from shared.errors import (
    BadMessage,
    BatchRefused,
    HubFull,
    HubRefused,
    HubTimedOut,
    HubUnreachable,
    KioskRevoked,
    LinkError,
    NotAHub,
    SamskapError,
    VersionMismatch,
    WrongHub,
)
from shared.protocol import Delivery
from tests.builders import a_news, a_notice, a_pairing, a_prompt, a_receipt
from tests.hub_builders import a_health, a_submission
from tests.listening import Answer, Certificate, a_certificate, http, listening, tls

HELLO = http(b'{"hub_id": "hub1", "name": "Holmlia", "oldest_version": 1, "version": 1}')
SUBMISSION = a_submission()
DELIVERY = Delivery(version=1, cursor=0, health=a_health(), submissions=[SUBMISSION])
GZIP = "Content-Encoding: gzip\r\n"
HTML = http(b"<html>Log in to the guest network</html>", kind="text/html")


@pytest.fixture(name="hub")
def _hub(tmp_path: Path) -> Certificate:
    """The certificate of the paired hub."""
    return a_certificate(tmp_path)


def paired_with(certificate: Certificate) -> HubPairing:
    return a_pairing(certificate=certificate.pem, certificate_sha256=certificate.sha256)


def a_link(certificate: Certificate, *addresses: str, connect_s: float = 5.0, read_s: float = 5.0) -> HubLink:
    """A link with less patience than the real one."""
    http_client = client(pinned_context(certificate.pem, certificate.sha256), connect_s=connect_s, read_s=read_s)
    return HubLink(paired_with(certificate), addresses, http_client)


def as_json(message: Any) -> bytes:
    return json.dumps(message if isinstance(message, dict) else asdict(message)).encode()


def always(answer: bytes) -> Answer:
    return lambda request: answer


def test_delivery_reaches_the_paired_hub_and_the_receipt_comes_back_whole(hub: Certificate) -> None:
    receipt = a_receipt(accepted=[SUBMISSION.id], news=a_news(prompts=[a_prompt("poll")], notices=[a_notice()]))

    with listening(tls(hub), always(http(as_json(receipt)))) as listener:
        link = a_link(hub, listener.address)
        taken = link.deliver(DELIVERY)
        link.close()

    head, _, body = listener.heard.partition(b"\r\n\r\n")
    assert taken == receipt
    assert link.address == listener.address
    assert head.startswith(b"POST /sync/v1/deliveries HTTP/1.1\r\n")
    assert b"authorization: bearer secret token" in head.lower()
    assert json.loads(body) == asdict(DELIVERY)


def test_another_certificate_gets_no_byte_after_the_handshake(hub: Certificate, tmp_path: Path) -> None:
    with listening(tls(a_certificate(tmp_path, "rogue")), always(HELLO)) as rogue:
        refused = failure(hub, rogue.address)

    assert type(refused) is WrongHub
    assert (rogue.calls, rogue.heard) == (1, b"")


def test_real_certificate_in_the_chain_behind_a_rogue_leaf_is_not_enough(hub: Certificate, tmp_path: Path) -> None:
    rogue_certificate = a_certificate(tmp_path, "rogue")
    with rogue_certificate.file.open("a") as chain:
        chain.write(hub.pem)

    with listening(tls(rogue_certificate), always(HELLO)) as rogue:
        refused = failure(hub, rogue.address)

    assert type(refused) is WrongHub
    assert (rogue.calls, rogue.heard) == (1, b"")


def test_trusted_certificate_that_is_not_the_paired_leaf_gets_no_byte(hub: Certificate, tmp_path: Path) -> None:
    other = a_certificate(tmp_path, "other")
    with listening(tls(other), always(HELLO)) as rogue:
        link = HubLink(a_pairing(certificate=other.pem, certificate_sha256=hub.sha256), [rogue.address])
        with pytest.raises(WrongHub):
            link.deliver(DELIVERY)
        link.close()

    assert (rogue.calls, rogue.heard) == (1, b"")


def test_tls_1_2_is_not_spoken(hub: Certificate) -> None:
    with listening(tls(hub, newest=ssl.TLSVersion.TLSv1_2), always(HELLO)) as old:
        refused = failure(hub, old.address)

    assert type(refused) is NotAHub
    assert old.heard == b""


def test_plain_http_hears_a_handshake_and_nothing_else(hub: Certificate) -> None:
    with listening(None, always(HTML)) as plain:
        refused = failure(hub, plain.address, connect_s=0.5)

    assert isinstance(refused, NotAHub | HubUnreachable)
    assert_nothing_told(plain.heard)


def test_plain_http_that_answers_at_once_is_no_hub(hub: Certificate) -> None:
    with listening(None, lambda request: HTML) as plain:
        plain._request = lambda line: line.recv(65_536)  # type: ignore[method-assign]  # it waits for no whole one
        refused = failure(hub, plain.address)

    assert type(refused) is NotAHub


def test_nobody_there_is_unreachable(hub: Certificate) -> None:
    assert type(failure(hub, "127.0.0.1:1")) is HubUnreachable
    assert type(failure(hub, "nowhere.invalid:8443")) is HubUnreachable
    assert type(failure(hub, "not an address")) is HubUnreachable
    assert type(failure(hub)) is HubUnreachable


def test_port_that_takes_the_connection_and_never_shakes_hands_is_unreachable(hub: Certificate) -> None:
    with listening(None, lambda request: None) as black_hole:
        refused = failure(hub, black_hole.address, connect_s=0.2)

    assert type(refused) is HubUnreachable
    assert_nothing_told(black_hole.heard)


def test_hub_that_falls_silent_has_timed_out(hub: Certificate) -> None:
    with listening(tls(hub), lambda request: None) as silent:
        assert type(failure(hub, silent.address, read_s=0.2)) is HubTimedOut


def test_reply_that_is_cut_short_is_a_broken_connection(hub: Certificate) -> None:
    def cut(request: bytes) -> bytes:
        threading.Thread(target=listener.close).start()
        return http(as_json(a_receipt()))[:-40]

    with listening(tls(hub), cut) as listener:
        assert type(failure(hub, listener.address)) is HubUnreachable


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (HTML, NotAHub),
        (http(b"", status=302, more="Location: http://127.0.0.1:1/\r\n"), NotAHub),
        (http(b"not here", status=404), NotAHub),
        (http(b"HTTP/0.9 whatever"), BadMessage),
        (b"220 mail.example ESMTP\r\n\r\n", NotAHub),
        (http(b'{"code": "kiosk-revoked"}', status=401), KioskRevoked),
        (http(b'{"code": "not-allowed"}', status=401), KioskRevoked),
        (http(b'{"code": "bad-message"}', status=422), BatchRefused),
        (http(b"too large", status=413, kind="text/plain"), BatchRefused),
        (http(b"", status=415), BatchRefused),
        (http(b'{"code": "version-mismatch"}', status=426), VersionMismatch),
        (http(b'{"code": "hub-full"}', status=507), HubFull),
        (http(b'{"code": "store-busy"}', status=503), HubRefused),
        (http(b'{"code": ["hub-full"]}', status=500), HubRefused),
        (http(b"[]"), BadMessage),
        (http(b'{"lineage": 1}'), BadMessage),
        (http(as_json({**asdict(a_receipt()), "accepted": "abc"})), BadMessage),
        (http(as_json({**asdict(a_receipt()), "hub_time": "noon"})), BadMessage),
        (http(as_json({**asdict(a_receipt()), "hub_time": "9999-12-31T23:59:59.000Z"})), BadMessage),
        (http(as_json({**asdict(a_receipt()), "hub_time": "1970-01-01T00:00:00.000Z"})), BadMessage),
        (http(as_json({**asdict(a_receipt()), "news": {**asdict(a_news()), "prompts": {"a": 1}}})), BadMessage),
        (http(as_json({**asdict(a_receipt()), "news": ["news"]})), BadMessage),
        (http(as_json({**asdict(a_receipt()), "wants_ids": "no"})), BadMessage),
        (http(b"[" * 100_000), BadMessage),
        (http(b" " * (MAX_REPLY_BYTES + 1)), NotAHub),
    ],
)
def test_each_answer_that_is_no_receipt_has_its_name(hub: Certificate, answer: bytes, error: type[LinkError]) -> None:
    with listening(tls(hub), always(answer)) as listener:
        assert type(failure(hub, listener.address)) is error


def test_receipt_of_a_newer_hub_may_have_fields_we_do_not_know(hub: Certificate) -> None:
    receipt = a_receipt()

    with listening(tls(hub), always(http(as_json({**asdict(receipt), "poem": "…"})))) as listener:
        link = a_link(hub, listener.address)
        assert link.deliver(DELIVERY) == receipt
        link.close()


def test_hub_is_known_whatever_the_clock_says_about_its_certificate(tmp_path: Path) -> None:
    old = a_certificate(tmp_path, ended=True)

    with listening(tls(old), always(HELLO)) as listener:
        link = a_link(old, listener.address)
        assert link.hello().name == "Holmlia"
        link.close()


def test_proxy_and_trust_of_the_environment_are_not_asked(
    hub: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rogue = a_certificate(tmp_path, "rogue")
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("SSL_CERT_FILE", str(rogue.file))

    with listening(tls(hub), always(HELLO)) as real, listening(tls(rogue), always(HELLO)) as other:
        link = a_link(hub, real.address)
        assert link.hello().hub_id == "hub1"
        link.close()
        assert type(failure(hub, other.address)) is WrongHub


def test_addresses_are_tried_until_the_hub_answers_and_that_one_is_kept(hub: Certificate, tmp_path: Path) -> None:
    receipt = http(as_json(a_receipt()))
    rogue_answer = always(receipt)
    with (
        listening(tls(a_certificate(tmp_path, "rogue")), rogue_answer) as rogue,
        listening(tls(hub), always(receipt)) as real,
    ):
        link = a_link(hub, "127.0.0.1:1", rogue.address, real.address)
        link.deliver(DELIVERY)
        link.deliver(DELIVERY)
        link.close()

    assert link.address == real.address
    assert (rogue.calls, rogue.heard) == (1, b"")


def test_wrong_hub_is_told_rather_than_that_others_are_unreachable(hub: Certificate, tmp_path: Path) -> None:
    with listening(tls(a_certificate(tmp_path, "rogue")), always(HELLO)) as rogue:
        assert type(failure(hub, "127.0.0.1:1", rogue.address, "127.0.0.1:1")) is WrongHub


def test_hub_that_refuses_is_not_looked_for_elsewhere(hub: Certificate) -> None:
    with (
        listening(tls(hub), always(http(b"", status=507))) as full,
        listening(tls(hub), always(http(as_json(a_receipt())))) as other,
    ):
        assert type(failure(hub, full.address, other.address)) is HubFull
        assert other.calls == 0


def test_hub_that_speaks_only_later_versions_is_a_mismatch(hub: Certificate) -> None:
    future = http(b'{"hub_id": "hub1", "name": "Holmlia", "oldest_version": 8, "version": 9}')

    with listening(tls(hub), always(future)) as listener:
        link = a_link(hub, listener.address)
        with pytest.raises(VersionMismatch):
            link.hello()
        link.close()


def test_nudges_come_as_the_hub_sends_them_and_end_when_it_closes(hub: Certificate) -> None:
    stream = b": hello\n\nevent: news\ndata: \n\n: still here\n\nevent: other\ndata: \n\nevent: news\ndata: \n\n"

    def answer(request: bytes) -> bytes:
        return http(stream, kind="text/event-stream") if b"/nudges" in request else HELLO

    with listening(tls(hub), answer) as listener:
        link = a_link(hub, listener.address)
        nudges = link.nudges()
        assert [next(nudges), next(nudges)] == [None, None]
        with pytest.raises(HubUnreachable):
            next(nudges)
        link.close()


def test_nudges_of_a_hub_that_shut_us_out_say_so(hub: Certificate) -> None:
    with listening(tls(hub), lambda r: http(b"{}", status=401) if b"/nudges" in r else HELLO) as listener:
        link = a_link(hub, listener.address)
        with pytest.raises(KioskRevoked):
            next(link.nudges())
        link.close()


@pytest.mark.parametrize(
    "answer",
    [
        http(gzip.compress(b"event: news\ndata: \n\n"), kind="text/event-stream", more=GZIP),
        http(b"event: news", kind="text/event-stream", more="Content-Encoding: br\r\n"),
        http(b"x" * (MAX_LINE_BYTES + 1), kind="text/event-stream"),
        http(gzip.compress(bytes(MAX_REPLY_BYTES + 1)), status=401, more=GZIP),
    ],
    ids=["packed", "packed in another way", "a line without end", "a refusal without end"],
)
def test_stream_that_no_hub_sends_is_read_no_further(hub: Certificate, answer: bytes) -> None:
    with listening(tls(hub), lambda r: answer if b"/nudges" in r else HELLO) as listener:
        link = a_link(hub, listener.address)
        with pytest.raises(NotAHub):
            next(link.nudges())
        link.close()


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
def test_lines_of_a_stream_end_as_server_sent_events_may(hub: Certificate, ends: bytes) -> None:
    stream = ends.join((b"event: news", b"data: ", b"", b""))
    with listening(tls(hub), lambda r: http(stream) if b"/nudges" in r else HELLO) as listener:
        link = a_link(hub, listener.address)
        nudges = link.nudges()
        assert next(nudges) is None
        with pytest.raises(HubUnreachable):
            next(nudges)
        link.close()


def test_hanging_up_frees_the_thread_that_waits_for_a_nudge(hub: Certificate) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: news\n\n"
    nudged = threading.Event()

    with listening(tls(hub), lambda r: head if b"/nudges" in r else HELLO) as listener:
        link = a_link(hub, listener.address)
        ended: list[type[Exception]] = []

        def wait() -> None:
            try:
                for _ in link.nudges():
                    nudged.set()
            except SamskapError as exc:
                ended.append(type(exc))

        waiter = threading.Thread(target=wait)
        waiter.start()
        assert nudged.wait(10)
        link.hang_up()
        waiter.join(10)
        link.close()

    assert not waiter.is_alive()
    assert ended in ([], [HubUnreachable])


def failure(certificate: Certificate, *addresses: str, connect_s: float = 5.0, read_s: float = 5.0) -> SamskapError:
    """What a delivery with a visitor's words and our token fails with."""
    link = a_link(certificate, *addresses, connect_s=connect_s, read_s=read_s)
    try:
        link.deliver(DELIVERY)
    except SamskapError as exc:
        return exc
    finally:
        link.close()
    raise AssertionError("delivered")


def assert_nothing_told(heard: bytes) -> None:
    """Neither token nor seal nor any HTTP was sent."""
    for secret in (b"secret token", SUBMISSION.sealed.encode(), b"HTTP/1.1"):
        assert secret not in heard

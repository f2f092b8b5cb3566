"""Pairing over real TLS with the hub's real pairing service behind it, and with those who only pretend."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from hub.services.house import kiosks, pairing
from hub.store.base import Store
from kiosk.hub_link import pair
from kiosk.store import HubPairing
from shared.errors import BadMessage, NotAHub, PairingClosed, PairingError, VersionMismatch, WrongCode, WrongHub
from shared.protocol import PairingOpening, PairingProof
from tests.builders import HUB_KEY
from tests.fakes import NOON
from tests.hub_builders import KARI, a_hub_store
from tests.listening import Certificate, a_certificate, http, listening, tls

HELLO = {"hub_id": "hub1", "name": "Holmlia", "oldest_version": 1, "version": 1}


class PairingHub:
    """Answers pairing as the hub does; ``tamper`` may change each reply."""

    def __init__(self, store: Store, certificate: Certificate) -> None:
        self.store, self.certificate = store, certificate
        self.tamper: Callable[[dict[str, object]], dict[str, object]] = lambda reply: reply

    def answer(self, request: bytes) -> bytes:
        head, _, body = request.partition(b"\r\n\r\n")
        path = head.split(b" ")[1].decode()
        try:
            return http(json.dumps(self.tamper(self._reply(path, body))).encode())
        except PairingError as exc:
            return http(json.dumps({"code": exc.code}).encode(), status=403)

    def _reply(self, path: str, body: bytes) -> dict[str, object]:
        if path.endswith("/hello"):
            return dict(HELLO)
        message = json.loads(body)
        if path.endswith("/opening"):
            opening = PairingOpening(**message)
            return asdict(pairing.challenge(self.store, opening, hub_id="hub1", name="Holmlia", now=NOON))
        proof, sha256 = PairingProof(**message), self.certificate.sha256
        key = HUB_KEY.public.hex
        return asdict(pairing.prove(self.store, proof, certificate_sha256=sha256, seal_key=key, now=NOON))


@pytest.fixture(name="hub")
def _hub(tmp_path: Path) -> PairingHub:
    return PairingHub(a_hub_store(tmp_path / "hub"), a_certificate(tmp_path))


def pair_with(hub: PairingHub, code: str) -> HubPairing:
    with listening(tls(hub.certificate), hub.answer) as listener:
        return pair(listener.address, code, kiosk_id="k7", kiosk_name="Ved døra")


def test_right_code_pairs_both_sides(hub: PairingHub) -> None:
    code = pairing.open_code(hub.store, by=KARI, now=NOON).code

    paired = pair_with(hub, f" {code.lower()} ")

    [known] = kiosks.listed(hub.store)
    assert (known.id, known.name) == ("k7", "Ved døra")
    assert kiosks.known(hub.store, paired.token).id == "k7"
    assert (paired.kiosk_id, paired.hub_id, paired.name) == ("k7", "hub1", "Holmlia")
    assert paired.seal_key == HUB_KEY.public.hex
    assert paired.certificate_sha256 == hub.certificate.sha256
    assert paired.certificate.split() == hub.certificate.pem.split()


def test_wrong_code_pairs_nobody(hub: PairingHub) -> None:
    pairing.open_code(hub.store, by=KARI, now=NOON)

    with pytest.raises(WrongCode):
        pair_with(hub, "0000-0000-0000")

    assert kiosks.listed(hub.store) == []


def test_no_open_code_is_told(hub: PairingHub) -> None:
    with pytest.raises(PairingClosed):
        pair_with(hub, "0000-0000-0000")


@pytest.mark.parametrize("code", ["", "K7QM", "K7QM-2XHT-9FR!", "K7QM-2XHT-9FRBB"])
def test_half_a_code_is_not_even_sent(hub: PairingHub, code: str) -> None:
    with listening(tls(hub.certificate), hub.answer) as listener:
        with pytest.raises(WrongCode):
            pair(listener.address, code, kiosk_id="k7", kiosk_name="x")
        assert listener.calls == 0


def test_relay_with_its_own_certificate_is_found_out_by_the_hub(hub: PairingHub, tmp_path: Path) -> None:
    code = pairing.open_code(hub.store, by=KARI, now=NOON).code

    with (
        listening(tls(a_certificate(tmp_path, "rogue")), hub.answer) as rogue,
        pytest.raises(WrongCode),
    ):
        pair(rogue.address, code, kiosk_id="k7", kiosk_name="x")

    assert kiosks.listed(hub.store) == []


@pytest.mark.parametrize(
    "changed", [{"seal_key": "00" * 32}, {"token": "mine"}, {"proof": ""}, {"proof": "ø"}, {"proof": "0" * 64}]
)
def test_grant_that_was_changed_on_the_way_is_not_believed(hub: PairingHub, changed: dict[str, object]) -> None:
    code = pairing.open_code(hub.store, by=KARI, now=NOON).code
    hub.tamper = lambda reply: {**reply, **changed} if "seal_key" in reply else reply

    with pytest.raises(WrongCode):
        pair_with(hub, code)


def test_stranger_who_echoes_our_proof_is_not_believed(hub: PairingHub) -> None:
    proofs: list[str] = []

    def echo(request: bytes) -> bytes:
        body = request.partition(b"\r\n\r\n")[2]
        if b"/proof " in request.partition(b"\r\n")[0]:
            proofs.append(json.loads(body)["proof"])
            return http(json.dumps({"token": "t", "seal_key": HUB_KEY.public.hex, "proof": proofs[0]}).encode())
        if b"/opening " in request.partition(b"\r\n")[0]:
            return http(json.dumps({"hub_nonce": "00" * 32, "hub_id": "hub1", "name": "Holmlia"}).encode())
        return http(json.dumps(HELLO).encode())

    with listening(tls(hub.certificate), echo) as rogue, pytest.raises(WrongCode):
        pair(rogue.address, "K7QM-2XHT-9FRB", kiosk_id="k7", kiosk_name="x")
    assert len(proofs) == 1


def test_somebody_else_who_takes_over_in_the_middle_of_pairing_is_the_wrong_hub(
    hub: PairingHub, tmp_path: Path
) -> None:
    code = pairing.open_code(hub.store, by=KARI, now=NOON).code
    rogue = tls(a_certificate(tmp_path, "rogue"))

    def answer_and_give_way(request: bytes) -> bytes:
        listener.context = rogue
        return hub.answer(request).replace(b"\r\n", b"\r\nConnection: close\r\n", 1)

    with listening(tls(hub.certificate), answer_and_give_way) as listener, pytest.raises(WrongHub):
        pair(listener.address, code, kiosk_id="k7", kiosk_name="x")

    assert kiosks.listed(hub.store) == []


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"version": 9, "oldest_version": 8}, VersionMismatch),
        ({"version": "new"}, NotAHub),
        ({"hub_nonce": "not hex"}, BadMessage),
        ({"hub_nonce": 7}, BadMessage),
    ],
)
def test_hub_that_talks_strangely_is_told_from_a_wrong_code(
    hub: PairingHub, changed: dict[str, object], error: type[Exception]
) -> None:
    code = pairing.open_code(hub.store, by=KARI, now=NOON).code
    hub.tamper = lambda reply: {**reply, **{name: value for name, value in changed.items() if name in reply}}

    with pytest.raises(error):
        pair_with(hub, code)

"""Pairing over the wire: wrong codes, replays, echoes, and somebody in between."""

import secrets
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from hub.bootstrap import open_hub
from hub.config import HubConfig
from hub.running import Hub
from hub.services.house import kiosks, pairing
from hub.web.sync.sync_app import create_sync_app
from kiosk.hub_link import pair
from shared.errors import WrongCode
from shared.protocol import PREFIX, PairingProof, pairing_key, pairing_proof, read_pairing_code
from tests.hub_builders import KARI
from tests.live import live

WRONG = "0000-0000-0000"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with open_hub(HubConfig(tmp_path / "hub")) as opened:
        yield opened


@pytest.fixture
def client(hub: Hub) -> TestClient:
    return TestClient(create_sync_app(hub))


@pytest.fixture
def code(hub: Hub) -> str:
    return pairing.open_code(hub.store, by=KARI, now=hub.now()).code


def ask(client: TestClient, step: str, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    answer = client.post(f"{PREFIX}/pairing/{step}", json=message)
    return answer.status_code, answer.json()


def proof_of(client: TestClient, code: str, certificate_sha256: str, name: str = "Ny") -> PairingProof:
    """What an honest kiosk sends that saw this certificate."""
    nonce = secrets.token_hex(32)
    status, challenge = ask(client, "opening", {"kiosk_nonce": nonce})
    assert status == 200, challenge
    said = (nonce, challenge["hub_nonce"])
    key = pairing_key(read_pairing_code(code) or "", said[1])
    proof = pairing_proof(key, "kiosk", certificate_sha256, *said, "k9", name)
    return PairingProof(*said, "k9", name, proof)


def test_right_code_pairs_over_the_wire(hub: Hub, code: str) -> None:
    with live(hub) as serving:
        paired = pair(f"127.0.0.1:{serving.port}", code.lower(), kiosk_id="k9", kiosk_name="Inngang")

    assert kiosks.known(hub.store, paired.token).name == "Inngang"
    assert paired.seal_key == hub.keys.unseal_key.public.hex
    assert paired.certificate_sha256 == hub.keys.certificate_sha256


def test_stranger_who_burns_proofs_keeps_no_honest_kiosk_out(hub: Hub) -> None:
    paired = []
    with live(hub) as serving:
        address = f"127.0.0.1:{serving.port}"
        for n in range(4):
            code = pairing.open_code(hub.store, by=KARI, now=hub.now()).code
            for _ in range(6):
                with pytest.raises(WrongCode):
                    pair(address, WRONG, kiosk_id="mallory", kiosk_name="Ny")
            paired.append(pair(address, code, kiosk_id=f"k{n}", kiosk_name="Ny"))

    assert [kiosks.known(hub.store, one.token).id for one in paired] == ["k0", "k1", "k2", "k3"]


def test_stranger_who_asks_and_guesses_all_the_time_keeps_no_honest_kiosk_out(
    hub: Hub, client: TestClient, code: str
) -> None:
    proof = proof_of(client, code, hub.keys.certificate_sha256)
    wrong = asdict(replace(proof, proof="0" * 64))
    for _ in range(200):
        assert ask(client, "opening", {"kiosk_nonce": secrets.token_hex(32)})[0] == 200
        assert ask(client, "proof", wrong) == (403, {"code": "wrong-code"})

    assert ask(client, "proof", asdict(proof))[0] == 200


def test_closed_pairing_answers_403_with_its_code(client: TestClient) -> None:
    assert ask(client, "opening", {"kiosk_nonce": "a" * 64}) == (403, {"code": "pairing-closed"})


def test_code_is_used_once(hub: Hub, client: TestClient, code: str) -> None:
    first, second = (proof_of(client, code, hub.keys.certificate_sha256) for _ in range(2))

    assert ask(client, "proof", asdict(first))[0] == 200
    assert ask(client, "proof", asdict(second)) == (403, {"code": "pairing-closed"})


def test_replayed_proof_gets_no_second_token(hub: Hub, client: TestClient, code: str) -> None:
    proof = proof_of(client, code, hub.keys.certificate_sha256)
    ask(client, "proof", asdict(proof))
    pairing.open_code(hub.store, by=KARI, now=hub.now())

    assert ask(client, "proof", asdict(proof)) == (403, {"code": "wrong-code"})
    assert len(kiosks.listed(hub.store)) == 1


def test_relayed_proof_over_another_certificate_is_wrong(hub: Hub, client: TestClient, code: str) -> None:
    relayed = proof_of(client, code, certificate_sha256="e" * 64)

    assert ask(client, "proof", asdict(relayed)) == (403, {"code": "wrong-code"})
    assert kiosks.listed(hub.store) == []


def test_rewritten_fields_of_a_proof_are_wrong(hub: Hub, client: TestClient, code: str) -> None:
    for over in ({"kiosk_id": "evil"}, {"kiosk_name": "Evil"}, {"kiosk_nonce": "a" * 64}):
        proof = proof_of(client, code, hub.keys.certificate_sha256)

        assert ask(client, "proof", asdict(replace(proof, **over))) == (403, {"code": "wrong-code"})


def test_grant_proves_the_hub_and_is_no_echo(hub: Hub, client: TestClient, code: str) -> None:
    proof = proof_of(client, code, hub.keys.certificate_sha256)

    status, grant = ask(client, "proof", asdict(proof))

    key = pairing_key(read_pairing_code(code) or "", proof.hub_nonce)
    said = (proof.kiosk_nonce, proof.hub_nonce, proof.kiosk_id, grant["token"], grant["seal_key"])
    assert status == 200
    assert grant["proof"] == pairing_proof(key, "hub", hub.keys.certificate_sha256, *said)
    assert grant["proof"] != proof.proof


@pytest.mark.parametrize("step", ["opening", "proof"])
@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"kiosk_nonce": 5}', b'{"kiosk_nonce": "zz"}', b"\xff"])
def test_message_of_another_shape_is_refused(client: TestClient, code: str, step: str, body: bytes) -> None:
    answer = client.post(f"{PREFIX}/pairing/{step}", content=body)

    assert (answer.status_code, answer.json()) == (422, {"code": "bad-message"})


@pytest.mark.parametrize("step", ["opening", "proof"])
def test_long_message_of_a_stranger_is_refused(client: TestClient, code: str, step: str) -> None:
    answer = client.post(f"{PREFIX}/pairing/{step}", content=b" " * 5_000)

    assert (answer.status_code, answer.json()) == (413, {"code": "message-too-large"})

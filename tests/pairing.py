"""A kiosk that would like to be paired with a hub's services, without a wire."""

import secrets
from datetime import datetime
from typing import Any

from hub.services.house import pairing
from hub.store.base import Store
from shared.protocol import (
    PairingChallenge,
    PairingGrant,
    PairingOpening,
    PairingProof,
    pairing_key,
    pairing_proof,
    read_pairing_code,
)
from tests.fakes import NOON

CERTIFICATE, SEAL_KEY = "c" * 64, "5" * 64


class Pairer:
    """A kiosk that would like to be paired."""

    def __init__(
        self, store: Store, code: str, *, sees: str = CERTIFICATE, id: str = "k9", name: str = "Ny",
        now: datetime = NOON,
    ) -> None:  # fmt: skip
        self.store, self.code, self.sees, self.id, self.name, self.now = store, code, sees, id, name, now
        self.nonce = secrets.token_hex(32)
        self.key = b""

    def open(self) -> PairingChallenge:
        """Ask for the challenge."""
        return pairing.challenge(self.store, PairingOpening(self.nonce), hub_id="hub", name="Lund", now=self.now)

    def proof(self, challenge: PairingChallenge) -> PairingProof:
        """Prove that the code is known."""
        code = read_pairing_code(self.code)
        assert code
        said = (self.nonce, challenge.hub_nonce)
        self.key = pairing_key(code, challenge.hub_nonce)
        proof = pairing_proof(self.key, "kiosk", self.sees, *said, self.id, self.name)
        return PairingProof(*said, self.id, self.name, proof)

    def pair(self) -> PairingGrant:
        """Do all of it."""
        return prove(self.store, self.proof(self.open()), now=self.now)


def prove(store: Store, proof: PairingProof, **over: Any) -> PairingGrant:
    """Have the hub check a proof."""
    fields: dict[str, Any] = {"certificate_sha256": CERTIFICATE, "seal_key": SEAL_KEY, "now": NOON}
    return pairing.prove(store, proof, **{**fields, **over})

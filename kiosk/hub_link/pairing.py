"""Pairing: kiosk and hub prove to each other that they know the code, over the certificate the kiosk saw.

Whoever sits between shows another certificate, so the proofs differ; a wrong code makes them differ too.
"""

import hmac
import secrets
import ssl
from typing import TypeVar

import httpx2

from kiosk.hub_link.tls import first_seen_context
from kiosk.hub_link.wire import ask, client, greet, to_bytes, url
from kiosk.store import HubPairing
from shared.errors import BadMessage, HubUnreachable, WrongCode
from shared.hosts import USUAL_PORT, ascii_address
from shared.protocol import (
    PREFIX,
    PairingChallenge,
    PairingGrant,
    PairingOpening,
    PairingProof,
    common_version,
    pairing_key,
    pairing_proof,
    read_pairing_code,
)
from shared.seal import SealKey

T = TypeVar("T")

CONNECT_S = 2.0
"""A hub in the house answers in milliseconds; who stands before the tablet waits while its addresses are tried."""


def pair(address: str, code: str, *, kiosk_id: str, kiosk_name: str) -> HubPairing:
    """Pair with whoever answers at this address ("host:port") and knows the code; nothing is kept yet.

    An address without a port has the usual one. Raises WrongCode, PairingClosed, LinkError, ProtocolError.
    """
    try:
        address = ascii_address(address, USUAL_PORT)
    except ValueError as exc:
        raise HubUnreachable("not an address and a port") from exc
    proper = read_pairing_code(code)
    if proper is None:
        raise WrongCode("not twelve letters and digits")
    context = first_seen_context()
    with client(context, connect_s=CONNECT_S) as http:
        common_version(greet(http, address))
        kiosk_nonce = secrets.token_hex(32)
        challenge = _post(http, address, "opening", PairingOpening(kiosk_nonce), PairingChallenge)
        nonces = (kiosk_nonce, challenge.hub_nonce)
        seen = context.certificate_sha256
        key = pairing_key(proper, challenge.hub_nonce)
        proof = pairing_proof(key, "kiosk", seen, *nonces, kiosk_id, kiosk_name)
        grant = _post(http, address, "proof", PairingProof(*nonces, kiosk_id, kiosk_name, proof), PairingGrant)
    expected = pairing_proof(key, "hub", seen, *nonces, kiosk_id, grant.token, grant.seal_key)
    if not hmac.compare_digest(expected.encode(), grant.proof.encode()):
        raise WrongCode("the hub's proof is not right")
    try:
        SealKey(grant.seal_key)
    except ValueError as exc:
        raise BadMessage("the seal key is not a key") from exc
    return HubPairing(
        kiosk_id=kiosk_id,
        kiosk_name=kiosk_name,
        hub_id=challenge.hub_id,
        name=challenge.name,
        token=grant.token,
        seal_key=grant.seal_key,
        certificate=ssl.DER_cert_to_PEM_cert(context.leaf),
        certificate_sha256=seen,
        address=address,
    )


def _post(http: httpx2.Client, address: str, step: str, message: object, wanted: type[T]) -> T:
    where, headers = url(address, f"{PREFIX}/pairing/{step}"), {"Content-Type": "application/json"}
    return ask(http, "POST", where, wanted, content=to_bytes(message), headers=headers)

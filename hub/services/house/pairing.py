"""Pairing: a one-time code that staff carry from the hub to the kiosk proves both ends to each other."""

import hmac
import re
import secrets
from datetime import datetime, timedelta

from hub.bus import KIOSKS, TRIED
from hub.model import Actor, OpenCode, OwnHand, Right
from hub.services.changing import changing
from hub.services.house import kiosks, trusted_again
from hub.store.base import Store
from shared.errors import BadMessage, BadName, PairingClosed, WrongCode
from shared.protocol import (
    PAIRING_CODE_LENGTH,
    PairingChallenge,
    PairingGrant,
    PairingOpening,
    PairingProof,
    check_nonce,
    pairing_key,
    pairing_proof,
)
from shared.submission import CROCKFORD, from_utc, utc

WHO = OwnHand("pairing")
"""What changes something here, where a kiosk asks for it."""
CODE_LIVES = timedelta(minutes=10)
MOST_COUNTED = 100
"""Wrong proofs that are counted, to tell staff. They close nothing: of 2^60 codes ten thousand proofs in each second of
the ten minutes find the right one once in 10^11 windows, and whoever could close the window could keep kiosks out."""
NONCE_BYTES = 32
_KIOSK_ID = re.compile("[0-9A-Za-z-]{1,64}")
"""It stands in addresses of staff pages: whoever has another cannot be shut out there."""


def one_time_code() -> str:
    """Return 60 random bits as people read and type them, in three groups of four."""
    letters = "".join(secrets.choice(CROCKFORD) for _ in range(PAIRING_CODE_LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, PAIRING_CODE_LENGTH, 4))


def open_code(store: Store, *, by: Actor, now: datetime, name: str | None = None, place: str = "") -> OpenCode:
    """Open a new code of 60 random bits for ten minutes; the one before is worthless then.

    A ``name`` that staff give wins over what the kiosk calls itself; None where nobody was asked for one. ``place``:
    where it will stand. Raises BadName for a name that is empty or unfit for a list, BadPlace.
    """
    name, place = "" if name is None else kiosks.checked_name(name), kiosks.checked_place(place)
    written, nonce = one_time_code(), secrets.token_hex(NONCE_BYTES)
    key = pairing_key(written.replace("-", ""), nonce)
    code = OpenCode(written, utc(now + CODE_LIVES), name, nonce, key.hex(), place)
    with changing(store, by, now, Right.KIOSKS) as change:
        store.kiosks.open_code(code, now=change.at)
        change.note("open-code", "pairing", name)
    return code


def current(store: Store, now: datetime) -> OpenCode | None:
    """Return the code that is open at this moment, if any."""
    found = store.kiosks.code()
    if found is None:
        return None
    left = from_utc(found[0].closes_at) - now  # more than it ever had: the clock was set back
    return found[0] if timedelta() < left <= CODE_LIVES else None


def wrong_proofs(store: Store) -> int:
    """Return how many proofs were wrong since the code was opened; it stops at MOST_COUNTED."""
    found = store.kiosks.code()
    return found[1] if found else 0


def challenge(store: Store, opening: PairingOpening, *, hub_id: str, name: str, now: datetime) -> PairingChallenge:
    """Answer a kiosk that would like to be paired. Raises PairingClosed, BadMessage.

    Nothing is kept of who asked: so nobody who asks often takes the place of a kiosk.
    """
    check_nonce(opening.kiosk_nonce)
    code = current(store, now)
    if code is None:
        raise PairingClosed("no code is open")
    return PairingChallenge(code.nonce, hub_id, name)


def prove(store: Store, proof: PairingProof, *, certificate_sha256: str, seal_key: str, now: datetime) -> PairingGrant:
    """Check a kiosk's proof and pair it, under the name staff gave or else its own,
    with a number behind it where another kiosk is called so.

    Raises WrongCode, PairingClosed, BadMessage.

    A proof costs two hashes, the slow one was paid when the code was opened. What is proved includes the certificate
    the kiosk saw, so a proof that somebody relays over another certificate is wrong here; and the code's own nonce, so
    that one from an earlier code is, too.
    """
    name = _check_names(proof)
    code = current(store, now)
    if code is None:
        raise PairingClosed("no code is open")
    key, said = bytes.fromhex(code.key), (proof.kiosk_nonce, proof.hub_nonce)
    expected = pairing_proof(key, "kiosk", certificate_sha256, *said, proof.kiosk_id, proof.kiosk_name)
    known = hmac.compare_digest(expected.encode(), proof.proof.encode(errors="replace"))
    if not known or proof.hub_nonce != code.nonce:
        _count_wrong(store, now)
        raise WrongCode("the proofs differ")
    token = secrets.token_hex(32)
    with changing(store, WHO, now, Right.OWN_HAND) as change:
        found = store.kiosks.code()
        if found is None or found[0] != code:
            raise PairingClosed("the code was used by another kiosk")
        store.kiosks.close_code()
        called = kiosks.free_name(store, code.name or name, proof.kiosk_id)
        store.kiosks.pair(proof.kiosk_id, called, kiosks.hash_of(token), now=utc(now), place=code.place)
        change.note("pair", f"kiosk {proof.kiosk_id}")
        change.wake(KIOSKS)
    trusted_again.write_down(store, proof.kiosk_id)
    own = pairing_proof(key, "hub", certificate_sha256, *said, proof.kiosk_id, token, seal_key)
    return PairingGrant(token, seal_key, own)


def _count_wrong(store: Store, now: datetime) -> None:
    """Count a wrong proof. Staff are told of the first; more they see when they look.

    Past the last that is counted nobody is kept waiting who has something to write.
    """
    if wrong_proofs(store) >= MOST_COUNTED:
        return
    with changing(store, WHO, now, Right.OWN_HAND) as change:
        if wrong_proofs(store) < MOST_COUNTED:
            store.kiosks.count_try()
        if wrong_proofs(store) == 1:
            change.wake(TRIED)


def _check_names(proof: PairingProof) -> str:
    check_nonce(proof.kiosk_nonce)
    check_nonce(proof.hub_nonce)
    if not _KIOSK_ID.fullmatch(proof.kiosk_id):
        raise BadMessage("kiosk_id")
    try:
        return kiosks.checked_name(proof.kiosk_name)
    except BadName as exc:
        raise BadMessage("kiosk_name") from exc

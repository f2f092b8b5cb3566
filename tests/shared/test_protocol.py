"""The messages' own logic: versions, what pairing proves, and the digest of retained ids."""

import hashlib
import hmac
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import protocol
from shared.errors import BadMessage, VersionMismatch
from shared.protocol import (
    OLDEST_VERSION,
    VERSION,
    Hello,
    common_version,
    digest_ids,
    pairing_key,
    pairing_proof,
    read_pairing_code,
)

CODE, KIOSK_NONCE, HUB_NONCE, CERTIFICATE = "K7QM2XHT9FRB", "11" * 32, "22" * 32, "33" * 32
KEY = pairing_key(CODE, HUB_NONCE)
SAID = (KIOSK_NONCE, HUB_NONCE, "kiosk-1", "Inngangen")


def a_hello(oldest: int, newest: int) -> Hello:
    """Return the hello of a hub that speaks this range."""
    return Hello("hub-1", "Hylte bibliotek", oldest, newest)


@pytest.mark.parametrize(
    ("oldest", "newest"), [(OLDEST_VERSION, VERSION), (OLDEST_VERSION, VERSION + 5), (OLDEST_VERSION - 5, VERSION)]
)
def test_common_version_is_the_newest_of_both(oldest: int, newest: int) -> None:
    assert common_version(a_hello(oldest, newest)) == VERSION


@pytest.mark.parametrize(("oldest", "newest"), [(VERSION + 1, VERSION + 2), (OLDEST_VERSION - 2, OLDEST_VERSION - 1)])
def test_common_version_refuses_when_ranges_do_not_meet(oldest: int, newest: int) -> None:
    with pytest.raises(VersionMismatch):
        common_version(a_hello(oldest, newest))


def test_pairing_code_is_read_however_it_is_typed() -> None:
    assert {read_pairing_code(typed) for typed in (CODE, "K7QM-2XHT-9FRB", " k7qm 2xht 9frb")} == {CODE}
    assert read_pairing_code("OIL0-0000-0000") == "011000000000"


@pytest.mark.parametrize("typed", ["", "K7QM", "K7QM-2XHT-9FRBX", "K7QM-2XHT-9FRU", "K7QM-2XHT-9FRø"])
def test_what_is_no_pairing_code_is_none(typed: str) -> None:
    assert read_pairing_code(typed) is None


def test_pairing_key_depends_on_the_code_and_the_nonce_of_the_hub() -> None:
    keys = {KEY, pairing_key("K7QM2XHT9FRC", HUB_NONCE), pairing_key(CODE, KIOSK_NONCE)}

    assert len(keys) == 3
    assert {len(key) for key in keys} == {32}
    assert pairing_key(CODE, HUB_NONCE) == KEY


@pytest.mark.parametrize("nonce", ["", "zz" * 32, "ab" * 31, "AB" * 32, "ab " * 32, "ab" * 32 + "\n", " " + "ab" * 32])
def test_nonce_is_32_bytes_in_lower_case_hex_and_nothing_else(nonce: str) -> None:
    with pytest.raises(BadMessage):
        pairing_key(CODE, nonce)


def test_pairing_proof_is_an_hmac_over_fields_parted_by_zero_bytes() -> None:
    text = "\0".join(("kiosk", CERTIFICATE, *SAID)).encode()

    assert pairing_proof(KEY, "kiosk", CERTIFICATE, *SAID) == hmac.new(KEY, text, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("key", "side", "certificate", "said"),
    [
        (bytes(32), "kiosk", CERTIFICATE, SAID),
        (KEY, "hub", CERTIFICATE, SAID),
        (KEY, "kiosk", "34" * 32, SAID),
        (KEY, "kiosk", CERTIFICATE, (HUB_NONCE, KIOSK_NONCE, "kiosk-1", "Inngangen")),
        (KEY, "kiosk", CERTIFICATE, (KIOSK_NONCE, HUB_NONCE, "kiosk-2", "Inngangen")),
        (KEY, "kiosk", CERTIFICATE, (KIOSK_NONCE, HUB_NONCE, "kiosk-1I", "nngangen")),
        (KEY, "kiosk", CERTIFICATE, SAID[:-1]),
    ],
    ids=["other code", "echoed", "other certificate", "nonces swapped", "other kiosk", "shifted", "less said"],
)
def test_pairing_proof_holds_for_nothing_else(key: bytes, side: str, certificate: str, said: tuple[str, ...]) -> None:
    assert pairing_proof(key, side, certificate, *said) != pairing_proof(KEY, "kiosk", CERTIFICATE, *SAID)


def test_pairing_proof_refuses_a_zero_byte_that_could_shift_fields() -> None:
    with pytest.raises(BadMessage):
        pairing_proof(KEY, "kiosk", CERTIFICATE, KIOSK_NONCE, HUB_NONCE, "kiosk-1\0Inngangen", "")


ids = st.lists(st.uuids().map(str), unique=True, max_size=20)


@given(ids=ids, noise=st.randoms())
def test_digest_does_not_depend_on_the_order(ids: list[str], noise: Any) -> None:
    shuffled = list(ids)
    noise.shuffle(shuffled)

    assert digest_ids(shuffled) == digest_ids(ids)
    assert len(digest_ids(ids)) == 64


@given(ids=ids.filter(bool))
def test_digest_tells_that_one_is_missing(ids: list[str]) -> None:
    assert digest_ids(ids[1:]) != digest_ids(ids)


def test_digest_of_none_is_zero_and_of_one_its_sha256() -> None:
    assert digest_ids([]) == "0" * 64
    assert digest_ids(["a"]) == hashlib.sha256(b"a").hexdigest()


def test_messages_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        a_hello(1, 1).name = "other"  # type: ignore[misc]  # it is what must not go


def test_one_item_of_the_largest_kind_fits_a_request() -> None:
    from shared.kinds.drawing import MAX_BYTES
    from shared.seal import SEAL_OVERHEAD

    base64_bytes = (MAX_BYTES + SEAL_OVERHEAD + 2) // 3 * 4

    assert base64_bytes < protocol.MAX_BATCH_BYTES < protocol.MAX_BODY_BYTES

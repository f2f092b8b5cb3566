"""The hub's keys: made once, for the owner alone, and brought back by a phrase."""

import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from hub.keys import open_keys, restore_secret
from shared.errors import CannotUnseal
from shared.languages import LANGUAGES
from shared.seal import from_phrase, new_unseal_key, to_phrase


def test_keys_are_made_once(tmp_path: Path) -> None:
    first, second = open_keys(tmp_path), open_keys(tmp_path)

    assert (first.hub_id, first.certificate_sha256) == (second.hub_id, second.certificate_sha256)
    assert first.unseal_key.public.hex == second.unseal_key.public.hex


def test_two_hubs_have_nothing_in_common(tmp_path: Path) -> None:
    one, other = open_keys(tmp_path / "one"), open_keys(tmp_path / "other")

    assert one.hub_id != other.hub_id
    assert one.certificate_sha256 != other.certificate_sha256
    assert one.unseal_key.public.hex != other.unseal_key.public.hex


def test_keys_are_for_the_owner_alone(tmp_path: Path) -> None:
    open_keys(tmp_path)

    found = [tmp_path / "keys", *(tmp_path / "keys").iterdir()]
    assert {path.stat().st_mode & 0o077 for path in found} == {0}
    assert not list(tmp_path.rglob("*.new"))


def test_certificate_is_p256_for_servers_and_no_authority(tmp_path: Path) -> None:
    keys = open_keys(tmp_path)
    certificate = x509.load_pem_x509_certificate(keys.certificate.read_bytes())

    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert isinstance(key.curve, ec.SECP256R1)
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    lives = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert lives > timedelta(days=20 * 365)


def test_half_a_pair_of_tls_files_is_made_anew(tmp_path: Path) -> None:
    keys = open_keys(tmp_path)
    keys.certificate.unlink()

    again = open_keys(tmp_path)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(again.certificate, again.private_key)
    assert again.certificate_sha256 != keys.certificate_sha256


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrase_brings_the_key_to_a_new_machine(tmp_path: Path, language: str) -> None:
    old = open_keys(tmp_path / "old")
    sealed = old.unseal_key.public.seal(b"hei", submission_id="s", kind="idea")
    phrase = to_phrase(old.unseal_key.secret, language)
    open_keys(tmp_path / "new")

    restore_secret(tmp_path / "new", from_phrase(phrase, language))

    ring = open_keys(tmp_path / "new").unseal_key
    assert ring.unseal(sealed, submission_id="s", kind="idea") == b"hei"
    assert ring.public.hex == old.unseal_key.public.hex


def test_ring_opens_what_was_sealed_before_the_phrase_came(tmp_path: Path) -> None:
    between = open_keys(tmp_path).unseal_key.public.seal(b"hei", submission_id="s", kind="idea")

    restore_secret(tmp_path, bytes(range(16)))
    restore_secret(tmp_path, bytes(range(16)))

    ring = open_keys(tmp_path).unseal_key
    assert len(ring.keys) == 2
    assert ring.unseal(between, submission_id="s", kind="idea") == b"hei"


def test_ring_does_not_open_what_is_for_others(tmp_path: Path) -> None:
    ring = open_keys(tmp_path).unseal_key
    elsewhere = new_unseal_key().public.seal(b"hei", submission_id="s", kind="idea")
    moved = ring.public.seal(b"hei", submission_id="another", kind="idea")

    for sealed in (elsewhere, moved, b"", b"x" * 40):
        with pytest.raises(CannotUnseal):
            ring.unseal(sealed, submission_id="s", kind="idea")

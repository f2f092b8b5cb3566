"""The seal: only the hub's key opens it, only for the record it was made for, and the key survives on paper."""

import random

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import BadPhrase, CannotUnseal
from shared.languages import LANGUAGES, word_list
from shared.seal import SEAL_OVERHEAD, SECRET_BYTES, SealKey, UnsealKey, from_phrase, new_unseal_key, to_phrase

SECRET = bytes(range(SECRET_BYTES))
KEY = UnsealKey(SECRET)
ID, KIND = "01890a5d-ac96-774b-bcce-b302099a8057", "idea"
secrets = st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES)
languages = st.sampled_from(list(LANGUAGES))


def sealed(payload: bytes = b"words") -> bytes:
    """Return a payload sealed for the key and record of these tests."""
    return KEY.public.seal(payload, submission_id=ID, kind=KIND)


@given(st.binary(max_size=3_000))
def test_what_is_sealed_is_unsealed_exactly(payload: bytes) -> None:
    assert KEY.unseal(sealed(payload), submission_id=ID, kind=KIND) == payload


def test_sealing_adds_what_it_says() -> None:
    assert len(sealed(b"12345")) == 5 + SEAL_OVERHEAD


def test_sealing_twice_gives_other_bytes() -> None:
    assert sealed() != sealed()


def test_sealed_bytes_do_not_hold_the_words() -> None:
    assert b"words" not in sealed()


def test_public_key_is_made_again_from_its_hex() -> None:
    again = SealKey(KEY.public.hex).seal(b"words", submission_id=ID, kind=KIND)

    assert KEY.unseal(again, submission_id=ID, kind=KIND) == b"words"


def test_seal_is_plain_hpke_of_rfc_9180() -> None:
    # What another implementation would do, written down once more from the spec and not from shared.seal.
    raw = HKDF(hashes.SHA256(), 32, salt=None, info=b"samskap hub key 1").derive(SECRET)
    private = X25519PrivateKey.from_private_bytes(raw)
    info = b"samskap seal 2\0" + ID.encode() + b"\0" + KIND.encode()
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)

    assert suite.decrypt(sealed(), private, info=info) == b"words"
    assert KEY.unseal(suite.encrypt(b"x", private.public_key(), info=info), submission_id=ID, kind=KIND) == b"x"


def test_other_key_cannot_unseal() -> None:
    with pytest.raises(CannotUnseal):
        new_unseal_key().unseal(sealed(), submission_id=ID, kind=KIND)


@pytest.mark.parametrize(("submission_id", "kind"), [(ID.replace("0", "1"), KIND), (ID, "poll"), (ID + "\0", "idea")])
def test_seal_cannot_be_moved_to_another_record(submission_id: str, kind: str) -> None:
    with pytest.raises(CannotUnseal):
        KEY.unseal(sealed(), submission_id=submission_id, kind=kind)


def test_damage_of_any_byte_is_found() -> None:
    whole = sealed()

    for at in range(len(whole)):
        damaged = bytearray(whole)
        damaged[at] ^= 1
        with pytest.raises(CannotUnseal):
            KEY.unseal(bytes(damaged), submission_id=ID, kind=KIND)


@given(st.binary(max_size=200))
def test_bytes_that_were_never_sealed_are_refused(noise: bytes) -> None:
    with pytest.raises(CannotUnseal):
        KEY.unseal(noise, submission_id=ID, kind=KIND)


@pytest.mark.parametrize("cut", [0, 1, 31, 32, 47, 48])
def test_cut_off_seals_are_refused(cut: int) -> None:
    with pytest.raises(CannotUnseal):
        KEY.unseal(sealed()[:cut], submission_id=ID, kind=KIND)


def test_refusal_does_not_hold_the_payload() -> None:
    with pytest.raises(CannotUnseal) as refused:
        KEY.unseal(sealed() + b"words", submission_id=ID, kind=KIND)

    assert "words" not in str(refused.value)


@pytest.mark.parametrize("text", ["", "zz", "ab" * 31, "ab" * 33])
def test_seal_key_refuses_what_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        SealKey(text)


def test_new_keys_differ() -> None:
    assert new_unseal_key().secret != new_unseal_key().secret


@given(secret=secrets, language=languages)
def test_phrase_gives_the_secret_back(secret: bytes, language: str) -> None:
    phrase = to_phrase(secret, language)

    assert len(phrase) == SECRET_BYTES + 1
    assert from_phrase(phrase, language) == secret
    assert from_phrase([word.upper() for word in phrase], language) == secret


def test_phrase_with_split_letters_is_read() -> None:
    phrase = [word.replace("å", "a\u030a") for word in to_phrase(bytes(range(100, 116)), "nb")]

    assert from_phrase(phrase, "nb") == bytes(range(100, 116))


@given(secret=secrets, at=st.integers(0, SECRET_BYTES), letter=st.sampled_from("aeiouz"))
@settings(max_examples=300)
def test_phrase_with_a_wrong_letter_is_found(secret: bytes, at: int, letter: str) -> None:
    phrase = to_phrase(secret, "nb")
    slip = letter + phrase[at][1:]

    with pytest.raises(BadPhrase):
        from_phrase([*phrase[:at], slip if slip != phrase[at] else slip + "x", *phrase[at + 1 :]], "nb")


def test_phrase_with_two_words_swapped_is_found_nearly_always() -> None:
    # One byte of check lets one slip in 256 through; a slip of a letter never gets so far (see above).
    noise, missed = random.Random(7), 0
    for _ in range(500):
        phrase = to_phrase(noise.randbytes(SECRET_BYTES), "en")
        phrase[3], phrase[4] = phrase[4], phrase[3]
        try:
            from_phrase(phrase, "en")
        except BadPhrase:
            continue
        missed += 1

    assert missed <= 15


@pytest.mark.parametrize("count", [0, 1, SECRET_BYTES, SECRET_BYTES + 2])
def test_phrase_of_another_length_is_refused(count: int) -> None:
    phrase = to_phrase(SECRET, "en")

    with pytest.raises(BadPhrase):
        from_phrase((phrase + phrase)[:count], "en")


def test_word_of_several_languages_stands_on_the_same_line_of_each() -> None:
    # So a phrase can be read without being told its language.
    lines: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for line, word in enumerate(word_list(language)):
            lines.setdefault(word, set()).add(line)

    assert [word for word, found in lines.items() if len(found) > 1] == []


def test_phrase_in_another_language_is_refused() -> None:
    with pytest.raises(BadPhrase):
        from_phrase(to_phrase(SECRET, "sv"), "en")

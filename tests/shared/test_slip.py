"""What a visitor takes along: the code, the words, and what nobody learns from a kiosk."""

import hashlib
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.assets import read_lines
from shared.languages import LANGUAGES, word_list
from shared.seal import open_reply, seal_reply
from shared.slip import (
    NO_SLIP,
    ROOT_BYTES,
    SLIP_BYTES,
    Slip,
    new_slip,
    pair_words,
    read_receipt_code,
    read_slip,
    read_word_pair,
    stretched,
)
from shared.submission import CROCKFORD
from tests.builders import quick_root

codes = st.text(CROCKFORD, min_size=8, max_size=8)
pairs = st.integers(0, 65_535)
roots = st.binary(min_size=ROOT_BYTES, max_size=ROOT_BYTES).filter(any)
languages = st.sampled_from(list(LANGUAGES))


@given(codes, pairs, roots, st.binary(max_size=40))
def test_slip_before_an_answer_is_read_as_it_was_packed(code: str, pair: int, root: bytes, answer: bytes) -> None:
    slip = Slip(code, pair, root)
    packed = slip.packed()

    assert len(packed) == SLIP_BYTES
    assert read_slip(packed + answer) == slip


def test_slip_that_nobody_got_is_none() -> None:
    assert read_slip(NO_SLIP.packed() + b"answer") is None


@given(st.binary(max_size=SLIP_BYTES - 1))
def test_slip_cut_short_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match="short"):
        read_slip(packed)


def test_slips_differ_and_their_words_do_not_follow_from_their_codes() -> None:
    made = [new_slip("hub1", quick_root) for _ in range(2_000)]
    again = [Slip(one.code, 0, quick_root(one.code, "hub1")) for one in made]

    assert len({one.code for one in made}) == 2_000
    assert len({one.pair for one in made}) > 1_900
    assert [one.finder for one in made] == [one.finder for one in again]
    numbers = [(int.from_bytes(one.packed()[:5]), one.pair) for one in made]
    assert all(sum(number >> at & 0xFFFF == pair for number, pair in numbers) < 5 for at in range(25)), "no part of it"


def test_code_leads_to_what_it_opens_by_the_slow_function_alone() -> None:
    slip = new_slip("0011223344556677")
    salt = b"samskap slip 1\0" + b"0011223344556677"
    slow = hashlib.scrypt(slip.code.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=64 * 2**20, dklen=16)

    assert slip.root == stretched(slip.code, "0011223344556677") == slow
    assert stretched(slip.code, "another hub") != slow


def test_slip_tells_nothing_when_it_is_written_down() -> None:
    assert repr(new_slip("hub1", quick_root)) == "Slip()"


@given(codes, pairs, roots)
def test_what_kiosks_keep_differs_for_each_use(code: str, pair: int, root: bytes) -> None:
    slip = Slip(code, pair, root)

    assert len({slip.finder, slip.key.hex()[:32], slip.root.hex()}) == 3
    assert slip.guest != slip.code
    assert read_receipt_code(slip.guest) == slip.guest


@given(st.binary(max_size=300), roots, roots)
def test_reply_opens_with_its_own_code_alone(reply: bytes, root: bytes, other: bytes) -> None:
    slip, stranger = Slip("K7QM2XHT", 1, root), Slip("K7QM2XHT", 1, other)
    sealed = seal_reply(reply, slip)

    assert open_reply(sealed, slip) == reply
    assert (open_reply(sealed, stranger) is None) == (root != other)
    assert sealed != seal_reply(reply, slip)


@pytest.mark.parametrize("sealed", ["", "A", "åå", "AAAA", os.urandom(40).hex()])
def test_what_is_no_sealed_reply_opens_with_no_code(sealed: str) -> None:
    assert open_reply(sealed, Slip("K7QM2XHT", 1, bytes(16))) is None


@given(codes)
def test_receipt_code_is_read_as_written(code: str) -> None:
    assert read_receipt_code(code) == code
    assert read_receipt_code(f" {code[:4].lower()}-{code[4:].lower()} ") == code


def test_receipt_code_look_alikes_are_folded() -> None:
    assert read_receipt_code("oOiIlL00") == "00111100"


@pytest.mark.parametrize(
    "typed", ["", "1234567", "123456789", "1234567U", "1234567å", "١٢٣٤٥٦٧٨", "12345678\n9", "*" * 8]
)
def test_what_is_no_receipt_code_is_none(typed: str) -> None:
    assert read_receipt_code(typed) is None


@given(st.text(max_size=20))
def test_receipt_code_reads_anything_without_complaint(typed: str) -> None:
    code = read_receipt_code(typed)

    assert code is None or read_receipt_code(code) == code


@given(pair=pairs, told=languages, typed=languages)
def test_word_pair_means_the_same_in_every_language(pair: int, told: str, typed: str) -> None:
    first, second = pair_words(pair, told)
    number = read_word_pair(f"{first} {second}", told)

    assert number == pair
    assert pair_words(pair, typed) == tuple(word_list(typed)[n] for n in divmod(number, 256))


@given(pair=pairs, language=languages, between=st.sampled_from([" ", "-", " · ", "  "]))
def test_word_pair_is_read_however_it_is_typed(pair: int, language: str, between: str) -> None:
    typed = between.join(pair_words(pair, language)).upper()

    assert read_word_pair(typed, language) == pair


def test_word_pair_with_split_letters_is_read() -> None:
    words = read_lines("words", "nb.txt")
    ringed = next(word for word in words if "å" in word)
    split = ringed.replace("å", "a\u030a")

    assert read_word_pair(f"{split} {words[0]}", "nb") == words.index(ringed) << 8


@pytest.mark.parametrize("typed", ["", "one", "xyzzy xyzzy", "a b c"])
def test_what_is_no_word_pair_is_none(typed: str) -> None:
    assert read_word_pair(typed, "en") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_lists_are_256_words_a_slip_apart(language: str) -> None:
    words = word_list(language)
    near = [(a, b) for a in words for b in words if a < b and len(a) == len(b) and sum(map(str.__ne__, a, b)) < 2]

    assert len(set(words)) == 256
    assert near == []


def test_code_without_memory_for_it_is_asked_for_again_later() -> None:
    program = (
        "import resource; from shared.errors import StoreBusy; from shared.slip import stretched; import hashlib\n"
        "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + 8 * 2**20,) * 2)\n"
        "try: stretched('K7QM2XHT', 'hub1')\n"
        "except StoreBusy: print('busy')\n"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("busy\n", "")

"""Looking up what became of an answer."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.visit.lookup import Found, LookUp
from shared.errors import AmbiguousPair, NotFound, TooManyTries
from shared.notice import ReceiptState
from shared.slip import pair_words, read_receipt_code, read_word_pair
from tests.builders import (
    a_news,
    a_receipt,
    a_sealed,
    a_store,
    an_activity,
    quick_root,
    receipt_code,
    save,
    sign_up,
    slip_of,
)
from tests.fakes import FrozenClock


def test_own_answer_waits_then_is_received_then_has_the_hubs_reply(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    look_up = LookUp(store, FrozenClock().monotonic, quick_root)
    saved = save(store)
    code = receipt_code(saved)

    waiting = look_up.find(code, "nb")
    store.take_receipt(a_receipt(accepted=[saved]))
    received = look_up.find(code.lower(), "nb")
    store.take_receipt(a_receipt(news=a_news(receipts=[ReceiptState(code, "published", {"nb": "Ja"})])))
    answered = look_up.find(f" {code[:4]}-{code[4:]} ", "nb")

    assert [waiting, received, answered] == [
        Found("waiting", {}, code),
        Found("received", {}, code),
        Found("published", {"nb": "Ja"}, code),
    ]


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "da", "en"])
def test_two_words_find_the_answer_in_the_language_they_are_typed_in(tmp_path: Path, language: str) -> None:
    store = a_store(tmp_path)
    code = receipt_code(save(store))

    assert LookUp(store, FrozenClock().monotonic).find(words_of(code, language), language) == Found("waiting", {})


def test_two_words_that_look_like_a_code_are_found_as_words(tmp_path: Path) -> None:
    words = "bok ferje"
    assert read_receipt_code(words)
    store = a_store(tmp_path)
    told = a_sealed(ReceiptState("K7QM2XHT", "read"), pair=read_word_pair(words, "nn"))
    store.take_receipt(a_receipt(news=replace(a_news(), receipts=[told])))

    assert LookUp(store, FrozenClock().monotonic, quick_root).find(words, "nn").state == "read"


def words_of(code: str, language: str) -> str:
    """The two words on the slip with this code."""
    return " ".join(pair_words(slip_of(code).pair, language))


def test_two_words_give_neither_the_reply_nor_the_activity_nor_a_way_to_change(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    answered = ReceiptState("K7QM2XHT", "published", {"nb": "Kjære Ola"})
    seated = ReceiptState("A7QM2XHT", "waiting", activity="soup", persons=2, order=3)
    store.take_receipt(a_receipt(news=a_news(activities=[an_activity()], receipts=[answered, seated])))
    look_up = LookUp(store, FrozenClock().monotonic)

    assert look_up.find(words_of(answered.code, "nb"), "nb") == Found("published", {})
    found = look_up.find(words_of(seated.code, "nb"), "nb")
    assert (found, found.slip) == (Found("waiting", {}, sign_up=True), None)


def test_two_words_that_fit_several_codes_say_so(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    one = receipt_code(save(store))
    other = f"{one[:4]}{'0000' if one[4:] != '0000' else '0001'}"
    store.take_receipt(a_receipt(news=a_news(receipts=[ReceiptState(other, "read")])))
    look_up = LookUp(store, FrozenClock().monotonic, quick_root)

    with pytest.raises(AmbiguousPair):
        look_up.find(words_of(one, "en"), "en")
    assert look_up.find(one, "en").state == "waiting"


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCDEFG!", "not words", "one two three", "ZZZZZZZZ", "🙂 🙂"])
def test_what_is_no_code_of_ours_is_not_found(tmp_path: Path, typed: str) -> None:
    with pytest.raises(NotFound):
        LookUp(a_store(tmp_path), FrozenClock().monotonic, quick_root).find(typed, "nb")


def test_sign_up_is_found_with_its_activity_its_place_and_its_persons(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    store.take_receipt(a_receipt(news=a_news(activities=[an_activity()])))
    look_up = LookUp(store, FrozenClock().monotonic, quick_root)
    code = receipt_code(sign_up(store, 2)[0])
    first = ReceiptState("00000001", "waiting", activity="soup", persons=1, order=1)

    requested = look_up.find(code, "nb")
    word = ReceiptState(code, "waiting", {"nb": "Vi ringer"}, activity="soup", persons=2, seated=1, order=5)
    store.take_receipt(a_receipt(news=a_news(receipts=[first, word])))
    waiting = look_up.find(code, "nb")
    store.take_receipt(a_receipt(news=a_news(withdrawn_activities=["soup"])))
    withdrawn = look_up.find(code, "nb")

    assert requested == Found("requested", {}, code, an_activity(), None, 2, 0, True)
    assert waiting == Found("waiting", {"nb": "Vi ringer"}, code, an_activity(), 2, 2, 1, True)
    assert withdrawn == Found("waiting", {"nb": "Vi ringer"}, code, None, 2, 2, 1, True)
    assert [one.over for one in (requested, waiting, withdrawn)] == [False, False, True]


def test_guessing_is_slow_and_right_codes_do_not_count(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store(tmp_path, clock)
    look_up = LookUp(store, clock.monotonic, quick_root)
    code = receipt_code(save(store))
    for _ in range(5):
        look_up.find(code, "nb")
        with pytest.raises(NotFound):
            look_up.find("ZZZZZZZZ", "nb")

    with pytest.raises(TooManyTries) as told:
        look_up.find(code, "nb")
    clock.pass_s(60)

    assert look_up.find(code, "nb").state == "waiting"
    assert told.value.seconds == 60

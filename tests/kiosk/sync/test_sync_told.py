"""What a kiosk tells a hub that was put back, part by part, as far as the hub has heard it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.store import KioskStore
from kiosk.sync import sync_once
from shared.notice import SealedState
from shared.protocol import MAX_BATCH_BYTES, MAX_TOLD, Delivery, Receipt
from tests.builders import a_news, a_receipt, a_store, an_activity, save
from tests.fakes import BrokenLink, FrozenClock


class ForgetfulHub:
    """Asks what the kiosk was told until it has all of it; ``hears`` says whether it moves on."""

    def __init__(self, *, hears: bool = True) -> None:
        self.hears, self.wants, self.upto = hears, True, ""

    def __call__(self, delivery: Delivery) -> Receipt:
        if self.hears and delivery.told is not None and delivery.told_after == self.upto:
            self.wants, self.upto = delivery.told_upto != "", delivery.told_upto
        news = a_news(cursor=delivery.cursor)
        accepted = [one.id for one in delivery.submissions]
        return a_receipt(wants_told=self.wants, told_upto=self.upto, news=news, accepted=accepted)


@pytest.fixture(name="clock")
def _clock() -> FrozenClock:
    return FrozenClock()


def a_kiosk_that_knows(folder: Path, clock: FrozenClock, *words: str) -> KioskStore:
    """A kiosk that was told these of sign-ups for the soup."""
    store = a_store(folder, clock)
    states = [
        SealedState(finder=f"{n:032x}", pair=n, state="confirmed", sealed="", activity="soup", persons=1, told=one)
        for n, one in enumerate(words)
    ]
    news = a_news(cursor=3, activities=[an_activity()])
    store.take_receipt(a_receipt(news=replace(news, receipts=states)))
    return store


def a_round(store: KioskStore, clock: FrozenClock, hub: Callable[[Delivery], Receipt]) -> list[Delivery]:
    link = BrokenLink(hub)
    sync_once(store, link, clock)
    return link.sent


def test_kiosk_tells_in_parts_of_so_many_words_in_one_round(tmp_path: Path, clock: FrozenClock) -> None:
    words = [f"word {n}" for n in range(2 * MAX_TOLD + 1)]
    hub = ForgetfulHub()

    sent = a_round(a_kiosk_that_knows(tmp_path, clock, *words), clock, hub)

    assert [len(one.told) for one in sent if one.told is not None] == [MAX_TOLD, MAX_TOLD, 1]
    assert [word for one in sent for word in one.told or ()] == words
    assert not hub.wants


def test_part_ends_at_so_many_bytes_and_a_longer_word_travels_alone(tmp_path: Path, clock: FrozenClock) -> None:
    half, more = "h" * (MAX_BATCH_BYTES // 2), "m" * (MAX_BATCH_BYTES + 1)

    sent = a_round(a_kiosk_that_knows(tmp_path, clock, half, half, "a", more, "b"), clock, ForgetfulHub())

    assert [one.told for one in sent] == [None, [half, half], ["a"], [more], ["b"]]


def test_word_goes_with_no_submission(tmp_path: Path, clock: FrozenClock) -> None:
    store = a_kiosk_that_knows(tmp_path, clock, "a")
    ids = [save(store) for _ in range(501)]

    sent = a_round(store, clock, ForgetfulHub())

    assert [one.id for delivery in sent for one in delivery.submissions] == ids
    assert [(len(one.submissions), one.told) for one in sent] == [(500, None), (1, None), (0, ["a"])]


def test_hub_that_asks_for_ever_and_never_hears_keeps_no_round_for_ever(tmp_path: Path, clock: FrozenClock) -> None:
    store = a_kiosk_that_knows(tmp_path, clock, *(["word"] * (MAX_TOLD + 1)))

    sent = a_round(store, clock, ForgetfulHub(hears=False))

    assert 1 < len(sent) < 9


def test_hub_that_names_places_the_kiosk_never_did_keeps_no_round_for_ever(tmp_path: Path, clock: FrozenClock) -> None:
    store = a_kiosk_that_knows(tmp_path, clock, *(["word"] * (MAX_TOLD + 1)))
    hub = ForgetfulHub(hears=False)

    def further_on(delivery: Delivery) -> Receipt:
        hub.upto += "0"
        return hub(delivery)

    assert 1 < len(a_round(store, clock, further_on)) < 9

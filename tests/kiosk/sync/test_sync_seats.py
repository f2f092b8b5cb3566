"""What a round says of seats, and in which order: reports, promises, what is handed back, what the hub forgot."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kiosk.store import KioskStore
from kiosk.sync import sync_once
from shared.errors import LinkError
from shared.notice import ReceiptState, SignUpState
from shared.protocol import Delivery, Lease, LeaseReport, Receipt
from shared.submission import new_submission_id
from tests.builders import a_news, a_receipt, a_store, an_activity, sign_up
from tests.fakes import BrokenLink, FrozenClock

TERM_S = 24 * 3600


class SeatHub:
    """Answers every delivery: takes what comes, and leases as it is told to. While it asks it has no news."""

    def __init__(self) -> None:
        self.granted, self.keep = 5, 10_000
        self.wants_told: list[bool] = []

    def __call__(self, delivery: Delivery) -> Receipt:
        wants_told = self.wants_told.pop(0) if self.wants_told else False
        return a_receipt(
            accepted=[s.id for s in delivery.submissions],
            leases=[Lease("soup", self.granted, self.keep, TERM_S)],
            wants_told=wants_told,
            news=a_news(cursor=delivery.cursor if wants_told else 1),
        )


@pytest.fixture(name="clock")
def _clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture(name="store")
def _store(tmp_path: Path, clock: FrozenClock) -> KioskStore:
    store = a_store(tmp_path, clock)
    store.take_receipt(a_receipt(news=a_news(cursor=3, activities=[an_activity()])))
    return store


def a_round(
    store: KioskStore, clock: FrozenClock, hub: Callable[[Delivery], Receipt], losses: Sequence[str | None] = ()
) -> list[Delivery]:
    """Run one round; return what was sent, also when it was cut off."""
    link = BrokenLink(hub, losses)
    try:
        sync_once(store, link, clock)
    except LinkError:
        assert losses
    return link.sent


def test_every_delivery_reports_each_lease_and_promises_go_with_their_records(
    store: KioskStore, clock: FrozenClock
) -> None:
    hub = SeatHub()
    a_round(store, clock, hub)
    confirmed, requested = sign_up(store, 3)[0], sign_up(store, 3)[0]

    sent = a_round(store, clock, hub)

    assert [delivery.leases for delivery in sent] == [[LeaseReport("soup", 5, 0, 3)]] * 2
    assert [s.id for s in sent[0].submissions] == [confirmed, requested]
    assert [delivery.promised for delivery in sent] == [[confirmed], []]


def test_seats_called_back_are_handed_back_in_the_same_round(store: KioskStore, clock: FrozenClock) -> None:
    hub = SeatHub()
    a_round(store, clock, hub)
    sign_up(store, 2)
    hub.keep = 1

    sent = a_round(store, clock, hub)

    assert [delivery.leases[0].returned for delivery in sent] == [0, 2]
    assert sent[-1].retained is not None
    assert len(a_round(store, clock, hub)) == 1


def test_seats_called_back_in_a_reply_that_is_lost_are_handed_back_when_it_is_said_again(
    store: KioskStore, clock: FrozenClock
) -> None:
    hub = SeatHub()
    a_round(store, clock, hub)
    hub.keep = 0

    a_round(store, clock, hub, ["down"])
    kept = sign_up(store)[1]
    sent = a_round(store, clock, hub)

    assert kept == SignUpState.CONFIRMED
    assert sent[-1].leases == [LeaseReport("soup", 5, 4, 1)]


def test_hand_back_that_is_lost_on_the_way_up_is_said_in_the_next_round(store: KioskStore, clock: FrozenClock) -> None:
    hub = SeatHub()
    a_round(store, clock, hub)
    hub.keep = 0

    a_round(store, clock, hub, [None, "up"])
    told = sign_up(store)[1]
    sent = a_round(store, clock, hub)

    assert told == SignUpState.REQUESTED
    assert sent[0].leases == [LeaseReport("soup", 5, 5, 0)]


def test_lease_that_is_over_is_handed_back_with_the_first_word_after_it(store: KioskStore, clock: FrozenClock) -> None:
    hub = SeatHub()
    a_round(store, clock, hub)
    sign_up(store, 2)
    clock.pass_s(TERM_S)
    hub.granted = 9

    sent = a_round(store, clock, hub)

    assert sent[0].leases == [LeaseReport("soup", 5, 3, 2)]
    assert store.lease_reports() == [LeaseReport("soup", 9, 3, 2)]


def test_hub_that_gives_and_takes_for_ever_does_not_keep_a_round_for_ever(
    store: KioskStore, clock: FrozenClock
) -> None:
    hub = SeatHub()

    def changing_its_mind(delivery: Delivery) -> Receipt:
        hub.granted, hub.keep = hub.granted + 1, 0
        return hub(delivery)

    assert len(a_round(store, clock, changing_its_mind)) == 5


def test_hub_that_was_put_back_is_told_once_what_it_has_forgotten_and_as_of_when(
    store: KioskStore, clock: FrozenClock
) -> None:
    hub = SeatHub()
    said = ReceiptState("ABCDEFGH", "waiting", activity="soup", persons=2, order=7)
    store.take_receipt(a_receipt(news=a_news(cursor=40, receipts=[said, ReceiptState("HGFEDCBA", "read")])))
    hub.wants_told = [True]
    own = sign_up(store)[0]

    sent = a_round(store, clock, hub)

    assert [(delivery.cursor, delivery.told) for delivery in sent] == [(40, None), (40, ["told ABCDEFGH"])]
    assert [[s.id for s in delivery.submissions] for delivery in sent] == [[own], []]
    assert sent[-1].retained is not None


def test_word_to_a_hub_that_was_put_back_is_said_again_when_it_was_lost(store: KioskStore, clock: FrozenClock) -> None:
    hub = SeatHub()
    hub.wants_told = [True, True]

    lost = a_round(store, clock, hub, [None, "up"])
    sent = a_round(store, clock, hub)

    assert [delivery.told for delivery in lost] == [None]
    assert [delivery.told for delivery in sent] == [None, []]


def test_promise_between_a_delivery_and_its_receipt_is_kept(store: KioskStore, clock: FrozenClock) -> None:
    hub = SeatHub()
    a_round(store, clock, hub)
    told: list[SignUpState | None] = []

    def while_somebody_signs_up(delivery: Delivery) -> Receipt:
        if not told:
            told.append(sign_up(store, 2, id=new_submission_id())[1])
        hub.keep = 1
        return hub(delivery)

    sent = a_round(store, clock, while_somebody_signs_up)

    assert told == [SignUpState.CONFIRMED]
    assert [delivery.leases for delivery in sent] == [[LeaseReport("soup", 5, 0, 0)], [LeaseReport("soup", 5, 2, 2)]]

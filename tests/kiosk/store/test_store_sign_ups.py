"""What visitors are shown of seats and of their sign-ups, before and after the hub has spoken."""

from pathlib import Path

from shared.notice import ReceiptState
from shared.protocol import SeatCount
from shared.submission import utc
from tests.builders import a_news, a_receipt, a_store, an_activity, change, receipt_code, sign_up, slip_of
from tests.fakes import NOON, FrozenClock
from tests.leasing import TERM_S, a_store_with_seats, account, leased


def test_free_seats_are_the_hubs_and_ours_as_last_heard(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store(tmp_path, clock)
    fresh = store.take_receipt(leased(3, seats=[SeatCount("soup", 4, 0)]))
    clock.pass_s(600)
    sign_up(store, 2)
    [later] = store.activities(store.now())
    same = store.take_receipt(a_receipt(clock.utc(), seats=[SeatCount("soup", 4, 0)]))
    other = store.take_receipt(a_receipt(clock.utc(), seats=[SeatCount("soup", 0, 6)]))

    [now] = store.activities(store.now())
    assert (fresh, same, other) == (True, False, True)
    assert (later.left, later.free, later.waiting, later.known_at) == (1, 5, 0, utc(NOON))
    assert (now.left, now.free, now.waiting, now.known_at) == (1, 1, 6, utc(clock.utc()))


# Receipt codes


def test_own_sign_up_is_told_as_promised_until_the_hub_has_spoken(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 2)
    confirmed, requested = (sign_up(store, 2)[0] for _ in range(2))
    codes = [receipt_code(one) for one in (confirmed, requested)]

    here = [store.receipts(slip_of(code)) for code in codes]
    store.take_receipt(a_receipt(accepted=[confirmed, requested]))
    delivered = [store.receipts(slip_of(code)) for code in codes]
    word = ReceiptState(codes[1], "waiting", activity="soup", persons=2, order=4)
    store.take_receipt(a_receipt(news=a_news(receipts=[word])))

    assert here == delivered
    assert here == [
        [ReceiptState(codes[0], "confirmed", activity="soup", persons=2, seated=2)],
        [ReceiptState(codes[1], "requested", activity="soup", persons=2)],
    ]
    assert store.receipts(slip_of(codes[1])) == [word]


def test_place_counts_those_that_wait_of_the_same_activity_up_to_ones_own_turn(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path)
    said = [
        ReceiptState("00000001", "confirmed", activity="soup", persons=1, order=1),
        ReceiptState("00000002", "waiting", activity="soup", persons=1, order=2),
        ReceiptState("00000003", "waiting", activity="talk", persons=1, order=3),
        ReceiptState("00000004", "cancelled", activity="soup", persons=1, order=4),
        ReceiptState("00000005", "waiting", activity="soup", persons=1, order=5),
        ReceiptState("00000006", "waiting", activity="soup", persons=1, order=6),
    ]

    store.take_receipt(a_receipt(news=a_news(receipts=said)))

    assert [store.place(said[n]) for n in (1, 4, 5, 2)] == [1, 2, 3, 1]


def test_party_larger_than_all_seats_has_no_place_and_takes_none(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path)
    large = ReceiptState("00000001", "waiting", activity="soup", persons=4, order=1)
    small = ReceiptState("00000002", "waiting", activity="soup", persons=1, order=2)

    store.take_receipt(a_receipt(news=a_news(receipts=[large, small], activities=[an_activity(seats=3)])))

    assert [store.place(one) for one in (large, small)] == [None, 1]


def test_change_shows_at_once_and_until_the_hub_has_spoken_after_it_has_it(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path)
    said = ReceiptState("ABCDEFGH", "told", activity="soup", persons=3, seated=3, order=1)
    store.take_receipt(a_receipt(news=a_news(receipts=[said])))

    sent = [change(store, said.code, 2)]
    fewer = store.receipts(slip_of(said.code))
    store.take_receipt(a_receipt(news=a_news(receipts=[said])))
    not_heard_yet = store.receipts(slip_of(said.code))
    sent += [change(store, said.code, 0)]
    none = store.receipts(slip_of(said.code))
    signed_up = store.signed_up(slip_of(said.code))
    store.take_receipt(a_receipt(accepted=sent))
    on_the_hub = store.receipts(slip_of(said.code))
    back = ReceiptState(said.code, "confirmed", activity="soup", persons=3, seated=3, order=9)
    store.take_receipt(a_receipt(news=a_news(receipts=[back])))

    assert [(one.state, one.persons, one.seated) for [one] in (fewer, not_heard_yet)] == [("told", 2, 2)] * 2
    assert [(one.state, one.seated) for [one] in (none, on_the_hub)] == [("cancelled", 0)] * 2
    assert signed_up is None
    assert store.receipts(slip_of(said.code)) == [back]


def test_change_of_an_own_sign_up_that_waits_here_shows_too_and_frees_no_seat_here(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 3)
    code = receipt_code(sign_up(store, 3)[0])

    change(store, code, 1)

    [told] = store.receipts(slip_of(code))
    assert (told.state, told.persons, told.seated) == ("confirmed", 1, 1)
    assert account(store) == (3, 0, 3)


def test_sign_up_can_be_changed_until_its_activity_is_over(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store_with_seats(tmp_path, 3, clock)
    code = receipt_code(sign_up(store, 3)[0])

    before = store.signed_up(slip_of(code))
    clock.pass_s(4 * TERM_S)

    assert before is not None
    assert (before.activity, before.persons) == (an_activity(), 3)
    assert store.signed_up(slip_of(code)) is None
    assert store.signed_up(slip_of("ZZZZZZZZ")) is None


def test_erased_sign_up_leaves_its_seat_counted(tmp_path: Path) -> None:
    store = a_store_with_seats(tmp_path, 3)
    erased, _ = sign_up(store, 2)

    store.take_receipt(a_receipt(erased=[erased]))

    assert store.receipts(slip_of(receipt_code(erased))) == []
    assert account(store) == (3, 0, 2)

"""After an old backup: nothing is given away, and nothing new is said, until every kiosk was heard."""

import pytest

from hub.bus import NEWS
from hub.marks import Marks
from hub.services.activities import sign_ups
from hub.services.house import kiosks, prompts
from hub.services.restoring import recount
from hub.store.base import Store
from shared.notice import ReceiptState
from tests.builders import a_prompt, receipt_code, slip_of
from tests.fakes import NOON
from tests.hub.web.library import Library
from tests.hub_builders import BY, DeliveringKiosk, a_health
from tests.put_back import MARKS, said
from tests.seating import an_evening, keep
from tests.sign_up_builders import a_change, give, publish, state, states


@pytest.fixture
def kiosk(store: Store) -> DeliveringKiosk:
    return DeliveringKiosk(store)


def test_no_seat_is_given_while_seats_are_counted(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    other = DeliveringKiosk(store, "k2")
    kiosk.deliver()
    with store.atomic():
        recount.begin(store, NOON)

    one = give(kiosk)

    assert states(store, one) == ["waiting"]
    assert [found.id for found in recount.waiting_for(store)] == ["k1", "k2"]
    recount.go_on_without(store, "k2", **BY, reason="in repair")
    kiosk.deliver(told=[])
    kiosk.deliver()
    assert states(store, one) == ["confirmed"]
    wanted = [other.deliver(told=told).wants_told for told in (None, list[str]())]
    assert wanted == [True, False], "it may know what we forgot"


def test_kiosk_hears_nothing_new_until_all_are_counted_and_everything_after(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    other = DeliveringKiosk(store, "k2")
    publish(store, seats=4)
    kiosk.deliver()
    recount.begin(store, NOON)

    asked = kiosk.deliver(cursor=70)
    answered = kiosk.deliver(cursor=70, told=[])
    closed = kiosk.deliver(cursor=70)
    assert [one.wants_told for one in (asked, answered, closed)] == [True, False, False]
    assert [(one.news.full, one.news.cursor, one.news.activities) for one in (asked, answered, closed)] == [
        (False, 70, [])
    ] * 3
    assert asked.leases == []
    other.deliver(told=[])
    other.deliver()

    lost = kiosk.deliver(cursor=70, lost=True)
    again = kiosk.deliver(cursor=70)
    after = kiosk.deliver()

    assert [one.news.full for one in (lost, again, after)] == [True, True, False]
    assert [one.slug for one in again.news.activities] == ["soup"]
    assert not store.recalled.recount().is_on


def test_who_was_moved_is_moved_again_when_the_hub_has_forgotten_it(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    keep(store, an_evening("cake", seats=4))
    one = give(kiosk, 3)
    with store.atomic():
        keep_place = store.sign_ups.next_order()
    recount.begin(store, NOON)
    told = ReceiptState(receipt_code(one.id), "told", activity="cake", persons=3, seated=3, order=keep_place)

    kiosk.deliver(told=[said(told)], cursor=70)
    kiosk.deliver(a_change(kiosk, one, 2), cursor=70)
    kiosk.deliver(cursor=70)

    assert not store.recalled.recount().is_on
    assert store.sign_ups.of("soup") == []
    now = state(store, one)
    assert (now.activity, now.state, now.persons, now.seated, now.order) == ("cake", "told", 2, 2, keep_place)


@pytest.mark.parametrize(
    "invented",
    [
        "",
        "not base64",
        "AAAA",
        MARKS.hide("cursor", b"[9,'AV7BHZ6B']"),
        said(
            ReceiptState("AV7BHZ6B", "confirmed", activity="soup", persons=1, seated=1, order=1), 9, Marks([b"x" * 16])
        ),
    ],
)
def test_word_that_the_hub_has_not_said_is_passed_over(store: Store, kiosk: DeliveringKiosk, invented: str) -> None:
    publish(store, seats=4)
    recount.begin(store, NOON)
    sound = ReceiptState("AV7BHZ6A", "confirmed", activity="soup", persons=1, seated=1, order=2)

    kiosk.deliver(told=[invented, said(sound)])
    kiosk.deliver()

    assert not store.recalled.recount().is_on
    assert [(one.code, one.seated) for one in store.sign_ups.of("soup")] == [("AV7BHZ6A", 1)]
    assert state(store, give(kiosk)).order < 2**50


@pytest.mark.parametrize("newest_last", [False, True])
@pytest.mark.parametrize(("newest", "seated"), [("confirmed", 2), ("cancelled", 0)])
def test_newest_word_about_a_sign_up_counts_whichever_kiosk_says_it(
    store: Store, kiosk: DeliveringKiosk, newest: str, seated: int, newest_last: bool
) -> None:
    publish(store, seats=4)
    other = DeliveringKiosk(store, "k2")
    recount.begin(store, NOON)
    former = "cancelled" if newest == "confirmed" else "confirmed"
    words = [
        said(ReceiptState("AV7BHZ6A", state, activity="soup", persons=2, seated=seats, order=2), revision)
        for state, seats, revision in ((former, 2 - seated, 78), (newest, seated, 79))
    ]

    for one, word in zip((kiosk, other), words if newest_last else reversed(words), strict=True):
        one.deliver(told=[word])
        one.deliver()

    assert [(one.code, one.state, one.seated) for one in store.sign_ups.of("soup")] == [("AV7BHZ6A", newest, seated)]


def test_revision_that_a_kiosk_proves_to_know_is_given_to_nothing_else(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    forgotten = store.revisions.newest() + 50

    kiosk.deliver(lineage="of before the backup", cursor=forgotten)
    saved = prompts.save(store, a_prompt("poll"), **BY)

    assert store.recalled.recount().is_on
    assert store.revisions.newest() > forgotten
    assert saved.revision > forgotten


def test_slip_of_who_stands_in_is_known_again(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    recount.begin(store, NOON)
    kiosk.deliver(told=[said(ReceiptState("AV7BHZ6A", "confirmed", activity="soup", persons=1, seated=1, order=2))])
    kiosk.deliver()

    told = kiosk.deliver(lineage=None, cursor=0).news.receipts

    assert [one.finder for one in told] == [slip_of("AV7BHZ6A").finder]


def test_kiosk_of_who_stands_in_is_known_whichever_kiosk_says_it(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    recount.begin(store, NOON)
    seated = ReceiptState("AV7BHZ6A", "confirmed", activity="soup", persons=1, seated=1, order=2)
    kiosk.deliver(told=[said(seated, made_on="stolen")])
    kiosk.deliver()

    assert [(one.code, one.kiosk) for one in store.sign_ups.of("soup")] == [("AV7BHZ6A", "stolen")]


def test_family_that_was_seated_in_part_gets_the_next_seat_though_its_sign_up_never_comes(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    publish(store, seats=2)
    DeliveringKiosk(store, "k2")
    recount.begin(store, NOON)
    kiosk.deliver(told=[said(ReceiptState("AV7BHZ6A", "waiting", activity="soup", persons=3, seated=1, order=2))])
    kiosk.deliver()

    recount.go_on_without(store, "k2", **BY, reason="stolen")
    kiosk.deliver()

    assert [(one.state, one.persons, one.seated) for one in store.sign_ups.of("soup")] == [("waiting", 3, 2)]


def test_kiosk_whose_copies_are_all_pruned_is_heard(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    kiosk.deliver()
    recount.begin(store, NOON)
    health = a_health(created=3, on_hub=3)

    kiosk.deliver(health=health)
    assert store.recalled.recount().is_on
    kiosk.deliver(health=health, told=[])

    assert not store.recalled.recount().is_on


def test_folder_without_its_mark_is_counted(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    assert store.high_water.read() == 0
    assert recount.begin_if_put_back(store, NOON)
    assert [found.id for found in recount.waiting_for(store)] == ["k1"]

    assert not recount.begin_if_put_back(store, NOON)


def test_nothing_is_counted_where_no_seats_are_to_come(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=None)

    recount.begin(store, NOON)

    assert recount.waiting_for(store) == []
    assert [kiosk.deliver(told=told).wants_told for told in (None, list[str](), None)] == [True, False, False]


def test_kiosk_that_is_shut_out_is_waited_for_no_longer(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    DeliveringKiosk(store, "k2")
    kiosk.deliver()
    recount.begin(store, NOON)
    one = give(kiosk)
    kiosk.deliver(told=[])
    kiosk.deliver()

    kiosks.revoke(store, "k2", **BY)
    over = not store.recalled.recount().is_on
    kiosk.deliver()

    assert over
    assert states(store, one) == ["confirmed"]


@pytest.mark.parametrize("shut", [False, True], ids=["staff go on", "shut out"])
def test_kiosks_are_woken_when_the_count_is_over(library: Library, shut: bool) -> None:
    store, told = library.store, list[list[str]]()
    publish(store, seats=4)
    recount.begin(store, NOON)

    for kiosk in recount.waiting_for(store):
        library.bus.said.clear()
        if shut:
            kiosks.revoke(store, kiosk.id, **BY)
        else:
            recount.go_on_without(store, kiosk.id, **BY, reason="in repair")
        told.append([topic for topic in library.bus.said if topic == NEWS])

    assert len(told) > 1
    assert told == [[]] * (len(told) - 1) + [[NEWS]]


def test_word_that_is_older_than_the_backup_undoes_nothing_in_it(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=8)
    first, family, alone = give(kiosk, 4), give(kiosk, 8), give(kiosk, 1)
    heard = kiosk.deliver(lineage=None, cursor=0).news
    assert states(store, first, family, alone) == ["confirmed", "waiting", "waiting"]
    sign_ups.seat(store, alone.id, **BY, reason="in a wheelchair")
    recount.begin(store, NOON)

    kiosk.deliver(told=[one.told for one in heard.receipts])
    kiosk.deliver()

    assert not store.recalled.recount().is_on
    assert states(store, first, family, alone) == ["confirmed", "waiting", "confirmed"]

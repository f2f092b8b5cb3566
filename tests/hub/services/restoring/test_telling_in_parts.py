"""A kiosk tells a hub that forgot as much as it knows, in as many parts as that takes."""

import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hub.bootstrap import open_store
from hub.services.house import kiosks
from hub.services.restoring import own_hand, recount
from hub.store.base import Store
from hub.store.sqlite import FILE, SqliteStore
from shared.errors import BadMessage
from shared.notice import ReceiptState
from shared.protocol import MAX_TOLD, Receipt
from tests.counting import CountingEngine
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk
from tests.put_back import MARKS, InParts, PutBack, said
from tests.seating import an_evening, keep
from tests.sign_up_builders import give, publish, states

CAKE = an_evening("cake", seats=90_000)
PARTS = ("", "a"), ("a", "b"), ("b", "")
"""Where each of three parts begins, and up to where it goes."""


@pytest.fixture
def kiosk(store: Store) -> DeliveringKiosk:
    return DeliveringKiosk(store)


@pytest.fixture
def other(store: Store) -> DeliveringKiosk:
    return DeliveringKiosk(store, "k2")


@pytest.fixture
def words() -> list[list[str]]:
    """What the hub said of a sign-up, in each of three parts."""
    seated = [
        ReceiptState(f"AV7BHZ6{n}", "confirmed", activity="soup", persons=1, seated=1, order=n) for n in range(1, 4)
    ]
    return [[said(one, 70 + n)] for n, one in enumerate(seated)]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[PutBack]:
    library = PutBack(tmp_path, InParts)
    yield library
    library.close()


def tell(kiosk: DeliveringKiosk, words: Sequence[list[str]], part: int) -> Receipt:
    after, upto = PARTS[part]
    return kiosk.deliver(told=words[part], told_after=after, told_upto=upto)


def codes(store: Store, slug: str = "soup") -> list[str]:
    return [one.code for one in store.sign_ups.of(slug)]


def test_kiosk_that_knows_more_than_one_delivery_holds_tells_it_in_parts(tmp_path: Path) -> None:
    library = PutBack(tmp_path)
    keep(library.hub, CAKE)
    expected = library.many_sign_up(MAX_TOLD + 10, "cake")
    library.sync()
    library.put_back()

    told = [len(one.told) for one in library.round("k1") if one.told is not None]
    for _ in range(2):
        library.sync()

    assert told == [MAX_TOLD, 11]
    assert not library.hub.recalled.recount().is_on
    assert codes(library.hub, "cake") == expected
    assert {one.state for one in library.hub.sign_ups.of("cake")} == {"confirmed"}
    library.close()


@pytest.mark.parametrize("lost", ["up", "down"])
@pytest.mark.parametrize("good", range(6))
@pytest.mark.parametrize("again", [False, True], ids=["", "backup put back again"])
def test_round_that_is_cut_off_anywhere_leaves_no_word_out_and_none_twice(
    library: PutBack, lost: str, good: int, again: bool
) -> None:
    keep(library.hub, CAKE)
    expected = library.many_sign_up(7, "cake")
    library.sync()
    library.put_back()

    library.round("k1", [*[None] * good, lost])
    if again:
        library.put_back()
    else:
        library.restart()
    cut_off = codes(library.hub, "cake")
    for _ in range(3):
        library.sync()

    assert cut_off == []
    assert not library.hub.recalled.recount().is_on
    assert codes(library.hub, "cake") == expected


def test_kiosk_goes_on_after_what_the_hub_has_heard(library: PutBack) -> None:
    keep(library.hub, CAKE)
    library.many_sign_up(7, "cake")
    library.sync()
    library.put_back()

    before = library.round("k1", [None, None, None, "up"])
    after = library.round("k1")

    told = [one.told for one in (*before, *after) if one.told is not None]
    assert len(told) == len(before) - 1 + len(after) - 1
    assert len({word for part in told for word in part}) == sum(map(len, told)) == 8


@pytest.mark.parametrize("order", [*itertools.permutations(range(3)), (0, 0, 2, 1, 0), (2, 2, 1, 1, 0)])
def test_part_counts_whenever_it_comes_and_kiosk_is_through_when_all_have(
    store: Store, kiosk: DeliveringKiosk, words: list[list[str]], order: Sequence[int]
) -> None:
    publish(store, seats=4)
    recount.begin(store, NOON)

    for part in order:
        receipt = tell(kiosk, words, part)
    through = order == (0, 1, 2)
    assert (receipt.wants_told, store.recalled.recount().is_on) == (not through, not through)
    while receipt.wants_told:
        receipt = tell(kiosk, words, [after for after, _ in PARTS].index(receipt.told_upto))

    assert not store.recalled.recount().is_on
    assert [(one.code, one.seated) for one in store.sign_ups.of("soup")] == [
        ("AV7BHZ61", 1), ("AV7BHZ62", 1), ("AV7BHZ63", 1),
    ]  # fmt: skip
    assert not tell(kiosk, words, 2).wants_told
    assert codes(store) == ["AV7BHZ61", "AV7BHZ62", "AV7BHZ63"]


def test_last_part_alone_does_for_no_hub_that_has_forgotten_the_others(
    store: Store, kiosk: DeliveringKiosk, words: list[list[str]]
) -> None:
    publish(store, seats=4)
    recount.begin(store, NOON)
    tell(kiosk, words, 0)
    tell(kiosk, words, 1)
    recount.begin(store, NOON)

    last = tell(kiosk, words, 2)

    assert (last.wants_told, last.told_upto, store.recalled.recount().is_on) == (True, "", True)


def test_part_of_a_kiosk_that_is_not_asked_is_not_read(
    store: Store, kiosk: DeliveringKiosk, words: list[list[str]]
) -> None:
    publish(store, seats=4)

    assert not tell(kiosk, words, 0).wants_told
    assert list(store.recalled.every()) == []


def test_activity_that_one_part_brings_back_is_counted_with_the_words_of_kiosks_that_are_through(
    store: Store, kiosk: DeliveringKiosk, other: DeliveringKiosk, words: list[list[str]]
) -> None:
    recount.begin(store, NOON)
    kiosk.deliver(told=[word for part in words for word in part])
    assert not store.recalled.recount().is_on

    other.deliver(told=[own_hand.activity(an_evening("soup", seats=4), MARKS)], told_upto="a")

    assert [one.id for one in recount.waiting_for(store)] == ["k1", "k2"]
    assert not kiosk.deliver().wants_told
    other.deliver(told=[], told_after="a")
    assert not store.recalled.recount().is_on
    assert codes(store) == ["AV7BHZ61", "AV7BHZ62", "AV7BHZ63"]


def test_kiosk_that_never_comes_to_an_end_holds_nobody_up(
    store: Store, kiosk: DeliveringKiosk, other: DeliveringKiosk, words: list[list[str]]
) -> None:
    publish(store, seats=9)
    recount.begin(store, NOON)
    one = give(kiosk)
    kiosk.deliver(told=words[0])
    kiosk.deliver()

    def tells_for_ever(first: int) -> None:
        for n in range(first, first + 5):
            after = other.deliver().told_upto
            assert other.deliver(told=words[1] * MAX_TOLD, told_after=after, told_upto=f"{n}").wants_told

    tells_for_ever(0)
    assert states(store, one) == ["waiting"]
    recount.go_on_without(store, other.id, by=KARI, now=NOON, reason="it never ends")
    kiosk.deliver()
    assert not store.recalled.recount().is_on
    assert states(store, one) == ["confirmed"]
    tells_for_ever(5)
    assert codes(store)[0] == "AV7BHZ61"

    forgotten = kiosk.deliver(cursor=store.revisions.newest() + 50)

    assert forgotten.wants_told, "the hub notices all the same when it is put back again"
    kiosks.revoke(store, other.id, by=KARI, now=NOON)
    kiosk.deliver(told=[])
    assert not store.recalled.recount().is_on
    assert list(store.recalled.every()) == []


@pytest.mark.parametrize("seats", [None, 4])
def test_words_lie_on_the_hub_no_longer_than_somebody_is_asked(
    store: Store, kiosk: DeliveringKiosk, other: DeliveringKiosk, words: list[list[str]], seats: int | None
) -> None:
    publish(store, seats=seats)
    recount.begin(store, NOON)

    kiosk.deliver(told=words[0])
    meanwhile = [one.state.code for one in store.recalled.every()]
    other.deliver(told=words[0] + words[1])
    kiosk.deliver()

    assert meanwhile == ["AV7BHZ61"]
    assert list(store.recalled.every()) == []


def test_words_of_an_activity_go_with_its_sign_ups(
    store: Store, kiosk: DeliveringKiosk, words: list[list[str]]
) -> None:
    publish(store, seats=4)
    recount.begin(store, NOON)
    tell(kiosk, words, 0)

    store.sign_ups.delete_ended("2099-01-01T00:00:00.000Z")

    assert list(store.recalled.every()) == []


@pytest.mark.parametrize("over", [{"told": [""] * (MAX_TOLD + 1)}, {"told_after": "a" * 129}, {"told_upto": "a" * 129}])
def test_part_beyond_its_bounds_is_no_message(kiosk: DeliveringKiosk, over: dict[str, Any]) -> None:
    with pytest.raises(BadMessage):
        kiosk.deliver(**over)


def test_word_costs_the_same_however_many_have_signed_up(tmp_path: Path) -> None:
    few, many = (steps_of_a_word(tmp_path / f"{count}", count) for count in (40, 160))

    assert many < 1.2 * few


def steps_of_a_word(folder: Path, count: int) -> float:
    """Return how many steps of the database it takes to hear one of so many words and let it hold again."""
    folder.mkdir()
    engine = CountingEngine(folder / FILE)
    with closing(SqliteStore(folder, lambda _: engine)) as store:
        publish(store, seats=200)
        kiosk = DeliveringKiosk(store)
        recount.begin(store, NOON)
        said_before = [
            said(ReceiptState(f"{n:08}", "confirmed", activity="soup", persons=1, seated=1, order=n))
            for n in range(1, count + 1)
        ]
        engine.begin()
        kiosk.deliver(told=said_before)
        assert len(codes(store)) == count
        return engine.steps / count


def test_hub_that_was_asking_before_words_lay_in_rows_asks_all_again(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        publish(store, seats=4)
        for name in ("k1", "k2"):
            DeliveringKiosk(store, name)
        store.settings.save(
            {"recount_asked": '{"k2": false}', "recount_awaited": '{"k1": true, "k2": false}', "recount_known": "{}"}
        )
    with closing(sqlite3.connect(tmp_path / FILE)) as raw:
        raw.execute("drop table recalled")
        raw.execute("delete from _sqlite_migrations where name = 'words_of_what_was_forgotten'")
        raw.commit()

    with closing(open_store(tmp_path)) as store:
        asked = [store.recalled.recount().told_upto(kiosk.id) for kiosk in recount.waiting_for(store)]

    assert asked == ["", ""]

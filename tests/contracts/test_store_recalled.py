"""What every store promises a hub that was put back: what it knows of what it has forgotten."""

from dataclasses import replace
from typing import Any

from hub.model import Recount, Told
from hub.store.base import Store
from shared.notice import ReceiptState
from shared.slip import Slip


def recalled(code: str, changed: int, **over: Any) -> Told:
    """What a kiosk was told of a sign-up under this revision."""
    slip = Slip(code, 7, code.encode() * 2)
    state = ReceiptState(code, "confirmed", activity="soup", persons=2, seated=2, order=changed)
    return Told(changed, slip.finder, slip.pair, replace(state, **over), slip, "k1")


def test_newest_word_of_each_sign_up_is_recalled_in_the_order_of_their_changes(store: Store) -> None:
    old, new = recalled("AAAAAAAA", 5), recalled("AAAAAAAA", 8, state="waiting", seated=0)
    other, third = recalled("BBBBBBBB", 7, activity=None), recalled("CCCCCCCC", 7)

    store.recalled.remember([old, other, third])
    store.recalled.remember([new])
    store.recalled.remember([old, third])

    assert list(store.recalled.every()) == [other, third, new]
    store.recalled.forget()
    assert list(store.recalled.every()) == []


def test_more_words_than_are_read_at_a_time_are_all_recalled(store: Store) -> None:
    many = [recalled(f"{n:08}", n // 3) for n in range(1_201)]
    store.recalled.remember(many)

    assert list(store.recalled.every()) == many


def test_recount_comes_back_as_it_was_kept_and_is_nothing_where_none_was(store: Store) -> None:
    known = Recount({"k1": True}, {"k1": "", "k2": "token"}, {"k2": "sign-up 7"}, {"activity soup": True}, 7, 9)
    before = store.recalled.recount()

    store.recalled.keep(known)
    kept = store.recalled.recount()
    store.recalled.keep(Recount())

    assert (before, kept, store.recalled.recount()) == (Recount(), known, Recount())


def test_what_is_known_of_a_recount_outlives_the_sign_ups_that_are_forgotten(store: Store) -> None:
    store.recalled.keep(Recount(forgotten=9))

    store.recalled.forget()

    assert store.recalled.recount().forgotten == 9

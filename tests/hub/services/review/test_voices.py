"""What one visitor says in two goes: counted, read and decided as one, whatever comes when and from whom."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from hub.lists import InboxFilter
from hub.model import State
from hub.services.review import board, inbox, review
from hub.store.base import Store
from shared.errors import IllegalMove
from shared.notice import Status
from shared.seal import open_reply
from shared.submission import Submission
from tests.builders import a_slip
from tests.hub_builders import BY, DeliveringKiosk, a_submission

FACE = {"rating": 4}
COMMENT = "for lite lys ved vinduet"


def a_face(kiosk: DeliveringKiosk) -> Submission:
    return kiosk.make(FACE, kind="feedback")


def more(kiosk: DeliveringKiosk, first: str, **over: Any) -> Submission:
    """What is said after the first."""
    return kiosk.make({"after": first, "reasons": ["books"], "comment": COMMENT}, kind="feedback", **over)


def entries(store: Store, state: str = "") -> list[str]:
    page = inbox.page(store, InboxFilter(state=state))
    assert page.total == len(page.rows)
    assert store.inbox.count(InboxFilter(state=state), 1_000) == len(page.rows)
    return [row.id for row in page.rows]


@pytest.fixture
def two(kiosk: DeliveringKiosk) -> tuple[str, str]:
    """The ids of a face and of what was said after it, both on the hub."""
    face = a_face(kiosk)
    after = more(kiosk, face.id)
    kiosk.deliver(face, after)
    return face.id, after.id


@pytest.mark.parametrize("order", list(permutations(range(2))))
@pytest.mark.parametrize("times", [1, 2])
def test_face_and_what_was_said_after_are_one_voice_in_any_order_and_however_often(
    store: Store, kiosk: DeliveringKiosk, order: tuple[int, ...], times: int
) -> None:
    face = a_face(kiosk)
    came = [face, more(kiosk, face.id)]

    for place in order:
        for _ in range(times):
            assert kiosk.deliver(came[place]).accepted == [came[place].id]

    assert entries(store) == [face.id]
    assert inbox.counts(store)[State.NEW] == 1
    assert [one.submission.id for one in inbox.voice(store, came[1].id).all] == [face.id, came[1].id]


def test_books_count_both(store: Store, kiosk: DeliveringKiosk, two: tuple[str, str]) -> None:
    receipt = kiosk.deliver()

    assert receipt.refused == []
    assert set(store.submissions.known(two)) == set(two)
    assert kiosk.paired.stored == 2
    review.erase(store, two[1], **BY)
    assert (kiosk.paired.stored, kiosk.paired.erased_here) == (1, 1)


def test_kiosk_that_names_what_another_kiosk_brought_gets_nothing_of_it(store: Store, kiosk: DeliveringKiosk) -> None:
    other = DeliveringKiosk(store, "k2")
    face = a_face(kiosk)
    kiosk.deliver(face)
    claims = more(other, face.id)

    assert other.deliver(claims).accepted == [claims.id]

    assert set(entries(store)) == {face.id, claims.id}
    assert inbox.voice(store, face.id).after == ()
    review.answer(store, claims.id, **BY, replies={"nb": "Takk"})
    assert inbox.read(store, face.id).replies == {}


@pytest.mark.parametrize("answer", [{"after": "me"}, {"after": ["x"]}, {"rating": 3, "after": "x" * 36}])
def test_what_names_no_id_is_set_aside_and_kept(store: Store, kiosk: DeliveringKiosk, answer: dict[str, Any]) -> None:
    odd = kiosk.give({"comment": COMMENT, **answer}, kind="feedback")

    assert (inbox.read(store, odd).state, inbox.read(store, odd).reason) == (State.SET_ASIDE, "invalid-answer")
    assert entries(store, "set_aside") == [odd]


def test_what_names_itself_or_a_circle_stands_for_itself(store: Store, kiosk: DeliveringKiosk) -> None:
    names = [a_submission().id for _ in range(3)]
    named = [names[1], names[0], names[2]]
    circle = [more(kiosk, first, id=one) for one, first in zip(names, named, strict=True)]

    assert len(kiosk.deliver(*circle).accepted) == 3

    assert set(entries(store, "new")) == set(names)


def test_kind_that_offers_nothing_after_takes_nothing_after(store: Store, kiosk: DeliveringKiosk) -> None:
    first = kiosk.give({"text": "en ovn"})
    odd = kiosk.give({"text": "og en stekepanne", "after": first})

    assert (inbox.read(store, odd).state, inbox.read(store, odd).after) == (State.SET_ASIDE, None)


@pytest.mark.parametrize("which", [0, 1])
def test_decision_about_either_is_one_for_both(store: Store, two: tuple[str, str], which: int) -> None:
    review.keep(store, two[which], **BY)
    kept = entries(store, "kept")
    states = [inbox.read(store, one).state for one in two]
    review.reopen(store, two[which], **BY)

    assert (kept, states) == ([two[0]], [State.KEPT, State.KEPT])
    assert entries(store, "new") == [two[0]]
    with pytest.raises(IllegalMove):
        review.reopen(store, two[which], **BY)


@pytest.mark.parametrize("which", [0, 1])
def test_publishing_takes_the_comment_to_the_board_once(store: Store, two: tuple[str, str], which: int) -> None:
    review.publish(store, two[which], **BY, status=Status.HEARD, replies={"nb": "Ny lampe"})

    [notice] = board.notices(store)
    assert (notice.text, notice.kind, notice.replies) == (COMMENT, "feedback", {"nb": "Ny lampe"})
    assert inbox.read(store, two[0]).state == State.PUBLISHED
    assert entries(store, "published") == [two[0]]


def test_code_of_the_first_gives_the_answer_to_both(store: Store, kiosk: DeliveringKiosk, two: tuple[str, str]) -> None:
    slip = a_slip(two[0])

    review.answer(store, two[1], **BY, replies={"nb": "Det ordner vi"})

    [told] = [one for one in kiosk.deliver().news.receipts if one.finder == slip.finder]
    assert told.state == "read"
    assert b"Det ordner vi" in (open_reply(told.sealed, slip) or b"")


def test_what_comes_after_a_decision_makes_the_entry_new_and_leaves_the_board_alone(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    face = a_face(kiosk)
    kiosk.deliver(face)
    review.publish(store, face.id, **BY, status=Status.HEARD, replies={})
    before = board.notices(store)
    after = more(kiosk, face.id)

    kiosk.deliver(after)
    waiting = entries(store, "new")
    unchanged = board.notices(store)
    review.publish(store, face.id, **BY, status=Status.TRYING, replies={})

    assert (waiting, unchanged) == ([face.id], before)
    [notice] = board.notices(store)
    assert (notice.id, notice.text, notice.status) == (before[0].id, COMMENT, "trying")
    assert entries(store, "published") == [face.id]


def test_late_word_after_a_decision_can_be_kept_or_set_aside_and_the_first_stays(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    face = a_face(kiosk)
    kiosk.deliver(face)
    review.publish(store, face.id, **BY, status=Status.HEARD, replies={})
    after = more(kiosk, face.id)
    kiosk.deliver(after)

    review.set_aside(store, face.id, **BY)

    assert inbox.read(store, after.id).state == State.SET_ASIDE
    assert inbox.read(store, face.id).state == State.PUBLISHED
    assert len(board.notices(store)) == 1
    assert entries(store, "published") == [face.id]


def test_erased_word_goes_from_the_board_and_the_face_stays(
    store: Store, kiosk: DeliveringKiosk, two: tuple[str, str]
) -> None:
    review.publish(store, two[0], **BY, status=Status.HEARD, replies={})
    kiosk.deliver()

    review.erase(store, two[1], **BY)

    assert board.notices(store) == []
    assert kiosk.deliver().news.withdrawn != []
    assert inbox.read(store, two[0]).state == State.KEPT
    assert entries(store) == [two[0]]


def test_erased_face_leaves_what_was_said_after_for_itself(
    store: Store, kiosk: DeliveringKiosk, two: tuple[str, str]
) -> None:
    review.erase(store, two[0], **BY)

    assert entries(store, "new") == [two[1]]
    review.publish(store, two[1], **BY, status=Status.HEARD, replies={})
    [notice] = board.notices(store)
    assert notice.text == COMMENT


def test_what_comes_after_an_erased_face_is_kept(store: Store, kiosk: DeliveringKiosk) -> None:
    face = a_face(kiosk)
    kiosk.deliver(face)
    review.erase(store, face.id, **BY)
    after = more(kiosk, face.id)

    assert kiosk.deliver(after).accepted == [after.id]
    assert entries(store, "new") == [after.id]


@pytest.mark.parametrize("move", [review.keep, review.set_aside])
def test_what_came_while_somebody_read_is_not_decided_with_it(
    store: Store, kiosk: DeliveringKiosk, move: Callable[..., object]
) -> None:
    face = a_face(kiosk)
    kiosk.deliver(face)
    read = inbox.voice(store, face.id).newest
    after = more(kiosk, face.id)
    kiosk.deliver(after)

    move(store, face.id, **BY, seen=read)

    assert (inbox.read(store, face.id).state, inbox.read(store, after.id).state) != (State.NEW, State.NEW)
    assert inbox.read(store, after.id).state == State.NEW
    assert entries(store, "new") == [face.id]


def test_nothing_is_on_the_board_that_came_while_somebody_read(store: Store, kiosk: DeliveringKiosk) -> None:
    face = a_face(kiosk)
    kiosk.deliver(face)
    read = inbox.voice(store, face.id).newest
    kiosk.deliver(more(kiosk, face.id))

    review.publish(store, face.id, **BY, status=Status.HEARD, replies={}, seen=read)

    [notice] = board.notices(store)
    assert COMMENT not in notice.text
    assert entries(store, "new") == [face.id]


def test_what_is_on_the_board_can_be_taken_from_there_whatever_is_said_after(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    face = a_face(kiosk)
    kiosk.deliver(face)
    review.publish(store, face.id, **BY, status=Status.HEARD, replies={})
    kiosk.deliver(more(kiosk, face.id))

    review.reopen(store, face.id, **BY)

    assert board.notices(store) == []
    assert entries(store, "new") == [face.id]

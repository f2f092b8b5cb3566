"""Review: one door, the moves it allows, and what each of them leaves behind."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from hub.model import Move, State, Voice
from hub.services.house import prompts
from hub.services.keeping import retention
from hub.services.review import board, inbox, review
from hub.store.base import Store
from shared.errors import AnswerTooLong, IllegalMove, NoAnswerText, NoBecause, NotFound
from shared.notice import Status
from shared.seal import open_reply
from shared.submission import utc
from tests.builders import ANSWERS, a_slip
from tests.fakes import NOON
from tests.hub_builders import BY, KARI, DeliveringKiosk, a_hub_store

MOVES: dict[Move, Callable[[Store, str], object]] = {
    Move.PUBLISH: lambda store, one: review.publish(
        store, one, by=KARI, now=NOON, status=Status.HEARD, replies={"nb": "Takk"}
    ),
    Move.KEEP: lambda store, one: review.keep(store, one, by=KARI, now=NOON),
    Move.SET_ASIDE: lambda store, one: review.set_aside(store, one, by=KARI, now=NOON),
    Move.REOPEN: lambda store, one: review.reopen(store, one, by=KARI, now=NOON),
    Move.ANSWER: lambda store, one: review.answer(store, one, by=KARI, now=NOON, replies={"nb": "Ja"}),
    Move.ERASE: lambda store, one: review.erase(store, one, by=KARI, now=NOON),
}

PATHS: dict[State, list[Move]] = {
    State.NEW: [],
    State.KEPT: [Move.KEEP],
    State.PUBLISHED: [Move.PUBLISH],
    State.SET_ASIDE: [Move.SET_ASIDE],
}

LEADS_TO: dict[tuple[State, Move], State] = {
    (State.NEW, Move.PUBLISH): State.PUBLISHED,
    (State.NEW, Move.KEEP): State.KEPT,
    (State.NEW, Move.SET_ASIDE): State.SET_ASIDE,
    (State.NEW, Move.ANSWER): State.KEPT,
    (State.KEPT, Move.PUBLISH): State.PUBLISHED,
    (State.KEPT, Move.SET_ASIDE): State.SET_ASIDE,
    (State.KEPT, Move.REOPEN): State.NEW,
    (State.KEPT, Move.ANSWER): State.KEPT,
    (State.PUBLISHED, Move.REOPEN): State.NEW,
    (State.PUBLISHED, Move.ANSWER): State.PUBLISHED,
    (State.SET_ASIDE, Move.REOPEN): State.NEW,
}


@pytest.fixture
def given(kiosk: DeliveringKiosk) -> str:
    return kiosk.give({"text": "flere krakker", "cards": ["cooking"]})


@pytest.mark.parametrize("state", PATHS)
@pytest.mark.parametrize("move", [move for move in MOVES if move != Move.ERASE])
def test_move_is_possible_exactly_where_the_table_says(store: Store, given: str, state: State, move: Move) -> None:
    for step in PATHS[state]:
        MOVES[step](store, given)
    before = (inbox.read(store, given), inbox.history(store, given), store.revisions.newest(), board.notices(store))

    if (state, move) in LEADS_TO:
        MOVES[move](store, given)

        after = inbox.read(store, given)
        assert after.state == LEADS_TO[state, move]
        assert after.revision == before[2] + 1
        assert [line.move for line in inbox.history(store, given)] == [*PATHS[state], move]
    else:
        with pytest.raises(IllegalMove):
            MOVES[move](store, given)

        now = (inbox.read(store, given), inbox.history(store, given), store.revisions.newest(), board.notices(store))
        assert now == before
    assert (move in review.moves(Voice(before[0]))) == ((state, move) in LEADS_TO)


def test_audit_line_says_who_when_and_what_but_no_words(store: Store, given: str) -> None:
    review.publish(store, given, **BY, status=Status.TRYING, replies={"nb": "hemmelig"})

    (line,) = inbox.history(store, given)
    assert (line.at, line.staff, line.move, line.subject) == (utc(NOON), "Kari", "publish", given)
    assert line.detail == "trying"


def test_published_is_on_the_board_in_the_visitors_own_words(store: Store, given: str) -> None:
    review.publish(store, given, **BY, status=Status.HEARD, replies={"nb": " Takk! ", "sv": "  "})

    (notice,) = board.notices(store)
    assert (notice.text, notice.cards, notice.drawing) == ("flere krakker", ["cooking"], None)
    assert (notice.kind, notice.prompt, notice.language, notice.status) == ("idea", "idea", "nb", "heard")
    assert (notice.replies, notice.published_at) == ({"nb": "Takk!"}, utc(NOON))
    assert notice.id != given
    assert board.submission_of(store, notice.id) == given


def test_published_is_on_the_board_in_the_staffs_shorter_words(store: Store, given: str) -> None:
    review.publish(store, given, **BY, status=Status.HEARD, replies={}, text=" krakker ")

    assert board.notices(store)[0].text == "krakker"


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_can_be_published(store: Store, kiosk: DeliveringKiosk, kind: str) -> None:
    given = kiosk.give(ANSWERS[kind], kind=kind)

    review.publish(store, given, **BY, status=Status.HEARD, replies={})

    (notice,) = board.notices(store)
    assert bool(notice.text) != bool(notice.drawing)


def test_nothing_is_on_the_board_before_staff_said_yes(store: Store, kiosk: DeliveringKiosk) -> None:
    for move in (None, Move.KEEP, Move.SET_ASIDE):
        given = kiosk.give()
        if move:
            MOVES[move](store, given)

    assert board.notices(store) == []
    assert kiosk.deliver(cursor=0).news.notices == []


def test_answer_reaches_the_board_and_keeps_the_words(store: Store, given: str) -> None:
    review.publish(store, given, **BY, status=Status.HEARD, replies={}, text="kortere")

    review.answer(store, given, **BY, replies={"nb": "Ferdig!", "en": "Done!"}, status=Status.DONE)

    (notice,) = board.notices(store)
    assert (notice.text, notice.status, notice.replies) == ("kortere", "done", {"nb": "Ferdig!", "en": "Done!"})


def test_answer_without_words_is_refused(store: Store, given: str) -> None:
    with pytest.raises(NoAnswerText):
        review.answer(store, given, **BY, replies={"nb": " \n", "xx": "not a language of ours"})


def test_too_long_a_reply_or_wording_is_refused(store: Store, given: str) -> None:
    with pytest.raises(AnswerTooLong):
        review.answer(store, given, **BY, replies={"nb": "x" * 2_001})
    with pytest.raises(AnswerTooLong):
        review.publish(store, given, **BY, status=Status.HEARD, replies={}, text="x" * 2_001)

    assert inbox.read(store, given).state == State.NEW


def test_answer_reaches_the_owner_by_receipt_code(store: Store, kiosk: DeliveringKiosk, given: str) -> None:
    kiosk.deliver()

    review.answer(store, given, **BY, replies={"nb": "Snart"})

    (receipt,) = kiosk.deliver().news.receipts
    slip = a_slip(given)
    assert (receipt.state, receipt.finder, receipt.pair) == ("read", slip.finder, slip.pair)
    assert json.loads(open_reply(receipt.sealed, slip) or b"") == {"nb": "Snart"}


def test_reopened_leaves_the_board_and_can_be_published_again(store: Store, kiosk: DeliveringKiosk, given: str) -> None:
    MOVES[Move.PUBLISH](store, given)
    first = kiosk.deliver().news.notices[0].id

    MOVES[Move.REOPEN](store, given)
    assert board.notices(store) == []
    assert kiosk.deliver().news.withdrawn == [first]

    MOVES[Move.PUBLISH](store, given)
    assert [notice.id for notice in kiosk.deliver().news.notices] == [first]


def test_what_could_not_be_opened_cannot_be_published(store: Store, kiosk: DeliveringKiosk) -> None:
    given = kiosk.give(payload=b"not an answer")
    MOVES[Move.REOPEN](store, given)

    assert Move.PUBLISH not in review.moves(inbox.voice(store, given))
    with pytest.raises(IllegalMove):
        MOVES[Move.PUBLISH](store, given)


def test_answer_to_a_withdrawn_prompt_can_be_published(store: Store, given: str) -> None:
    prompts.withdraw(store, "idea", **BY)

    MOVES[Move.PUBLISH](store, given)

    assert len(board.notices(store)) == 1


@pytest.mark.parametrize("state", PATHS)
def test_erased_is_gone_everywhere(store: Store, kiosk: DeliveringKiosk, given: str, state: State) -> None:
    for step in PATHS[state]:
        MOVES[step](store, given)
    told = kiosk.deliver().news

    review.erase(store, given, **BY)

    with pytest.raises(NotFound):
        inbox.read(store, given)
    assert board.notices(store) == []
    assert store.erasures.every() == [given]
    assert [line.move for line in inbox.history(store, given)] == [*PATHS[state], "erase"]
    receipt = kiosk.deliver()
    assert receipt.erased == [given]
    assert receipt.news.withdrawn == [notice.id for notice in told.notices]
    assert [one.sealed for one in receipt.news.receipts] == ["" for _ in told.receipts]
    assert [one.finder for one in receipt.news.receipts] == [one.finder for one in told.receipts]


@pytest.mark.parametrize("move", MOVES)
def test_move_of_nothing_is_not_found(store: Store, move: Move) -> None:
    with pytest.raises(NotFound):
        MOVES[move](store, "nobody")


def test_erased_stays_erased_after_an_old_backup(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("library")
    store = a_hub_store(folder)
    kiosk = DeliveringKiosk(store)
    submission = kiosk.make()
    kiosk.deliver(submission)
    store.close()
    backup = (folder / "hub.db").read_bytes()
    store = a_hub_store(folder)
    review.erase(store, submission.id, by=KARI, now=NOON + timedelta(hours=1))
    store.close()
    (folder / "hub.db").write_bytes(backup)
    store = a_hub_store(folder)
    assert inbox.read(store, submission.id)

    assert retention.replay_erasures(store, NOON) == 1

    assert list(store.submissions.every()) == []
    assert retention.replay_erasures(store, NOON) == 0
    kiosk.store = store
    assert kiosk.deliver(submission).erased == [submission.id]
    store.close()


@pytest.mark.parametrize("before", [State.NEW, State.KEPT])
def test_no_is_not_published_without_its_because(store: Store, given: str, before: State) -> None:
    for step in PATHS[before]:
        MOVES[step](store, given)

    with pytest.raises(NoBecause):
        review.publish(store, given, **BY, status=Status.NO, replies={"nb": "  "})
    assert (inbox.read(store, given).state, board.notices(store)) == (before, [])

    review.publish(store, given, **BY, status=Status.NO, replies={"nb": "Det er ikke plass."})
    assert board.notices(store)[0].status == "no"


def test_answered_item_is_no_longer_new(store: Store, given: str) -> None:
    review.answer(store, given, **BY, replies={"nb": "Takk, vi ser på det."})

    assert inbox.counts(store)[State.NEW] == 0
    assert inbox.read(store, given).state == State.KEPT

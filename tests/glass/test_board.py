"""The board, and one's own receipt code."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shared.errors import TooManyTries
from shared.notice import ReceiptState
from shared.slip import pair_words
from tests.builders import a_news, a_notice, a_receipt, slip_of
from tests.glass.kiosks import a_kiosk, starter_notices

if TYPE_CHECKING:
    from tests.glass.driver import Driver

CODE = "K7QM2XHT"
REPLY = {"nb": "Ovnen kommer på mandag.", "en": "The stove comes on Monday."}


@pytest.fixture
def board(home: "Driver") -> "Driver":
    """A kiosk that shows the board."""
    home.tap("board")
    return home


def tell(glass: "Driver", **news: Any) -> None:
    """The hub says something, and the worker tells the glass."""
    glass.app.kiosk.store.take_receipt(a_receipt(news=a_news(**{"cursor": 9, **news})))
    glass.app.kiosk.worker.on_change()
    glass.frames(3)


def test_what_was_said_and_the_reply_are_shown_in_the_visitors_language(board: "Driver") -> None:
    notice = next(one for one in starter_notices() if one.status == "trying")
    board.tap(f"notice-{notice.id}")
    assert notice.text in board.words()
    assert notice.replies["nb"] in board.words()

    board.tap("close")
    board.tap("language")
    board.tap("language-sv")
    board.tap(f"notice-{notice.id}")

    assert notice.replies["sv"] in board.words()


def test_the_column_for_no_comes_only_when_something_is_in_it(board: "Driver") -> None:
    not_this_time = board.app.tr("Not this time")
    assert not_this_time in board.words()

    tell(board, withdrawn=["cards"])

    assert not_this_time not in board.words()


def test_five_hundred_notices_are_turned_page_by_page(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    many = [a_notice(id=f"m{number:03}", text=f"Idé nummer {number}") for number in range(500)]
    with Driver.of(a_kiosk(tmp_path / "kiosk", news={"notices": many})) as glass:
        for name in ("language-nb", "board"):
            glass.tap(name)
        first = {name for name in glass.ids() if name.startswith("notice-")}
        glass.tap("next-page")
        second = {name for name in glass.ids() if name.startswith("notice-")}

        assert 1 <= len(first) <= 30
        assert first.isdisjoint(second)
        assert len(second) == len(first)


def test_a_drawing_that_cannot_be_read_shows_the_reply_alone(board: "Driver") -> None:
    tell(board, notices=[a_notice(id="torn", kind="drawing", text="", drawing="bm8=", replies=REPLY)])

    board.tap("notice-torn")

    assert REPLY["nb"] in board.words()


def test_an_answer_published_meanwhile_appears_on_the_board_that_is_shown(board: "Driver") -> None:
    tell(board, notices=[a_notice(id="new", text="En helt ny idé")])

    assert "En helt ny idé" in board.words()


def test_news_do_not_take_away_what_one_reads(board: "Driver") -> None:
    board.tap("notice-n0")

    tell(board, notices=[a_notice(id="new", text="En helt ny idé")])

    assert "close" in board.ids()


def test_pictures_that_were_chosen_have_their_words_where_a_notice_is_large(board: "Driver") -> None:
    board.tap("notice-cards")

    assert {"Mat", "Musikk"} <= set(board.words())


def test_a_notice_that_is_taken_off_the_board_is_closed_to_who_reads_it(board: "Driver") -> None:
    board.tap("notice-n0")
    gone = next(one for one in starter_notices() if one.id == "n0")
    assert gone.text in board.words()
    assert "close" in board.ids()

    tell(board, withdrawn=["n0"])

    assert gone.text not in board.words()
    assert "close" not in board.ids()


@pytest.mark.parametrize("language", ["nb", "sv"])
def test_a_code_gives_state_and_reply_and_its_words_the_state_alone(board: "Driver", language: str) -> None:
    tell(board, receipts=[ReceiptState(CODE, "published", REPLY)])
    board.tap("language")
    board.tap(f"language-{language}")
    board.tap("have-code")

    board.type(" ".join(pair_words(slip_of(CODE).pair, language)))
    board.tap("main")
    assert board.app.tr("The staff have read it. It stands under “What came of the ideas”.") in board.words()
    assert board.app.tr("With your code you see the answer too.") in board.words()
    assert REPLY["nb"] not in board.words()
    board.tap("main")
    board.type("k7qm 2xht")
    board.tap("main")

    assert REPLY["nb"] in board.words()
    assert board.app.tr("The staff have read it. It stands under “What came of the ideas”.") in board.words()


def test_an_answer_still_on_this_tablet_is_said_to_be_on_its_way(writing: "Driver") -> None:
    writing.type("hei")
    for name in ("send",):
        writing.tap(name)
    code = writing.app.visit.view.slip.code
    for name in ("back", "board", "have-code"):
        writing.tap(name)

    writing.type(code)
    writing.tap("main")

    assert writing.app.tr("It is saved here, and on its way to the staff.") in writing.words()


def test_a_wrong_code_is_told_beside_the_field_and_can_be_mended(board: "Driver") -> None:
    board.tap("have-code")
    board.type("abc")
    board.tap("main")
    said = board.app.tr("Nothing was found. Check each letter and try again.")
    assert said in board.words()

    board.type("d")

    assert said not in board.words()


def test_guessing_codes_is_slowed_down(board: "Driver") -> None:
    board.tap("have-code")
    board.type("abcdefgh")
    for _ in range(6):
        board.tap("main")

    assert board.app.tr(TooManyTries.says) in board.words()


def test_the_code_is_forgotten_when_one_leaves(board: "Driver") -> None:
    tell(board, receipts=[ReceiptState(CODE, "published", REPLY)])
    board.tap("have-code")
    board.type(CODE)
    board.tap("main")
    board.tap("back")
    board.tap("have-code")

    assert board.find("code").text == ""
    assert REPLY["nb"] not in board.words()


def test_headings_grow_with_the_text_while_the_board_is_shown(board: "Driver") -> None:
    from kiosk.screens.visit.notices import ColumnHead

    usual = [widget.height for widget in board.widgets() if isinstance(widget, ColumnHead)]

    board.app.enlarge_text()
    board.frames(4)

    larger = [widget.height for widget in board.widgets() if isinstance(widget, ColumnHead)]
    assert usual
    assert all(after > before for before, after in zip(usual, larger, strict=True))

"""The board as the public sees it."""

from dataclasses import dataclass
from typing import NamedTuple

from fastapi.responses import HTMLResponse, Response

from hub.model import Right
from hub.services.review import board
from hub.web.page import wording
from hub.web.page.access import At, StaffRoutes
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from hub.web.review import help_texts
from hub.web.review.drawings import drawing
from hub.web.review.parts import pictures
from shared.notice import Notice, Status

pages = StaffRoutes(prefix="/board")


class Shown(NamedTuple):
    """A notice, with icon and name of each of its picture cards."""

    notice: Notice
    title: str
    """What it is called where it has no words of its own: what was asked."""
    pictures: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class BoardPage(PageData):
    """The columns of the board, each with its notices."""

    template = "review/board.html"
    help = help_texts.BOARD

    columns: list[tuple[Status, list[Shown]]]
    any: bool


@pages.get("", right=Right.SIGNED_IN)
def show_board(desk: At) -> HTMLResponse:
    """The columns, each notice with the answer in the reader's language."""
    notices = board.notices(desk.store)
    columns = [(status, [_shown(desk, notice) for notice in notices if notice.status == status]) for status in Status]
    return desk.show(BoardPage(columns=columns, any=bool(notices)))


def _shown(desk: Desk, notice: Notice) -> Shown:
    asked = None if notice.text else desk.store.prompts.read(notice.prompt)
    title = asked.text(desk.language).question if asked else ""
    return Shown(notice, title or desk.tr(wording.kind(notice.kind).name), pictures(notice.cards, desk.language))


@pages.get("/{id}", right=Right.READ)
def find_submission(desk: At, id: str) -> Response:
    """From a notice to what it was made of, where it can be changed."""
    return desk.go(f"/inbox/{board.submission_of(desk.store, id)}", state="published")


@pages.get("/{id}/drawing.svg", right=Right.SIGNED_IN)
def show_drawing(desk: At, id: str) -> Response:
    """The drawing of a notice. Raises NotFound when it has none."""
    return drawing(desk, board.submission_of(desk.store, id))

"""The board as the public sees it."""

from fastapi.responses import HTMLResponse, Response

from hub.model import Role
from hub.services.review import board
from hub.web.page.access import At, StaffRoutes
from hub.web.review.parts import pictures
from shared.notice import Status

pages = StaffRoutes(prefix="/board")


@pages.get("", role=Role.STAFF)
def show_board(desk: At) -> HTMLResponse:
    """The columns, each notice with the answer in the reader's language."""
    notices = board.notices(desk.store)
    columns = [(status, [notice for notice in notices if notice.status == status]) for status in Status]
    return desk.page("review/board.html", columns=columns, any=bool(notices), pictures=pictures)


@pages.get("/{id}", role=Role.STAFF)
def find_submission(desk: At, id: str) -> Response:
    """From a notice to what it was made of, where it can be changed."""
    return desk.go(f"/inbox/{board.submission_of(desk.store, id)}", state="published")


@pages.get("/{id}/drawing.svg", role=Role.STAFF)
def show_drawing(desk: At, id: str) -> Response:
    """The drawing of a notice. Raises NotFound when it has none."""
    return desk.drawing(board.submission_of(desk.store, id))

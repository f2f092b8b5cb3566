"""What a colleague has done meanwhile: said on the page, never as an error, and with what was written still there."""

from fastapi import Request
from fastapi.responses import Response

from hub.lists import InboxFilter
from hub.model import Move, State, Voice
from hub.services.review import inbox
from hub.web.page import wording
from hub.web.page.access import session_of
from hub.web.page.desk import Desk
from hub.web.review.inbox_pages import View, WholeInboxPage, listing, moved
from shared.errors import NotFound, Stale
from shared.languages import N_
from shared.submission import is_submission_id

_DONE = N_("{name} was quicker: {move}, {ago}. This is how it is now.")
_GONE = N_("{name} has erased it for good, {ago}.")
_NOT_HERE = N_("This is not here any more, or never was.")


class Gone(NotFound):
    """What somebody looks for in the inbox is not there."""


def read(desk: Desk, id: str) -> Voice:
    """Return what a visitor gave. Raises Gone where it is not there, or not any more."""
    try:
        return inbox.voice(desk.store, id)
    except NotFound as error:
        raise Gone(id) from error


def told(desk: Desk, error: Stale) -> str:
    """Return who changed it, how, and when."""
    says = wording.MOVED.get(Move(error.move)) if error.move in set(Move) else None
    move = desk.tr(says) if says else error.move
    return desk.tr(_DONE).format(name=error.who, move=move, ago=desk.speech.ago(error.at))


def show_gone(request: Request, error: Exception) -> Response:
    """Answer with the list, and say what became of it where somebody erased it."""
    desk, one = Desk(request, session_of(request)), str(error)
    last = desk.store.history.newest(one) if is_submission_id(one) else None
    erased = last is not None and last.move == Move.ERASE
    says = desk.tr(_NOT_HERE)
    if last is not None and erased:
        says = desk.tr(_GONE).format(name=last.staff, ago=desk.speech.ago(last.at))
    view = View(InboxFilter(state=State.NEW.value))
    page = WholeInboxPage(view=view, listing=listing(desk, view), moved=moved(desk), problem=says)
    return desk.show(page, 410 if erased else 404)

"""What a colleague has done meanwhile: said on the page, never as an error, and with what was written still there."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request
from fastapi.responses import Response

from hub.lists import InboxFilter
from hub.model import Move, State, Voice
from hub.services.review import inbox
from hub.web.page import quicker, wording
from hub.web.page.access import session_of
from hub.web.page.desk import Desk
from hub.web.review.inbox_pages import View, WholeInboxPage, listing, moved
from shared.errors import NotFound, Stale
from shared.languages import N_
from shared.submission import is_submission_id

_GONE = N_("{name} has erased it for good, {ago}.")
_NOT_HERE = N_("This is not here any more, or never was.")


class Gone(NotFound):
    """What somebody looks for in the inbox is not there."""


@contextmanager
def present(id: str) -> Iterator[None]:
    """Do something with what a visitor gave. Raises Gone where it is not there, or not any more."""
    try:
        yield
    except NotFound as error:
        raise Gone(id) from error


def read(desk: Desk, id: str) -> Voice:
    """Return what a visitor gave. Raises Gone."""
    with present(id):
        return inbox.voice(desk.store, id)


def refuse(desk: Desk, error: Stale) -> None:
    """Say on the page that comes who changed it, how, and when."""
    desk.refuse(quicker.told(desk.speech, desk.staff, error, wording.MOVED))


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

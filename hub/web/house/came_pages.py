"""What came from a kiosk that is shut out: seen as a whole, cleared up with one act each, and put back with one."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query
from fastapi.responses import HTMLResponse, Response

from hub.model import PairedKiosk, Right
from hub.services.house import kiosks
from hub.services.review import inbox, review, shut_out
from hub.services.review.shut_out import Came
from hub.web.house import help_texts
from hub.web.page.access import At, Field, StaffRoutes
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from hub.web.page.times import moment_field, read_moment
from hub.web.review import parts
from shared.errors import InvalidInput, NotFound
from shared.languages import N_

pages = StaffRoutes(prefix="/kiosks/{id}/came")

DONE = {
    "aside": N_("They are set aside. Nobody need look at them, and they can be put back."),
    "back": N_("They are in the inbox again."),
    "cancelled": N_("The sign-ups are cancelled. Whoever waited has moved up."),
}


@dataclass(frozen=True, kw_only=True)
class CamePage(PageData):
    """What came from a kiosk that is shut out, from a moment on, and what each act would do."""

    template = "house/kiosk_came.html"
    help = help_texts.CAME

    kiosk: PairedKiosk
    came: Came
    since: str
    lied_at: str
    """When it began to say what this hub never told it, "" if it did not."""
    lied_field: str
    gists: dict[str, parts.Gist]
    said: str


@pages.get("", right=Right.KIOSKS)
def show_came(desk: At, id: str, since: Annotated[str, Query(max_length=40)] = "", done: str = "") -> HTMLResponse:
    """Say what came, from a moment on, and what each act would do. Raises NotFound, InvalidInput."""
    kiosk = kiosks.read(desk.store, id)
    found = shut_out.came(desk.store, id, since=_moment(desk, since), now=desk.now)
    if kiosk.revoked_at is None and not found.put_together:
        raise NotFound("kiosk that is shut out")
    lied = [line.at for line in inbox.history(desk.store, f"kiosk {id}") if line.move == "copied"]
    page = CamePage(
        kiosk=kiosk,
        came=found,
        since=since.strip(),
        lied_at=lied[-1] if lied else "",
        lied_field=moment_field(lied[-1], desk.zone) if lied else "",
        gists=parts.gists(desk.store, (*found.first, *found.last), desk.language),
        said=desk.tr(DONE[done]) if done in DONE else "",
    )
    return desk.show(page)


@pages.post("/aside", right=Right.KIOSKS)
def set_aside(desk: At, id: str, since: Field = "") -> Response:
    """Set aside what nobody has looked at. Raises NotFound, IllegalMove, InvalidInput."""
    review.set_aside_together(desk.store, id, since=_moment(desk, since), **desk.by)
    return _back(desk, id, since, "aside")


@pages.post("/back", right=Right.KIOSKS)
def put_back(desk: At, id: str) -> Response:
    """Put back in the inbox what was set aside together. Raises NotFound."""
    kiosks.read(desk.store, id)
    review.put_back_together(desk.store, id, **desk.by)
    return desk.go(f"/kiosks/{id}/came", done="back") if _is_out(desk, id) else desk.go("/kiosks", done="back")


@pages.post("/cancel", right=Right.KIOSKS)
def cancel(desk: At, id: str, since: Field = "", tell: Field = "") -> Response:
    """Cancel its sign-ups to activities to come. Raises NotFound, IllegalMove, InvalidInput."""
    shut_out.cancel_sign_ups(desk.store, id, since=_moment(desk, since), tell=bool(tell), **desk.by)
    return _back(desk, id, since, "cancelled")


def _is_out(desk: Desk, id: str) -> bool:
    return kiosks.read(desk.store, id).revoked_at is not None


def _back(desk: Desk, id: str, since: str, done: str) -> Response:
    return desk.go(f"/kiosks/{id}/came", since=since.strip(), done=done)


def _moment(desk: Desk, typed: str) -> str:
    """Return the moment that was chosen, "" for none. Raises InvalidInput for what is no moment: it would mean all."""
    try:
        return read_moment(typed, desk.zone) or ""
    except ValueError as exc:
        raise InvalidInput("since") from exc

"""Taking activities from a calendar file: what is new comes, and what would change is shown before anything does."""

import base64
import zlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import File
from fastapi.responses import HTMLResponse, Response

from hub.jobs import taking_in
from hub.jobs.taking_in import LONG, TAKE_IN, Brought
from hub.model import Right
from hub.services.activities.calendar_import import Change, Taken
from hub.services.activities.calendars.differences import Difference, differences
from hub.web.activities import help_texts
from hub.web.activities.surroundings import ActivityPage
from hub.web.page.access import At, StaffRoutes, Typed, text
from hub.web.page.desk import Desk
from shared.errors import WorkBusy

pages = StaffRoutes(prefix="/activities/import")
CAME = "/activities/import/came"
MAX_FILE = 2_000_000
"""A calendar file of a page is as long as one that is uploaded may be, see staff_app."""


@dataclass(frozen=True, kw_only=True)
class ImportPage(ActivityPage):
    """What a calendar file would bring and has brought."""

    template = "activities/activity_import.html"
    help = help_texts.IMPORT
    stands_at = "/activities/import"

    taken: Taken
    file: str
    """The file itself, while somebody decides about it."""
    problem: str
    again: bool
    waiting: list[tuple[Change, list[Difference]]]


@dataclass(frozen=True, kw_only=True)
class CamePage(ImportPage):
    """The same of a long file, which was taken in the background."""

    stands_at = CAME


@pages.get("", right=Right.ARRANGE)
def ask_import(desk: At) -> HTMLResponse:
    """Ask for a calendar file."""
    return _page(desk, Brought(Taken()))


@pages.post("", right=Right.ARRANGE)
def take_in(desk: At, calendar_file: Annotated[bytes, File(alias="calendar")] = b"") -> Response:
    """Take what is new in a calendar file; show what it would change, and everything left out with the reason."""
    return _take(desk, calendar_file)


@pages.post("/change", right=Right.ARRANGE)
def change(desk: At, typed: Typed) -> Response:
    """Change what is here as the same file says, if that is still what somebody has looked at."""
    return _take(desk, _unpacked(text(typed, "file")), agreed=text(typed, "agreed"))


@pages.get("/came", right=Right.ARRANGE)
def show_came(desk: At) -> Response:
    """What came of the last long file; where none did, or it is still being taken, the page where that is said."""
    stand = desk.hub.work.stand(TAKE_IN)
    if stand is None or not isinstance(stand.result, Brought):
        return desk.go("/background")
    return _page(desk, stand.result, kind=CamePage)


def _take(desk: Desk, file: bytes, *, agreed: str = "") -> Response:
    """Take a short file in at once, and a long one in the background."""
    if len(file) >= LONG:
        try:
            taking_in.begin(desk.hub.work, desk.store, file, agreed=agreed, **desk.by)
        except WorkBusy as error:
            return _page(desk, Brought(Taken(), problem=error.says), HTTPStatus.CONFLICT)
        return desk.go("/background")
    brought = taking_in.take(desk.store, file, agreed=agreed, **desk.by)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if brought.problem else HTTPStatus.OK
    return _page(desk, brought, HTTPStatus.CONFLICT if brought.again else status)


def _page(
    desk: Desk, brought: Brought, status: int = HTTPStatus.OK, *, kind: type[ImportPage] = ImportPage
) -> HTMLResponse:
    """Show what became of a file. While somebody decides about it, it travels with the page."""
    taken = brought.taken
    waiting = [(one, differences(one.before, one.after, language=desk.language, now=desk.now)) for one in taken.waiting]
    page = kind(
        taken=taken,
        file=_packed(brought.file) if waiting else "",
        problem=desk.tr(brought.problem) if brought.problem else "",
        again=brought.again,
        waiting=waiting,
    )
    return desk.show(page, status)


def _packed(file: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(file)).decode()


def _unpacked(packed: str) -> bytes:
    """Return the file of a page; b"", which is no calendar, for what no page of ours has sent."""
    try:
        return zlib.decompressobj().decompress(base64.urlsafe_b64decode(packed), MAX_FILE)
    except (ValueError, zlib.error):
        return b""

"""Calendars: public feeds that need no password, the leaflet to print, and taking activities from a calendar file."""

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import File
from fastapi.responses import HTMLResponse, JSONResponse, Response

from hub.model import Right
from hub.services.activities import activities, calendar, calendar_import, leaflet
from hub.services.activities.calendar_import import Change, Taken
from hub.services.activities.calendars.differences import Difference, differences
from hub.web.activities import help_texts
from hub.web.activities.surroundings import ActivityPage, found
from hub.web.page.access import At, StaffRoutes, Typed, text
from hub.web.page.desk import Desk
from shared.activity import Activity
from shared.errors import NotACalendar, NotFound
from shared.languages import LANGUAGES

feeds = StaffRoutes(prefix="/feeds")
"""What anybody may read who reaches these pages: activities that are listed, without a word about who comes."""
pages = StaffRoutes(prefix="/activities")
CALENDAR = "text/calendar; charset=utf-8"
FEED_DAYS = 365
"""Days after its last date until the feeds no longer tell of an activity."""
MAX_FILE = 2_000_000
"""A calendar file of a page is as long as one that is uploaded may be, see staff_app."""
KEEP = {"Cache-Control": "public, max-age=300"}


def _public(desk: Desk) -> list[Activity]:
    year_back = desk.now - timedelta(days=FEED_DAYS)
    return [one for one in activities.coming(desk.store, year_back) if one.listed]


@feeds.get("/activities.ics", right=Right.ANYBODY)
def show_calendar(desk: At) -> Response:
    """All listed activities as iCalendar."""
    return _ics(desk, _public(desk), KEEP)


@feeds.get("/activities.json", right=Right.ANYBODY)
def show_json(desk: At) -> Response:
    """All listed activities as JSON."""
    return JSONResponse(calendar.as_json(_public(desk)), headers=KEEP)


@feeds.get("/activities/{slug}.ics", right=Right.ANYBODY)
def show_one(desk: At, slug: str) -> Response:
    """One listed activity as iCalendar. Raises NotFound."""
    one = next((one for one in _public(desk) if one.slug == slug), None)
    if one is None:
        raise NotFound("activity")
    return _ics(desk, [one], KEEP)


def _ics(desk: Desk, chosen: list[Activity], headers: dict[str, str]) -> Response:
    library = desk.settings
    content = calendar.to_ical(chosen, library=library.name, now=desk.now, language=library.default_language)
    return Response(content, media_type=CALENDAR, headers=headers)


@dataclass(frozen=True, kw_only=True)
class LeafletPage(ActivityPage):
    """The leaflet in each language, and the addresses of the calendars."""

    template = "activities/leaflet.html"
    help = help_texts.LEAFLET

    bases: Sequence[str]
    coming: int


@dataclass(frozen=True, kw_only=True)
class ImportPage(ActivityPage):
    """What a calendar file would bring and has brought."""

    template = "activities/activity_import.html"
    help = help_texts.IMPORT

    taken: Taken
    file: str
    """The file itself, while somebody decides about it."""
    problem: str
    again: bool
    waiting: list[tuple[Change, list[Difference]]]


@pages.get("/leaflet", right=Right.SIGNED_IN)
def show_leaflet(desk: At) -> HTMLResponse:
    """The leaflet in each language, and the addresses of the calendars."""
    return desk.show(LeafletPage(bases=desk.hub.config.bases, coming=len(_coming(desk))))


@pages.get("/leaflet-{language}.pdf", right=Right.SIGNED_IN)
def print_leaflet(desk: At, language: str) -> Response:
    """What's on, to print. Raises NotFound."""
    if language not in LANGUAGES:
        raise NotFound("language")
    pdf = leaflet.pdf(
        _coming(desk), desk.settings, language=language, now=desk.now, feed=leaflet.feed(desk.hub.config.bases)
    )
    named = {"Content-Disposition": f'inline; filename="leaflet-{language}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=named)


def _coming(desk: Desk) -> list[Activity]:
    return [one for one in activities.coming(desk.store, desk.now) if one.listed]


@pages.get("/{slug}.ics", right=Right.SIGNED_IN)
def show_own(desk: At, slug: str) -> Response:
    """One activity as iCalendar, listed or not."""
    named = {"Content-Disposition": f'attachment; filename="{slug}.ics"'}
    return _ics(desk, [found(desk, slug)], named)


@pages.get("/import", right=Right.ARRANGE)
def ask_import(desk: At) -> HTMLResponse:
    """Ask for a calendar file."""
    return _import_page(desk, Taken(), b"")


@pages.post("/import", right=Right.ARRANGE)
def take_in(desk: At, calendar_file: Annotated[bytes, File(alias="calendar")] = b"") -> HTMLResponse:
    """Take what is new in a calendar file; show what it would change, and everything left out with the reason."""
    return _take(desk, calendar_file)


@pages.post("/import/change", right=Right.ARRANGE)
def change(desk: At, typed: Typed) -> HTMLResponse:
    """Change what is here as the same file says, if that is still what somebody has looked at."""
    return _take(desk, _unpacked(text(typed, "file")), agreed=text(typed, "agreed"))


def _take(desk: Desk, file: bytes, *, agreed: str = "") -> HTMLResponse:
    try:
        taken = calendar_import.take(desk.store, file, agreed=agreed, **desk.by)
    except NotACalendar as error:
        return _import_page(desk, Taken(), b"", 422, problem=desk.tr(error.says))
    again = bool(agreed and taken.waiting)
    return _import_page(desk, taken, file, 409 if again else 200, again=again)


def _import_page(
    desk: Desk, taken: Taken, file: bytes, status: int = 200, *, problem: str = "", again: bool = False
) -> HTMLResponse:
    """Show what became of a file. While somebody decides about it, it travels with the page: nothing is kept here."""
    waiting = [(one, differences(one.before, one.after, language=desk.language, now=desk.now)) for one in taken.waiting]
    page = ImportPage(taken=taken, file=_packed(file) if waiting else "", problem=problem, again=again, waiting=waiting)
    return desk.show(page, status)


def _packed(file: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(file)).decode()


def _unpacked(packed: str) -> bytes:
    """Return the file of a page; b"", which is no calendar, for what no page of ours has sent."""
    try:
        return zlib.decompressobj().decompress(base64.urlsafe_b64decode(packed), MAX_FILE)
    except (ValueError, zlib.error):
        return b""

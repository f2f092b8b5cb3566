"""Calendars: public feeds that need no password, the programme to print, and taking activities from a calendar file."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, File
from fastapi.responses import HTMLResponse, JSONResponse, Response

from hub.services import activities, calendar, calendar_import, programme
from hub.services.calendar_import import Taken
from hub.web.access import At, AtDoor
from hub.web.activity_room import found, room
from hub.web.bus import NEWS
from hub.web.desk import Desk
from hub.web.guard import is_loopback_name
from shared.activity import Activity
from shared.errors import NotACalendar, NotFound
from shared.i18n import LANGUAGES

outside = APIRouter(prefix="/feeds")
"""What anybody may read who reaches these pages: activities that are listed, without a word about who comes."""
pages = APIRouter(prefix="/activities")
CALENDAR = "text/calendar; charset=utf-8"
FEED_DAYS = 365
"""Days after its last date until the feeds no longer tell of an activity."""
KEEP = {"Cache-Control": "public, max-age=300"}


def _public(desk: Desk) -> list[Activity]:
    year_back = desk.now - timedelta(days=FEED_DAYS)
    return [one for one in activities.coming(desk.store, year_back) if one.listed]


@outside.get("/activities.ics")
def show_calendar(desk: AtDoor) -> Response:
    """All listed activities as iCalendar."""
    return _ics(desk, _public(desk), KEEP)


@outside.get("/activities.json")
def show_json(desk: AtDoor) -> Response:
    """All listed activities as JSON."""
    return JSONResponse(calendar.as_json(_public(desk)), headers=KEEP)


@outside.get("/activities/{slug}.ics")
def show_one(desk: AtDoor, slug: str) -> Response:
    """One listed activity as iCalendar. Raises NotFound."""
    one = next((one for one in _public(desk) if one.slug == slug), None)
    if one is None:
        raise NotFound("activity")
    return _ics(desk, [one], KEEP)


def _ics(desk: Desk, chosen: list[Activity], headers: dict[str, str]) -> Response:
    library = desk.settings
    content = calendar.to_ical(chosen, library=library.name, now=desk.now, language=library.default_language)
    return Response(content, media_type=CALENDAR, headers=headers)


@pages.get("/programme")
def show_programme(desk: At) -> HTMLResponse:
    """The programme in each language, and the addresses of the calendars."""
    # What this browser came by may be 127.0.0.1, where nobody else is: only what others can reach is offered.
    bases = [f"https://{name}" for name in desk.hub.config.staff_names if not is_loopback_name(name)]
    return room(desk, "programme.html", bases=bases, coming=len(_coming(desk)))


@pages.get("/programme-{language}.pdf")
def print_programme(desk: At, language: str) -> Response:
    """What's on, to print. Raises NotFound."""
    if language not in LANGUAGES:
        raise NotFound("language")
    pdf = programme.pdf(_coming(desk), library=desk.settings.name, language=language, now=desk.now, zone=desk.zone)
    named = {"Content-Disposition": f'inline; filename="programme-{language}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=named)


def _coming(desk: Desk) -> list[Activity]:
    return [one for one in activities.coming(desk.store, desk.now) if one.listed]


@pages.get("/{slug}.ics")
def show_own(desk: At, slug: str) -> Response:
    """One activity as iCalendar, listed or not."""
    named = {"Content-Disposition": f'attachment; filename="{slug}.ics"'}
    return _ics(desk, [found(desk, slug)], named)


@pages.get("/import")
def ask_import(desk: At) -> HTMLResponse:
    """Ask for a calendar file."""
    return room(desk, "activity_import.html", taken=Taken(), problem="")


@pages.post("/import")
def take_in(desk: At, calendar_file: Annotated[bytes, File(alias="calendar")] = b"") -> HTMLResponse:
    """Take every activity of a calendar file that is not over; say which were taken, and which were not and why."""
    try:
        taken = calendar_import.take(desk.store, calendar_file, **desk.signed)
    except NotACalendar as error:
        return room(desk, "activity_import.html", 422, taken=Taken(), problem=desk.tr(error.says))
    if taken.activities:
        desk.hub.bus.publish(NEWS)
    return room(desk, "activity_import.html", taken=taken, tr=desk.tr, problem="")

"""Calendars: public feeds that need no password, and the leaflet to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi.responses import HTMLResponse, JSONResponse, Response

from hub.model import Right
from hub.services.activities import activities, calendar, leaflet
from hub.services.house import logo
from hub.web.activities import help_texts
from hub.web.activities.surroundings import ActivityPage, found
from hub.web.page.access import At, StaffRoutes
from hub.web.page.desk import Desk
from shared.activity import Activity
from shared.errors import NotFound
from shared.languages import LANGUAGES

feeds = StaffRoutes(prefix="/feeds")
"""What anybody may read who reaches these pages: activities that are listed, without a word about who comes."""
pages = StaffRoutes(prefix="/activities")
CALENDAR = "text/calendar; charset=utf-8"
FEED_DAYS = 365
"""Days after its last date until the feeds no longer tell of an activity."""
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
        _coming(desk),
        desk.settings,
        language=language,
        now=desk.now,
        feed=leaflet.feed(desk.hub.config.bases),
        logo=logo.picture(desk.store),
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

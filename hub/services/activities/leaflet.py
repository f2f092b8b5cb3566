"""The leaflet to print: what's on as a tagged PDF that screen readers read too (PDF/UA)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fonticon_mdi7 import MDI7

from hub.services.activities import codes, dates
from hub.services.house.settings import Settings
from hub.typesetting import typeset
from shared.activity import Activity, Occasion
from shared.colours import hex_of
from shared.dates import last_whole_day
from shared.kinds.idea import picture_cards
from shared.languages import N_, Translate, translator
from shared.look import plate

MAX_DATES = 8
"""Dates of a series that are printed; of the others it is said how many there are."""

_TITLE, _NOTHING = N_("What's on"), N_("Nothing is planned just now.")
_PRINTED = N_("Printed {date}")
_MORE = N_("and {n} more")
_DROP_IN, _CANCELLED = N_("Drop in"), N_("Cancelled")
_SIGN_UP, _SIGN_UP_BY = N_("Sign up"), N_("Sign up before {time}")
_SIGN_UP_TO = N_("Sign up to and including {date}")
_HERE = N_("Sign up on a tablet in the library.")
_POINT = N_("Point the camera of a phone at a square: the date goes into your calendar.")
_FOLLOW = N_("Everything in your calendar")
_SQUARE = N_("QR code: {title} into your calendar")
_PLAIN = "calendar_heart"
"""The icon of an activity that nobody gave a picture card."""
_TABLET, _SCAN = "tablet", "qrcode_scan"
LONG = 12
"""Paragraphs of a description from which on it may not stand on one page."""


def feed(bases: Sequence[str]) -> str:
    """Return the address of the calendar with all activities; "" where others reach none of the hub's addresses."""
    return next((f"{base}/feeds/activities.ics" for base in bases), "")


def pdf(
    activities: Sequence[Activity],
    library: Settings,
    *,
    language: str,
    now: datetime,
    feed: str = "",
    logo: bytes = b"",
) -> bytes:
    """Return the leaflet of these activities, the next one first; dates that are over are left out.

    It begins in the library's colour; without one in the yellow of kiosks at rest.
    Beside each stands a code with which a phone takes its next date into its calendar; ``feed`` is the address of the
    calendar with all of them, where there is one that others reach. ``logo``: a PNG, of a library that has one.

    Letters that our font lacks are taken from the fonts of the machine. Pictures among the letters, and scripts for
    which there is no font, are left out: nobody reads boxes. Takes a tenth of a second or more: not for the event loop.
    """
    words = content(activities, library, language=language, now=now, feed=feed)
    if logo and library.logo is not None:
        words["logo"] = {"png": list(logo), "ground": library.logo.ground or None}
    return typeset("leaflet.typ", words)


def content(
    activities: Sequence[Activity], library: Settings, *, language: str, now: datetime, feed: str = ""
) -> dict[str, Any]:
    """Return the words and codes of the leaflet, as its template reads them."""
    tr, now = translator(language), now.astimezone(ZoneInfo(library.zone))
    ordered = sorted(activities, key=lambda one: dates.coming(one, now)[0].starts_at)
    return {
        "title": tr(_TITLE),
        "name": library.name,
        "language": language,
        "printed": tr(_PRINTED).format(date=dates.long(now.date(), language)),
        "nothing": tr(_NOTHING),
        "year": now.year,
        "month": now.month,
        "day": now.day,
        "notes": [{"icon": _sign(icon), "says": tr(says)} for icon, says in _notes(ordered)],
        "feed": {"address": feed, "says": tr(_FOLLOW), "code": codes.drawn(feed)} if feed else None,
        "look": [hex_of(one) for one in plate(library.look.colour)] if library.look.colour else None,
        "activities": [_shown(activity, language, tr, now) for activity in ordered],
    }


def _icon(activity: Activity) -> int:
    """Return the code point of the icon of an activity's picture card."""
    card = picture_cards().get(activity.card)
    return _sign(card["icon"] if card else _PLAIN)


def _sign(icon: str) -> int:
    """Return the code point of an icon: "mdi7." stands before its sign."""
    return ord(getattr(MDI7, icon).partition(".")[2])


def _notes(activities: Sequence[Activity]) -> Iterator[tuple[str, str]]:
    """Yield what is told before the activities, each with its icon: only what can be done with one of them."""
    if any(one.seats is not None and not one.cancelled for one in activities):
        yield _TABLET, _HERE
    if not all(one.cancelled for one in activities):
        yield _SCAN, _POINT


def _shown(activity: Activity, language: str, tr: Translate, now: datetime) -> dict[str, Any]:
    text = activity.text(language)
    dated = dates.coming(activity, now)
    coming = [dates.words(one, activity.zone, language, now) for one in dated]
    if len({times for _, times in coming}) == 1 and coming[0][1]:
        days = [dates.read(one, activity.zone).day for one in dated]
        shown, also = coming[:1], [dates.short(day, language) for day in days[1:MAX_DATES]]
    else:
        shown, also = coming[:MAX_DATES], []
    if len(coming) > MAX_DATES:
        also.append(tr(_MORE).format(n=len(coming) - MAX_DATES))
    return {
        "title": text.title,
        "icon": _icon(activity),
        "code": _code(activity, text.title, language, tr, dated[0]),
        "cancelled": activity.cancelled,
        "long": text.description.count("\n") > LONG,
        "dates": [{"day": _capital(day), "time": times} for day, times in shown],
        "also": also,
        "where": [part for part in (activity.place, activity.host) if part],
        "description": [part.strip() for part in text.description.split("\n") if part.strip()],
        "facts": [part for part in (text.price, _sign_up(activity, language, tr)) if part],
    }


def _code(activity: Activity, title: str, language: str, tr: Translate, next_one: Occasion) -> dict[str, str] | None:
    """Return the code of the next date, and what it is called; None for what does not take place."""
    if activity.cancelled:
        return None
    day = dates.short(dates.read(next_one, activity.zone).day, language)
    drawn = codes.drawn(codes.event(activity, next_one, language))
    return {"drawn": drawn, "day": day, "says": tr(_SQUARE).format(title=title)}


def _sign_up(activity: Activity, language: str, tr: Translate) -> str:
    if activity.cancelled:
        return tr(_CANCELLED)
    if activity.seats is None:
        return tr(_DROP_IN)
    if activity.closes_at is None:
        return tr(_SIGN_UP)
    last = last_whole_day(activity.closes_at, activity.zone)
    if last is not None:
        return tr(_SIGN_UP_TO).format(date=dates.long(last, language))
    return tr(_SIGN_UP_BY).format(time=dates.moment(activity.closes_at, activity.zone, language))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

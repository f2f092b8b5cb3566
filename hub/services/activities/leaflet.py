"""The leaflet to print: what's on as a tagged PDF that screen readers read too (PDF/UA)."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst
from fonticon_mdi7 import MDI7

from hub.services.activities import codes, dates
from hub.services.house.settings import Settings
from shared.activity import Activity, Occasion
from shared.assets import asset_path
from shared.colours import hex_of
from shared.dates import last_whole_day
from shared.kinds.idea import picture_cards
from shared.languages import N_, Translate, translator
from shared.look import plate

MAX_DATES = 8
"""Dates of a series that are printed; of the others it is said how many there are."""

_ARROWS = "\u2190"
"""Where pictures begin; below are signs like °."""
_VARIANTS = {chr(code) for code in range(0xFE00, 0xFE10)}
"""These say which picture a picture is."""
_OURS = ("LATIN", "GREEK", "CYRILLIC", "COMBINING")
"""Scripts of which our font has nearly all."""
_UNDRAWN = re.compile(r'the text `"(?:\\u\{([0-9a-f]+)\}|(.))')
"""How the typesetter names a letter that no font has. It does so only for a tagged PDF; in others it draws a box."""
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
    words = _printable(content(activities, library, language=language, now=now, feed=feed))
    if logo and library.logo is not None:
        words["logo"] = {"png": list(logo), "ground": library.logo.ground or None}
    with suppress(typst.TypstError):
        return _compiled(words, ignore_system_fonts=True)
    while True:
        try:
            return _compiled(words, ignore_system_fonts=False)
        except typst.TypstError as error:
            fewer = _without_script(words, _undrawn(error))
            if fewer == words:
                raise
            words = fewer


def _undrawn(error: typst.TypstError) -> str:
    """Return the letter that no font here can draw. Raises the error again when it is about something else."""
    found = _UNDRAWN.search(str(error))
    if found is None:
        raise error
    return found[2] or chr(int(found[1], 16))


def _without_script(value: Any, letter: str) -> Any:
    """Return texts, lists and objects without the script of a letter; a text of nothing else becomes an ellipsis.

    A script goes as a whole: half of a word says less than nothing, and each further letter would cost a try.
    """
    match value:
        case str():
            kept = "".join(one for one in value if _script(one) != _script(letter))
            return value if kept == value else " ".join(kept.split()) or "…"
        case list():
            return [_without_script(one, letter) for one in value]
        case dict():
            return {name: _without_script(one, letter) for name, one in value.items()}
        case _:
            return value


def _script(letter: str) -> str:
    """Return the first word of a letter's name, which is its script; what our font nearly has goes letter by letter."""
    script = unicodedata.name(letter, letter).partition(" ")[0]
    return letter if script in _OURS else script


def _compiled(words: dict[str, Any], *, ignore_system_fonts: bool) -> bytes:
    made = typst.compile(
        asset_path("print", "leaflet.typ"),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=ignore_system_fonts,
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made


def _printable(value: Any) -> Any:
    """Return texts, lists and objects without what no font of letters has: pictures, and signs one cannot see."""
    match value:
        case str():
            whole = unicodedata.normalize("NFC", value)
            return "".join(" " if one.isspace() else one for one in whole if one.isspace() or _is_letter(one))
        case list():
            return [_printable(one) for one in value]
        case dict():
            return {name: _printable(one) for name, one in value.items()}
        case _:
            return value


def _is_letter(one: str) -> bool:
    category = unicodedata.category(one)
    return category[0] != "C" and not (category in ("So", "Sk") and one >= _ARROWS) and one not in _VARIANTS


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


@cache
def _fonts() -> list[Path]:
    """Return the folders with the fonts of the staff pages: letters, and icons."""
    places = (("fontpkg_inter", "files"), ("fonticon_mdi7", "fonts"))
    return [Path(str(resources.files(package).joinpath(folder))) for package, folder in places]


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

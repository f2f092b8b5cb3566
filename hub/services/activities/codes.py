"""QR codes on paper: a date that a phone puts into its calendar, also without a network, and the address of a feed."""

from datetime import timedelta
from io import BytesIO

import segno
from icalendar import Calendar, Event

from shared.activity import Activity, Occasion
from shared.dates import whole_days
from shared.submission import from_utc

_FOLD = b"\r\n "
"""Where a calendar file goes on in the next line; readers of codes want each line whole."""


def event(activity: Activity, occasion: Occasion, language: str) -> str:
    """Return a date of an activity as a calendar of one event (RFC 5545), as short as phones understand it."""
    days = whole_days(occasion, activity.zone)
    made = Event()
    made.add("summary", activity.text(language).title)
    made.add("dtstart", days[0] if days else from_utc(occasion.starts_at))
    made.add("dtend", days[1] + timedelta(days=1) if days else from_utc(occasion.ends_at))
    if activity.place:
        made.add("location", activity.place)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add_component(made)
    return bytes(calendar.to_ical()).replace(_FOLD, b"").decode()


def drawn(text: str) -> str:
    """Return a text as a QR code: SVG, dark on white with the quiet zone readers want (ISO/IEC 18004)."""
    out = BytesIO()
    segno.make_qr(text, error="m").save(out, kind="svg", light="#ffffff", dark="#000000", xmldecl=False, nl=False)
    return out.getvalue().decode()

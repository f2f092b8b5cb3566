"""Time zones of calendar files: a name somebody made up is the zone whose clocks show the same."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone import tzp
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from hub.services.house import time_zones
from shared.activity import is_zone

NEAR = (
    "Europe/Oslo",
    "Europe/Stockholm",
    "Europe/Copenhagen",
    "Europe/Helsinki",
    "Atlantic/Reykjavik",
    "Europe/London",
)
"""These are tried before all others."""
_YEARS_BACK, _YEARS_ON = 1, 5


def known(tzid: str) -> str | None:
    """Return the name of the zone that an identifier means, as Windows and older programs write it too."""
    cleaned = tzid.strip().strip("/")
    parts = cleaned.split("/")
    candidates = [cleaned, WINDOWS_TO_OLSON.get(cleaned, "")]
    if tzid.strip().startswith("/"):  # "/citadel.org/20210210_1/Europe/Oslo"
        candidates += ["/".join(parts[start:]) for start in range(1, len(parts))]
    return next((ZoneInfo(name).key for name in candidates if name and is_zone(name)), None)


def defined(lines: Sequence[str], year: int) -> str | None:
    """Return a name that dates may use for the zone a VTIMEZONE defines, None where it cannot be read.

    ``year`` is about which year it matters: it is the IANA zone whose clocks show the same from the year before to
    five years later, or else a name of our own for exactly this definition.
    """
    return _defined(tuple(lines), year)


@lru_cache(maxsize=64)
def _defined(lines: tuple[str, ...], year: int) -> str | None:
    # icalendar remembers definitions by name for as long as the process lives. Under a name made of its lines no
    # definition takes the place of another, and dateutil's slow clock is only asked where no zone of IANA is equal.
    name = "samskap-" + hashlib.sha256("\n".join(lines).encode()).hexdigest()[:24]
    renamed = [f"TZID:{name}" if line.upper().startswith("TZID") else line for line in lines]
    try:
        Timezone.from_ical("\r\n".join(renamed))
        clock = tzp.timezone(name)
        if clock is None:
            return None
        return time_zones.equal(lambda noon: noon.replace(tzinfo=clock).utcoffset(), year) or name
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, OverflowError):
        return None

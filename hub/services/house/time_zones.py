"""The time zone of the library: what its machine shows, or else what people who speak its language live in."""

import zoneinfo
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from shared.activity import DEFAULT_ZONE, is_zone
from shared.languages import LANGUAGES

NORDIC = (
    "Europe/Oslo", "Europe/Stockholm", "Europe/Copenhagen", "Europe/Helsinki",
    "Atlantic/Faroe", "Atlantic/Reykjavik", "America/Nuuk", "Arctic/Longyearbyen", "Europe/Mariehamn",
)  # fmt: skip
"""What is offered to choose from, and tried before all others."""
_YEARS_BACK, _YEARS_ON = 1, 5

Clock = Callable[[datetime], timedelta | None]
"""How far a clock on the wall is from UTC, at a time that has no zone."""


def offered(usual: str) -> tuple[str, ...]:
    """Return what there is to choose from, with the one in use."""
    return NORDIC if usual in NORDIC else (usual, *NORDIC)


def guessed(language: str, now: datetime) -> str:
    """Return the zone of the machine, or where it keeps UTC, as servers do, the one of the language."""
    found = _of_the_machine(now.year)
    return found or (LANGUAGES[language].zone if language in LANGUAGES else DEFAULT_ZONE)


@lru_cache(maxsize=4)
def _of_the_machine(year: int) -> str | None:
    def clock(at: datetime) -> timedelta | None:
        return at.astimezone().utcoffset()

    if all(clock(datetime(year, month, 1)) == timedelta() for month in range(1, 13)):
        return None
    return equal(clock, year)


def equal(clock: Clock, year: int) -> str | None:
    """Return the zone whose clocks show the same from the year before to five years later; None when there is none."""
    weeks = (_YEARS_BACK + _YEARS_ON) * 52
    noons = [datetime(year - _YEARS_BACK, 1, 1, 12) + timedelta(weeks=week) for week in range(weeks)]
    offsets = [clock(noon) for noon in noons]
    for name in (*NORDIC, "Europe/London", *sorted(zoneinfo.available_timezones())):
        if is_zone(name) and _shows(ZoneInfo(name), noons, offsets):
            return name
    return None


def _shows(zone: ZoneInfo, noons: list[datetime], offsets: list[timedelta | None]) -> bool:
    return all(noon.replace(tzinfo=zone).utcoffset() == offset for noon, offset in zip(noons, offsets, strict=True))

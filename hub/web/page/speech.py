"""What a page says in the reader's language, on the clocks of the place where the library is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from hub.web.page import times
from shared.activity import Activity
from shared.languages import catalogue
from shared.submission import utc


@dataclass(frozen=True)
class Speech:
    """One language, one time zone, and what time it is."""

    SPOKEN: ClassVar[tuple[str, ...]] = (
        "ngettext", "language", "moment", "ago", "day", "gigabytes", "megabytes", "size", "lasts", "dated", "named",
        "iso", "shown_at",
    )  # fmt: skip
    """What templates read of it by name, beside ``_`` for a message."""

    language: str
    zone: str
    now: datetime

    def spoken(self) -> dict[str, Any]:
        """Return what is said by the names templates read them by."""
        return {"_": self.tr} | {name: getattr(self, name) for name in self.SPOKEN}

    @property
    def shown_at(self) -> str:
        """The moment at which the page is what it says."""
        return utc(self.now)

    def tr(self, message: str) -> str:
        """Return a message."""
        return catalogue(self.language).gettext(message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Return the message that fits the number."""
        return catalogue(self.language).ngettext(one, many, n)

    def moment(self, at: str) -> str:
        """Return a moment: today and yesterday by name, other days by date."""
        return times.moment(at, self.zone, self.language, self.tr, self.now)

    def dated(self, at: str, zone: str = "") -> str:
        """Return a moment with its date, whatever day it is; in the library's time zone where none is told."""
        return times.dated(at, zone or self.zone, self.language)

    def named(self, activity: Activity) -> str:
        """Return an activity by name, date and place: two of one name may begin together, in two rooms."""
        known_by = filter(None, (self.dated(activity.starts_at, activity.zone), activity.place))
        return f"{activity.text(self.language).title} ({', '.join(known_by)})"

    def day(self, at: date) -> str:
        """Return a day; of a moment the day where the library is."""
        there = at.astimezone(ZoneInfo(self.zone)).date() if isinstance(at, datetime) else at
        return times.day(there, self.language)

    def ago(self, at: str) -> str:
        """Return how long ago a moment was."""
        return times.ago(at, self.language, self.tr, self.now)

    def lasts(self, seconds: float) -> str:
        """Return a length of time."""
        return times.lasts(seconds, self.language)

    def iso(self, at: str) -> str:
        """Return a moment for a ``datetime`` attribute."""
        return times.utc_iso(at)

    def gigabytes(self, n: int) -> str:
        """Return so many bytes in gigabytes."""
        return f"{format_decimal(round(n / 1e9, 1), locale=self.language)} GB"

    def megabytes(self, n: int) -> str:
        """Return so many bytes in megabytes; nothing is smaller than a tenth of one."""
        return f"{format_decimal(max(0.1, round(n / 1e6, 1)), locale=self.language)} MB"

    def size(self, n: int) -> str:
        """Return so many bytes in gigabytes, or where those are few in megabytes."""
        return self.gigabytes(n) if n >= 1e9 else self.megabytes(n)

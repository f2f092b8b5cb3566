"""Who has what open just now: in memory alone, never in a file, and forgotten after some minutes."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hub.model import Staff
from shared.submission import utc

STAYS = timedelta(minutes=5)
"""So long somebody counts as being at a page of which nothing more is heard."""


@dataclass(frozen=True)
class Here:
    """Somebody who has it open too: since when, and whether a form is open there."""

    name: str
    subject: str
    since: datetime
    seen: datetime
    writing: bool

    @property
    def since_at(self) -> str:
        """Since when, as it is written."""
        return utc(self.since)


def shown(several: Iterable[Here]) -> str:
    """Return who is there and who of them writes, as one text: where it is another, there is something new to show."""
    return ",".join(f"{one.name}{'*' if one.writing else ''}" for one in several)


class Presence:
    """Where everybody is: each person at the page they asked for last. Any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at: dict[int, Here] = {}

    def come(self, who: Staff, subject: str, now: datetime, *, writing: bool = False) -> bool:
        """Take note of who is at ``subject`` now, and nowhere else any more; tell whether that is news to others."""
        with self._lock:
            before = self._at.get(who.id)
            stays = before is not None and before.subject == subject and now - before.seen < STAYS
            since = before.since if before is not None and stays else now
            self._at[who.id] = Here(who.name, subject, since, now, writing)
            return not stays or (before is not None and before.writing != writing)

    def stay(self, who: Staff, now: datetime) -> None:
        """Take note that somebody writes, or steers, where they are by now."""
        with self._lock:
            before = self._at.get(who.id)
            if before is not None and timedelta() <= now - before.seen < STAYS:
                self._at[who.id] = replace(before, seen=now)

    def others(self, who: Staff, subject: str, now: datetime) -> list[Here]:
        """Return who else is at ``subject``, by name."""
        with self._lock:
            self._at = {key: one for key, one in self._at.items() if timedelta() <= now - one.seen < STAYS}
            found = [one for key, one in self._at.items() if key != who.id and one.subject == subject]
        return sorted(found, key=lambda one: one.name)

"""When the hub was last heard, and what time it is by the hub: the clocks of tablets are often wrong."""

import sqlite3
from datetime import datetime, timedelta

from kiosk.store.facts import fact, keep_facts
from shared.clock import Moment, is_possible
from shared.submission import from_utc, utc

LONGEST_OFF_S = 4 * 86_400.0
"""So long a tablet may have been off by its own clock alone: a long weekend."""
LONGEST_SKEW = timedelta(days=100 * 365)
"""A clock that starts in 1970 is wrong by less; more cannot be counted with."""

LONGEST_SILENT = timedelta(days=180)
"""A tablet that starts so far ahead of the hub's last word has a wrong clock rather than been off for so long."""


def heard(connection: sqlite3.Connection, hub_time: str, now: Moment) -> None:
    """The hub was heard now, and said what time it is."""
    skew = round((now.at - from_utc(hub_time)).total_seconds(), 3)
    keep_facts(
        connection,
        last_sync_at=utc(now.at),
        skew_s=skew,
        hub_time=hub_time,
        heard_monotonic=now.monotonic,
        heard_boot=now.boot,
    )


def forget(connection: sqlite3.Connection) -> None:
    """Forget when a hub was heard: it is another one now."""
    keep_facts(connection, hub_time=None, heard_monotonic=None, heard_boot=None)


def silent_s(connection: sqlite3.Connection, now: Moment) -> float | None:
    """Return how long ago the hub was heard; None when it never was, or at a time that cannot be or is still to come.

    By the clock nobody can set, within one run of the tablet; else by the clock of the day.
    """
    if _word(connection) is None:
        return None
    passed = float(now.monotonic - fact(connection, "heard_monotonic"))
    if fact(connection, "heard_boot") != now.boot:
        passed = (now.at - from_utc(fact(connection, "last_sync_at"))).total_seconds()
    return passed if passed >= 0 else None


def is_sure(connection: sqlite3.Connection, now: Moment) -> bool:
    """Tell whether :func:`by_hub` may delete anything: not where only the clock of the day says how long it was silent.

    A tablet that starts with another year has not been off for years.
    """
    passed = silent_s(connection, now)
    if passed is None:
        return False
    return bool(fact(connection, "heard_boot") == now.boot) or passed <= LONGEST_OFF_S


def by_hub(connection: sqlite3.Connection, now: Moment, opened: Moment) -> datetime:
    """Return what time it is by the hub, as far as this kiosk can tell; its own time before the first word.

    It is never earlier than the hub's last word and what passed since the program ``opened`` the store: many tablets
    start in 1970. After a start that is too far ahead of that word to be right it is just that, until the hub is heard.
    """
    by_skew = timedelta(seconds=fact(connection, "skew_s") or 0)
    by_day = now.at - by_skew if abs(by_skew) < LONGEST_SKEW else now.at
    passed, word = silent_s(connection, now), _word(connection)
    if word is None:
        return by_day
    if passed is not None and fact(connection, "heard_boot") == now.boot:
        return word + timedelta(seconds=passed)
    runs = now.monotonic - opened.monotonic if opened.boot == now.boot else 0
    least = word + timedelta(seconds=max(runs, 0))
    told = by_day if passed is None else word + timedelta(seconds=passed)
    return least if told - word > LONGEST_SILENT else max(told, least)


def _word(connection: sqlite3.Connection) -> datetime | None:
    """Return the time the hub said last; None for none, or for one that cannot be: an early program kept anything."""
    try:
        word = from_utc(fact(connection, "hub_time", ""))
    except (ValueError, TypeError):
        return None
    return word if is_possible(word) else None

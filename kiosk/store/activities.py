"""What's on: the activities the hub told of, what is known of their seats, and their exit questions."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.store.bodies import Bodies
from shared.activity import (
    EXIT_MINUTES,
    Activity,
    activity_from_json,
    activity_json,
    activity_kept,
    check_activity,
    exit_prompt,
)
from shared.errors import InvalidActivity
from shared.prompt import Prompt
from shared.protocol import News, SeatCount
from shared.submission import from_utc, utc


@dataclass(frozen=True)
class ActivityHere:
    """An activity as this kiosk can offer it.

    ``left`` is how many seats this kiosk can confirm by itself now. ``free`` is what was free in all, at ``known_at``
    (ISO 8601 UTC by the hub; None: the hub has not said), and ``waiting`` how many sign-ups waited then, and those that
    wait here for the hub to hear of them. ``open``: visitors may sign up now.
    """

    activity: Activity
    left: int = 0
    free: int = 0
    waiting: int = 0
    known_at: str | None = None
    open: bool = False


def apply(connection: sqlite3.Connection, news: News) -> bool:
    """Take the activities of the news over the old; tell whether there were any."""
    if news.full:
        connection.execute("DELETE FROM activities")
    rows = [(one.slug, json.dumps(activity_json(one), ensure_ascii=False), _end(one)) for one in news.activities]
    connection.executemany("INSERT OR REPLACE INTO activities (slug, body, ends_at) VALUES (?, ?, ?)", rows)
    for table, column in (("activities", "slug"), ("seats", "activity"), ("doors", "activity")):
        connection.executemany(
            f"DELETE FROM {table} WHERE {column} = ?", [(slug,) for slug in news.withdrawn_activities]
        )
    return bool(news.activities or news.withdrawn_activities)


def count(connection: sqlite3.Connection, seats: Iterable[SeatCount], known_at: str) -> bool:
    """Take the hub's counts of seats; tell whether any is another than before."""
    before = dict(connection.execute("SELECT activity, free || ' ' || waiting FROM seats"))
    rows = [(one.activity, max(0, one.free), max(0, one.waiting), known_at) for one in seats]
    connection.executemany("INSERT OR REPLACE INTO seats VALUES (?, ?, ?, ?)", rows)
    return any(before.get(activity) != f"{free} {waiting}" for activity, free, waiting, _ in rows)


def forget(connection: sqlite3.Connection) -> None:
    """Forget everything that another hub told of activities."""
    for table in ("activities", "seats", "doors", "door_notes"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM receipts WHERE activity IS NOT NULL")
    connection.execute("DELETE FROM told")


def read(connection: sqlite3.Connection, slug: str) -> Activity | None:
    """Return the activity with this slug; None when there is none, or none that can be understood."""
    row = connection.execute("SELECT body, ends_at FROM activities WHERE slug = ?", (slug,)).fetchone()
    if row is None:
        return None
    return _DOUBTED.one(row[0]) if row[1] is None else _KEPT.one(row[0])


def coming(connection: sqlite3.Connection, now: datetime) -> list[Activity]:
    """Return the activities that are not over, or so lately that their exit questions may be open.

    What this program does not understand is passed over.
    """
    lately = now - timedelta(minutes=EXIT_MINUTES)
    kept = connection.execute("SELECT body FROM activities WHERE ends_at > ?", (utc(lately),))
    found: list[Activity | None] = [*_KEPT.all(body for (body,) in kept)]
    doubted = connection.execute("SELECT body FROM activities WHERE ends_at IS NULL")
    found += _DOUBTED.all(body for (body,) in doubted)
    return [one for one in found if one is not None and not one.is_over(lately)]


def whats_on(
    connection: sqlite3.Connection, left: Mapping[str, int], asked: Mapping[str, int], now: datetime
) -> list[ActivityHere]:
    """Return the listed activities that are not over, by their next date.

    By slug: ``left`` seats here, and sign-ups that ``asked`` for seats and have not reached the hub. Nobody passes
    those.
    """
    here = []
    for activity in coming(connection, now):
        if activity.listed and not activity.is_over(now):
            free, waiting, known_at = _seats(connection, activity.slug)
            takes = activity.takes_sign_ups(now)
            held = left.get(activity.slug, 0) if takes else 0
            line = asked.get(activity.slug, 0) if activity.waiting_list else 0
            mine = 0 if line else held
            here.append(ActivityHere(activity, mine, free + held, waiting + line, known_at, open=takes))
    return sorted(here, key=lambda one: (_next_start(one.activity, now), one.activity.slug))


def exit_prompts(connection: sqlite3.Connection, kiosk: str, now: datetime) -> list[Prompt]:
    """Return the exit questions that are open on this kiosk, of what began first before the others."""
    prompts = [
        exit_prompt(activity, date)
        for activity in coming(connection, now)
        if kiosk in activity.exit_kiosks and not activity.cancelled
        for date in activity.dates
    ]
    opened = [prompt for prompt in prompts if prompt.is_open(now)]
    return sorted(opened, key=lambda prompt: (prompt.opens_at or "", prompt.settings["activity"]))


def _next_start(activity: Activity, now: datetime) -> datetime:
    return next(from_utc(date.starts_at) for date in activity.dates if from_utc(date.ends_at) > now)


def _seats(connection: sqlite3.Connection, slug: str) -> tuple[int, int, str | None]:
    row = connection.execute("SELECT free, waiting, known_at FROM seats WHERE activity = ?", (slug,)).fetchone()
    return (0, 0, None) if row is None else row


def _end(activity: Activity) -> str | None:
    """Return when an activity ends, as text that can be compared; None for one that is not understood."""
    try:
        check_activity(activity)
    except InvalidActivity:
        return None
    return utc(from_utc(activity.ends_at))


def _kept(body: str) -> Activity | None:
    try:
        return activity_kept(body)
    except (ValueError, KeyError, TypeError, AttributeError):  # a newer program kept it, or the disk lost a bit of it
        return None


def _checked(body: str) -> Activity | None:
    try:
        activity = activity_from_json(json.loads(body))
        check_activity(activity)
    except (InvalidActivity, ValueError):
        return None
    return activity


_KEPT, _DOUBTED = Bodies(_kept), Bodies(_checked)
"""What was understood when it was taken is trusted now. The rest is looked at again: this may be a newer program."""

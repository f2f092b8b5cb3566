"""Shapes of activities to begin from: what libraries often do, with dates relative to a first day."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hub.services.activities.dates import each_week
from shared.activity import DEFAULT_ZONE, Activity, Occasion, activity_from_json, check_activity
from shared.assets import asset
from shared.errors import InvalidActivity, NotFound
from shared.languages import DEFAULT_LANGUAGE, pick
from shared.submission import utc

_ANY_DAY = date(2026, 1, 1)


@dataclass(frozen=True)
class Template:
    """An activity without a date. Its file is described in assets/SOURCES.md.

    ``about`` tells staff, by language, when to choose it. ``weekday`` (1 Monday to 7 Sunday) and ``time`` ("HH:MM")
    are in the library's own zone, ``hours`` is how long a date lasts, ``weeks`` how many weekly dates there are.
    Sign-up opens as the day begins that is ``opens_days_before`` the first date (None: at once), and closes as the day
    ends that is ``closes_days_before`` it (None: when it starts). ``tags`` say OF, BY and FOR whom, by language.
    ``activity`` is the rest, as ``activity_from_json`` reads it.
    """

    id: str
    about: dict[str, str]
    weekday: int
    time: str
    hours: float
    weeks: int
    opens_days_before: int | None
    closes_days_before: int | None
    tags: dict[str, dict[str, str]]
    activity: dict[str, Any]

    def title(self, language: str) -> str:
        """Return its title in this language, or in its nearest neighbour's."""
        return pick(self.activity["title"], language) or self.id

    def said(self, language: str) -> str:
        """Return when to choose it, in this language or in its nearest neighbour's."""
        return pick(self.about, language) or ""

    def day_after(self, day: date) -> date:
        """Return its weekday next after a day: what a form suggests."""
        return day + timedelta(days=(self.weekday - day.isoweekday() - 1) % 7 + 1)


def listed() -> list[Template]:
    """Return all templates in their order."""
    return [Template(**data) for data in json.loads(asset("starter", "activities.json").read_text("utf-8"))]


def read(id: str) -> Template:
    """Return one. Raises NotFound."""
    found = next((template for template in listed() if template.id == id), None)
    if found is None:
        raise NotFound("template")
    return found


def activity(
    template: Template, *, slug: str, first_day: date, zone: str = DEFAULT_ZONE, language: str = DEFAULT_LANGUAGE
) -> Activity:
    """Return an activity of this shape whose first date is ``first_day``; tags are in ``language``.

    Weekly dates keep their time of day across a change to or from summer time. Raises InvalidActivity.
    """
    local = _zone(zone)
    starts = datetime.combine(first_day, time.fromisoformat(template.time), local)
    first = Occasion(utc(starts), utc(starts + timedelta(hours=template.hours)))
    opens, closes = template.opens_days_before, template.closes_days_before
    made = activity_from_json(
        {
            **template.activity,
            "slug": slug,
            "zone": zone,
            "dates": [asdict(date) for date in each_week(first, template.weeks, zone)],
            "opens_at": None if opens is None else _midnight(first_day - timedelta(days=opens), local),
            "closes_at": None if closes is None else _midnight(first_day - timedelta(days=closes - 1), local),
            "tags": {tag: pick(texts, language) or "" for tag, texts in template.tags.items()},
        }
    )
    check_activity(made)
    return made


def words() -> list[Mapping[str, object]]:
    """Return the texts of each, by language."""
    return [activity(one, slug=one.id, first_day=_ANY_DAY).texts for one in listed()]


def left_behind(
    texts: Mapping[str, object], before: Mapping[str, object] | None, offered: Iterable[Mapping[str, object]]
) -> list[str]:
    """Return the languages in which new texts still say what one of those ``offered`` says, while others do not.

    So it is when somebody has rewritten a ready-made question in the own language alone. Where no text is another than
    ``before``, nothing is left behind.
    """
    if texts == before:
        return []
    still = [[code for code, text in texts.items() if text == one.get(code)] for one in offered]
    return next((codes for codes in still if 0 < len(codes) < len(texts)), [])


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
        raise InvalidActivity("zone") from exc


def _midnight(day: date, zone: ZoneInfo) -> str:
    """Return the moment a day begins."""
    return utc(datetime.combine(day, time(), zone))

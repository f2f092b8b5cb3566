"""An event people come to: time, place, seats, and what its sign-up asks. Each published revision is immutable.

The slug names an activity everywhere: on the wire, in answers, in commands. It never changes; ``id`` is for calendars.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain, pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.errors import InvalidActivity
from shared.languages import LANGUAGES, pick
from shared.prompt import SLUG, Prompt, PromptText
from shared.submission import from_utc, one_shape, utc

MAX_TITLE, MAX_DESCRIPTION, MAX_LINE = 60, 1_000, 120
"""Longest texts in characters: the title fits a card at 200 % text, the description one page of the glass."""
MAX_DATES = 60
MAX_SEATS = 10_000
YEARS = range(2000, 3000)
"""Beyond these, days cannot always be added, and no library plans there."""
DEFAULT_ZONE = "Europe/Oslo"
MOST_PERSONS = 8
"""How many one sign-up is for where nobody chose: a large family."""

AUDIENCES = ("all", "adults", "children", "families")
""""children": the children take part, a guardian signs them up."""
AUDIENCE_WORDS = {"everyone": "all", "adult": "adults", "child": "children", "family": "families"}
"""Other words for an audience that people write in a file."""
ASKED = ("name", "contact", "persons", "food", "access", "organisation", "role", "note")
"""The short list of what a sign-up may ask; "persons" is how many come, by age band."""
KEEP_DAYS = {
    "food": 1,
    "access": 1,
    "name": 14,
    "contact": 14,
    "persons": 14,
    "organisation": 14,
    "role": 14,
    "note": 14,
}
"""Days after the last date until what was answered is deleted, where the library does not choose another number."""
EXIT_MINUTES = 180
"""How long the exit questions stay on the kiosks named for them, from a quarter of an hour before the end."""
EXIT_BEFORE_MINUTES = 15


@dataclass(frozen=True)
class ActivityText:
    """What an activity says in one language. ``price`` is "" when it costs nothing."""

    title: str
    description: str = ""
    price: str = ""


@dataclass(frozen=True)
class Occasion:
    """One date of an activity, ISO 8601 UTC."""

    starts_at: str
    ends_at: str


@dataclass(frozen=True)
class AskedField:
    """One thing a sign-up asks, why (in each language), and how many days after the last date it is kept."""

    name: str
    keep_days: int
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Activity:
    """An activity as kiosks and calendars show it; a sign-up is for all of its ``dates``.

    ``seats`` None: drop in, nobody signs up. ``opens_at`` and ``closes_at`` bound the sign-up. ``minimum`` is how many
    must come for it to take place. ``zone`` is the IANA time zone people read its dates in. ``series`` joins
    activities that are dates of one thing. ``tags`` say OF, BY and FOR whom ("of", "by", "for") in plain words.
    ``exit_kiosks`` are ids of kiosks that show the exit questions. ``listed`` False: no public list shows it; staff
    and partners sign people up.
    """

    id: str
    slug: str
    revision: int
    texts: dict[str, ActivityText]
    dates: list[Occasion]
    zone: str = DEFAULT_ZONE
    place: str = ""
    card: str = ""
    host: str = ""
    seats: int | None = None
    waiting_list: bool = True
    opens_at: str | None = None
    closes_at: str | None = None
    minimum: int | None = None
    audience: str = "all"
    fields: list[AskedField] = field(default_factory=list)
    most_persons: int = MOST_PERSONS
    series: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    exit_kiosks: list[str] = field(default_factory=list)
    listed: bool = True
    cancelled: bool = False

    @property
    def starts_at(self) -> str:
        """When the first date begins."""
        return self.dates[0].starts_at

    @property
    def ends_at(self) -> str:
        """When the last date ends."""
        return self.dates[-1].ends_at

    @property
    def asks(self) -> tuple[str, ...]:
        """The names of what the sign-up asks."""
        return tuple(asked.name for asked in self.fields)

    def text(self, language: str) -> ActivityText:
        """Return the texts in this language, or in its nearest neighbour's."""
        found = pick(self.texts, language)
        assert found is not None, "check_activity lets no activity through without a text"
        return found

    def takes_sign_ups(self, now: datetime) -> bool:
        """Tell whether visitors may sign up at this moment."""
        if self.seats is None or self.cancelled or (self.opens_at is not None and now < from_utc(self.opens_at)):
            return False
        return now < from_utc(self.closes_at or self.starts_at)

    def is_over(self, now: datetime) -> bool:
        """Tell whether its last date has ended."""
        return from_utc(self.ends_at) <= now

    @property
    def most_together(self) -> int:
        """How many persons one sign-up can be for: a party that is larger than the room could never come."""
        return self.most_persons if self.seats is None else min(self.most_persons, self.seats)

    def deletes_at(self, name: str) -> datetime:
        """Return when what was answered to one asked field is deleted."""
        return from_utc(self.ends_at) + timedelta(days=self.keeps(name))

    def keeps(self, name: str) -> int:
        """Return how many days after the last date what was answered to one asked field is kept."""
        return next((asked.keep_days for asked in self.fields if asked.name == name), KEEP_DAYS.get(name, 14))


def sign_up_prompt(activity: Activity) -> Prompt:
    """Return the sign-up of an activity as a prompt: what the glass asks, and what the answer is checked against."""
    reasons = {asked.name: asked.reasons for asked in activity.fields}
    settings = {
        "activity": activity.slug,
        "asks": list(activity.asks),
        "reasons": reasons,
        "audience": activity.audience,
        "most_persons": activity.most_persons,
    }
    return _prompt("signup", activity, settings, closes_at=activity.closes_at or activity.starts_at)


def change_prompt(activity: Activity) -> Prompt:
    """Return, as a prompt, what is changed about a sign-up with its receipt code."""
    return _prompt("change", activity, {"activity": activity.slug}, closes_at=activity.ends_at)


def attendance_prompt(activity: Activity) -> Prompt:
    """Return, as a prompt, what is noted at the door."""
    settings = {"activity": activity.slug, "dates": [date.starts_at for date in activity.dates]}
    return _prompt("attendance", activity, settings)


def exit_prompt(activity: Activity, date: Occasion) -> Prompt:
    """Return the four exit questions for one date as a prompt, open around its end."""
    ends = from_utc(date.ends_at)
    prompt = _prompt("exit", activity, {"activity": activity.slug, "date": date.starts_at})
    opens = ends - timedelta(minutes=EXIT_BEFORE_MINUTES)
    closes = opens + timedelta(minutes=EXIT_MINUTES)
    return replace(prompt, opens_at=utc(opens), closes_at=utc(closes))


def _prompt(kind: str, activity: Activity, settings: dict[str, Any], closes_at: str | None = None) -> Prompt:
    texts = {language: PromptText(text.title, text.title) for language, text in activity.texts.items()}
    return Prompt(kind, kind, activity.revision, texts, settings, opens_at=activity.opens_at, closes_at=closes_at)


def check_activity(activity: Activity) -> None:
    """Check everything about an activity. Raises InvalidActivity naming the first field that is wrong."""
    for name in activity_faults(activity):
        raise InvalidActivity(name)


def activity_faults(activity: Activity) -> list[str]:
    """Return the name of every field in which something is wrong, [] for a sound activity."""
    checks = {
        "slug": SLUG.fullmatch(activity.slug) is not None,
        "title": bool(activity.texts) and set(activity.texts) <= set(LANGUAGES) and _titles_fit(activity),
        "description": all(len(text.description) <= MAX_DESCRIPTION for text in activity.texts.values()),
        "price": all(len(text.price) <= MAX_LINE for text in activity.texts.values()),
        "place": len(activity.place) <= MAX_LINE,
        "host": len(activity.host) <= MAX_LINE,
        "seats": activity.seats is None or 1 <= activity.seats <= MAX_SEATS,
        "minimum": activity.minimum is None or 1 <= activity.minimum <= (activity.seats or MAX_SEATS),
        "most_persons": 1 <= activity.most_persons <= 30,
        "audience": activity.audience in AUDIENCES,
        "tags": set(activity.tags) <= {"of", "by", "for"}
        and all(len(tag) <= MAX_LINE for tag in activity.tags.values()),
        "fields": _fields_fit(activity),
    }
    return [*(name for name, holds in checks.items() if not holds), *_faults_of_times(activity)]


def _titles_fit(activity: Activity) -> bool:
    return all(0 < len(text.title.strip()) <= MAX_TITLE for text in activity.texts.values())


def _fields_fit(activity: Activity) -> bool:
    known = all(asked.name in ASKED and 0 <= asked.keep_days <= 365 for asked in activity.fields)
    said = all(len(reason) <= MAX_LINE for asked in activity.fields for reason in asked.reasons.values())
    return known and said and len(set(activity.asks)) == len(activity.fields)


def is_zone(name: str) -> bool:
    """Tell whether there is such a time zone (IANA)."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _faults_of_times(activity: Activity) -> Iterator[str]:
    """Yield what is wrong with zone, dates and moments; of what is no time at all nothing more is asked."""
    if not is_zone(activity.zone):
        yield "zone"
    if not 1 <= len(activity.dates) <= MAX_DATES:
        yield "dates"
    try:
        dates = [(from_utc(date.starts_at), from_utc(date.ends_at)) for date in activity.dates]
        opens, closes = (None if at is None else from_utc(at) for at in (activity.opens_at, activity.closes_at))
    except ValueError:
        yield "starts_at"
        return
    if not dates:
        return
    if not all(moment.year in YEARS for moment in (*chain(*dates), *filter(None, (opens, closes)))):
        yield "dates"
    if any(starts >= ends for starts, ends in dates) or any(b[0] < a[1] for a, b in pairwise(dates)):
        yield "ends_at"
    last = closes or (None if activity.seats is None else dates[0][0])
    if (opens and last and last <= opens) or (closes and closes > dates[-1][1]):
        yield "closes_at"


def activity_from_json(data: Mapping[str, Any]) -> Activity:
    """Build an activity from its JSON form. Raises InvalidActivity when it has not that shape.

    Short forms are taken: ``title``, ``description`` and ``price`` by language in place of ``texts``; ``starts_at``
    and ``ends_at`` in place of ``dates``; the name of a field in place of the whole field. An ``id`` is made from the
    slug where none is given; without ``most_persons`` it is MOST_PERSONS, or all the seats where these are fewer.
    Times may have any shape of ISO 8601; one without an offset is in ``zone``.
    """
    try:
        given = {name: value for name, value in data.items() if name not in _SHORT}
        given["texts"] = _texts(data)
        spans = data.get("dates") or [{"starts_at": data["starts_at"], "ends_at": data["ends_at"]}]
        zone = data.get("zone", DEFAULT_ZONE)
        given["dates"] = [Occasion(**{name: _in_utc(at, zone) for name, at in span.items()}) for span in spans]
        given |= {name: _in_utc(data[name], zone) for name in ("opens_at", "closes_at") if name in data}
        audience = data.get("audience", "all")
        given["audience"] = AUDIENCE_WORDS.get(audience, audience)
        given["fields"] = [_field(asked) for asked in data.get("fields") or []]
        if isinstance(data.get("seats"), int) and "most_persons" not in data:
            given["most_persons"] = max(1, min(MOST_PERSONS, data["seats"]))
        activity = Activity(**{"id": _id(data), "revision": 1, **given})
        _check_types(activity)
    except (KeyError, TypeError, AttributeError, ValueError) as exc:
        missing = f"{exc.args[0]} is missing" if isinstance(exc, KeyError) else "not an activity"
        raise InvalidActivity(missing) from exc
    return activity


def activity_json(activity: Activity) -> dict[str, Any]:
    """Return an activity in the form :func:`activity_from_json` reads."""
    return asdict(activity)


def activity_kept(body: str) -> Activity:
    """Read back what a database of ours keeps: JSON of :func:`activity_json`. It was checked before, and is trusted."""
    data = json.loads(body)
    return Activity(
        **{
            **data,
            "texts": {language: ActivityText(**text) for language, text in data["texts"].items()},
            "dates": [Occasion(**date) for date in data["dates"]],
            "fields": [AskedField(**asked) for asked in data["fields"]],
        }
    )


_SHORT = {"title", "description", "price", "starts_at", "ends_at"}


def _texts(data: Mapping[str, Any]) -> dict[str, ActivityText]:
    if "texts" in data:
        return {language: ActivityText(**text) for language, text in data["texts"].items()}
    described, priced = data.get("description") or {}, data.get("price") or {}
    return {
        language: ActivityText(title, described.get(language, ""), priced.get(language, ""))
        for language, title in data["title"].items()
    }


def _in_utc(at: Any, zone: Any) -> Any:
    """Return a time in its one shape; what is no time, as it is: check_activity names it."""
    try:
        return one_shape(at, ZoneInfo(zone))
    except (ValueError, TypeError, AttributeError, ZoneInfoNotFoundError, OSError):
        return at


def _field(asked: Any) -> AskedField:
    if isinstance(asked, str):
        return AskedField(asked, KEEP_DAYS.get(asked, 14))
    return AskedField(**{"keep_days": KEEP_DAYS.get(asked["name"], 14), **asked})


def _id(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(b"samskap activity\0" + str(data["slug"]).encode()).hexdigest()[:32]


def _check_types(activity: Activity) -> None:
    """Raise TypeError where JSON put something else than the dataclass says."""
    optional_words = [activity.opens_at, activity.closes_at]
    by_language = [text for texts in activity.texts.values() for text in (texts.title, texts.description, texts.price)]
    reasons = [text for asked in activity.fields for text in (asked.name, *asked.reasons.values())]
    words = [
        activity.id, activity.slug, activity.zone, activity.place, activity.card, activity.host, activity.audience,
        activity.series, *activity.tags.values(), *activity.exit_kiosks, *by_language, *reasons,
        *(at for date in activity.dates for at in (date.starts_at, date.ends_at)),
        *(word for word in optional_words if word is not None),
    ]  # fmt: skip
    numbers = [activity.revision, activity.most_persons, *(asked.keep_days for asked in activity.fields)]
    numbers += [number for number in (activity.seats, activity.minimum) if number is not None]
    switches = [activity.waiting_list, activity.listed, activity.cancelled]
    if not all(isinstance(word, str) for word in words) or not all(type(number) is int for number in numbers):
        raise TypeError("a text or a number is something else")
    if not all(isinstance(switch, bool) for switch in switches):
        raise TypeError("a switch is something else")
    json.dumps(asdict(activity), ensure_ascii=False).encode()

"""Taking the activities of a calendar file in: what was there before follows its calendar, what is new is drop-in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from hub.services import activities, calendar, settings
from hub.services.calendars.events import OVER, PREFIX, Found
from hub.services.calendars.left_out import LeftOut
from hub.store.base import Store
from shared.activity import MAX_DATES, Activity, Occasion
from shared.errors import InvalidActivity, SeatError
from shared.submission import from_utc

AT_ONCE = 100
"""So many are saved in one transaction: few waits for the disk, and no kiosk waits long for its turn."""


@dataclass
class Taken:
    """What came in, what was left out with the reason, and what is over already: that is nobody's loss."""

    activities: list[Activity] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    over: list[LeftOut] = field(default_factory=list)


def take(store: Store, data: bytes, *, by: str, now: datetime) -> Taken:
    """Take in every activity of a calendar file that is not over. Raises NotACalendar.

    An activity is found by the UID of its event, whatever it is called now. One that cannot be taken is left out, and
    stops none of the others.
    """
    library = settings.read(store)
    reading = calendar.from_ical(data, since=now, zone=library.zone, language=library.default_language)
    taken = Taken()
    for one in reading.left:
        (taken.over if one.says == OVER else taken.left).append(one)
    slugs = store.activities.slugs()
    for start in range(0, len(reading.found), AT_ONCE):
        with store.atomic():
            for found in reading.found[start : start + AT_ONCE]:
                _try(store, found, slugs, taken, by=by, now=now)
    return taken


def _try(store: Store, found: Found, slugs: dict[str, str], taken: Taken, *, by: str, now: datetime) -> None:
    title = next(iter(found.activity.texts.values())).title
    if found.activity.is_over(now):
        taken.over.append(LeftOut(title, OVER))
        return
    try:
        saved = _take(store, found, slugs, by, now)
    except (InvalidActivity, SeatError) as error:
        taken.left.append(LeftOut(title, error.says, error=f"{error.code}: {error}"))
    else:
        slugs[saved.id] = saved.slug
        taken.activities.append(saved)


def _take(store: Store, found: Found, slugs: dict[str, str], by: str, now: datetime) -> Activity:
    whole = store.activities.read(slugs.get(found.series, "")) if found.series in slugs else None
    if whole is not None:
        return activities.save(store, _redated(whole, found), by=by, now=now)
    activity = found.activity
    before = store.activities.read(slugs.get(activity.id, activity.slug))
    if before is not None and before.id == activity.id and activity.id.startswith(PREFIX):
        activity = _followed(before, activity, now)
    elif before is not None and before.id == activity.id:
        # No calendar tells what is the library's own business: it stays as it is.
        activity = replace(activity, exit_kiosks=before.exit_kiosks)
    return activities.offer(store, activity, by=by, now=now)


def _followed(before: Activity, activity: Activity, now: datetime) -> Activity:
    """Return an activity with what staff have added here; its words, place and coming dates follow its calendar."""
    texts = {
        language: replace(before.texts.get(language, text), title=text.title, description=text.description)
        for language, text in activity.texts.items()
    }
    return replace(
        before,
        texts={**before.texts, **texts},
        place=activity.place,
        dates=_since_it_began(before, activity.dates, now),
        zone=activity.zone,
        cancelled=before.cancelled or activity.cancelled,
    )


def _since_it_began(before: Activity, coming: Sequence[Occasion], now: datetime) -> list[Occasion]:
    """Return the dates to come after those that were: who came to them is counted by date."""
    past = [one for one in before.dates if from_utc(one.ends_at) <= now and one.ends_at <= coming[0].starts_at]
    return [*past[len(past) - min(len(past), MAX_DATES - len(coming)) :], *coming]


def _redated(whole: Activity, found: Found) -> Activity:
    """Return a series with one of its dates moved, or called off."""
    others = [one for one in whole.dates if one.starts_at != found.instead_of]
    if found.activity.cancelled:
        return replace(whole, dates=others) if others else replace(whole, cancelled=True)
    return replace(whole, dates=sorted({*others, *found.activity.dates}, key=lambda one: one.starts_at))

"""Taking the activities of a calendar file in: what is new is drop-in, what is here follows its calendar.

But nothing that is here changes before somebody has seen what would change, and said yes to just that.
"""

import json
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from hub.model import Actor, Right
from hub.services.activities import activities, calendar
from hub.services.activities.calendars.events import OVER, PREFIX, Found
from hub.services.activities.calendars.left_out import LeftOut
from hub.services.changing import changing
from hub.services.house import settings
from hub.store.base import Store
from shared.activity import MAX_DATES, Activity, Occasion, activity_json
from shared.errors import InvalidActivity, SeatError
from shared.submission import from_utc

AT_ONCE = 100
"""So many are saved in one transaction: few waits for the disk, and no kiosk waits long for its turn."""


@dataclass(frozen=True)
class Change:
    """What a file would make of an activity that is here: from ``before`` to ``after``.

    ``withdrawn``: staff took it away, and it would come back. ``older``: it was changed here after the file was
    written. ``sign_ups`` are those that count on coming.
    """

    before: Activity
    after: Activity
    withdrawn: bool
    older: bool
    sign_ups: int


@dataclass
class Taken:
    """What came in, what waits for a yes, what was left out with the reason, and what is over: that is nobody's loss.

    ``mark`` stands for all that waits, as it was when somebody looked at it.
    """

    new: list[Activity] = field(default_factory=list)
    changed: list[Activity] = field(default_factory=list)
    unchanged: list[Activity] = field(default_factory=list)
    waiting: list[Change] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    over: list[LeftOut] = field(default_factory=list)

    @property
    def activities(self) -> list[Activity]:
        """All that the file brought, in its order within each of the three."""
        return [*self.new, *self.changed, *self.unchanged]

    @property
    def mark(self) -> str:
        """A mark of what waits: it is another one when the file, or an activity here, is another one."""
        told = [[one.before.revision, one.withdrawn, activity_json(one.after)] for one in self.waiting]
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


class _NotAgreed(Exception):
    """Nobody has said yes to these changes: they are undone."""


Taking = Generator[tuple[int, int], None, Taken]
"""How many of the events of a file are done, and of how many, after each portion; at the end, what was taken."""


def take(store: Store, data: bytes, *, by: Actor, now: datetime, agreed: str | None = "") -> Taken:
    """Take a calendar file in at once, however long it takes, see :func:`portions`. Raises NotACalendar."""
    taking = portions(store, data, by=by, now=now, agreed=agreed)
    while True:
        try:
            next(taking)
        except StopIteration as end:
            taken: Taken = end.value
            return taken


def portions(store: Store, data: bytes, *, by: Actor, now: datetime, agreed: str | None = "") -> Taking:
    """Take in every activity of a calendar file that is not over, a few at a time. Raises NotACalendar.

    An activity is found by the UID of its event, whatever it is called now. What is new comes at once. What is here
    already is changed only where ``agreed`` is the mark of just these changes, or None: yes to all; else they wait.
    One that cannot be taken is left out, and stops none of the others.

    Where somebody ends it between two portions, what was taken until then is here, each activity whole, and is told.
    """
    taken = Taken()
    try:
        yield from _take(store, data, taken, by=by, now=now, agreed=agreed)
    except GeneratorExit:
        taken.waiting = []  # looked at by halves: nobody can say yes to these
    return taken


def _take(
    store: Store, data: bytes, taken: Taken, *, by: Actor, now: datetime, agreed: str | None
) -> Generator[tuple[int, int], None, None]:
    library = settings.read(store)
    reading = calendar.from_ical(data, since=now, zone=library.zone, language=library.default_language)
    for one in reading.left:
        (taken.over if one.says == OVER else taken.left).append(one)
    done, many = 0, len(reading.found)
    here: list[Found] = []
    for start in range(0, many, AT_ONCE):
        yield done, many
        slugs = store.activities.slugs()  # anew: somebody may have taken the same in meanwhile
        with changing(store, by, now, Right.ARRANGE):
            for found in reading.found[start : start + AT_ONCE]:
                if _before(store, found, slugs) is not None and not found.activity.is_over(now):
                    here.append(found)
                    continue
                done += 1
                if found.activity.is_over(now):
                    taken.over.append(LeftOut(_title(found), OVER))
                else:
                    _try(store, found, slugs, taken, by=by, now=now)
    yield done, many
    yield from _change(store, here, taken, (done, many), by=by, now=now, agreed=agreed)


def _change(
    store: Store, here: list[Found], taken: Taken, before: tuple[int, int], *, by: Actor, now: datetime,
    agreed: str | None,
) -> Generator[tuple[int, int], None, None]:  # fmt: skip
    """Look what is here already would become; where somebody agreed to just that, change it, else it waits.

    ``before`` is how many events are done already, and of how many.
    """
    portions, looked = _portioned(store, here), list[Taken]()
    done, many = before
    for portion in portions:
        looked.append(_tried(store, portion, by=by, now=now, agreed=""))
        done += len(portion)
        yield done, many
    taken.waiting = [change for one in looked for change in one.waiting]
    taken.unchanged += [activity for one in looked for activity in one.unchanged]
    taken.left += [left for one in looked for left in one.left]
    if agreed not in (None, taken.mark):
        return
    taken.waiting = []
    for portion, seen in zip(portions, looked, strict=True):
        if seen.waiting:
            tried = _tried(store, portion, by=by, now=now, agreed=None if agreed is None else seen.mark)
            taken.changed += tried.changed
            taken.waiting += tried.waiting
            yield done, many


def _portioned(store: Store, here: list[Found]) -> list[list[Found]]:
    """Return a few at a time; what changes one activity stays together."""
    slugs, of_one = store.activities.slugs(), dict[str, list[Found]]()
    for found in here:
        of_one.setdefault(slugs.get(found.series) or slugs[found.activity.id], []).append(found)
    portions: list[list[Found]] = []
    for several in of_one.values():
        if not portions or len(portions[-1]) + len(several) > AT_ONCE:
            portions.append([])
        portions[-1] += several
    return portions


def _tried(store: Store, several: list[Found], *, by: Actor, now: datetime, agreed: str | None) -> Taken:
    """Change these, all or none; where nobody agreed to it, they were only tried, and wait."""
    tried = Taken()
    with suppress(_NotAgreed), changing(store, by, now, Right.ARRANGE):
        slugs = store.activities.slugs()
        for found in several:
            _try(store, found, slugs, tried, by=by, now=now)
        if tried.waiting and agreed not in (None, tried.mark):
            raise _NotAgreed
        tried.changed, tried.waiting = [one.after for one in tried.waiting], []
    return tried


def _try(store: Store, found: Found, slugs: dict[str, str], taken: Taken, *, by: Actor, now: datetime) -> None:
    """Save what was found, if it says anything new."""
    before = _before(store, found, slugs)
    meant = found.activity if before is None else _meant(before, found, now)
    withdrawn, saved_at = store.activities.standing(before.slug) if before else (False, "")
    if before is not None and not withdrawn and replace(meant, revision=before.revision) == before:
        taken.unchanged.append(before)
        return
    sign_ups = sum(one.active for one in store.sign_ups.of(before.slug)) if before else 0
    try:
        save = activities.save if before is not None and before.id != found.activity.id else activities.offer
        saved = save(store, meant, by=by, now=now)
    except (InvalidActivity, SeatError) as error:
        taken.left.append(LeftOut(_title(found), error.says, error=f"{error.code}: {error}"))
        return
    slugs[saved.id] = saved.slug
    if before is None:
        taken.new.append(saved)
    else:
        older = found.is_older(before.revision, saved_at)
        taken.waiting.append(Change(before, saved, withdrawn, older, sign_ups))


def _title(found: Found) -> str:
    return next(iter(found.activity.texts.values())).title


def _before(store: Store, found: Found, slugs: dict[str, str]) -> Activity | None:
    """Return what is here of an activity of a file: the series it is a date of, or itself."""
    slug = slugs.get(found.series) if found.series in slugs else slugs.get(found.activity.id)
    return store.activities.read(slug) if slug is not None else None


def _meant(before: Activity, found: Found, now: datetime) -> Activity:
    """Return what a file makes of what is here."""
    activity = found.activity
    if before.id != activity.id:
        return _redated(before, found)
    if activity.id.startswith(PREFIX):
        return _followed(before, activity, now)
    # No calendar tells what is the library's own business: it stays as it is.
    return replace(activity, exit_kiosks=before.exit_kiosks)


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

"""What the library offers: every save is a new revision, and who looks after an activity alone sees contacts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hub.bus import NEWS
from hub.model import ActivityCare, Actor, OwnHand, Right, SeatFigures, Staff, Tell
from hub.services.activities import seats, settling
from hub.services.changing import Change, changing
from hub.services.house import people
from hub.services.restoring import learning
from hub.store.base import Store
from shared.activity import ASKED, Activity, Occasion, check_activity
from shared.errors import ActivityOver, NoReason, NotFound, SeatsTaken, SignUpTooLarge, SlugTaken
from shared.submission import from_utc, new_submission_id, utc

MAX_SLUG = 64
RETIRE_DAYS = 30
"""Days after its last date until kiosks forget an activity: as long as they keep copies of what was given for it, so
that a kiosk that was away still knows what its door, its exit questions and its receipt codes are about."""


def listed(store: Store) -> list[Activity]:
    """Return the newest revision of every activity that was not withdrawn, by start."""
    return store.activities.every()


def coming(store: Store, now: datetime) -> list[Activity]:
    """Return those of them that are not over, by start."""
    return store.activities.coming(utc(now))


def seats_coming(store: Store, now: datetime) -> list[SeatFigures]:
    """Return the same with their seats."""
    return store.activities.seats_coming(utc(now))


def count_past(store: Store, now: datetime) -> int:
    """Count those that are over."""
    return store.activities.count_past(utc(now))


def past(store: Store, now: datetime, limit: int, *, before: str | None = None) -> list[SeatFigures]:
    """Return at most so many that are over, with their seats, the last first; ``before`` goes on after that slug."""
    return store.activities.seats_past(utc(now), limit, before=before)


def read(store: Store, slug: str) -> Activity:
    """Return the newest revision, also of a withdrawn one. Raises NotFound."""
    found = store.activities.read(slug)
    if found is None:
        raise NotFound("activity")
    return found


def offer(store: Store, activity: Activity, *, by: Actor, now: datetime) -> Activity:
    """Save what somebody offers: staff on a page, a command, a file. Raises what ``save`` raises, and of
    InvalidActivity also SignUpTooLarge and ActivityOver.

    What is there already is measured by neither: it can still be called off, or corrected once it is over.
    """
    check_activity(activity)
    before = store.activities.read(activity.slug)
    check_room(activity, before)
    check_coming(activity, before, now)
    return save(store, activity, by=by, now=now)


def check_room(activity: Activity, before: Activity | None) -> None:
    """Check that whoever signs up can be seated. Raises SignUpTooLarge."""
    kept = before is not None and (before.seats, before.most_persons) == (activity.seats, activity.most_persons)
    if activity.most_persons > activity.most_together and not kept:
        raise SignUpTooLarge("most_persons")


def check_coming(activity: Activity, before: Activity | None, now: datetime) -> None:
    """Check that people can still come. Raises ActivityOver."""
    if activity.is_over(now) and not (before is not None and before.is_over(now)):
        raise ActivityOver("dates")


def save(store: Store, activity: Activity, *, by: Actor, now: datetime) -> Activity:
    """Publish the next revision and return it; the waiting list moves up where there are more seats.

    What was answered is deleted on the dates the new revision says, and never more days after the last date than was
    said when it was given. Raises InvalidActivity naming the field; SlugTaken
    when another activity has the slug; SeatsTaken when seats are taken away that are confirmed or out on kiosks.
    """
    check_activity(activity)
    with changing(store, by, now, Right.ARRANGE) as change:
        before = store.activities.read(activity.slug)
        if before is not None and before.id != activity.id:
            raise SlugTaken(activity.slug)
        _check_seats(store, activity, before)
        newest = max(before.revision if before else 0, learning.newest_forgotten(store))
        saved = replace(activity, revision=newest + 1)
        store.activities.save(saved, changed=change.revision(), now=change.at)
        if before is not None:
            _keep_in_step(change, saved)
        change.note("save", f"activity {saved.slug}")
    return saved


def begin(store: Store, offered: Sequence[Activity], *, staff: Staff, now: datetime) -> None:
    """Publish new activities, all or none, and let who does it look after them. Raises what ``save`` raises."""
    with changing(store, staff, now, Right.ARRANGE):
        for one in offered:
            save(store, one, by=staff, now=now)
            take_on(store, one.slug, staff=staff, now=now)


def withdraw(store: Store, slug: str, *, by: Actor, now: datetime) -> None:
    """Take an activity away from kiosks and lists. Raises NotFound, SeatsTaken while somebody counts on coming."""
    with changing(store, by, now, Right.ARRANGE) as change:
        activity = read(store, slug)
        if not activity.is_over(now) and any(one.active for one in store.sign_ups.of(slug)):
            raise SeatsTaken("somebody has signed up")
        store.activities.withdraw(slug, changed=change.revision())
        change.note("withdraw", f"activity {slug}")


def retire(store: Store, now: datetime) -> int:
    """Let kiosks forget what ended RETIRE_DAYS ago; return how many activities that changed.

    Nothing is deleted here, and what comes late for a retired activity is taken as before. So a clock that was wrong
    loses nothing: with the right time kiosks are given back what they should not have forgotten.
    """
    before = utc(now - timedelta(days=RETIRE_DAYS))
    turned = store.activities.to_retire(before)
    if turned:
        with changing(store, OwnHand(""), now, Right.OWN_HAND) as change:
            for slug, retired in store.activities.to_retire(before).items():
                # Each has a revision of its own: News end only between revisions.
                store.activities.retire(slug, retired=retired, changed=change.revision())
    return len(turned)


def cancel(store: Store, slug: str, *, by: Actor, now: datetime, reason: str) -> Activity:
    """Call an activity off: every sign-up is cancelled, and everybody is to be told. Raises NoReason, NotFound."""
    if not reason.strip():
        raise NoReason("cancel")
    with changing(store, by, now, Right.ARRANGE) as change:
        cancelled = save(store, replace(read(store, slug), cancelled=True), by=by, now=now)
        change.note("cancel", f"activity {slug}", reason.strip())
    return cancelled


def staff(store: Store) -> list[Staff]:
    """Return everybody who may look after an activity, by name."""
    return people.holders(store, Right.ARRANGE)


def care(store: Store, slug: str) -> ActivityCare:
    """Return who looks after an activity, and which kiosk is at its door. Raises NotFound."""
    return store.activities.care(read(store, slug).slug)


def may_see_contacts(store: Store, slug: str, staff: Staff | None) -> bool:
    """Tell whether somebody looks after the activity, and so may see how to reach those who come."""
    return staff is not None and staff.id in store.activities.care(slug).owners


def take_on(store: Store, slug: str, *, staff: Staff, now: datetime) -> None:
    """Look after an activity from now on. Raises NotFound."""
    add_owner(store, slug, staff, by=staff, now=now)


def add_owner(store: Store, slug: str, person: Staff, *, by: Actor, now: datetime) -> None:
    """Let somebody look after an activity too. Raises NotFound."""
    with changing(store, by, now, Right.ARRANGE) as change:
        before = care(store, slug)
        if person.id not in before.owners:
            store.activities.save_care(slug, replace(before, owners=(*before.owners, person.id)))
            change.note("add-owner", f"activity {slug}", person.name)


def set_door(store: Store, slug: str, kiosk: str | None, *, by: Actor, now: datetime) -> None:
    """Choose the kiosk at the door, or none: the list goes there at its next sync, and from the one before.

    Raises NotFound.
    """
    with changing(store, by, now, Right.ARRANGE) as change:
        before = care(store, slug)
        chosen = None if kiosk is None else store.kiosks.read(kiosk)
        if kiosk is not None and (chosen is None or chosen.revoked_at is not None):
            raise NotFound("kiosk")
        store.activities.save_care(slug, replace(before, door=kiosk))
        change.note("set-door", f"activity {slug}", kiosk or "")
        change.wake(NEWS)


def repeated(activity: Activity, dates: Sequence[Occasion] | None = None) -> list[Activity]:
    """Return one activity for each date by itself, joined as a series; without ``dates`` for each date it has.

    Sign-up closes as long before each date as it does before the first one of ``activity``.
    """
    here = ZoneInfo(activity.zone)
    apart = {date: from_utc(date.starts_at).astimezone(here) for date in (activity.dates if dates is None else dates)}
    days = Counter(starts.date() for starts in apart.values())
    return [
        _on(activity, date, starts, f"{starts:%Y-%m-%d}" if days[starts.date()] == 1 else f"{starts:%Y-%m-%d-%H%M}")
        for date, starts in apart.items()
    ]


def _on(activity: Activity, date: Occasion, starts: datetime, name: str) -> Activity:
    closes_at = activity.closes_at
    if closes_at is not None:
        # Counted by the clock on the wall: what closes at six the day before does so in summer and in winter.
        first = from_utc(activity.starts_at).astimezone(starts.tzinfo)
        closes_at = utc(from_utc(closes_at).astimezone(starts.tzinfo) + (_on_the_wall(starts) - _on_the_wall(first)))
    return replace(
        activity,
        id=new_submission_id(),
        slug=f"{activity.slug[: MAX_SLUG - len(name) - 1].rstrip('-')}-{name}",
        revision=1,
        dates=[date],
        closes_at=closes_at,
        series=activity.series or activity.slug,
    )


def _on_the_wall(at: datetime) -> datetime:
    return at.replace(tzinfo=None)


def _check_seats(store: Store, activity: Activity, before: Activity | None) -> None:
    if activity.seats is None or before is None or (before.seats is not None and activity.seats >= before.seats):
        return
    if seats.free(store, activity) < 0:
        raise SeatsTaken(f"{activity.seats} are fewer than are taken")


def _keep_in_step(change: Change, activity: Activity) -> None:
    """Let sign-ups follow what has changed: the dates of deletion, the number of seats, that it was called off.

    What was given lives as many days after the last date as was said then, or fewer where it is fewer now.
    """
    store, names = change.store, {settling.NAMES if name == "name" else name for name in ASKED}
    days = {name: settling.keeps(activity, name) for name in names}
    store.sign_ups.redate(activity.slug, from_utc(activity.ends_at), days)
    if activity.cancelled:
        for one in store.sign_ups.of(activity.slug):
            if one.active:
                settling.resized(change, one, 0, tell=Tell.CANCELLED)
    else:
        seats.fill(change, activity)

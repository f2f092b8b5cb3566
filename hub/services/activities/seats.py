"""Seats: who gets one, and which are out on kiosks.

The rule, in the order it is applied:

1. A seat a kiosk confirmed from its lease is taken; nobody confirmed is ever refused.
2. Everybody else stands in one line, by the hub's order of arrival, and nobody is passed.
3. A unit (a family, say) is seated whole, unless it said that some may come before the others.
4. While somebody waits no seats go out to kiosks, and those that are out are called back.
5. Who can never be seated, because there are fewer seats than persons, holds up nobody: neither the line nor kiosks.
6. Without a waiting list there is no line: who does not fit whole is told that it is full, and the next is asked.

So a seat may stay free while a family waits for two. That is meant: staff see it, and alone may pass the rule.

What is free = seats - seated - outstanding, and outstanding counts every seat that a kiosk may have promised without
the hub knowing: no clock and no silence frees those (docs/adr/0011).
"""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hub.model import Actor, LeaseAccount, PairedKiosk, Right, SeatFigures, SignUp, Tell
from hub.services.changing import Change, changing
from hub.services.taking import Taking
from hub.store.base import Store
from shared.activity import Activity
from shared.errors import NoReason, NotFound
from shared.notice import SignUpState
from shared.protocol import MAX_LEASES, Lease, SeatCount
from shared.submission import from_utc, utc

TERM_S = 24 * 3600
"""How long after the hub's last word a kiosk confirms seats by itself: a night and a day without a network."""
LEASED = MAX_LEASES // 2
"""Of so many coming activities a kiosk has seats at most: it speaks of them a while longer, in each delivery of all."""
EVERYTHING = 2**31
"""Keep all that is left."""


@dataclass(frozen=True)
class Seating:
    """How full an activity is. ``confirmed`` counts persons, ``out`` seats that are on kiosks.

    ``waiting`` counts sign-ups in the line, ``missing`` is how many seats the first of them needs; ``too_large`` counts
    apart those that can never be seated. ``leased`` says on which kiosks seats are, by id, where one activity was asked
    about and not a list of them.
    ``extra`` chairs are needed beyond ``seats`` because staff gave away seats that a silent kiosk had promised.
    """

    seats: int | None
    confirmed: int
    waiting: int
    out: int
    free: int
    extra: int
    leased: dict[str, int] = field(default_factory=dict)
    missing: int = 0
    too_large: int = 0


def free(store: Store, activity: Activity) -> int:
    """Return how many seats can be given away now; 0 for drop-in. Below 0 when chairs must be brought."""
    if activity.seats is None:
        return 0
    out = sum(account.outstanding for account in store.leases.of(activity.slug))
    return activity.seats - store.sign_ups.seated(activity.slug) - out


def has_room(store: Store, activity: Activity, persons: int) -> bool:
    """Tell whether so many can be seated at once: enough is free, and nobody waits for it who can be seated."""
    return free(store, activity) >= persons and not line(store, activity)


def overview(store: Store, activity: Activity) -> Seating:
    """Return how full an activity is, and on which kiosks its seats are."""
    leased = {one.kiosk: one.outstanding for one in store.leases.of(activity.slug) if one.outstanding}
    waiting = store.sign_ups.waiting(activity.slug)
    figures = SeatFigures(activity, store.sign_ups.seated(activity.slug), len(waiting), sum(leased.values()))
    return replace(_seating(figures, waiting), leased=leased)


def listed(store: Store, several: Sequence[SeatFigures]) -> list[Seating]:
    """Return how full each activity of a list is."""
    waiting = _waiting(store, several)
    return [_seating(one, waiting.get(one.activity.slug, [])) for one in several]


def _seating(figures: SeatFigures, waiting: Sequence[SignUp]) -> Seating:
    queue = [one for one in waiting if fits(figures.activity, one)]
    return Seating(
        seats=figures.activity.seats,
        confirmed=figures.seated,
        waiting=len(queue),
        out=figures.out,
        free=max(0, figures.free),
        extra=max(0, -figures.free),
        missing=_missing(queue[0]) if queue else 0,
        too_large=len(waiting) - len(queue),
    )


def fits(activity: Activity, sign_up: SignUp) -> bool:
    """Tell whether somebody can be seated at all: not a party that is larger than the room and stays together."""
    return activity.seats is None or sign_up.split or sign_up.persons <= activity.seats


def line(store: Store, activity: Activity) -> list[SignUp]:
    """Return those who wait for a seat that they can get, in their order."""
    return [one for one in store.sign_ups.waiting(activity.slug) if fits(activity, one)]


def _waiting(store: Store, several: Sequence[SeatFigures]) -> dict[str, list[SignUp]]:
    """Return those who wait for each of these activities that anybody waits for."""
    slugs = [one.activity.slug for one in several if one.waiting]
    return store.sign_ups.waiting_of(slugs) if slugs else {}


def _lines(store: Store, several: Sequence[SeatFigures]) -> dict[str, list[SignUp]]:
    """Return the line of each of these activities that has one."""
    by_slug = {one.activity.slug: one.activity for one in several}
    waiting = _waiting(store, several)
    return {slug: [one for one in line if fits(by_slug[slug], one)] for slug, line in waiting.items()}


def _missing(sign_up: SignUp) -> int:
    return 1 if sign_up.split else sign_up.persons - sign_up.seated


def counts(store: Store, now: datetime) -> list[SeatCount]:
    """Return what kiosks are told about seats: of every activity with seats that is not over."""
    coming = store.activities.seats_coming(utc(now))
    lines = _lines(store, coming)
    return [
        SeatCount(one.activity.slug, max(0, one.free), len(lines.get(one.activity.slug, [])))
        for one in coming
        if one.activity.seats is not None and not one.activity.cancelled
    ]


def fill(change: Change, activity: Activity, *, fresh: Collection[str] = ()) -> None:
    """Give free seats to the line, first come first.

    ``fresh`` are sign-ups that only just arrived: nobody was told that they wait, so nobody need be told of the seat.
    Where there is no waiting list, who gets no seat learns that it is full.
    """
    store = change.store
    if store.recalled.recount().is_on:
        return
    left = free(store, activity) if activity.seats is not None else EVERYTHING
    waiting = store.sign_ups.waiting(activity.slug)
    queue = [one for one in waiting if fits(activity, one)]
    if activity.waiting_list:
        _give(change, left, queue, fresh=fresh)
        return
    left, behind = _give(change, left, [one for one in queue if one.id not in fresh])
    _give_or_refuse(change, 0 if behind else left, [one for one in waiting if one.id in fresh])


def _give_or_refuse(change: Change, left: int, fresh: list[SignUp]) -> None:
    """Give seats where there is no line: who does not fit whole learns that it is full, and the next is asked."""
    for one in fresh:
        missing = one.persons - one.seated
        if missing <= left:
            left -= missing
            _seat(change, replace(one, seated=one.persons), one.tell)
        elif not one.seated:
            save(change, replace(one, state=SignUpState.FULL))


def _give(change: Change, left: int, line: list[SignUp], *, fresh: Collection[str] = ()) -> tuple[int, list[SignUp]]:
    """Give so many seats as are left to this line; return how many are left then, and who still waits."""
    for place, one in enumerate(line):
        missing = one.persons - one.seated
        given = min(missing, left) if one.split else missing * (missing <= left)
        if given <= 0:
            return left, line[place:]
        left -= given
        tell = one.tell if one.id in fresh else Tell.CONFIRMED
        _seat(change, replace(one, seated=one.seated + given), tell)
        if given < missing:
            return left, line[place:]
    return left, []


def _seat(change: Change, sign_up: SignUp, tell: Tell) -> None:
    if sign_up.seated == sign_up.persons:
        save(change, replace(sign_up, state=SignUpState.CONFIRMED, tell=tell))
    else:
        save(change, sign_up)


def save(change: Change, sign_up: SignUp) -> SignUp:
    """Write what became of a sign-up, under the next revision, so that every kiosk hears of it.

    What they were to be told is forgotten where it holds no longer.
    """
    saved = replace(sign_up, tell=sign_up.still_to_tell, revision=change.revision())
    change.store.sign_ups.save(saved)
    return saved


def hear(taking: Taking) -> None:
    """Take a kiosk's word about its leases. Late and repeated words change nothing.

    It may know of more seats than a hub that was put back from a backup, if that hub's mark proves it; and it can
    neither hand back nor promise what it was not granted.
    """
    change, kiosk, reports = taking.change, taking.kiosk, taking.delivery.leases
    store = change.store
    known = {one.activity: one for one in store.leases.of_kiosk(kiosk.id, [report.activity for report in reports])}
    for report in reports:
        before = known.get(report.activity)
        if before is None:
            continue
        granted = before.granted
        if report.granted > granted and taking.marks.proves(
            report.mark, *_said(kiosk, report.activity, report.granted)
        ):
            granted = report.granted
        returned = max(before.returned, min(report.returned, granted - before.arrived))
        promised = max(before.promised, min(report.promised, granted - returned))
        after = replace(before, granted=granted, promised=promised)
        after = _accounted(after, returned=returned, arrived=before.arrived)
        if after == before:
            continue
        known[report.activity] = after = replace(after, heard_at=change.at)
        store.leases.save(after)
        if after.returned != before.returned:
            change.revision()  # other kiosks may have use for these seats
            activity = store.activities.read(report.activity)
            assert activity is not None, "only accounts of known activities were read"
            fill(change, activity)


def _said(kiosk: PairedKiosk, activity: str, granted: int) -> tuple[str, str, str, int]:
    """Return what a mark on a lease is made of."""
    return "lease", kiosk.id, activity, granted


def arrived(store: Store, activity: str, kiosk: str, seats: int) -> bool:
    """Count seats a kiosk promised whose sign-up is here now; tell whether its lease covers them."""
    before = store.leases.read(activity, kiosk)
    if before.returned + before.arrived + seats > before.granted:
        return False
    store.leases.save(_accounted(before, returned=before.returned, arrived=before.arrived + seats))
    return True


def _accounted(account: LeaseAccount, *, returned: int, arrived: int) -> LeaseAccount:
    """Return the account with more seats accounted for; those staff had freed are no longer in doubt then."""
    more = returned - account.returned + arrived - account.arrived
    return replace(account, returned=returned, arrived=arrived, freed=max(0, account.freed - more))


def renew(taking: Taking) -> None:
    """Give a kiosk its leases, with more seats where its share has grown, or call back what others wait for.

    Whoever waits for a seat that is free by now gets it first.
    """
    change, store, now = taking.change, taking.change.store, taking.change.now
    kiosk = store.kiosks.read(taking.kiosk.id) or taking.kiosk  # its books may say by now: copied
    counting, coming = taking.recount.is_on, store.activities.seats_coming(utc(now))
    lines = _lines(store, coming)
    accounts: dict[str, dict[str, LeaseAccount]] = {}
    for account in store.leases.coming(utc(now)):
        accounts.setdefault(account.activity, {})[account.kiosk] = account
    present = {kiosk.id, *store.kiosks.heard_since(utc(now - timedelta(seconds=TERM_S)))}
    held = sum(kiosk.id in here for here in accounts.values())
    taking.leases, grown = [], []
    for figures in coming:
        activity = figures.activity
        if activity.seats is None:
            continue
        spare, line = figures.free, lines.get(activity.slug, [])
        if line and not counting:
            spare, line = _give(change, spare, line)
        here = accounts.get(activity.slug, {})
        account = before = here.get(kiosk.id) or LeaseAccount(activity.slug, kiosk.id)
        closed = activity.cancelled or (activity.closes_at is not None and from_utc(activity.closes_at) <= now)
        keep = EVERYTHING
        if (closed or account.recalled or line) and not counting:
            keep = 0
        elif not counting and not kiosk.copied and (kiosk.id in here or held < LEASED):
            account, keep = _shared(account, here, spare, present)
        if account != before:
            held += kiosk.id not in here
            grown.append(account)
        if account.granted:
            mark = taking.marks.mark(*_said(kiosk, activity.slug, account.granted))
            taking.leases.append(Lease(activity.slug, account.granted, keep, TERM_S, mark))
    if grown:
        store.leases.save(*grown)
        change.revision()  # who holds a seat has heard of every decision before it, see recount


def _shared(
    account: LeaseAccount, others: Mapping[str, LeaseAccount], spare: int, present: Set[str]
) -> tuple[LeaseAccount, int]:
    """Return the account with as many seats as the kiosk should have to hand, and how many it may keep.

    Half of what nobody has yet goes out, by demand; the other half stays for those who come where less was expected.
    """
    accounts = {**others, account.kiosk: account}
    demand = {kiosk: 1 + (accounts[kiosk].promised if kiosk in accounts else 0) for kiosk in present}
    to_hand = max(0, spare) + sum(max(0, _left(one)) for one in accounts.values())
    share = -(-to_hand * demand[account.kiosk] // (2 * sum(demand.values())))
    left = _left(account)
    if left > max(1, 2 * share):  # it was alone when it got them
        return account, share
    if spare <= 0 or left > share // 2:
        return account, EVERYTHING
    return replace(account, granted=account.granted + min(share - left, spare)), EVERYTHING


def _left(account: LeaseAccount) -> int:
    return account.granted - account.returned - max(account.promised, account.arrived)


def recall(store: Store, slug: str, kiosk: str, *, by: Actor, now: datetime, again: bool = False) -> None:
    """Call back what a kiosk has left; it gives it back when it is next heard, and gets no more until ``again``."""
    with changing(store, by, now, Right.ARRANGE) as change:
        account = _account(store, slug, kiosk)
        store.leases.save(replace(account, recalled=not again))
        change.revision()
        change.note("lease" if again else "recall", f"activity {slug}", kiosk)


def free_silent(store: Store, slug: str, kiosk: str, *, by: Actor, now: datetime, reason: str) -> int:
    """Give away what a silent, lost or revoked kiosk may have promised; return how many seats.

    Should it have promised them, so many chairs are brought. Raises NoReason, NotFound.
    """
    if not reason.strip():
        raise NoReason("free_silent")
    with changing(store, by, now, Right.ARRANGE) as change:
        account = _account(store, slug, kiosk)
        count = account.outstanding
        store.leases.save(replace(account, freed=account.freed + count, recalled=True))
        change.revision()
        change.note("free", f"activity {slug}", f"{kiosk}: {count} seats: {reason.strip()}")
        activity = store.activities.read(slug)
        assert activity is not None, "an account has an activity"
        fill(change, activity)
    return count


def _account(store: Store, slug: str, kiosk: str) -> LeaseAccount:
    if store.activities.read(slug) is None or store.kiosks.read(kiosk) is None:
        raise NotFound("activity or kiosk")
    return store.leases.read(slug, kiosk)

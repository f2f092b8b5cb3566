"""What time it is for the hub. The clock of its computer counts only while something else agrees with it.

What visitors wrote is deleted by date, and a clock can be wrong by years. So the hub remembers the newest time it
believed, and adds what has passed by the clock that nobody can set: its own time. The computer's clock is believed
while it agrees with that. When it leaps away it is doubted: the hub goes on by its own time, and deletes nothing, until
the clock agrees again, the clocks of kiosks agree with it, or staff say that it is right. Then the dates that were set
in the meantime are moved. Why it is so stands in docs/adr/0014.
"""

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hub.model import AuditLine, PairedKiosk, Staff
from hub.store.base import Store
from shared.clock import EARLIEST, LATEST, Clock, Moment, is_possible
from shared.errors import ClockImpossible
from shared.kinds import ACTIVITY_KINDS
from shared.submission import from_utc, utc

LEAP = timedelta(days=4)
"""So far the clock may be from the hub's own time: a long weekend switched off, or a clock with no battery."""
AGREE = timedelta(minutes=10)
"""So far the clocks of two machines may be apart that show the same time."""
ENOUGH = 2
"""So many kiosks must agree, where there are so many: a stolen tablet alone proves nothing."""

_SETTING = "clock"


class Doubt(StrEnum):
    """Why the computer's clock is not believed."""

    UNPROVEN = "unproven"
    """A new hub: nothing has agreed with the clock yet. It is followed, but nothing is deleted by it."""
    AHEAD = "ahead"
    BEHIND = "behind"


@dataclass(frozen=True)
class Reckoning:
    """What the hub knew when it last looked: its own time ``at``, by the clock nobody can set, and what it doubts.

    ``since``: its own time when the doubt began. ``agree``: the kiosks whose clocks agreed with the computer's, while
    that was ``gap_s`` ahead of the hub's own time.
    """

    at: str
    monotonic: float
    boot: str
    doubt: Doubt | None = None
    since: str = ""
    agree: tuple[str, ...] = ()
    gap_s: float = 0.0

    def ran(self, moment: Moment) -> bool:
        """Tell whether the machine has run since: only then is it known how much time passed."""
        return moment.boot == self.boot and moment.monotonic >= self.monotonic

    def own(self, moment: Moment) -> datetime:
        """Return the hub's own time. What passed while the machine was off is not known, and does not count."""
        passed = moment.monotonic - self.monotonic if self.ran(moment) else 0
        return from_utc(self.at) + timedelta(seconds=passed)

    def time(self, moment: Moment) -> datetime:
        """Return what time it is for the hub."""
        own = self.own(moment)
        if self.doubt is Doubt.UNPROVEN:
            return moment.at if is_possible(moment.at) else own
        return moment.at if self.doubt is None and abs(moment.at - own) <= LEAP else own


@dataclass(frozen=True)
class Doubted:
    """What staff are told of a clock that is doubted: what it says, and what the hub takes the time to be."""

    why: Doubt
    computer: str
    own: str

    @property
    def is_trouble(self) -> bool:
        """Whether something happened: a new hub has only not been believed yet."""
        return self.why is not Doubt.UNPROVEN


class Timekeeper:
    """Tells the time. All it knows is in the store, so every process on the same folder tells the same."""

    def __init__(self, store: Store, clock: Clock | None = None) -> None:
        self._store = store
        self._clock = clock or Clock()

    def now(self) -> datetime:
        """Return what time it is for the hub."""
        moment, known = self._clock.moment(), self._known()
        return known.time(moment) if known else _possible(moment.at)

    def certain(self) -> datetime | None:
        """Return the time where it is beyond doubt, for what cannot be undone; else None."""
        self.look()
        moment, known = self._clock.moment(), self._known()
        return known.time(moment) if known and known.doubt is None else None

    def doubted(self) -> Doubted | None:
        """Return what is doubted; None while the clock is believed."""
        moment, known = self._clock.moment(), self._known()
        if known is not None and known.doubt is not Doubt.UNPROVEN:
            known = self._judged(known, moment)  # it may have leapt since the last look
        if known is None or known.doubt is None:
            return None
        return Doubted(known.doubt, utc(moment.at), utc(known.time(moment)))

    def look(self) -> None:
        """Compare the clock with what is known, and remember how far time has come."""
        with self._store.atomic():
            moment, known = self._clock.moment(), self._known()
            self._keep(self._adopted(moment) if known is None else self._judged(known, moment))

    def heard(self, kiosk: PairedKiosk, sent_at: str) -> None:
        """Take a kiosk's word for what time it is. It never moves the hub's time; it may agree with the computer."""
        known = self._known()
        if known is None or known.doubt is None:
            return
        with self._store.atomic():
            self.look()
            moment, known = self._clock.moment(), self._known()
            if known is None or known.doubt is None or not is_possible(moment.at):
                return
            agrees = abs(from_utc(sent_at) - moment.at) <= AGREE
            inside = {one.id for one in self._store.kiosks.every() if one.revoked_at is None}
            said = {*known.agree, kiosk.id} if agrees else {*known.agree} - {kiosk.id}
            agree = tuple(said & inside)
            if agrees and len(agree) >= max(1, min(ENOUGH, len(inside))):
                self._believe(known, moment)
            else:
                self._keep(replace(known, agree=agree))

    def confirm(self, staff: Staff) -> None:
        """Believe the clock because staff say that it is right. Raises ClockImpossible where it cannot be."""
        with self._store.atomic():
            self.look()
            moment, known = self._clock.moment(), self._known()
            assert known is not None, "look() keeps what it saw"
            if not is_possible(moment.at):
                raise ClockImpossible(utc(moment.at))
            detail = f"{utc(known.time(moment))} > {utc(moment.at)}"
            self._believe(known, moment)
            self._store.people.write_audit(AuditLine(utc(moment.at), staff.name, "confirm", "clock", detail))

    def _judged(self, known: Reckoning, moment: Moment) -> Reckoning:
        """Return what is known now, by what was known before."""
        own = known.own(moment)
        gap = moment.at - own
        if known.doubt is Doubt.UNPROVEN:
            return self._followed(known, moment, own)
        if abs(gap) <= LEAP:
            # Within one run the clock may be so far from what passed, however often it is set.
            believed = own if known.doubt is None and known.ran(moment) else moment.at
            return Reckoning(utc(believed), moment.monotonic, moment.boot)
        since = known.since if known.doubt else utc(own)
        same = abs(gap - timedelta(seconds=known.gap_s)) <= AGREE  # else they agreed with another time
        doubt = Doubt.AHEAD if gap > timedelta() else Doubt.BEHIND
        agree, gap_s = known.agree if same else (), gap.total_seconds()
        return Reckoning(utc(own), moment.monotonic, moment.boot, doubt, since, agree, gap_s)

    def _followed(self, known: Reckoning, moment: Moment, own: datetime) -> Reckoning:
        """Follow a clock that nothing has agreed with yet, wherever it leaps, and take the dates along."""
        after, agree = known.time(moment), known.agree
        since = from_utc(known.since)
        if abs(after - own) > LEAP:
            since, agree = self._move_dates(known, after, own), ()
        return Reckoning(utc(after), moment.monotonic, moment.boot, Doubt.UNPROVEN, utc(since), agree)

    def _believe(self, known: Reckoning, moment: Moment) -> None:
        own = known.time(moment)
        if abs(moment.at - own) > LEAP:
            self._move_dates(known, moment.at, own)
        self._keep(Reckoning(utc(moment.at), moment.monotonic, moment.boot))

    def _move_dates(self, known: Reckoning, right: datetime, own: datetime) -> datetime:
        """Move what was dated while the hub's time was wrong; return when that began, by the right time.

        Where time was behind, that is all since the doubt began; where it was ahead, all that is still to come.
        """
        by = right - own
        since = known.since if by > timedelta() else utc(right)
        self._store.dates.move(since, by, but=ACTIVITY_KINDS)
        return from_utc(known.since) + by

    def _adopted(self, moment: Moment) -> Reckoning:
        """Begin to keep time, in a library that may have data already."""
        newest = self._store.dates.newest(before=utc(LATEST))
        if newest is None or from_utc(newest) < EARLIEST:
            at = utc(_possible(moment.at))
            begun = Reckoning(at, moment.monotonic, moment.boot, Doubt.UNPROVEN, at)
        else:
            begun = self._judged(Reckoning(newest, 0.0, ""), moment)
        self._store.dates.mend(utc(EARLIEST), utc(LATEST), to=begun.at, but=ACTIVITY_KINDS)
        return begun

    def _known(self) -> Reckoning | None:
        kept = self._store.outgoing.settings().get(_SETTING)
        if not kept:
            return None
        names = {one.name for one in fields(Reckoning)}
        # A command of a later Samskap may have written more beside a hub that still runs.
        values = {name: value for name, value in json.loads(kept).items() if name in names}
        doubt = Doubt(values["doubt"]) if values["doubt"] else None
        return Reckoning(**{**values, "doubt": doubt, "agree": tuple(values["agree"])})

    def _keep(self, reckoning: Reckoning) -> None:
        self._store.outgoing.save_settings({_SETTING: json.dumps(asdict(reckoning))})


def _possible(at: datetime) -> datetime:
    return at if is_possible(at) else EARLIEST

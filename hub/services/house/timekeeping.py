"""What time it is for the hub. The clock of its computer counts only while something else agrees with it.

What visitors wrote is deleted by date, and a clock can be wrong by years. So the hub remembers the newest time it
believed, and adds what has passed by the clock that nobody can set: its own time. The computer's clock is believed
while it agrees with that. When it leaps away it is doubted: the hub goes on by its own time, and deletes nothing, until
the clock agrees again, the clocks of kiosks agree with it, or staff say that it is right. Then the dates that were set
in the meantime are moved. Small steps add up until then, and no more than a leap of them counts for deleting. Why it is
so stands in docs/adr/0014; what follows from one look at the clock, in hub/services/house/reckoning.py.
"""

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta

from hub.bus import NEWS
from hub.model import Actor, PairedKiosk, Right
from hub.services.changing import changing
from hub.services.house.reckoning import AGREE, LEAP, Doubt, Reckoning
from hub.store.base import Store
from shared.clock import EARLIEST, LATEST, Clock, Moment, is_possible
from shared.errors import ClockImpossible
from shared.kinds import at_home
from shared.kinds.base import Home
from shared.submission import from_utc, utc

UNPROVEN_FOR = timedelta(days=2)
"""So long a new hub may wait for kiosks by itself; then staff are called."""

_SETTING = "clock"


@dataclass(frozen=True)
class Doubted:
    """What staff are told of a clock that is doubted: what it says, and what the hub takes the time to be."""

    why: Doubt
    computer: str
    own: str
    is_trouble: bool = True
    """Whether staff are called. Not for a new hub, until it has waited for long or something is past its date."""

    @property
    def is_followed(self) -> bool:
        """Tell whether the hub goes by this clock all the same, so that a tablet's may be the wrong one."""
        return self.why in (Doubt.UNPROVEN, Doubt.UNHEARD)


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
        """Return a time that has come beyond doubt, for what cannot be undone; None where there is none."""
        self.look()
        moment, known = self._clock.moment(), self._known()
        return min(known.time(moment), known.most(moment)) if known and known.doubt is None else None

    def doubted(self) -> Doubted | None:
        """Return what is doubted; None while the clock is believed."""
        moment, known = self._clock.moment(), self._known()
        if known is None:
            return None
        if known.doubt is Doubt.UNPROVEN:
            now = known.time(moment)
            waited = now - from_utc(known.since) >= UNPROVEN_FOR
            pressing = waited or bool(self._store.submissions.due(utc(now), 1))
            return Doubted(known.doubt, utc(moment.at), utc(now), pressing)
        known = known.judged(moment)  # it may have leapt since the last look
        if known.doubt is not None:
            return Doubted(known.doubt, utc(moment.at), utc(known.time(moment)))
        if moment.at > known.most(moment):
            return Doubted(Doubt.UNHEARD, utc(moment.at), utc(known.most(moment)))
        return None

    def look(self) -> None:
        """Compare the clock with what is known, and remember how far time has come."""
        with self._store.atomic():
            moment, known = self._clock.moment(), self._known()
            self._keep(self._adopted(moment) if known is None else self._judged(known, moment))

    def heard(self, kiosk: PairedKiosk, sent_at: str) -> None:
        """Take a kiosk's word for what time it is. It never moves the hub's time; it may agree with the computer."""
        known, moment = self._known(), self._clock.moment()
        if known is None or known.is_settled(moment):
            return
        with self._store.atomic():
            known, moment = self._known(), self._clock.moment()
            if known is None or not is_possible(moment.at):
                return
            before, known = known, self._judged(known, moment)
            inside = {one.id for one in self._store.kiosks.every() if one.revoked_at is None}
            known = known.told(kiosk.id, from_utc(sent_at), inside, moment)
            if known.is_backed(inside, moment):
                self._believe(known, moment)
            elif known.adds_to(before):
                self._keep(known)

    def confirm(self, *, by: Actor) -> None:
        """Believe the clock because staff say that it is right. Raises ClockImpossible where it cannot be."""
        with self._store.atomic():
            self.look()
            moment, known = self._clock.moment(), self._known()
            assert known is not None, "look() keeps what it saw"
            if not is_possible(moment.at):
                raise ClockImpossible(utc(moment.at))
            detail = f"{utc(known.time(moment))} > {utc(moment.at)}"
            self._believe(known, moment)
            with changing(self._store, by, moment.at, Right.KIOSKS) as change:
                change.note("confirm", "clock", detail)

    def _judged(self, known: Reckoning, moment: Moment) -> Reckoning:
        """Return what is known now, by what was known before."""
        return self._followed(known, moment) if known.doubt is Doubt.UNPROVEN else known.judged(moment)

    def _followed(self, known: Reckoning, moment: Moment) -> Reckoning:
        """Follow a clock that nothing has agreed with yet, wherever it leaps, and take the dates along."""
        own, after = known.own(moment), known.time(moment)
        since, least = from_utc(known.since), known.least(moment)
        if abs(after - own) > AGREE:
            known = known.unsaid()
        if abs(after - own) > LEAP:
            since, known = self._move_dates(known, after, own), replace(known, backed="")
        return replace(
            known, at=utc(after), monotonic=moment.monotonic, boot=moment.boot, since=utc(since), sure=utc(least)
        )

    def _believe(self, known: Reckoning, moment: Moment) -> None:
        own, at = known.time(moment), utc(moment.at)
        if abs(moment.at - own) > LEAP:
            self._move_dates(known, moment.at, own)
        self._keep(Reckoning(at, moment.monotonic, moment.boot, sure=at))

    def _move_dates(self, known: Reckoning, right: datetime, own: datetime) -> datetime:
        """Move what was dated while the hub's time was wrong; return when that began, by the right time.

        Where time was behind, that is all since the doubt began; where it was ahead, all that is still to come.
        """
        by = right - own
        since = known.since if by > timedelta() else utc(right)
        self._store.dates.move(since, by, but=at_home(Home.ACTIVITY))
        self._store.wake(NEWS)  # notices are dated anew
        return from_utc(known.since) + by

    def _adopted(self, moment: Moment) -> Reckoning:
        """Begin to keep time, in a library that may have data already."""
        newest = self._store.dates.newest(before=utc(LATEST))
        if newest is None or from_utc(newest) < EARLIEST:
            at = utc(_possible(moment.at))
            begun = Reckoning(at, moment.monotonic, moment.boot, Doubt.UNPROVEN, at, sure=at)
        else:
            begun = self._judged(Reckoning(newest, 0.0, ""), moment)
        self._store.dates.mend(utc(EARLIEST), utc(LATEST), to=begun.at, but=at_home(Home.ACTIVITY))
        return begun

    def _known(self) -> Reckoning | None:
        kept = self._store.settings.read().get(_SETTING)
        if not kept:
            return None
        names = {one.name for one in fields(Reckoning)}
        # A command of a later Samskap may have written more beside a hub that still runs.
        values = {name: value for name, value in json.loads(kept).items() if name in names}
        doubt = Doubt(values["doubt"]) if values["doubt"] else None
        said = {name: tuple(values.get(name, ())) for name in ("agree", "near", "early")}
        return Reckoning(**{**values, **said, "doubt": doubt})

    def _keep(self, reckoning: Reckoning) -> None:
        self._store.settings.save({_SETTING: json.dumps(asdict(reckoning))})


def _possible(at: datetime) -> datetime:
    return at if is_possible(at) else EARLIEST
